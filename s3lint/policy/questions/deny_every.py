"""Does a policy deny every request of some kind?

`denies_every` is the general question; the others ask it about one kind.
"""

from __future__ import annotations

from collections.abc import Sequence

from s3lint.base.condition import Truth
from s3lint.base.value import Origin, Unknown
from s3lint.policy.answer import Answer, Holds, Reason, Undecided, Violated
from s3lint.policy.documents.document import Policy
from s3lint.policy.language.actions import BUCKET
from s3lint.policy.language.compiled import CompiledPolicy, CompiledStatement, compiled_for
from s3lint.policy.language.keys import ACCESS_POINT_KEYS, NETWORK_KEYS, SECURE_TRANSPORT
from s3lint.policy.language.principals import ANONYMOUS, CallerKind
from s3lint.policy.matching.patterns import TooComplex
from s3lint.policy.matching.symbols import Target
from s3lint.policy.requests.candidate import Candidate
from s3lint.policy.requests.evaluate import Outcome, outcome, statement_matches
from s3lint.policy.requests.kinds import RequestKind, Restriction, Transport, absent
from s3lint.policy.requests.request_classes import RequestClasses
from s3lint.policy.requests.search import Mode, Search
from s3lint.policy.words import doubt, flawed, miss, misses, request_of, subject_of

MAX_MINIMIZED = 8
"""Deny statements among which the fewest that suffice are looked for; of more, all are named."""

MAX_SIMPLE = 8
"""Actions of which a plain request is tried where the exact question is too complex."""

_UNLIKELY_KEY = "7/~"

DELETIONS = ("s3:DeleteObject", "s3:DeleteObjectVersion")


def denies_every(policy: Policy, target: Target, kind: RequestKind, *, about: Sequence[str] = ()) -> Answer:
    """Whether every request of the kind is explicitly denied, whoever makes it.

    `about` are the lower-cased condition keys that the kind is about: a Deny that mentions one is blamed before others.
    Calls by AWS services and actions that do not exist yet never make a violation, but may make it undecided.
    """
    compiled = compiled_for(policy, target)
    for flaw in compiled.flaws:
        return Undecided(flawed(flaw)) if flaw.is_ambiguous else _refused(compiled, kind, flaw.origin, flaw.text)
    return Denials(compiled, kind, about).answer()


