"""Callers, and which of them a principal of a policy designates."""

from __future__ import annotations

import re
from enum import Enum

from s3lint.base.condition import Truth
from s3lint.base.record import Record, replace
from s3lint.base.value import Piece, Symbol, Text, Unknown
from s3lint.policy.documents.document import Principal, Principals
from s3lint.policy.matching.alphabet import open_characters
from s3lint.policy.matching.symbols import Names
from s3lint.policy.matching.text_templates import Comparison


class CallerKind(Enum):
    """What kind of identity makes a request; each has other condition keys and is designated by other principals."""

    ANONYMOUS = "anonymous"
    ROOT = "root user"
    USER = "user"
    ROLE = "role session"
    FEDERATED = "federated user session"
    SERVICE = "AWS service"
    CANONICAL = "canonical user"
    ORIGIN_ACCESS = "origin access identity"
    WEB = "web identity"


_OF_ACCOUNTS = frozenset((CallerKind.ROOT, CallerKind.USER, CallerKind.ROLE, CallerKind.FEDERATED))


class Caller(Record):
    """Who makes a request.

    `name` is the caller's own ARN, service name, canonical id or identity provider; empty for anonymous. `role` is the role
    of a role session.
    """

    kind: CallerKind
    account: str = ""
    name: str = ""
    role: str = ""

    def __str__(self) -> str:
        return self.name or self.kind.value


ANONYMOUS = Caller(CallerKind.ANONYMOUS)


class Form(Enum):
    """What kind of principal a string of a policy is."""

    EVERYONE = "everyone"
    ACCOUNT = "account"
    USER = "user"
    ROLE = "role"
    SESSION = "role session"
    FEDERATED_USER = "federated user"
    ORIGIN_ACCESS = "origin access identity"
    SERVICE = "service"
    CANONICAL = "canonical user"
    PROVIDER = "identity provider"
    NOBODY = "unique id of a deleted principal"
    INVALID = "not a principal"
    OPEN = "unknown"


_NAMED = {
    Form.USER: CallerKind.USER,
    Form.SESSION: CallerKind.ROLE,
    Form.FEDERATED_USER: CallerKind.FEDERATED,
    Form.ORIGIN_ACCESS: CallerKind.ORIGIN_ACCESS,
    Form.SERVICE: CallerKind.SERVICE,
    Form.CANONICAL: CallerKind.CANONICAL,
}
_RESOURCES = {"user": Form.USER, "role": Form.ROLE, "assumed-role": Form.SESSION, "federated-user": Form.FEDERATED_USER}
_CANONICAL_ID = "[0-9a-f]{64}"
_ACCOUNT_ID = "[0-9]{12}"
_UNIQUE_IDS = ("AIDA", "AROA", "AGPA", "ANPA", "ASIA", "AKIA")
_EXACTLY = Comparison(wildcards=False, is_plain=True)


class Designation(Record):
    """A principal of a policy made ready: its form, the account it belongs to, and its text."""

    form: Form
    account: str
    text: str
    principal: Principal

    def names(self, caller: Caller) -> Truth:
        """Whether the caller is this principal or belongs to this account."""
        match self.form:
            case Form.EVERYONE:
                return Truth.YES
            case Form.ACCOUNT:
                if caller.kind not in _OF_ACCOUNTS:
                    return Truth.NO
                return _EXACTLY.truth(self.account, caller.account)
            case Form.ROLE:
                return _EXACTLY.truth(self.text, caller.role) if caller.kind is CallerKind.ROLE else Truth.NO
            case Form.PROVIDER:
                is_it = caller.kind is CallerKind.WEB and caller.name == self.text
                return Truth.YES if is_it else Truth.MAYBE
            case Form.NOBODY | Form.INVALID:
                return Truth.NO
            case Form.OPEN:
                return Truth.MAYBE
            case form:
                return _EXACTLY.truth(self.text, caller.name) if caller.kind is _NAMED[form] else Truth.NO


class PrincipalPart:
    """The principal part of a statement, made ready."""

    __slots__ = ("designations", "has_rest", "is_negated", "principals")

    def __init__(self, principals: Principals, names: Names) -> None:
        self.principals = principals
        self.is_negated = principals.is_negated
        self.has_rest = principals.rest is not None
        self.designations = tuple(designation(principal, names) for principal in principals.items)

    @property
    def is_everyone(self) -> bool:
        """`"*"` is among the principals."""
        return any(one.form is Form.EVERYONE for one in self.designations)

    def truth(self, caller: Caller) -> Truth:
        if not self.designations and not self.has_rest:
            return Truth.NO
        named = Truth.MAYBE if self.has_rest else Truth.NO
        if self.is_negated:
            return ~(self._exempt(caller) | named)
        for one in self.designations:
            named = named | one.names(caller)
            if named is Truth.YES:
                break
        return named

    def _exempt(self, caller: Caller) -> Truth:
        """Whether NotPrincipal exempts the caller: MAYBE where it lists the caller or its account only in part."""
        if any(one.form is Form.EVERYONE for one in self.designations):
            return Truth.YES
        if caller.kind not in _OF_ACCOUNTS:
            return self._any(caller, frozenset(Form))
        needed = [frozenset((Form.ACCOUNT,))]
        if caller.kind is not CallerKind.ROOT:
            needed.append(frozenset((Form.USER, Form.SESSION, Form.FEDERATED_USER)))
        if caller.kind is CallerKind.ROLE:
            needed.append(frozenset((Form.ROLE,)))
        listed = [self._any(caller, forms) for forms in needed]
        if all(answer is Truth.YES for answer in listed):
            return Truth.YES
        others = self._any(caller, frozenset((Form.OPEN, Form.PROVIDER)))
        is_listed = any(answer is not Truth.NO for answer in (*listed, others))
        return Truth.MAYBE if is_listed else Truth.NO

    def _any(self, caller: Caller, forms: frozenset[Form]) -> Truth:
        answers = [one.names(caller) for one in self.designations if one.form in forms]
        return Truth.YES if Truth.YES in answers else Truth.MAYBE if Truth.MAYBE in answers else Truth.NO


