"""Small reports, built by hand."""

from __future__ import annotations

from s3lint.base.source import Source, Span
from s3lint.base.value import Note, Origin, Step
from s3lint.run.finding import Finding, Severity, Verdict
from s3lint.run.input_findings import NOTICES
from s3lint.run.report import Counts, Report
from s3lint.run.rule import Descriptor

ROOT = "/nowhere/project"


def descriptor(name: str, severity: Severity = Severity.MEDIUM) -> Descriptor:
    return Descriptor(
        name,
        f"{name} was found",
        "policy",
        severity,
        True,
        "0.1.0",
        "name the callers",
        """
        ## What it checks
        That the policy of the bucket
        names somebody.

        ## Why it matters
        Anyone can read.
        """,
        ("CIS S3.1", "https://docs.example/policy"),
        ("CKV_AWS_70",),
        ("acme/2.1",),
    )


RULES = (
    descriptor("wildcard-principal", Severity.CRITICAL),
    descriptor("missing-versioning"),
    descriptor("website-hosting", Severity.INFO),
)


def source(path: str, text: str) -> Source:
    return Source(f"{ROOT}/{path}", text)


def at(where: Source, text: str, *, after: str = "", path: tuple[str | int, ...] = (), via: tuple[Step, ...] = ()) -> Origin:
    """The place of a text, the first one after another text."""
    start = where.text.index(text, where.text.index(after) + len(after))
    return Origin(where, Span(start, start + len(text)), path, via)


def step(what: str, where: Source, text: str) -> Step:
    origin = at(where, text)
    return Step(what, origin.source, origin.span)


def _descriptors() -> tuple[Descriptor, ...]:
    return RULES + NOTICES


def report(
    findings: tuple[Finding, ...] = (),
    undecided: tuple[Finding, ...] = (),
    problems: tuple[Finding, ...] = (),
    errors: tuple[str, ...] = (),
    counts: Counts = Counts(files=3, templates=2, roots=1, buckets=4, rules=3),
    seconds: float = 0.314,
) -> Report:
    return Report(findings, undecided, (), problems, errors, _descriptors, counts, ROOT, seconds=seconds)


SITE = source(
    "templates/site.yaml",
    """\
Resources:
  SiteBucket:
    Type: AWS::S3::Bucket
    Properties:
      BucketName: acme-site
  SitePolicy:
    Type: AWS::S3::BucketPolicy
    Properties:
      PolicyDocument:
        Statement:
          - Sid: Read
            Effect: Allow
            Principal: "*"
            Action: s3:GetObject
            Resource: "*"
            Condition:
              StringLike:
                aws:Referer: "https://acme.example/*"
""",
)

PUBLIC = Finding(
    "wildcard-principal",
    Verdict.FAIL,
    "anyone on the internet can read objects in SiteBucket",
    at(SITE, 'Principal: "*"', path=("PolicyDocument", "Statement", 0, "Principal")),
    "every caller, signed in or not",
    (
        Note(at(SITE, "Read"), 'statement "Read" of SitePolicy'),
        Note(at(SITE, "aws:Referer"), "does not narrow it: the caller chooses this header"),
        Note(at(SITE, "SiteBucket:"), "the bucket"),
    ),
    "anonymous GET s3://acme-site/<any key>, header Referer: https://acme.example/x",
    'allowed by SitePolicy "Read"; no Deny applies',
    "name the callers",
    setting="policy.public",
    properties=(("actions", "s3:GetObject"),),
    severity=Severity.CRITICAL,
    subjects=("SiteBucket",),
)

TFVARS = source("infra/prod.tfvars", 'owner = "web"\nversioned = "Suspended"\n')
CALLER = source("infra/main.tf", 'module "logs" {\n  source = "./modules/bucket"\n  status = var.versioned\n}\n')
MODULE = source(
    "infra/modules/bucket/main.tf",
    'resource "aws_s3_bucket_versioning" "this" {\n  versioning_configuration {\n    status = var.status\n  }\n}\n',
)
INSTANCES = ('module.logs["eu"].aws_s3_bucket.this[0]', 'module.logs["us"].aws_s3_bucket.this[0]')

SUSPENDED = Finding(
    "missing-versioning",
    Verdict.FAIL,
    f"versioning of {INSTANCES[0]} is Suspended",
    at(
        TFVARS,
        '"Suspended"',
        path=("versioning_configuration", 0, "status"),
        via=(
            step('var.versioned = "Suspended"', TFVARS, "versioned"),
            step("module.logs.status", CALLER, "var.versioned"),
            step("var.status", MODULE, "var.status"),
        ),
    ),
    help="set the versioning status to Enabled",
    setting="versioning.status",
    severity=Severity.MEDIUM,
    subjects=INSTANCES,
)

STAGED = source("templates/staged.yaml", "Resources:\n  Ledger:\n    Type: AWS::S3::Bucket\n")

IN_DEV = Finding(
    "missing-versioning",
    Verdict.UNDECIDED,
    "Ledger does not enable versioning: S3 keeps no earlier versions then",
    at(STAGED, "Ledger"),
    help="set the versioning status to Enabled",
    inputs=("parameter Environment", "parameter Stage"),
    setting="versioning.status",
    severity=Severity.MEDIUM,
    subjects=("Ledger",),
    cases=("Environment is dev",),
)

BROKEN = source("templates/broken.yaml", "")

UNREADABLE = Finding(
    "unreadable-file",
    Verdict.FAIL,
    "cannot read the file: Permission denied",
    Origin(BROKEN, Span(0, 0)),
    help="correct the file, or exclude it if it is not meant to be read",
    severity=Severity.HIGH,
)