class Denials:
    """The question whether the Deny statements of a policy cover a kind of requests."""

    def __init__(self, compiled: CompiledPolicy, kind: RequestKind, about: Sequence[str]) -> None:
        self.compiled = compiled
        self.kind = kind
        self.about = frozenset(about)
        self.denies = [statement for statement in compiled.statements if statement.is_deny is not Truth.NO]

    def answer(self) -> Answer:
        try:
            return self._decided()
        except TooComplex as error:
            simple = self._simple_violation() or self._alone()
            return simple if simple is not None else Undecided(Unknown(str(error), self.compiled.policy.origin))

    def _alone(self) -> Holds | None:
        """A statement that covers everything by itself."""
        for statement in self.denies[:MAX_MINIMIZED]:
            try:
                if statement.is_deny is Truth.YES and self._covers([statement]):
                    return self._named([statement])
            except TooComplex:
                continue
        return None

    def _simple_violation(self) -> Answer | None:
        """Whether a plain request slips through: anonymous, without any key that it can do without."""
        if self.compiled.policy.unknown is not None:
            return None
        compiled = self.compiled
        wanted = [action for action in compiled.actions.actions if not action.is_future]
        if self.kind.actions:
            wanted = [action for action in wanted if action.name in self.kind.actions]
        assignment = tuple((one.key, None if one.may_be_absent else (one.sample,)) for one in self.kind.restrictions)
        secure = "false" if self.kind.transport is Transport.HTTP else "true"
        for action in wanted[:MAX_SIMPLE]:
            resource = compiled.bucket if action.kind == BUCKET else compiled.objects + _UNLIKELY_KEY
            candidate = Candidate(ANONYMOUS, action, resource, (*assignment, (SECURE_TRANSPORT, (secure,))))
            if all(statement_matches(compiled, statement, candidate) is Truth.NO for statement in self.denies):
                return self._violated(RequestClasses(compiled, self.denies, self.kind), candidate)
        return None

    def _decided(self) -> Answer:
        classes = RequestClasses(self.compiled, self.denies, self.kind)
        callers = list(classes.callers())
        users = [found for found in callers if found[0].kind is not CallerKind.SERVICE]
        everything = sum(statement.bit for statement in self.denies)
        certain = sum(statement.bit for statement in self.denies if statement.is_deny is Truth.YES)

        candidate = Search(classes, Mode.CERTAIN, everything).found(users, future=False, by_services=False)
        if candidate is not None:
            unknown = self.compiled.policy.unknown
            return Undecided(unknown) if unknown is not None else self._violated(classes, candidate)
        search = Search(classes, Mode.POSSIBLE, certain)
        candidate = search.found(users, future=False, by_services=False)
        if candidate is not None:
            return Undecided(doubt(self.compiled, self.denies, candidate))
        candidate = search.found(callers, future=False, by_services=True)
        if candidate is not None:
            reason = "only calls by AWS services are not denied"
            if self.kind.transport is Transport.HTTP:
                reason += ", and those use TLS"
            return Undecided(Unknown(reason, self._nearest(candidate)))
        candidate = search.found(callers, future=True, by_services=True)
        if candidate is not None:
            origin = self.denies[0].statement.actions.origin
            return Undecided(Unknown("all actions are listed by name, so one that AWS adds later is not denied", origin))
        return self._holds()

    def _covers(self, denies: list[CompiledStatement]) -> bool:
        classes = RequestClasses(self.compiled, denies, self.kind)
        search = Search(classes, Mode.POSSIBLE, sum(statement.bit for statement in denies))
        return search.found(classes.callers(), future=True, by_services=True) is None

    def _holds(self) -> Holds:
        """With as few statements as cover everything: one alone if possible, otherwise none that could be left out."""
        covering = [statement for statement in self.denies if statement.is_deny is Truth.YES]
        if 1 < len(covering) <= MAX_MINIMIZED:
            alone = next((statement for statement in covering if self._covers([statement])), None)
            if alone is not None:
                covering = [alone]
            for statement in list(covering):
                without = [other for other in covering if other is not statement]
                if len(covering) > 1 and self._covers(without):
                    covering = without
        return self._named(covering)

    def _named(self, covering: Sequence[CompiledStatement]) -> Holds:
        statements = tuple(statement.statement for statement in covering)
        return Holds(tuple(Reason(one.origin, f"{one} denies {self._what()}") for one in statements), statements)

    def _violated(self, classes: RequestClasses, candidate: Candidate) -> Answer:
        compiled = self.compiled
        if outcome(compiled, candidate) is Outcome.DENIED:
            return Undecided(Unknown("internal: a request that seemed to slip through is denied", compiled.policy.origin))
        subject = subject_of(compiled, classes, candidate)
        request = request_of(compiled, classes, candidate)
        relevant = [statement for statement in self.denies if self._is_about(statement)]
        if not relevant:
            return Violated(request, compiled.policy.origin, (Reason(compiled.policy.origin, self._nothing()),))
        nearest = min(relevant, key=lambda statement: misses(compiled, statement, candidate))
        ordered = [nearest, *(statement for statement in relevant if statement is not nearest)]
        found = (miss(compiled, statement, candidate, subject) for statement in ordered)
        reasons = tuple(reason for reason in found if reason is not None)
        return Violated(request, reasons[0].origin, reasons, nearest.statement)

    def _is_about(self, statement: CompiledStatement) -> bool:
        return any(entry.key.name.lower() in self.about for entry in statement.entries)

    def _what(self) -> str:
        return "requests without TLS" if self.kind.transport is Transport.HTTP else "such requests"

    def _nothing(self) -> str:
        if self.kind.transport is not Transport.HTTP:
            return f"no statement denies {self._what()}"
        for statement in self.compiled.statements:
            if statement.is_allow is Truth.YES and self._is_about(statement):
                return (
                    f"no statement denies requests without TLS; {statement.statement} only allows those with TLS, "
                    "and identity policies may allow others"
                )
        return "no statement denies requests without TLS"

    def _nearest(self, candidate: Candidate) -> Origin:
        nearest = min(self.denies, key=lambda statement: misses(self.compiled, statement, candidate))
        missed = miss(self.compiled, nearest, candidate, "")
        return missed.origin if missed is not None else nearest.statement.origin