def designation(principal: Principal, names: Names) -> Designation:
    """A principal of a policy by its form."""
    text = names.string(principal.name.text)
    opened = bool(open_characters(text))

    def made(form: Form, account: str = "", content: str = text) -> Designation:
        return Designation(form, account, content, principal)

    pieces = principal.name.text.pieces
    only = pieces[0].content if len(pieces) == 1 else None
    match principal.kind:
        case "*":
            return made(Form.EVERYONE if text == "*" else Form.OPEN if opened else Form.INVALID)
        case "Service":
            return made(Form.INVALID if "*" in text else Form.SERVICE)
        case "CanonicalUser":
            if isinstance(only, Symbol) and _is_of_cloudfront(only):
                return _from_symbol(only, text, principal, names)
            return made(Form.CANONICAL if not text.isascii() or re.fullmatch(_CANONICAL_ID, text) else Form.INVALID)
        case "Federated":
            return made(Form.PROVIDER)
    if text == "*":
        return made(Form.EVERYONE)
    if text.isdigit() and len(text) == 12:
        return made(Form.ACCOUNT, text)
    if text == names.account:
        return made(Form.ACCOUNT, text)
    if text.startswith("arn:"):
        return _from_arn(text, principal)
    if isinstance(only, Symbol) and only.resource and not text.isascii():
        return _from_symbol(only, text, principal, names)
    if opened:
        is_account = isinstance(only, Unknown) and only.bounds is not None and only.bounds.is_number_of(12)
        return made(Form.ACCOUNT, text) if is_account else made(Form.OPEN)
    if text.startswith(_UNIQUE_IDS) and text.isalnum():
        return made(Form.NOBODY)
    return made(Form.INVALID)


def _from_arn(text: str, principal: Principal) -> Designation:
    fields = text.split(":", 5)
    opened = bool(open_characters(text))
    if len(fields) < 6:
        return Designation(Form.OPEN if opened else Form.INVALID, "", text, principal)
    account, resource = fields[4], fields[5]
    if "*" in text or "?" in text:
        # Wildcards are not patterns here: S3 refuses the principal.
        return Designation(Form.INVALID, account, text, principal)
    if account == "cloudfront":
        return Designation(Form.ORIGIN_ACCESS, "", text, principal)
    if account.isascii() and not re.fullmatch(_ACCOUNT_ID, account):
        return Designation(Form.INVALID, "", text, principal)
    if resource == "root":
        return Designation(Form.ACCOUNT, account, text, principal)
    form = _RESOURCES.get(resource.partition("/")[0])
    if form is None:
        form = Form.OPEN if opened else Form.INVALID
    return Designation(form, account, text, principal)


def _from_symbol(symbol: Symbol, text: str, principal: Principal, names: Names) -> Designation:
    """The ARN of a declared resource, whose type its address may tell; otherwise it counts as a role.

    The canonical user of an origin access identity is the identity: what CloudFront calls itself by either name.
    """
    if _is_of_cloudfront(symbol):
        name = replace(symbol, attribute="name") if symbol.resource else symbol
        identity = names.string(Text((Piece(name, principal.name.origin),)))
        arn = f"arn:{names.partition}:iam::cloudfront:user/CloudFront Origin Access Identity {identity}"
        return Designation(Form.ORIGIN_ACCESS, "", arn, principal)
    kind = Form.USER if "aws_iam_user" in symbol.resource.lower() else Form.ROLE
    arn = f"arn:{names.partition}:iam::{names.account}:{kind.value}/{text}"
    return Designation(kind, names.account, arn, principal)


def _is_of_cloudfront(symbol: Symbol) -> bool:
    """Whether a symbol is the canonical user or the ARN of an origin access identity; no other resource has such a user."""
    attribute = symbol.attribute.lower().replace("_", "").replace("-", "")
    is_user = attribute == "s3canonicaluserid"
    return is_user or "originaccess" in attribute or "origin_access_identity" in symbol.resource.lower()
