"""Bucket policies made of correct forms and near-misses, drawn part by part so that failures shrink; requests against them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from random import Random
from typing import Any

from hypothesis import strategies as st

from s3lint.policy import Request
from s3lint.policy.language.principals import CallerKind
from tests.policy.oracle import Call, Caller

B = "arn:aws:s3:::b"
ACCOUNT, OTHER, STRANGER = "111122223333", "444455556666", "999999999999"
BOB = f"arn:aws:iam::{ACCOUNT}:user/Bob"
APP = f"arn:aws:iam::{ACCOUNT}:role/app"
SESSION = f"arn:aws:sts::{ACCOUNT}:assumed-role/app/one"

PRINCIPALS: st.SearchStrategy[Any] = st.sampled_from(
    [
        "*",
        "*",
        "*",
        {"AWS": "*"},
        {"AWS": [ACCOUNT, "*"]},
        {"AWS": ACCOUNT},
        {"AWS": f"arn:aws:iam::{OTHER}:root"},
        {"AWS": BOB},
        {"AWS": [APP, OTHER]},
        {"AWS": SESSION},
        {"AWS": f"arn:aws:iam::{ACCOUNT}:role/*"},
        {"Service": "config.amazonaws.com"},
        {"Service": "config.amazonaws.com", "AWS": "*"},
    ]
)
EXEMPT: st.SearchStrategy[Any] = st.sampled_from(
    [
        "*",
        {"AWS": f"arn:aws:iam::{ACCOUNT}:root"},
        {"AWS": [BOB, f"arn:aws:iam::{ACCOUNT}:root"]},
        {"AWS": [APP, SESSION, ACCOUNT]},
        {"AWS": BOB},
        {"Service": ["config.amazonaws.com"]},
    ]
)
ACTIONS: st.SearchStrategy[Any] = st.sampled_from(
    [
        "s3:*",
        "s3:*",
        "*",
        "S3:*",
        "s3:Get*",
        "s3:GetObject",
        "s3:getobject",
        ["s3:Put*", "s3:List*"],
        "s3:*Object",
        "s3:?etObject*",
        ["s3:GetObject", "s3:ListBucket"],
        "s3:ListBucket",
        [],
        "iam:*",
    ]
)
RESOURCES: st.SearchStrategy[Any] = st.sampled_from(
    [
        [B, f"{B}/*"],
        [B, f"{B}/*"],
        B,
        f"{B}/*",
        f"{B}*",
        "*",
        "**",
        "arn:aws:s3:::*",
        f"{B}/a*",
        f"{B}/*b",
        f"{B}/*a*b*",
        f"{B}/?",
        f"{B}/?*",
        f"{B}/",
        [B, f"{B}/a/*"],
        "arn:aws:s3:::?/*",
        "arn:aws-cn:s3:::b/*",
        "arn:aws:s3:::c/*",
        f"{B}/home/${{aws:username}}/*",
        f"{B}/${{*}}",
        [],
    ]
)
TLS: list[dict[str, Any]] = [
    {"Bool": {"aws:SecureTransport": "false"}},
    {"Bool": {"aws:SecureTransport": "false"}},
    {"Bool": {"aws:SecureTransport": False}},
    {"BoolIfExists": {"AWS:securetransport": ["false"]}},
    {"Bool": {"aws:SecureTransport": "true"}},
    {"Null": {"aws:SecureTransport": "false"}},
    {"Null": {"aws:SecureTransport": "true"}},
    {"NumericLessThan": {"s3:TlsVersion": "1.2"}},
    {"NumericLessThanIfExists": {"s3:TlsVersion": 1.2}},
    {"StringEquals": {"aws:SecureTransport": "false"}},
    {},
]
EXTRAS: list[tuple[str, str, Any]] = [
    ("IpAddress", "aws:SourceIp", "203.0.113.0/24"),
    ("NotIpAddress", "aws:SourceIp", "203.0.113.0/24"),
    ("IpAddress", "aws:SourceIp", ["203.0.113.0/25", "2001:db8::/32"]),
    ("IpAddress", "aws:SourceIp", ["0.0.0.0/0", "::/0"]),
    ("NotIpAddressIfExists", "aws:SourceIp", "198.51.100.0/24"),
    ("StringEquals", "aws:SourceVpce", "vpce-1"),
    ("StringNotEquals", "aws:SourceVpce", ["vpce-1", "vpce-2"]),
    ("StringNotEqualsIfExists", "aws:SourceVpce", "vpce-1"),
    ("StringLike", "aws:SourceVpc", ["vpc-1*", "*2"]),
    ("StringNotLike", "aws:SourceVpc", "vpc-1?"),
    ("Null", "aws:SourceVpce", "true"),
    ("Null", "aws:SourceVpce", False),
    ("StringEqualsIgnoreCase", "aws:SourceVpc", "VPC-1"),
    ("StringEquals", "aws:PrincipalOrgID", "o-1"),
    ("StringNotEquals", "aws:PrincipalOrgID", "o-1"),
    ("StringEqualsIfExists", "aws:PrincipalOrgID", "o-1"),
    ("ForAnyValue:StringEquals", "aws:PrincipalOrgPaths", "o-1/r/a/"),
    ("ForAnyValue:StringNotEquals", "aws:PrincipalOrgPaths", "o-1/r/a/"),
    ("ForAllValues:StringNotEquals", "aws:PrincipalOrgPaths", "o-1/r/a/"),
    ("ForAllValues:StringLike", "aws:PrincipalOrgPaths", ["o-1/*"]),
    ("ForAnyValue:StringLike", "aws:TagKeys", ["a*"]),
    ("ForAllValues:StringNotEquals", "aws:TagKeys", ["a", "b"]),
    ("Null", "aws:PrincipalOrgID", "true"),
    ("StringLike", "aws:PrincipalArn", "*"),
    ("StringLikeIfExists", "aws:PrincipalArn", "*"),
    ("ArnLike", "aws:PrincipalArn", f"arn:aws:iam::{ACCOUNT}:*"),
    ("ArnNotEquals", "aws:PrincipalArn", [APP, f"arn:aws:iam::{OTHER}:role/*x*"]),
    ("ArnLike", "aws:PrincipalArn", "arn:aws:iam::*:user/B*"),
    ("StringEquals", "aws:PrincipalAccount", ACCOUNT),
    ("StringNotEquals", "aws:PrincipalAccount", [ACCOUNT, OTHER]),
    ("StringEquals", "aws:PrincipalAccount", "anonymous"),
    ("StringLike", "aws:PrincipalAccount", "1*"),
    ("Bool", "aws:PrincipalIsAWSService", "false"),
    ("BoolIfExists", "aws:PrincipalIsAWSService", "false"),
    ("StringEquals", "aws:username", ["Bob", "Eve"]),
    ("StringNotLike", "aws:username", "B*"),
    ("StringEquals", "aws:PrincipalTag/team", "red"),
    ("StringNotEquals", "aws:PrincipalTag/team", "red"),
    ("StringEquals", "aws:PrincipalTag/team", "${aws:PrincipalTag/group}"),
    ("StringLike", "aws:UserAgent", ["curl*", "*bot?"]),
    ("StringNotLike", "aws:UserAgent", "curl*"),
    ("StringEquals", "s3:prefix", ["", "home/"]),
    ("StringLike", "s3:prefix", "home/${aws:username}/*"),
    ("NumericLessThan", "s3:max-keys", "10"),
    ("NumericGreaterThanEquals", "s3:max-keys", 10),
    ("NumericNotEquals", "s3:max-keys", ["10", "20"]),
    ("NumericLessThanEqualsIfExists", "s3:max-keys", "20"),
    ("ArnLike", "aws:SourceArn", f"arn:aws:sns:*:{ACCOUNT}:*"),
    ("StringEquals", "aws:SourceAccount", ACCOUNT),
    ("StringNotEquals", "aws:SourceAccount", ACCOUNT),
    ("NumericGreaterThan", "s3:TlsVersion", "1.1"),
]

KEYS = ["x", "a", "ab", "a/b", "ba", "xaxbx", "home/Bob/x", "home/Eve/", "*", "a/1", "zz", "axb"]
CALLERS = [
    Caller("anonymous"),
    Caller("user", STRANGER, f"arn:aws:iam::{STRANGER}:user/someone"),
    Caller("user", ACCOUNT, BOB),
    Caller("user", ACCOUNT, f"arn:aws:iam::{ACCOUNT}:user/Eve"),
    Caller("user", OTHER, f"arn:aws:iam::{OTHER}:user/Bob"),
    Caller("user", "123456789012", "arn:aws:iam::123456789012:user/Bill"),
    Caller("root", ACCOUNT, f"arn:aws:iam::{ACCOUNT}:root"),
    Caller("root", OTHER, f"arn:aws:iam::{OTHER}:root"),
    Caller("root", STRANGER, f"arn:aws:iam::{STRANGER}:root"),
    Caller("session", ACCOUNT, SESSION, APP),
    Caller("session", ACCOUNT, f"arn:aws:sts::{ACCOUNT}:assumed-role/app/two", APP),
    Caller("session", OTHER, f"arn:aws:sts::{OTHER}:assumed-role/axb/s", f"arn:aws:iam::{OTHER}:role/axb"),
    Caller("session", STRANGER, f"arn:aws:sts::{STRANGER}:assumed-role/r/s", f"arn:aws:iam::{STRANGER}:role/p/r"),
    Caller("service", arn="config.amazonaws.com"),
    Caller("service", arn="logging.s3.amazonaws.com"),
]
OBJECT_ACTIONS = ["s3:GetObject", "s3:PutObject", "s3:DeleteObject", "s3:GetObjectAcl", "s3:RestoreObject", "s3:PutObjectAcl"]
BUCKET_ACTIONS = ["s3:ListBucket", "s3:GetBucketAcl", "s3:PutBucketPolicy", "s3:ListBucketVersions"]


# A strategy takes longer to make than to draw from, so that each is made once.
RARELY = st.sampled_from([False] * 7 + [True])
TWO_IN_FIVE = st.sampled_from([False, False, False, True, True])
NO_CONDITION: st.SearchStrategy[dict[str, Any]] = st.just({})
ABOUT_TLS = st.sampled_from(TLS)
DOCUMENTED_TLS = st.sampled_from(TLS[:4])
EXTRA_ENTRIES = st.sampled_from([0, 0, 0, 1, 1, 2]).flatmap(
    lambda count: st.lists(st.sampled_from(EXTRAS), min_size=count, max_size=count)
)


@st.composite
def statements(draw: st.DrawFn, effect: str) -> dict[str, Any]:
    """A statement of which each part is drawn by itself."""
    found: dict[str, Any] = {"Effect": effect}
    if effect == "Deny" and draw(RARELY):
        found["NotPrincipal"] = draw(EXEMPT)
    else:
        found["Principal"] = draw(PRINCIPALS)
    found["NotAction" if draw(RARELY) else "Action"] = draw(ACTIONS)
    found["NotResource" if draw(RARELY) else "Resource"] = draw(RESOURCES)
    blocks = draw(ABOUT_TLS if effect == "Deny" else NO_CONDITION)
    condition = {operator: dict(block) for operator, block in blocks.items()}
    for operator, key, values in draw(EXTRA_ENTRIES):
        condition.setdefault(operator, {})[key] = values
    return {**found, "Condition": condition} if condition else found


ALLOW, DENY = statements("Allow"), statements("Deny")


def opposite(operator: str) -> str:
    """The operator that holds exactly where the other one does not, for a key with one value that may be absent."""
    for family in ("String", "Arn"):
        if operator.startswith(family + "Not"):
            return operator.replace(family + "Not", family)
        if operator.startswith(family):
            return operator.replace(family, family + "Not")
    return operator[3:] if operator.startswith("Not") else "Not" + operator


HALVED = st.sampled_from(["Action", "Resource", "Condition", "Condition", "Null", "Quantified", "Principal"])
HALF_OF_THE_ACTIONS: st.SearchStrategy[Any] = st.sampled_from(["s3:Get*", "s3:*Object", ["s3:Put*", "s3:ListBucket"]])
HALF_OF_THE_RESOURCES: st.SearchStrategy[Any] = st.sampled_from([B, f"{B}/*", f"{B}/a*", [B, f"{B}/*b"], f"{B}/*a*b*"])
NULL_KEYS = st.sampled_from(["aws:SourceVpc", "aws:SourceIp", "aws:PrincipalOrgID", "aws:TagKeys", "aws:PrincipalArn"])
OPPOSED = st.sampled_from(
    [extra for extra in EXTRAS if extra[0].startswith(("String", "Arn", "Ip", "Not")) and "IfExists" not in extra[0]]
)


def halves(draw: st.DrawFn, one: dict[str, Any]) -> list[dict[str, Any]]:
    """Two statements that cover together what one covers."""
    first, second = dict(one), dict(one)
    match draw(HALVED):
        case "Action" if "Action" in one:
            del second["Action"]
            first["Action"] = second["NotAction"] = draw(HALF_OF_THE_ACTIONS)
        case "Resource" if "Resource" in one:
            del second["Resource"]
            first["Resource"] = second["NotResource"] = draw(HALF_OF_THE_RESOURCES)
        case "Principal" if one.get("Principal") == "*":
            del second["Principal"]
            first["Principal"], second["NotPrincipal"] = {"AWS": ACCOUNT}, {"AWS": f"arn:aws:iam::{ACCOUNT}:root"}
        case "Null":
            key = draw(NULL_KEYS)
            first["Condition"] = with_entry(one, "Null", key, "true")
            second["Condition"] = with_entry(one, "Null", key, "false")
        case "Quantified":
            first["Condition"] = with_entry(one, "ForAnyValue:StringLike", "aws:TagKeys", ["a*"])
            second["Condition"] = with_entry(one, "ForAllValues:StringNotLike", "aws:TagKeys", ["a*"])
        case _:
            operator, key, values = draw(OPPOSED)
            first["Condition"] = with_entry(one, operator, key, values)
            second["Condition"] = with_entry(one, opposite(operator), key, values)
    return [first, second]


def with_entry(one: dict[str, Any], operator: str, key: str, values: Any) -> dict[str, Any]:
    condition = {name: dict(block) for name, block in one.get("Condition", {}).items()}
    condition.setdefault(operator, {})[key] = values
    return condition


AT_RANDOM = st.lists(st.sampled_from([DENY, DENY, ALLOW]).flatmap(lambda chosen: chosen), min_size=1, max_size=3)
CUTS = st.sampled_from([0, 1, 1, 2, 3])
CHANGED = st.sampled_from(["Principal", "Action", "Resource", "Condition"])


@st.composite
def in_pieces(draw: st.DrawFn) -> list[dict[str, Any]]:
    """The documented statement cut into pieces that cover it together, sometimes with one of them changed or missing."""
    found = [
        {"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": [B, f"{B}/*"], "Condition": draw(DOCUMENTED_TLS)}
    ]
    for _ in range(draw(CUTS)):
        found += halves(draw, found.pop(draw(st.integers(0, len(found) - 1))))
    if draw(TWO_IN_FIVE):
        index, changed, part = draw(st.integers(0, len(found) - 1)), draw(DENY), draw(CHANGED)
        if part in changed and part in found[index]:
            found[index] = {**found[index], part: changed[part]}
        else:
            del found[index]
    if draw(TWO_IN_FIVE):
        found.insert(draw(st.integers(0, len(found))), draw(ALLOW))
    return found


IN_PIECES = in_pieces()

policies = TWO_IN_FIVE.flatmap(lambda is_random: AT_RANDOM if is_random else IN_PIECES).map(
    lambda found: {"Version": "2012-10-17", "Statement": found}
)
"""The documented policy in pieces; or statements at random."""

starts = st.integers(0, 2**32)
"""Where among the requests of a pool a policy begins."""


def call(random: Random, *, secure: bool | None = None, caller: Caller | None = None) -> Call:
    """A request that can happen."""
    caller = caller or random.choice(CALLERS)
    is_secure = random.random() < 0.5 if secure is None else secure
    keys: dict[str, list[str]] = {"aws:securetransport": ["true" if is_secure else "false"]}
    if is_secure:
        keys["s3:tlsversion"] = [random.choice(("1.2", "1.3"))]

    def maybe(key: str, *values: str) -> None:
        if random.random() < 0.5:
            keys[key] = [random.choice(values)]

    if caller.type != "service":
        if random.random() < 0.6:
            keys["aws:sourceip"] = [
                random.choice(("203.0.113.7", "203.0.113.200", "198.51.100.9", "8.8.8.8", "2001:db8::1", "2600::1"))
            ]
        else:
            maybe("aws:sourcevpce", "vpce-1", "vpce-2", "vpce-3")
            maybe("aws:sourcevpc", "vpc-1", "vpc-12", "vpc-2", "VPC-1", "other")
    else:
        maybe("aws:sourceaccount", ACCOUNT, STRANGER)
        maybe("aws:sourcearn", f"arn:aws:sns:us-east-1:{ACCOUNT}:t", f"arn:aws:sns:us-east-1:{STRANGER}:t")
    if caller.type not in ("service", "anonymous"):
        maybe("aws:principalorgid", "o-1", "o-2")
        if random.random() < 0.5:
            keys["aws:principalorgpaths"] = random.sample(["o-1/r/a/", "o-1/r/b/", "o-2/r/"], random.randint(1, 2))
        maybe("aws:principaltag/team", "red", "blue")
        maybe("aws:principaltag/group", "red", "green")
    if random.random() < 0.4:
        keys["aws:tagkeys"] = random.sample(["a", "b", "c", "ab"], random.randint(1, 3))
    maybe("aws:useragent", "curl/8", "mybot1", "other")
    maybe("s3:prefix", "", "home/", "home/Bob/x", "x")
    maybe("s3:max-keys", "5", "10", "15", "20", "25")
    if random.random() < 0.7:
        return Call(caller, random.choice(OBJECT_ACTIONS), f"{B}/{random.choice(KEYS)}", keys)
    return Call(caller, random.choice(BUCKET_ACTIONS), B, keys)


POOL = 12_000
"""Requests of each kind that are made once; every policy meets some of them."""


class Calls:
    """Requests that can happen, always the same, of which each policy meets a run that starts anywhere."""

    def __init__(self, seed: int, *, secure: bool | None = None, callers: Sequence[Caller] = CALLERS, size: int = POOL) -> None:
        random = Random(seed)
        self._calls = [call(random, secure=secure, caller=random.choice(callers)) for _ in range(size)]

    def some(self, start: int, count: int) -> Iterator[Call]:
        return (self._calls[(start + number) % len(self._calls)] for number in range(count))


_TYPES = {
    CallerKind.ANONYMOUS: "anonymous",
    CallerKind.ROOT: "root",
    CallerKind.USER: "user",
    CallerKind.ROLE: "session",
    CallerKind.SERVICE: "service",
}


def call_of(request: Request) -> Call:
    """A witness as a request for the second evaluator."""
    who = request.principal
    caller = Caller(_TYPES[who.kind], who.account, who.name, who.role)
    multivalued = ("aws:PrincipalOrgPaths", "aws:TagKeys")
    keys = {key.lower(): value.split(", ") if key in multivalued else [value] for key, value in request.context}
    keys.setdefault("aws:securetransport", ["true"])
    return Call(caller, request.action, request.resource, keys)
