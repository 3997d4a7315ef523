"""A request as people write it: `GET anonymous s3://bucket/key http aws:SourceIp=203.0.113.9`.

    request   = action caller resource [transport] [key=value …]
    action    = GET | HEAD | PUT | POST | DELETE | LIST | s3:Action
    caller    = anonymous | stranger | owner | account:ID | service:NAME | ARN | ${principal as the policy writes it}
    resource  = s3://bucket | s3://bucket/key | ARN | key          (s3:// alone is the bucket that is asked about)
    transport = https | http                                       (https where nothing is said)

Words are separated by spaces; double quotes keep spaces inside a word. A key that is repeated has several values.
"""

from __future__ import annotations

import re
from enum import Enum
from typing import Union

from s3lint.base.record import Record
from s3lint.errors import did_you_mean
from s3lint.policy.language.actions import BUCKET, OBJECT, catalogue
from s3lint.policy.language.conditions import ALIASES
from s3lint.policy.language.keys import KEYS, SECURE_TRANSPORT, ConditionKey, KeyType, key_of
from s3lint.policy.language.principals import ANONYMOUS, Caller, CallerKind
from s3lint.policy.matching.scalars import address_range, instant, number
from s3lint.policy.matching.text_templates import KeyState
from s3lint.policy.requests.callers import fixed

MAX_LENGTH = 8_192
"""Characters of one request; a key has at most 1,024 bytes."""

EXAMPLE = "GET anonymous s3://bucket/key http"

_VERBS = {
    "GET": {OBJECT: "s3:GetObject", BUCKET: "s3:ListBucket"},
    "HEAD": {OBJECT: "s3:GetObject", BUCKET: "s3:ListBucket"},
    "PUT": {OBJECT: "s3:PutObject"},
    "POST": {OBJECT: "s3:PutObject"},
    "DELETE": {OBJECT: "s3:DeleteObject", BUCKET: "s3:DeleteBucket"},
    "LIST": {BUCKET: "s3:ListBucket"},
}
"""The permission that a verb needs on an object and on the bucket."""

_WORD = re.compile(r'(?:"[^"]*"|[^\s"])+')
_CONDITION_KEY = re.compile(r"[A-Za-z0-9-]+:[^=\s]+")
_ACCOUNT = re.compile(r"[0-9]{12}")
_SERVICE = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)+")
_KEY_BYTES = 1_024


class RequestSyntaxError(ValueError):
    """A request that can't be read: the column, from 1, and what was expected there."""

    def __init__(self, column: int, expected: str) -> None:
        super().__init__(f"column {column}: {expected}")
        self.column = column
        self.expected = expected


class QueryCaller(Enum):
    """A caller described by its relation to the policy: a user of an account that fits, which the policy decides."""

    STRANGER = "somebody of an account that the policy does not name"
    OWNER = "somebody of the account that owns the bucket"


class QuotedPrincipal(Record):
    """A caller given by the text of a principal of the policy (`${Reader.Arn}`); `column` is where it stands in the request."""

    text: str
    column: int


class RequestQuery(Record):
    """A request that somebody asks about, as read from its text.

    `action` is one permission. `bucket` is empty where it is implied, `key` where the request is about the bucket itself.
    `context` are lower-cased condition keys with their values, whether the request is made over TLS among them. `column`
    is where the resource stands.
    """

    action: str
    caller: Union[Caller, QueryCaller, QuotedPrincipal]
    bucket: str
    key: str
    context: tuple[tuple[str, tuple[str, ...]], ...]
    column: int = 1


class _Word(Record):
    text: str
    column: int

    def refused(self, expected: str, offset: int = 0) -> RequestSyntaxError:
        return RequestSyntaxError(self.column + offset, expected)


def parse_request(text: str) -> RequestQuery:
    """The request that a text describes. Raises `RequestSyntaxError`."""
    words = _words(text)
    for number_, expected in enumerate(("an action", "a caller", "a resource")):
        if len(words) <= number_:
            raise RequestSyntaxError(len(text.rstrip()) + 1, f"expected {expected}, as in {EXAMPLE}")
    action, who, where, *rest = words
    caller = _caller(who)
    bucket, key = _resource(where)
    name = _action(action, BUCKET if not key else OBJECT, where)
    return RequestQuery(name, caller, bucket, key, _context(rest, caller), where.column)


