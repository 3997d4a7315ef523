"""Requests as people write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from s3lint.policy import RequestQuery, RequestSyntaxError, parse_request
from s3lint.policy.language.principals import ANONYMOUS, Caller, CallerKind
from s3lint.policy.requests.request_syntax import MAX_LENGTH, QueryCaller, QuotedPrincipal

HTTPS = (("aws:securetransport", ("true",)),)
HTTP = (("aws:securetransport", ("false",)),)
SOMEONE = Caller(CallerKind.USER, "111122223333", "arn:aws:iam::111122223333:user/someone")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("GET anonymous s3://b/k", RequestQuery("s3:GetObject", ANONYMOUS, "b", "k", HTTPS, 15)),
        ("GET anonymous s3://b/k http", RequestQuery("s3:GetObject", ANONYMOUS, "b", "k", HTTP, 15)),
        ("get anon s3://b/a/b.pdf https", RequestQuery("s3:GetObject", ANONYMOUS, "b", "a/b.pdf", HTTPS, 10)),
        ("  GET   anonymous\ts3://b/k", RequestQuery("s3:GetObject", ANONYMOUS, "b", "k", HTTPS, 19)),
        ("GET anonymous s3://b", RequestQuery("s3:ListBucket", ANONYMOUS, "b", "", HTTPS, 15)),
        ("HEAD anonymous s3://b/k", RequestQuery("s3:GetObject", ANONYMOUS, "b", "k", HTTPS, 16)),
        ("HEAD anonymous s3://b/", RequestQuery("s3:ListBucket", ANONYMOUS, "b", "", HTTPS, 16)),
        ("LIST anonymous s3://", RequestQuery("s3:ListBucket", ANONYMOUS, "", "", HTTPS, 16)),
        ("PUT anonymous k", RequestQuery("s3:PutObject", ANONYMOUS, "", "k", HTTPS, 15)),
        ("POST anonymous /a/k", RequestQuery("s3:PutObject", ANONYMOUS, "", "a/k", HTTPS, 16)),
        ("DELETE anonymous a=b/k", None),
        ("DELETE anonymous s3://b/k", RequestQuery("s3:DeleteObject", ANONYMOUS, "b", "k", HTTPS, 18)),
        ("DELETE anonymous s3://b", RequestQuery("s3:DeleteBucket", ANONYMOUS, "b", "", HTTPS, 18)),
        ("s3:putobjectacl anonymous s3://b/k", RequestQuery("s3:PutObjectAcl", ANONYMOUS, "b", "k", HTTPS, 27)),
        ("s3:GetBucketPolicy anonymous s3://b", RequestQuery("s3:GetBucketPolicy", ANONYMOUS, "b", "", HTTPS, 30)),
        ("GET anonymous arn:aws:s3:::b/k", RequestQuery("s3:GetObject", ANONYMOUS, "b", "k", HTTPS, 15)),
        ("GET anonymous arn:aws-cn:s3:::b", RequestQuery("s3:ListBucket", ANONYMOUS, "b", "", HTTPS, 15)),
        ('GET anonymous "s3://b/my report.pdf"', RequestQuery("s3:GetObject", ANONYMOUS, "b", "my report.pdf", HTTPS, 15)),
        ("GET stranger k", RequestQuery("s3:GetObject", QueryCaller.STRANGER, "", "k", HTTPS, 14)),
        ("GET owner k", RequestQuery("s3:GetObject", QueryCaller.OWNER, "", "k", HTTPS, 11)),
        ("GET account:111122223333 k", RequestQuery("s3:GetObject", SOMEONE, "", "k", HTTPS, 26)),
        ("GET 111122223333 k", RequestQuery("s3:GetObject", SOMEONE, "", "k", HTTPS, 18)),
        ("GET ${Role.Arn} k", RequestQuery("s3:GetObject", QuotedPrincipal("${Role.Arn}", 5), "", "k", HTTPS, 17)),
    ],
)
def test_requests(text: str, expected: RequestQuery | None) -> None:
    if expected is None:
        with pytest.raises(RequestSyntaxError):
            parse_request(text)
    else:
        assert parse_request(text) == expected


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        (
            "arn:aws:iam::111122223333:user/team/ann",
            Caller(CallerKind.USER, "111122223333", "arn:aws:iam::111122223333:user/team/ann"),
        ),
        (
            "arn:aws:iam::111122223333:root",
            Caller(CallerKind.ROOT, "111122223333", "arn:aws:iam::111122223333:root"),
        ),
        (
            "arn:aws:iam::111122223333:role/team/reader",
            Caller(
                CallerKind.ROLE,
                "111122223333",
                "arn:aws:sts::111122223333:assumed-role/reader/session",
                "arn:aws:iam::111122223333:role/team/reader",
            ),
        ),
        (
            "arn:aws:sts::111122223333:assumed-role/reader/ci",
            Caller(
                CallerKind.ROLE,
                "111122223333",
                "arn:aws:sts::111122223333:assumed-role/reader/ci",
                "arn:aws:iam::111122223333:role/reader",
            ),
        ),
        (
            "arn:aws:sts::111122223333:federated-user/ann",
            Caller(CallerKind.FEDERATED, "111122223333", "arn:aws:sts::111122223333:federated-user/ann"),
        ),
        (
            '"arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E1"',
            Caller(CallerKind.ORIGIN_ACCESS, name="arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E1"),
        ),
        ("service:logging.s3.amazonaws.com", Caller(CallerKind.SERVICE, name="logging.s3.amazonaws.com")),
        ("config.amazonaws.com", Caller(CallerKind.SERVICE, name="config.amazonaws.com")),
    ],
)
def test_callers(who: str, expected: Caller) -> None:
    assert parse_request(f"GET {who} k").caller == expected


def test_context() -> None:
    asked = parse_request(
        'GET owner k aws:SourceIp=203.0.113.9 AWS:TAGKEYS=a aws:TagKeys=b "aws:UserAgent=a b=c" '
        "aws:SecureTransport=false aws:EpochTime=1767225600 x:y="
    )
    assert asked.context == (
        ("aws:sourceip", ("203.0.113.9",)),
        ("aws:tagkeys", ("a", "b")),
        ("aws:useragent", ("a b=c",)),
        ("aws:securetransport", ("false",)),
        ("aws:currenttime", ("1767225600",)),
        ("x:y", ("",)),
    )


@pytest.mark.parametrize(
    ("text", "column", "expected"),
    [
        ("", 1, "expected an action, as in GET anonymous s3://bucket/key http"),
        ("GET ", 4, "expected a caller, as in GET anonymous s3://bucket/key http"),
        ("GET anonymous", 14, "expected a resource, as in GET anonymous s3://bucket/key http"),
        ("GET anonymous http", 15, "expected a resource such as s3://bucket/key, or a key, not http"),
        ("GET anonymous aws:Referer=x", 15, "expected a resource such as s3://bucket/key, or a key, not aws:Referer=x"),
        ('GET anonymous ""', 15, "expected a resource such as s3://bucket/key, or a key, not "),
        ("GET anonymous arn:aws:s3:b", 15, "expected the ARN of a bucket or an object, such as arn:aws:s3:::bucket/key"),
        (f"GET anonymous {'k' * 1025}", 15, "expected a key of at most 1024 bytes"),
        ("PUT anonymous s3://b", 15, "expected an object, such as s3://bucket/key: PUT is about objects"),
        ("LIST anonymous s3://b/k", 16, "expected the bucket alone, such as s3://bucket: LIST is about the bucket"),
        (
            "s3:ListBucket anonymous s3://b/k",
            25,
            "expected the bucket alone, such as s3://bucket: s3:ListBucket is about the bucket",
        ),
        (
            "s3:GetObject anonymous s3://b",
            24,
            "expected an object, such as s3://bucket/key: s3:GetObject is about objects",
        ),
        (
            "s3:GetObjet anonymous k",
            1,
            "expected GET, HEAD, PUT, POST, DELETE, LIST or an action such as s3:GetObject, not s3:GetObjet; "
            "did you mean s3:GetObject?",
        ),
        (
            "s3:* anonymous k",
            1,
            "expected GET, HEAD, PUT, POST, DELETE, LIST or an action such as s3:GetObject, not s3:*",
        ),
        (
            "s3:CreateBucket anonymous s3://b",
            1,
            "expected an action on a bucket or its objects; no bucket policy governs s3:CreateBucket",
        ),
        (
            "GET anonymus k",
            5,
            "expected anonymous, stranger, owner, account:ID, service:NAME or an ARN, not anonymus; did you mean anonymous?",
        ),
        ("GET account:1111 k", 13, "expected an account id of 12 digits"),
        ("GET service:logging k", 13, "expected the name of a service, such as logging.s3.amazonaws.com"),
        (
            "GET arn:aws:iam::* k",
            5,
            "expected the ARN of one user or role, such as arn:aws:iam::111122223333:role/reader",
        ),
        ("GET arn:aws:iam::11:role/reader k", 18, "expected an account id of 12 digits in the ARN"),
        (
            "GET arn:aws:iam::111122223333:group/a k",
            31,
            "expected root, user/…, role/…, assumed-role/… or federated-user/… in the ARN",
        ),
        ("GET owner k ftp", 13, "expected http, https or a condition key with its value, key=value, not ftp"),
        ("GET owner k SourceIp=1", 13, "expected http, https or a condition key with its value, key=value, not SourceIp=1"),
        ("GET owner k http https", 18, "expected one value of aws:SecureTransport"),
        ("GET owner k aws:Referer=a aws:referer=b", 27, "expected one value of aws:Referer"),
        ("GET owner k aws:SourceIp=10.0.0.0/8", 26, "expected one IP address for aws:SourceIp, not 10.0.0.0/8"),
        ("GET owner k aws:ViaAWSService=no", 31, "expected true or false for aws:ViaAWSService, not no"),
        ("GET owner k s3:signatureAge=old", 29, "expected a number for s3:signatureAge, not old"),
        (
            "GET owner k aws:CurrentTime=now",
            29,
            "expected a date such as 2026-01-31T12:00:00Z for aws:CurrentTime, not now",
        ),
        (
            "GET anonymous k aws:PrincipalOrgID=o-1",
            17,
            "expected another key: aws:PrincipalOrgID follows from who calls, here anonymous",
        ),
        (
            "GET owner k aws:PrincipalAccount=111122223333",
            13,
            "expected another key: aws:PrincipalAccount follows from who calls, here user",
        ),
        (
            "GET owner k aws:SourceArn=arn:aws:s3:::x",
            13,
            "expected another key: aws:SourceArn follows from who calls, here user",
        ),
        ('GET owner "my key', 11, 'expected a closing " for this one'),
        ("GET owner k" + " " * MAX_LENGTH, 8193, "expected at most 8192 characters"),
    ],
)
def test_mistakes_name_the_column_and_what_was_expected(text: str, column: int, expected: str) -> None:
    with pytest.raises(RequestSyntaxError) as caught:
        parse_request(text)
    assert (caught.value.column, caught.value.expected) == (column, expected)
    assert str(caught.value) == f"column {column}: {expected}"


WORDS = st.one_of(
    st.sampled_from(
        ["GET", "LIST", "s3:GetObject", "anonymous", "arn:aws:iam::", "owner", "s3://b/k", "http", "a:b=c", '"', " "]
    ),
    st.text(max_size=8),
)


@given(st.lists(WORDS, max_size=7))
def test_any_text_is_read_or_refused_at_a_column_of_it(words: list[str]) -> None:
    text = " ".join(words)
    column = 1
    try:
        parse_request(text)
    except RequestSyntaxError as error:
        column = error.column
    assert 1 <= column <= len(text) + 1
