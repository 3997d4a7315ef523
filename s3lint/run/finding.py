"""What a rule says about one object, and what the engine makes of it."""

from __future__ import annotations

from enum import Enum

from s3lint.base.record import Record
from s3lint.base.resource import Scope
from s3lint.base.value import Note, Origin


class Severity(Enum):
    """How much a finding matters; a property of its rule. The second value is SARIF's `security-severity`."""

    CRITICAL = ("critical", "9.5")
    HIGH = ("high", "8.0")
    MEDIUM = ("medium", "5.5")
    LOW = ("low", "3.0")
    INFO = ("info", "1.0")

    @property
    def word(self) -> str:
        return self.value[0]

    @property
    def score(self) -> str:
        return self.value[1]

    def reaches(self, other: Severity) -> bool:
        """At least as severe as `other`."""
        order = list(Severity)
        return order.index(self) <= order.index(other)

    @staticmethod
    def named(word: str) -> Severity:
        """A KeyError where there is no such severity."""
        return {severity.word: severity for severity in Severity}[word]


class Verdict(Enum):
    PASS = "pass"
    FAIL = "fail"
    UNDECIDED = "undecided"
    NOT_APPLICABLE = "not applicable"


class Suppression(Record):
    """That a finding is known and accepted, and who says so.

    `kind` is SARIF's: `inSource` for what stands in the code itself, `external` for a baseline or the configuration. `origin`
    is the place where it is said, `until` its last day (`2027-01-31`), empty where it has none.
    """

    kind: str
    justification: str = ""
    origin: Origin | None = None
    until: str = ""


class Finding(Record):
    """One verdict of one rule about one object that is not simply a pass.

    A rule fills the fields up to `yields_to`; the engine adds the rest, but that a rule may name the subject itself.

    `message`'s first sentence stands alone and names the object and the wrong value. `origin` is the primary span: the
    narrowest wrong thing; `label` is said beside it. `request` is the request that slips through, in words, and `result`
    why nothing stops it. `basis` says on what the verdict rests, where that is not the code itself. `inputs` are what would
    decide an undecided one, `reason` says why it is undecided. `setting` is the decisive setting, a key of the catalogue
    (`versioning.status`), and `part` what of it: a statement, a principal. With rule, address and file they are the identity of
    the finding; `value` is what stands there, where `part` is a name that stays when that changes. `severity` is that of the
    rule; of an undecided one `INFO` where little hangs on the answer.
    `properties` refine it for machines (`flags`: `block_public_acls,…`). `yields_to` are the rules that, where they fail at the
    same place about the same object, say this and more.

    `presumes` is the name of a bucket of which the finding says that nothing in the run declares it (`s3lint.run.claims`).

    `subjects` are the addresses of the objects, several where instances of one block share the cause.
    `cases` names the worlds in which an undecided one fails. `option` is that of the command line which would decide it, where
    it rests on nothing else; `is_unseen` says that what would decide it stands in code that was not read. `scopes` are the
    regions of files that it lies in, the innermost kind first: statements, blocks, resources, calls of modules, files. Of a
    finding that several subjects share they are those of all: whoever leaves out what lies in a region does so before findings
    are merged. `covers` are the rules whose findings yielded to it. `suppression` is there where the finding is hidden.
    `fails_run` says that the user counts it as a failure.
    """

    rule: str
    verdict: Verdict
    message: str
    origin: Origin
    label: str = ""
    related: tuple[Note, ...] = ()
    request: str = ""
    result: str = ""
    help: str = ""
    basis: str = ""
    inputs: tuple[str, ...] = ()
    setting: str = ""
    part: str = ""
    properties: tuple[tuple[str, str], ...] = ()
    yields_to: tuple[str, ...] = ()
    severity: Severity = Severity.MEDIUM
    subjects: tuple[str, ...] = ()
    cases: tuple[str, ...] = ()
    scopes: tuple[Scope, ...] = ()
    reason: str = ""
    option: str = ""
    is_unseen: bool = False
    covers: tuple[str, ...] = ()
    presumes: str = ""
    suppression: Suppression | None = None
    fails_run: bool = False
    value: str = ""

    @property
    def order(self) -> tuple[str, int, int, int, str, tuple[str, ...]]:
        """What findings are listed by: their places, and at one place the most severe first."""
        span = self.origin.span
        severity = list(Severity).index(self.severity)
        return self.origin.source.path, span.start, span.end, severity, self.rule, self.subjects

    @property
    def decisive(self) -> str:
        """The decisive setting, with the part of it that matters: `policy.actions[Publish]`."""
        return f"{self.setting}[{self.part}]" if self.part else self.setting
