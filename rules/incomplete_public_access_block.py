"""Public access blocks with flags that are off."""

from collections.abc import Iterator, Sequence

from s3lint import (
    Absent,
    Bucket,
    Example,
    Finding,
    Group,
    Known,
    Note,
    PublicAccessBlock,
    Rule,
    Setting,
    Severity,
    Unknown,
    defaults,
)


class IncompletePublicAccessBlock(Rule):
    """
    ## What it checks
    All four flags of a declared public access block are on, or the account's block in the same code turns them on. A
    flag that the block leaves out is off. One finding names all flags that are off.

    ## Why it matters
    Each flag closes another door: two refuse new public ACLs and policies, two neutralise those that exist. With one of
    them off, one careless grant is enough to publish the bucket.

    ## Known limits
    A bucket that is public on purpose, behind no distribution, needs a flag off: check its code in a run of its own that
    leaves this rule out, with `--ignore` or with `ignore` in the configuration.
    """

    name = "incomplete-public-access-block"
    summary = "the public access block has flags that are off"
    group, severity, default = Group.ACCESS, Severity.HIGH, True
    settings = ("public_access_block",)
    since = "0.1.0"
    help = "turn on all four flags of the public access block"
    references = (
        "https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html",
        defaults.PARTIAL_PUBLIC_ACCESS_BLOCK.source,
    )
    aliases = (
        "CKV_AWS_53",
        "CKV_AWS_54",
        "CKV_AWS_55",
        "CKV_AWS_56",
        "AVD-AWS-0086",
        "AVD-AWS-0087",
        "AVD-AWS-0091",
        "AVD-AWS-0093",
    )

    bad = (
        Example(
            "one flag is off, one is left out",
            cloudformation="""
                Resources:
                  Ledger:
                    Type: AWS::S3::Bucket
                    Properties:
                      PublicAccessBlockConfiguration:
                        BlockPublicAcls: true
                        BlockPublicPolicy: false  # expect: incomplete-public-access-block
                        IgnorePublicAcls: true
            """,
            terraform="""
                resource "aws_s3_bucket" "ledger" {}

                resource "aws_s3_bucket_public_access_block" "ledger" {
                  bucket              = aws_s3_bucket.ledger.id
                  block_public_acls   = true
                  block_public_policy = false  # expect: incomplete-public-access-block
                  ignore_public_acls  = true
                }
            """,
        ),
        Example(
            "an empty block",
            cloudformation="""
                Resources:
                  Ledger:
                    Type: AWS::S3::Bucket
                    Properties:
                      PublicAccessBlockConfiguration: {}  # expect: incomplete-public-access-block
            """,
            terraform="""
                resource "aws_s3_bucket" "ledger" {}

                resource "aws_s3_bucket_public_access_block" "ledger" {  # expect: incomplete-public-access-block
                  bucket = aws_s3_bucket.ledger.id
                }
            """,
        ),
    )
    good = (
        Example(
            "all four flags are on",
            cloudformation="""
                Resources:
                  Ledger:
                    Type: AWS::S3::Bucket
                    Properties:
                      PublicAccessBlockConfiguration:
                        BlockPublicAcls: true
                        BlockPublicPolicy: "true"
                        IgnorePublicAcls: true
                        RestrictPublicBuckets: true
            """,
            terraform="""
                resource "aws_s3_bucket" "ledger" {}

                resource "aws_s3_bucket_public_access_block" "ledger" {
                  bucket                  = aws_s3_bucket.ledger.id
                  block_public_acls       = true
                  block_public_policy     = "true"
                  ignore_public_acls      = true
                  restrict_public_buckets = true
                }
            """,
        ),
    )
    undecidable = (
        Example(
            "a flag is left to whoever deploys",
            cloudformation="""
                Parameters:
                  Restrict:  # expect: incomplete-public-access-block
                    Type: String
                Resources:
                  Ledger:
                    Type: AWS::S3::Bucket
                    Properties:
                      PublicAccessBlockConfiguration:
                        BlockPublicAcls: true
                        BlockPublicPolicy: true
                        IgnorePublicAcls: true
                        RestrictPublicBuckets: !Ref Restrict
            """,
            terraform="""
                variable "restrict" {}  # expect: incomplete-public-access-block

                resource "aws_s3_bucket" "ledger" {}

                resource "aws_s3_bucket_public_access_block" "ledger" {
                  bucket                  = aws_s3_bucket.ledger.id
                  block_public_acls       = true
                  block_public_policy     = true
                  ignore_public_acls      = true
                  restrict_public_buckets = var.restrict
                }
            """,
        ),
        Example(
            "one input leaves several flags open",
            cloudformation="""
                Parameters:
                  Closed:  # expect: incomplete-public-access-block
                    Type: String
                Resources:
                  Ledger:
                    Type: AWS::S3::Bucket
                    Properties:
                      PublicAccessBlockConfiguration:
                        BlockPublicAcls: !Ref Closed
                        BlockPublicPolicy: !Ref Closed
                        IgnorePublicAcls: true
                        RestrictPublicBuckets: !Ref Closed
            """,
            terraform="""
                variable "closed" {}  # expect: incomplete-public-access-block

                resource "aws_s3_bucket" "ledger" {}

                resource "aws_s3_bucket_public_access_block" "ledger" {
                  bucket                  = aws_s3_bucket.ledger.id
                  block_public_acls       = var.closed
                  block_public_policy     = var.closed
                  ignore_public_acls      = true
                  restrict_public_buckets = var.closed
                }
            """,
        ),
    )

    def check(self, bucket: Bucket) -> Iterator[Finding]:
        match bucket.public_access_block:
            case Known(block):
                yield from self._check_flags(bucket, block)
            case Unknown() as unknown:
                yield self.undecided(unknown, f"whether {bucket} has a complete public access block")
            case Absent():
                return

    def _check_flags(self, bucket: Bucket, block: PublicAccessBlock) -> Iterator[Finding]:
        states = [(name, flag) for name, flag in block.flags() if not isinstance(flag, Known) or not flag.value]
        states = [(name, flag) for name, flag in states if not self._is_on_for_the_account(bucket, name)]
        off = [(name, flag) for name, flag in states if not isinstance(flag, Unknown)]
        if off:
            yield self._finding(bucket, off)
        else:
            yield from self._open(bucket, [(name, flag) for name, flag in states if isinstance(flag, Unknown)])

    def _open(self, bucket: Bucket, flags: Sequence[tuple[str, Unknown]]) -> Iterator[Finding]:
        """One finding for all flags that the same place leaves open."""
        causes: dict[object, tuple[Unknown, list[str]]] = {}
        for name, flag in flags:
            cause = flag.origin.source.path, flag.origin.span, flag.reason
            causes.setdefault(cause, (flag, []))[1].append(name)
        for flag, names in causes.values():
            written = ", ".join(names)
            yield self.undecided(flag, f"whether {written} is on for {bucket}", part=written)

    def _finding(self, bucket: Bucket, off: Sequence[tuple[str, Setting[bool]]]) -> Finding:
        written = [Note(flag.origin, f"{name} is false") for name, flag in off if not isinstance(flag, Absent)]
        omitted = [(name, flag) for name, flag in off if isinstance(flag, Absent)]
        if omitted:
            names = " and ".join(name for name, _ in omitted)
            written.append(Note(omitted[0][1].origin, f"{names} left out, which means off"))
        # A flag that is written has a line of its own to correct; those left out have only the block's.
        first, *others = written
        return self.fail(
            first.origin,
            f"the public access block of {bucket} leaves {', '.join(name for name, _ in off)} off",
            label=first.label,
            related=others,
            properties=(("flags", ",".join(name for name, _ in off)),),
        )

    @staticmethod
    def _is_on_for_the_account(bucket: Bucket, name: str) -> bool:
        match bucket.account_public_access_block:
            case Known(block):
                return any(flag == name and isinstance(on, Known) and on.value for flag, on in block.flags())
            case _:
                return False