def _refused(compiled: CompiledPolicy, kind: RequestKind, origin: Origin, text: str) -> Answer:
    """S3 refuses a malformed policy, so that nothing is denied."""
    classes = RequestClasses(compiled, [], kind)
    candidate = Search(classes, Mode.CERTAIN, 0).found([(ANONYMOUS, 0, 0)], future=False, by_services=False)
    if candidate is None:
        return Undecided(Unknown(f"S3 refuses the policy: {text}", origin))
    reason = Reason(origin, f"S3 refuses the policy, so it denies nothing: {text}")
    return Violated(request_of(compiled, classes, candidate), origin, (reason,))


def denies_plain_http(policy: Policy, target: Target) -> Answer:
    """Whether every request without TLS to the bucket or its objects is explicitly denied (not merely not allowed).

    An identity policy can allow whatever the bucket policy does not deny, so only a Deny counts.
    """
    return denies_every(policy, target, RequestKind(Transport.HTTP), about=(SECURE_TRANSPORT,))


def denies_unencrypted_uploads(policy: Policy, target: Target, wanted: Sequence[str] = ("aws:kms", "aws:kms:dsse")) -> Answer:
    """Whether every upload is denied whose header asks for none of the wanted encryptions, or that has no such header."""
    key = "s3:x-amz-server-side-encryption"
    sample = next(value for value in ("AES256", "none") if value not in wanted)
    kind = RequestKind(actions=("s3:PutObject",), restrictions=(Restriction(key, sample, none_of=tuple(wanted)),))
    return denies_every(policy, target, kind, about=(key,))


def denies_old_tls(policy: Policy, target: Target, lowest: str = "1.3") -> Answer:
    """Whether every request over a version of TLS below `lowest` is denied."""
    key = "s3:tlsversion"
    sample = "1.2" if lowest != "1.2" else "1.1"
    kind = RequestKind(Transport.HTTPS, restrictions=(Restriction(key, sample, may_be_absent=False, below=lowest),))
    return denies_every(policy, target, kind, about=(key,))


def denies_deletion_without_mfa(policy: Policy, target: Target) -> Answer:
    """Whether every deletion of an object or a version is denied that is made without multi-factor authentication."""
    present, age = "aws:multifactorauthpresent", "aws:multifactorauthage"
    kind = RequestKind(actions=DELETIONS, restrictions=(Restriction(present, "false", none_of=("true",)), absent(age)))
    return denies_every(policy, target, kind, about=(present, age))


def denies_other_endpoints(policy: Policy, target: Target) -> Answer:
    """Whether every request is denied that comes neither through a VPC endpoint nor through an access point."""
    keys = (*sorted(NETWORK_KEYS), *sorted(ACCESS_POINT_KEYS))
    return denies_every(policy, target, RequestKind(restrictions=tuple(map(absent, keys))), about=(*keys, "aws:sourceip"))


def denies_old_signatures(policy: Policy, target: Target, limit: int) -> Answer:
    """Whether every request is denied whose signature (a presigned URL's) is older than `limit` milliseconds."""
    key = "s3:signatureage"
    restriction = Restriction(key, str(limit + 1), may_be_absent=False, above=str(limit))
    return denies_every(policy, target, RequestKind(restrictions=(restriction,)), about=(key,))


def locks_out(policy: Policy, target: Target) -> Answer:
    """Whether everybody is denied to change the policy, so that only the root user of the owner's account can undo it.

    `Holds` names the statements that lock everybody out; `Violated` shows somebody who may still be let in.
    """
    return denies_every(policy, target, RequestKind(Transport.HTTPS, ("s3:PutBucketPolicy",)))
