"""What the id, ARN or alias of a KMS key tells about the key."""

import pytest

from s3lint.base.source import Source, Span
from s3lint.base.value import Absent, Known, Origin, Piece, Setting, Symbol, Text, Unknown
from s3lint.model.encryption_keys import account_of_key, is_aws_managed

HERE = Origin(Source("main.tf", ""), Span(0, 0))
REGION = Unknown("variable region has no value", HERE, ("var.region",))
KEY = Symbol("aws_kms_key.ledger", "arn", "aws_kms_key.ledger.arn")
ACCOUNT = Symbol("", "account", "AWS::AccountId")


def key(*contents: str | Symbol | Unknown) -> Setting[Text]:
    return Known(Text(tuple(Piece(content, HERE) for content in contents)), HERE)


@pytest.mark.parametrize(
    ("named", "account"),
    [
        (key("arn:aws:kms:eu-west-1:111122223333:key/1"), key("111122223333")),
        (key("arn:aws:kms:", REGION, ":111122223333:alias/a"), key("111122223333")),
        (key("arn:aws:kms:eu-west-1:", ACCOUNT, ":alias/a"), key(ACCOUNT)),
        (key("arn:aws:kms:eu-west-1:", REGION, ":alias/a"), key(REGION)),
        (key("alias/ledger"), Absent(HERE)),
        (key(KEY), Absent(HERE)),
        (key(REGION), REGION),
        (REGION, REGION),
        (Absent(HERE), Absent(HERE)),
    ],
)
def test_the_account_is_that_of_the_arn(named: Setting[Text], account: Setting[Text]) -> None:
    assert account_of_key(named) == account


@pytest.mark.parametrize(
    ("named", "answer"),
    [
        (Absent(HERE), True),
        (key("alias/aws/s3"), True),
        (key("arn:aws:kms:eu-west-1:", ACCOUNT, ":alias/aws/s3"), True),
        (key("alias/ledger"), False),
        (key(KEY), False),
        (key("arn:aws:kms:eu-west-1:111122223333:key/", REGION), False),
        (key("alias/", REGION), REGION),
        (key("alias/ledger-", REGION), False),
        (key(REGION), REGION),
        (REGION, REGION),
    ],
)
def test_the_key_of_aws_is_the_one_that_nobody_names(named: Setting[Text], answer: object) -> None:
    assert is_aws_managed(named) == answer
