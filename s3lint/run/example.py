"""Examples of a rule, each in both languages: its tests, which its page shows."""

from __future__ import annotations

from s3lint.base.record import Record


class NotExpressible(Record):
    """Stands for an example's twin in a language that can't say it; without a reason, for one that nobody wrote."""

    reason: str


def not_expressible(reason: str) -> NotExpressible:
    return NotExpressible(reason)


class Twins(Record):
    """The texts of an example, each without common indentation."""

    cloudformation: str | NotExpressible
    terraform: str | NotExpressible


class Example(Record):
    """One configuration in both languages; a line where a finding is expected carries `# expect: rule-name`.

    The text is indented as the rule file is. `options` are values for options of the rule, by their names in the
    configuration; `account` is the owner's account, where it is known. What the rule is about says the same in both languages,
    unless the example shows on purpose that `twins_differ`.
    """

    title: str
    cloudformation: str | NotExpressible
    terraform: str | NotExpressible
    options: tuple[tuple[str, object], ...] = ()
    account: str = ""
    twins_differ: bool = False

    @property
    def twins(self) -> Twins:
        return Twins(_dedented(self.cloudformation), _dedented(self.terraform))


def _dedented(text: str | NotExpressible) -> str | NotExpressible:
    from inspect import cleandoc  # slow to import, and a check needs no examples

    return text if isinstance(text, NotExpressible) else cleandoc(text)


class Wrapper(Record):
    """What stands around a policy, in both languages, with `<policy>` where the document goes."""

    cloudformation: str
    terraform: str


BUCKET_POLICY = Wrapper(
    cloudformation="""
        Resources:
          Ledger:
            Type: AWS::S3::Bucket
          LedgerPolicy:
            Type: AWS::S3::BucketPolicy
            Properties:
              Bucket: !Ref Ledger
              PolicyDocument: <policy>
    """,
    terraform="""
        resource "aws_s3_bucket" "ledger" {}

        resource "aws_s3_bucket_policy" "ledger" {
          bucket = aws_s3_bucket.ledger.id
          policy = <policy>
        }
    """,
)


class PolicyExample(Record):
    """An example of which only the statement is written, as YAML, or several as a list; both twins are made of it.

    In its texts `$bucket` is the ARN of the bucket of the wrapper, which is called `Ledger` and `ledger`. Any other `$name`
    is a parameter and a variable without a value. A block stays a block and `[a, b]` and `{key: value}` stay on their line.

    A line where a finding is expected carries `# expect: rule-name`. On a line that opens a block it means the block, and on a
    line with an input it means the declaration of the input, since what is undecided points at what would decide it.
    """

    title: str
    statement: str
    options: tuple[tuple[str, object], ...] = ()
    account: str = ""
    wrapper: Wrapper = BUCKET_POLICY
    twins_differ: bool = False

    @property
    def twins(self) -> Twins:
        """Raises ValueError where the statement is not written as described."""
        from s3lint.run.policy_twins import twins  # pages and tests need them, a check doesn't

        return twins(self.statement, self.wrapper)
