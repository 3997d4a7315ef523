"""Requests as people read them."""

from __future__ import annotations

from s3lint.base.record import Record
from s3lint.policy.language.principals import Caller, CallerKind

_VERBS = {
    "s3:GetObject": "GET",
    "s3:PutObject": "PUT",
    "s3:DeleteObject": "DELETE",
    "s3:ListBucket": "LIST",
}


class Request(Record):
    """A concrete request: a caller, one action on one resource, and the values of condition keys.

    `resource` is an ARN. `context` are pairs of key and value, the values of a multivalued key joined by commas.
    `subject` says in words what the resource is.
    """

    principal: Caller
    action: str
    resource: str
    context: tuple[tuple[str, str], ...] = ()
    subject: str = ""

    @property
    def is_anonymous(self) -> bool:
        return self.principal.kind is CallerKind.ANONYMOUS

    @property
    def over_http(self) -> bool:
        return ("aws:SecureTransport", "false") in self.context

    def __str__(self) -> str:
        verb = _VERBS.get(self.action, self.action)
        words = f"{caller_words(self.principal)} {verb} of {self.subject or self.resource}"
        if self.over_http:
            words += " over http"
        details = [f"{key} = {value}" for key, value in self.context if key not in _SAID_OTHERWISE]
        return words + (f" with {', '.join(details)}" if details else "")


_SAID_OTHERWISE = ("aws:SecureTransport", "aws:PrincipalArn", "aws:PrincipalAccount", "aws:PrincipalType", "aws:username")


def caller_words(caller: Caller) -> str:
    """Who it is: `anonymous`, `user arn:…`, `service config.amazonaws.com`."""
    match caller.kind:
        case CallerKind.ANONYMOUS:
            return "anonymous"
        case CallerKind.SERVICE:
            return f"service {caller.name}"
        case CallerKind.ROOT:
            return f"root user of {caller.account}"
        case CallerKind.CANONICAL:
            return f"canonical user {caller.name}"
        case CallerKind.WEB:
            return f"any user of {caller.name}"
        case CallerKind.ORIGIN_ACCESS:
            return caller.name
        case _:
            return f"{caller.kind.value} {caller.name}"
