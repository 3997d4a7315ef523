"""Places on the web that lead to a bucket which the code does not hold."""

import re
from collections.abc import Iterable, Iterator
from fnmatch import fnmatchcase

from s3lint import (
    Bucket,
    Distribution,
    DnsRecord,
    DnsRecordSet,
    Example,
    Finding,
    Group,
    Known,
    Option,
    Origin,
    Rule,
    Setting,
    Severity,
    Text,
    Unknown,
    Website,
    bucket_at_host,
    is_website_service,
)

_ACCOUNT = r"(?<![0-9])[0-9]{12}(?![0-9])"


class UnclaimedOrigin(Rule):
    """
    ## What it checks
    A bucket that is written out as an origin of a CloudFront distribution, the target of a DNS record or the host of a
    website's redirect is declared somewhere in the code that is checked, in any template or module, or has something there
    that only its owner can deploy, such as a policy. A name with the id of an account in it is taken for one's own.

    ## Why it matters
    Names of buckets are the first comer's. Where the bucket was deleted, or was never made, whoever makes one of this name
    serves what your visitors see under your domain: pages, scripts, downloads. Origin access control does not help: the
    new owner's policy lets CloudFront in. AWS's incident response team sees attackers look for such names.

    ## When to ignore it
    Where the bucket is yours and declared elsewhere: name it in the option `owned`.

    ## Known limits
    What the run does not look at is searched for the name as a text, within the repository; where a file has it, the finding
    is undecided. A name that another repository's code composes is not found.
    """

    name = "unclaimed-origin"
    summary = "the web is led to a bucket that nothing here declares"
    group, severity, default = Group.ACCESS, Severity.MEDIUM, True
    settings = ("origins", "records", "website")
    since = "0.1.0"
    help = "declare the bucket, refer to it in place of its name, or remove what leads to it"
    references = (
        "https://docs.aws.amazon.com/AmazonS3/latest/userguide/delete-bucket.html",
        "https://docs.aws.amazon.com/AmazonS3/latest/userguide/gpbucketnamespaces.html",
    )
    judges = (Distribution, DnsRecordSet, Bucket)

    owned = Option((), "buckets of yours that the code does not declare: patterns such as `acme-*`")

    bad = (
        Example(
            "names of buckets that are nowhere else",
            cloudformation="""
                Resources:
                  Cdn:
                    Type: AWS::CloudFront::Distribution
                    Properties:
                      DistributionConfig:
                        Enabled: true
                        Origins:
                          - Id: site
                            DomainName: acme-site.s3.eu-west-1.amazonaws.com  # expect: unclaimed-origin
                            OriginAccessControlId: E1
                            S3OriginConfig: {}
                          - Id: old
                            DomainName: acme-old.s3-website-eu-west-1.amazonaws.com  # expect: unclaimed-origin
                            CustomOriginConfig:
                              OriginProtocolPolicy: http-only
                  Files:
                    Type: AWS::Route53::RecordSet
                    Properties:
                      HostedZoneName: acme.example.
                      Name: files.acme.example
                      Type: CNAME
                      TTL: 300
                      ResourceRecords:
                        - files.acme.example.s3.amazonaws.com  # expect: unclaimed-origin
                  Moved:
                    Type: AWS::S3::Bucket
                    Properties:
                      WebsiteConfiguration:
                        RedirectAllRequestsTo:
                          HostName: acme-new.s3-website.eu-central-1.amazonaws.com  # expect: unclaimed-origin
            """,
            terraform="""
                resource "aws_cloudfront_distribution" "cdn" {
                  enabled = true
                  origin {
                    origin_id                = "site"
                    domain_name              = "acme-site.s3.eu-west-1.amazonaws.com"  # expect: unclaimed-origin
                    origin_access_control_id = "E1"
                  }
                  origin {
                    origin_id   = "old"
                    domain_name = "acme-old.s3-website-eu-west-1.amazonaws.com"  # expect: unclaimed-origin
                    custom_origin_config {
                      origin_protocol_policy = "http-only"
                    }
                  }
                }

                resource "aws_route53_record" "files" {
                  zone_id = "Z1"
                  name    = "files.acme.example"
                  type    = "CNAME"
                  ttl     = 300
                  records = ["files.acme.example.s3.amazonaws.com"]  # expect: unclaimed-origin
                }

                resource "aws_s3_bucket" "moved" {}

                resource "aws_s3_bucket_website_configuration" "moved" {
                  bucket = aws_s3_bucket.moved.id
                  redirect_all_requests_to {
                    host_name = "acme-new.s3-website.eu-central-1.amazonaws.com"  # expect: unclaimed-origin
                  }
                }
            """,
        ),
        Example(
            "an alias, which leads to the bucket of its own name",
            cloudformation="""
                Resources:
                  Zone:
                    Type: AWS::Route53::RecordSetGroup
                    Properties:
                      HostedZoneName: acme.example.
                      RecordSets:
                        - Name: www.acme.example  # expect: unclaimed-origin
                          Type: A
                          AliasTarget:
                            DNSName: s3-website-eu-west-1.amazonaws.com
                            HostedZoneId: Z1BKCTXD74EZPE
            """,
            terraform="""
                resource "aws_route53_record" "www" {
                  zone_id = "Z1"
                  name    = "www.acme.example"  # expect: unclaimed-origin
                  type    = "A"
                  alias {
                    name                   = "s3-website-eu-west-1.amazonaws.com"
                    zone_id                = "Z1BKCTXD74EZPE"
                    evaluate_target_health = false
                  }
                }
            """,
        ),
    )
    good = (
        Example(
            "buckets that are declared, that only the owner can configure, or that carry the account",
            cloudformation="""
                Resources:
                  Site:
                    Type: AWS::S3::Bucket
                    Properties:
                      BucketName: acme-site
                  OldPolicy:
                    Type: AWS::S3::BucketPolicy
                    Properties:
                      Bucket: acme-old
                      PolicyDocument: {Version: "2012-10-17", Statement: []}
                  Cdn:
                    Type: AWS::CloudFront::Distribution
                    Properties:
                      DistributionConfig:
                        Enabled: true
                        Origins:
                          - Id: site
                            DomainName: acme-site.s3.amazonaws.com
                          - Id: old
                            DomainName: acme-old.s3.amazonaws.com
                          - Id: own
                            DomainName: acme-111122223333.s3.amazonaws.com
                          - Id: account
                            DomainName: !Sub "acme-${AWS::AccountId}.s3.amazonaws.com"
                          - Id: app
                            DomainName: app.acme.example
            """,
            terraform="""
                data "aws_caller_identity" "current" {}

                resource "aws_s3_bucket" "site" {
                  bucket = "acme-site"
                }

                resource "aws_s3_bucket_policy" "old" {
                  bucket = "acme-old"
                  policy = jsonencode({ Version = "2012-10-17", Statement = [] })
                }

                resource "aws_cloudfront_distribution" "cdn" {
                  enabled = true
                  origin {
                    origin_id   = "site"
                    domain_name = "acme-site.s3.amazonaws.com"
                  }
                  origin {
                    origin_id   = "old"
                    domain_name = "acme-old.s3.amazonaws.com"
                  }
                  origin {
                    origin_id   = "own"
                    domain_name = "acme-111122223333.s3.amazonaws.com"
                  }
                  origin {
                    origin_id   = "account"
                    domain_name = "acme-${data.aws_caller_identity.current.account_id}.s3.amazonaws.com"
                  }
                  origin {
                    origin_id   = "app"
                    domain_name = "app.acme.example"
                  }
                }
            """,
        ),
    )
    undecidable = (
        Example(
            "a bucket may get this name",
            cloudformation="""
                Parameters:
                  Name:
                    Type: String
                Resources:
                  Site:
                    Type: AWS::S3::Bucket
                    Properties:
                      BucketName: !Ref Name
                  Cdn:
                    Type: AWS::CloudFront::Distribution
                    Properties:
                      DistributionConfig:
                        Enabled: true
                        Origins:
                          - Id: site
                            DomainName: acme-site.s3.amazonaws.com  # expect: unclaimed-origin
            """,
            terraform="""
                variable "name" {
                  type = string
                }

                resource "aws_s3_bucket" "site" {
                  bucket = var.name
                }

                resource "aws_cloudfront_distribution" "cdn" {
                  enabled = true
                  origin {
                    origin_id   = "site"
                    domain_name = "acme-site.s3.amazonaws.com"  # expect: unclaimed-origin
                  }
                }
            """,
        ),
    )
    inapplicable = (
        Example(
            "a bucket that is said to be yours",
            cloudformation="""
                Resources:
                  Cdn:
                    Type: AWS::CloudFront::Distribution
                    Properties:
                      DistributionConfig:
                        Enabled: true
                        Origins:
                          - Id: site
                            DomainName: acme-site.s3.amazonaws.com  # expect: unclaimed-origin
            """,
            terraform="""
                resource "aws_cloudfront_distribution" "cdn" {
                  enabled = true
                  origin {
                    origin_id   = "site"
                    domain_name = "acme-site.s3.amazonaws.com"  # expect: unclaimed-origin
                  }
                }
            """,
            options=(("owned", ("acme-*",)),),
        ),
    )

    def check(self, subject: Distribution | DnsRecordSet | Bucket) -> Iterator[Finding]:
        match subject:
            case Distribution(origins=found):
                leads = f"{subject} fetches from"
                for origin in found.origins:
                    yield from self._at_host(leads, origin.domain, "origins")
                yield from self._of_inputs(leads, (found.unknown,), "origins")
            case DnsRecordSet(records=found):
                for record in found.records:
                    yield from self._of_record(f"{subject} leads to", record)
                yield from self._of_inputs(f"{subject} leads to", (found.unknown,), "records")
            case Bucket():
                yield from self._of_website(f"the website {subject} redirects to", subject.website)

    def _of_website(self, leads: str, website: Setting[Website]) -> Iterator[Finding]:
        match website:
            case Known(found):
                for redirect in found.redirects:
                    yield from self._at_host(leads, redirect.host, "website")
                yield from self._of_inputs(leads, (found.unknown,), "website")
            case Unknown():
                yield from self._of_inputs(leads, (website,), "website")

    def _of_record(self, leads: str, record: DnsRecord) -> Iterator[Finding]:
        match record.alias:
            case Known(alias) if is_website_service(alias):
                yield from self._of_name(leads, record.name)
            case alias:
                yield from self._at_host(leads, alias, "records")
        match record.kind:
            case Known("CNAME"):
                for value in record.values.items:
                    yield from self._at_host(leads, value, "records")
                yield from self._of_inputs(leads, (record.values.unknown,), "records")
            case Unknown() as unknown:
                yield from self._of_inputs(leads, (unknown,), "records")

    def _of_name(self, leads: str, name: Setting[Text]) -> Iterator[Finding]:
        """An alias of the websites of a Region leads to the bucket that is called like the record."""
        match name:
            case Known(text, origin):
                literal = (text.literal or "").rstrip(".").lower()
                if "." in literal:  # any other is completed by its zone
                    yield from self._at(leads, literal, origin, "records")
                yield from self._of_inputs(leads, text.unknowns, "records")
            case Unknown():
                yield from self._of_inputs(leads, (name,), "records")

    def _at_host(self, leads: str, host: Setting[Text], setting: str) -> Iterator[Finding]:
        match host:
            case Known(text, origin):
                bucket = bucket_at_host(text)
                if bucket and "\0" not in bucket:
                    yield from self._at(leads, bucket, origin, setting)
                elif bucket or isinstance(text.pieces[-1].content, Unknown):
                    yield from self._of_inputs(leads, text.unknowns, setting)
            case Unknown():
                yield from self._of_inputs(leads, (host,), setting)

    def _at(self, leads: str, bucket: str, origin: Origin, setting: str) -> Iterator[Finding]:
        if re.search(_ACCOUNT, bucket):
            return
        if any(fnmatchcase(bucket, pattern) for pattern in self.owned):
            yield self.not_applicable(origin, f"{bucket} is said to be one of your buckets")
        else:
            message = f"{leads} {bucket}, a bucket that nothing here declares"
            yield self.fail(origin, message, setting=setting, part=bucket, presumes=bucket)

    def _of_inputs(self, leads: str, unknowns: Iterable[Unknown | None], setting: str) -> Iterator[Finding]:
        """What is given at deployment may be written out as well; what is read then is there."""
        given = next((unknown for unknown in unknowns if unknown is not None and unknown.is_input), None)
        if given is not None:
            question = f"whether {leads} a bucket that nothing here declares"
            yield self.undecided(given, question, setting=setting, severity=Severity.INFO)