def _words(text: str) -> list[_Word]:
    if len(text) > MAX_LENGTH:
        raise RequestSyntaxError(MAX_LENGTH + 1, f"expected at most {MAX_LENGTH} characters")
    if text.count('"') % 2:
        raise RequestSyntaxError(text.rindex('"') + 1, 'expected a closing " for this one')
    return [_Word(found.group().replace('"', ""), found.start() + 1) for found in _WORD.finditer(text)]


def _action(word: _Word, kind: str, where: _Word) -> str:
    verb = _VERBS.get(word.text.upper())
    if verb is not None:
        if kind not in verb:
            raise where.refused(_expected_resource(word.text.upper(), OBJECT if kind == BUCKET else BUCKET))
        return verb[kind]
    actions = catalogue()
    if actions.is_elsewhere(word.text):
        raise word.refused(f"expected an action on a bucket or its objects; no bucket policy governs {word.text}")
    governed = actions.kind(word.text)
    if not governed:
        close = did_you_mean(word.text, [*_VERBS, *(action.name for action in actions.actions if not action.is_future)])
        raise word.refused(f"expected {', '.join(_VERBS)} or an action such as s3:GetObject, not {word.text}{close}")
    name = actions.actions[actions.mask(word.text).bit_length() - 1].name
    if governed != kind:
        raise where.refused(_expected_resource(name, governed))
    return name


def _expected_resource(action: str, kind: str) -> str:
    if kind == OBJECT:
        return f"expected an object, such as s3://bucket/key: {action} is about objects"
    return f"expected the bucket alone, such as s3://bucket: {action} is about the bucket"


def _resource(word: _Word) -> tuple[str, str]:
    text = word.text
    if text.lower() in ("http", "https") or "=" in text.partition("/")[0] or not text:
        raise word.refused(f"expected a resource such as s3://bucket/key, or a key, not {text}")
    if text.startswith("s3://"):
        bucket, _, key = text[len("s3://") :].partition("/")
    elif text.startswith("arn:"):
        fields = text.split(":", 5)
        if len(fields) < 6 or fields[2] != "s3" or not fields[5] or fields[3] or fields[4]:
            raise word.refused("expected the ARN of a bucket or an object, such as arn:aws:s3:::bucket/key")
        bucket, _, key = fields[5].partition("/")
    else:
        bucket, key = "", text.removeprefix("/")
    if len(key.encode("utf-8", "surrogatepass")) > _KEY_BYTES:
        raise word.refused(f"expected a key of at most {_KEY_BYTES} bytes")
    return bucket, key


def _caller(word: _Word) -> Caller | QueryCaller | QuotedPrincipal:
    text = word.text
    form, colon, name = text.partition(":")
    match form.lower():
        case "anonymous" | "anon" if not colon:
            return ANONYMOUS
        case "stranger" if not colon:
            return QueryCaller.STRANGER
        case "owner" if not colon:
            return QueryCaller.OWNER
        case "account":
            if not _ACCOUNT.fullmatch(name):
                raise word.refused("expected an account id of 12 digits", len("account:"))
            return user_of(name)
        case "service":
            if not _SERVICE.fullmatch(name):
                raise word.refused("expected the name of a service, such as logging.s3.amazonaws.com", len("service:"))
            return Caller(CallerKind.SERVICE, name=name)
        case "arn":
            return _of_arn(word)
    if _ACCOUNT.fullmatch(text):
        return user_of(text)
    if text.endswith((".amazonaws.com", ".amazonaws.com.cn")):
        return Caller(CallerKind.SERVICE, name=text)
    if "${" in text:
        return QuotedPrincipal(text, word.column)
    words = ["anonymous", "stranger", "owner"]
    raise word.refused(
        f"expected {', '.join(words)}, account:ID, service:NAME or an ARN, not {text}{did_you_mean(text, words)}"
    )


