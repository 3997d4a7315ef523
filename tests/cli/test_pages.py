import json
from collections.abc import Iterator
from typing import ClassVar

import pytest

from s3lint.errors import UsageError
from s3lint.model.bucket import Bucket
from s3lint.outputs import render
from s3lint.outputs.pages import explanations
from s3lint.run.example import Example, not_expressible
from s3lint.run.finding import Finding, Severity
from s3lint.run.rule import Group, Rule


class ColdBucket(Rule):
    """
    ## What it checks
    The bucket is warm.

    ## Why it matters
    Indented once.
        Indented twice.
    """

    name = "cold-bucket"
    summary = "bucket is cold"
    group = Group.HYGIENE
    settings = ("name",)
    severity = Severity.LOW
    default = False
    since = "0.1.0"
    help = "warm it"
    references: ClassVar[tuple[str, ...]] = ("https://example.com/cold",)
    aliases: ClassVar[tuple[str, ...]] = ("X_1", "X_2")
    controls: ClassVar[tuple[str, ...]] = ("acme/1.1", "acme/1.2", "baseline/A")
    bad: ClassVar[tuple[Example, ...]] = (
        Example(
            "left outside",
            cloudformation="""
                Resources:
                  A: {}  # expect: cold-bucket
            """,
            terraform=not_expressible("Terraform has no outside"),
        ),
    )
    good: ClassVar[tuple[Example, ...]] = (Example("inside", cloudformation="A: 1", terraform="a = 1"),)
    undecidable: ClassVar[tuple[Example, ...]] = ()

    def check(self, subject: Bucket) -> Iterator[Finding]:
        yield from ()


class WarmBucket(ColdBucket):
    """Another."""

    name = "warm-bucket"
    summary = "bucket is warm"
    severity = Severity.CRITICAL
    default = True
    references = ()
    aliases = ("X_2",)
    controls = ()
    bad = ()
    good = ()


PAGE = """\
# cold-bucket

Bucket is cold.

low severity, hygiene, off by default, since 0.1.0

In other tools: X_1, X_2

## What it checks
The bucket is warm.

## Why it matters
Indented once.
    Indented twice.

## What to do
Warm it.

* CloudFormation: `BucketName` of `AWS::S3::Bucket`, or `BucketNamePrefix` of `AWS::S3::Bucket`
* Terraform: `bucket` of `aws_s3_bucket`, or `bucket_prefix` of `aws_s3_bucket`

## Fails: left outside
```yaml
Resources:
  A: {}  # expect: cold-bucket
```

Terraform: can't be written there, Terraform has no outside

## Passes: inside
```yaml
A: 1
```

```hcl
a = 1
```

## Controls
* `acme`: 1.1, 1.2
* `baseline`: A

## References
* https://example.com/cold
"""


@pytest.mark.parametrize("word", ["cold-bucket", "X_1", "x_1"])
def test_the_page_of_a_rule(word: str) -> None:
    assert explanations([word], (ColdBucket, WarmBucket)) == PAGE


def test_an_id_of_another_tool_may_mean_several_rules() -> None:
    text = explanations(["X_2", "cold-bucket"], (ColdBucket, WarmBucket))
    assert [line for line in text.splitlines() if line.startswith("# ")] == ["# cold-bucket", "# warm-bucket"]


def test_notices_have_pages() -> None:
    assert explanations(["unreadable-file"], ()).startswith(
        "# unreadable-file\n\nA file could not be read, so nothing in it was judged.\n\nhigh severity, engine, on by default"
    )


def test_an_unknown_rule_is_an_error() -> None:
    with pytest.raises(UsageError, match=r"^no rule is called cold-buckt; did you mean cold-bucket\?$"):
        explanations(["cold-buckt"], (ColdBucket,))


def test_the_list() -> None:
    assert render("text", (ColdBucket, WarmBucket), command="rules") == (
        "cold-bucket  low       hygiene  off  bucket is cold\nwarm-bucket  critical  hygiene  on   bucket is warm\n"
    )


def test_the_list_for_programs() -> None:
    assert json.loads(render("json", (WarmBucket,), command="rules")) == [
        {
            "name": "warm-bucket",
            "summary": "bucket is warm",
            "group": "hygiene",
            "severity": "critical",
            "default": True,
            "since": "0.1.0",
            "help": "warm it",
            "page": "Another.",
            "references": [],
            "aliases": ["X_2"],
            "controls": [],
            "options": [],
        }
    ]
