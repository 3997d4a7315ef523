"""Access points that do not block public access."""

from collections.abc import Iterator

from s3lint import (
    Absent,
    AccessPoint,
    Example,
    Finding,
    Group,
    Known,
    Note,
    Option,
    PublicAccessBlock,
    Rule,
    Severity,
    Unknown,
    not_expressible,
)

WITH_NETWORK = ("access point", "directory bucket access point")
"""Kinds that can be bound to a VPC; one of Outposts always is."""


class ExposedAccessPoint(Rule):
    """
    ## What it checks
    An access point, also a Multi-Region one or one of a directory bucket, has no flag of its public access block turned
    off. All flags are on where the block is left out. With the option `require-vpc` a single-Region access point must also
    be bound to a VPC.

    ## Why it matters
    An access point is a second door to the same data, with a policy of its own. Its block is fixed when it is made: a flag
    that is off then stays off until somebody deletes the access point.

    ## Known limits
    The block of the bucket still counts for requests through the access point, so a finding need not mean that data are
    public now. AWS keeps the block of an Object Lambda access point on, whatever a template says.
    """

    name = "exposed-access-point"
    summary = "an access point does not block public access"
    group, severity, default = Group.ACCESS, Severity.HIGH, True
    settings = ("public_access_block", *(f"public_access_block.{flag}" for flag in PublicAccessBlock._fields), "vpc")
    since = "0.1.0"
    help = "leave the access point's public access block out or turn all four flags on"
    references = (
        "https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-bpa-settings.html",
        "https://docs.aws.amazon.com/AmazonS3/latest/userguide/multi-region-access-point-block-public-access.html",
        "https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-vpc.html",
    )
    aliases = ("CKV_AWS_392", "s3_access_point_public_access_block", "s3_multi_region_access_point_public_access_block")
    judges = AccessPoint

    require_vpc = Option(False, "whether an access point must be bound to a VPC")

    bad = (
        Example(
            "a flag is off",
            cloudformation="""
                Resources:
                  Reports:
                    Type: AWS::S3::Bucket
                  Door:
                    Type: AWS::S3::AccessPoint
                    Properties:
                      Bucket: !Ref Reports
                      PublicAccessBlockConfiguration:
                        BlockPublicAcls: true
                        BlockPublicPolicy: false  # expect: exposed-access-point
                        IgnorePublicAcls: true
                        RestrictPublicBuckets: true
            """,
            terraform="""
                resource "aws_s3_bucket" "reports" {}

                resource "aws_s3_access_point" "door" {
                  bucket = aws_s3_bucket.reports.id
                  name   = "door"
                  public_access_block_configuration {
                    block_public_acls       = true
                    block_public_policy     = false  # expect: exposed-access-point
                    ignore_public_acls      = true
                    restrict_public_buckets = true
                  }
                }
            """,
        ),
        Example(
            "a flag of a Multi-Region access point is off",
            cloudformation="""
                Resources:
                  Reports:
                    Type: AWS::S3::Bucket
                  Door:
                    Type: AWS::S3::MultiRegionAccessPoint
                    Properties:
                      Regions:
                        - Bucket: !Ref Reports
                      PublicAccessBlockConfiguration:
                        RestrictPublicBuckets: false  # expect: exposed-access-point
            """,
            terraform="""
                resource "aws_s3_bucket" "reports" {}

                resource "aws_s3control_multi_region_access_point" "door" {
                  details {
                    name = "door"
                    public_access_block {
                      restrict_public_buckets = false  # expect: exposed-access-point
                    }
                    region {
                      bucket = aws_s3_bucket.reports.id
                    }
                  }
                }
            """,
        ),
        Example(
            "the configuration asks for a VPC",
            options=(("require-vpc", True),),
            cloudformation="""
                Resources:
                  Reports:
                    Type: AWS::S3::Bucket
                  Door:  # expect: exposed-access-point
                    Type: AWS::S3::AccessPoint
                    Properties:
                      Bucket: !Ref Reports
            """,
            terraform="""
                resource "aws_s3_bucket" "reports" {}

                resource "aws_s3_access_point" "door" {  # expect: exposed-access-point
                  bucket = aws_s3_bucket.reports.id
                  name   = "door"
                }
            """,
        ),
    )
    good = (
        Example(
            "no block of its own, which means on",
            cloudformation="""
                Resources:
                  Reports:
                    Type: AWS::S3::Bucket
                  Door:
                    Type: AWS::S3::AccessPoint
                    Properties:
                      Bucket: !Ref Reports
            """,
            terraform="""
                resource "aws_s3_bucket" "reports" {}

                resource "aws_s3_access_point" "door" {
                  bucket = aws_s3_bucket.reports.id
                  name   = "door"
                }
            """,
        ),
        Example(
            "an access point of a directory bucket",
            cloudformation="""
                Resources:
                  Door:
                    Type: AWS::S3Express::AccessPoint
                    Properties:
                      Bucket: reports--use1-az4--x-s3
                      PublicAccessBlockConfiguration:
                        BlockPublicAcls: true
                        BlockPublicPolicy: true
                        IgnorePublicAcls: true
                        RestrictPublicBuckets: true
            """,
            terraform=not_expressible("Terraform declares it as any other access point"),
        ),
        Example(
            "bound to a VPC, as the configuration asks",
            options=(("require-vpc", True),),
            cloudformation="""
                Resources:
                  Reports:
                    Type: AWS::S3::Bucket
                  Door:
                    Type: AWS::S3::AccessPoint
                    Properties:
                      Bucket: !Ref Reports
                      VpcConfiguration:
                        VpcId: vpc-0a1b2c3d
            """,
            terraform="""
                resource "aws_s3_bucket" "reports" {}

                resource "aws_s3_access_point" "door" {
                  bucket = aws_s3_bucket.reports.id
                  name   = "door"
                  vpc_configuration {
                    vpc_id = "vpc-0a1b2c3d"
                  }
                }
            """,
        ),
    )
    undecidable = (
        Example(
            "a flag is left to whoever deploys",
            cloudformation="""
                Parameters:
                  Block:  # expect: exposed-access-point
                    Type: String
                Resources:
                  Reports:
                    Type: AWS::S3::Bucket
                  Door:
                    Type: AWS::S3::AccessPoint
                    Properties:
                      Bucket: !Ref Reports
                      PublicAccessBlockConfiguration:
                        BlockPublicPolicy: !Ref Block
            """,
            terraform="""
                variable "block" {}  # expect: exposed-access-point

                resource "aws_s3_bucket" "reports" {}

                resource "aws_s3_access_point" "door" {
                  bucket = aws_s3_bucket.reports.id
                  name   = "door"
                  public_access_block_configuration {
                    block_public_policy = var.block
                  }
                }
            """,
        ),
    )

    def check(self, door: AccessPoint) -> Iterator[Finding]:
        match door.public_access_block:
            case Known(block):
                yield from self._check_flags(door, block)
            case Unknown() as unknown:
                message = f"whether {door} blocks public access"
                yield self.undecided(unknown, message)
            case Absent():
                pass
        if self.require_vpc and door.kind in WITH_NETWORK:
            yield from self._check_network(door)

    def _check_flags(self, door: AccessPoint, block: PublicAccessBlock) -> Iterator[Finding]:
        off = [(name, flag) for name, flag in block.flags() if flag == Known(False, flag.origin)]
        if off:
            first, *others = (Note(flag.origin, f"{name} is false") for name, flag in off)
            yield self.fail(
                first.origin,
                f"the {door.kind} {door} turns {', '.join(name for name, _ in off)} off, for good",
                label=first.label,
                related=others,
                properties=(("flags", ",".join(name for name, _ in off)),),
            )
            return
        for name, flag in block.flags():
            if isinstance(flag, Unknown):
                yield self.undecided(flag, f"whether {name} is on for {door}", setting=f"public_access_block.{name}")

    def _check_network(self, door: AccessPoint) -> Iterator[Finding]:
        match door.vpc:
            case Absent(origin):
                message = f"the {door.kind} {door} is open to the internet: it is bound to no VPC"
                yield self.fail(origin, message, help="bind the access point to a VPC", setting="vpc")
            case Unknown() as unknown:
                yield self.undecided(unknown, f"whether {door} is bound to a VPC", setting="vpc")
            case Known():
                return