def user_of(account: str, partition: str = "aws") -> Caller:
    """Some user of an account."""
    return Caller(CallerKind.USER, account, f"arn:{partition}:iam::{account}:user/someone")


_ARN_KINDS = {
    ("iam", "user"): CallerKind.USER,
    ("iam", "role"): CallerKind.ROLE,
    ("sts", "assumed-role"): CallerKind.ROLE,
    ("sts", "federated-user"): CallerKind.FEDERATED,
}


def _of_arn(word: _Word) -> Caller:
    fields = word.text.split(":", 5)
    if len(fields) < 6 or "*" in word.text or "?" in word.text:
        raise word.refused("expected the ARN of one user or role, such as arn:aws:iam::111122223333:role/reader")
    _, partition, service, _, account, resource = fields
    if account == "cloudfront":
        return Caller(CallerKind.ORIGIN_ACCESS, name=word.text)
    if not _ACCOUNT.fullmatch(account):
        raise word.refused("expected an account id of 12 digits in the ARN", len(":".join(fields[:4])) + 1)
    if (service, resource) == ("iam", "root"):
        return Caller(CallerKind.ROOT, account, word.text)
    form, _, name = resource.partition("/")
    kind = _ARN_KINDS.get((service, form))
    if kind is None or not name:
        raise word.refused(
            "expected root, user/…, role/…, assumed-role/… or federated-user/… in the ARN", len(":".join(fields[:5])) + 1
        )
    if form == "role":
        session = f"arn:{partition}:sts::{account}:assumed-role/{name.rpartition('/')[2]}/session"
        return Caller(kind, account, session, word.text)
    if form == "assumed-role":
        return Caller(kind, account, word.text, f"arn:{partition}:iam::{account}:role/{name.partition('/')[0]}")
    return Caller(kind, account, word.text)


def _context(words: list[_Word], caller: Caller | QueryCaller | QuotedPrincipal) -> tuple[tuple[str, tuple[str, ...]], ...]:
    found: dict[str, tuple[str, ...]] = {}
    for word in words:
        if word.text.lower() in ("http", "https"):
            name, value = SECURE_TRANSPORT, "false" if word.text.lower() == "http" else "true"
        else:
            name, separator, value = word.text.partition("=")
            if not separator or not _CONDITION_KEY.fullmatch(name):
                raise word.refused(f"expected http, https or a condition key with its value, key=value, not {word.text}")
            name = ALIASES.get(name.lower(), name.lower())
        key = key_of(name)
        _check(word, key, value, caller)
        if name in found and not key.is_multivalued and name in KEYS:
            raise word.refused(f"expected one value of {key.name}")
        found[name] = (*found.get(name, ()), value)
    found.setdefault(SECURE_TRANSPORT, ("true",))
    return tuple(found.items())


def _check(word: _Word, key: ConditionKey, value: str, caller: Caller | QueryCaller | QuotedPrincipal) -> None:
    """Refuses a value of the wrong type, and a key that such a caller does not have or that the caller decides."""
    if not isinstance(caller, QuotedPrincipal):
        somebody = caller if isinstance(caller, Caller) else user_of("000000000000")
        if fixed(somebody, key.name.lower(), key.presence) is not KeyState.OPEN:
            raise word.refused(f"expected another key: {key.name} follows from who calls, here {somebody.kind.value}")
    expected = _TYPES.get(key.type)
    if expected is not None and not _is_of(key.type, value):
        raise word.refused(f"expected {expected} for {key.name}, not {value}", len(word.text) - len(value))


_TYPES = {
    KeyType.BOOL: "true or false",
    KeyType.NUMBER: "a number",
    KeyType.DATE: "a date such as 2026-01-31T12:00:00Z",
    KeyType.ADDRESS: "one IP address",
}


def _is_of(kind: KeyType, value: str) -> bool:
    match kind:
        case KeyType.BOOL:
            return value in ("true", "false")
        case KeyType.NUMBER:
            return number(value) is not None
        case KeyType.DATE:
            return instant(value) is not None
        case _:
            addresses = address_range(value)
            return addresses is not None and addresses.first == addresses.last
