"""What a rule is: metadata, a page, twin examples, and one question to the model."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Iterator, Mapping
from enum import Enum
from typing import TYPE_CHECKING, Any, ClassVar

from s3lint.base.record import Record
from s3lint.base.value import Absent, Cause, Known, Note, Origin, Unknown
from s3lint.model.bucket import Bucket
from s3lint.model.settings import has_setting, like_setting
from s3lint.model.thing import Thing
from s3lint.policy import Answer, Holds, Policy, Undecided, Violated
from s3lint.run.finding import Finding, Severity, Verdict
from s3lint.run.option import Option

if TYPE_CHECKING:
    from s3lint.policy.documents.document import Statement
    from s3lint.run.example import Example, PolicyExample  # a rule brings its own


BUILT_IN = "s3lint.rules"
"""The package of the rules that come with s3lint."""


class Group(Enum):
    ENCRYPTION = "encryption"
    TRANSPORT = "transport"
    ACCESS = "access"
    POLICY = "policy"
    DURABILITY = "durability"
    LOGGING = "logging"
    HYGIENE = "hygiene"


class Descriptor(Record):
    """What outputs say about a rule, or about a notice of the engine itself; `docstring` is its page as it stands.

    `own_controls` are those that the rule itself names, beside those of the profiles.
    """

    name: str
    summary: str
    group: str
    severity: Severity
    default: bool
    since: str
    help: str
    docstring: str
    references: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    own_controls: tuple[str, ...] = ()
    options: tuple[Option[Any], ...] = ()

    @property
    def page(self) -> str:
        """The page in Markdown, without examples."""
        from inspect import cleandoc  # slow to import, and a check needs no pages

        return cleandoc(self.docstring)

    @property
    def controls(self) -> tuple[str, ...]:
        """The controls that it serves, with their standards: `cis-aws-5.0/2.1.1`."""
        from s3lint.run.profile import served  # what people read shows no controls

        return tuple(dict.fromkeys((*served(self.name), *self.own_controls)))


class InvalidRule(TypeError):
    """A class that is meant as a rule is none; raised where it is made."""


class Rule:
    """Base of all rules. The docstring is the page; the class attributes are checked when the class is made.

    `judges` is the model class that `check` takes, or several. `settings` are the keys of the settings that its findings are
    about (`s3lint.model.settings`), the first where a finding names none. `controls` are what it serves in standards that no
    profile of s3lint is about, such as `acme-baseline/4.2`. `check` yields nothing for a pass. `configured` are the values that
    the configuration gives to options, by their names there; an `Option` among the class attributes reads them.
    """

    is_abstract: ClassVar[bool] = True

    name: ClassVar[str]
    summary: ClassVar[str]
    group: ClassVar[Group]
    severity: ClassVar[Severity]
    default: ClassVar[bool]
    since: ClassVar[str]
    help: ClassVar[str]
    references: ClassVar[tuple[str, ...]] = ()
    aliases: ClassVar[tuple[str, ...]] = ()
    controls: ClassVar[tuple[str, ...]] = ()
    judges: ClassVar[type | tuple[type, ...]] = Bucket
    settings: ClassVar[tuple[str, ...]]

    bad: ClassVar[tuple[Example | PolicyExample, ...]]
    good: ClassVar[tuple[Example | PolicyExample, ...]]
    undecidable: ClassVar[tuple[Example | PolicyExample, ...]]
    inapplicable: ClassVar[tuple[Example | PolicyExample, ...]] = ()

    def __init__(self, configured: Mapping[str, Any] | None = None) -> None:
        self.configured = configured or {}

    def __init_subclass__(cls, *, is_abstract: bool = False) -> None:
        cls.is_abstract = is_abstract
        if is_abstract or cls.__module__.startswith(f"{BUILT_IN}."):
            return  # the built-in ones are checked when their index is made, and not in each run
        mistake = next(cls.mistakes(), "")
        if mistake:
            raise InvalidRule(f"rule {cls.__name__} {mistake}")

    @classmethod
    def mistakes(cls) -> Iterator[str]:
        """What keeps the class from being a rule, as what follows its name; the later ones rely on what the earlier ask for."""
        missing = [name for name in _ATTRIBUTES if not hasattr(cls, name)]
        missing += [name for name in _QUESTIONS if getattr(getattr(cls, name, None), "__isabstractmethod__", False)]
        if missing:
            yield f"lacks {', '.join(missing)}"
        for name, kind in _ATTRIBUTES.items():
            written = getattr(cls, name)
            if not isinstance(written, kind):
                yield f"needs {_KINDS[kind]} as {name}, got {written!r}"
        if not cls.__doc__:
            yield "has no page: write it as the docstring of the class"
        if _kebab(cls.__name__) != cls.name:
            yield f"should be named {_kebab(cls.__name__)}, not {cls.name}"
        for kind in cls.judges if isinstance(cls.judges, tuple) else (cls.judges,):
            if not isinstance(kind, type):
                yield f"judges {kind!r}, which is no class of the model, such as Bucket"
        if not cls.settings:
            yield "names no settings: expected what its findings are about"
        for setting in cls.settings:
            if not isinstance(setting, str) or not has_setting(cls.judges, setting):
                close = like_setting(cls.judges, setting) if isinstance(setting, str) else ""
                yield f"names {setting!r}, which is no setting of what it judges{close}"
        for examples in EXAMPLES:
            for example in getattr(cls, examples):
                if not hasattr(type(example), "twins"):
                    yield f"needs an Example or a PolicyExample in {examples}, got {example!r}"

    @classmethod
    def descriptor(cls) -> Descriptor:
        return Descriptor(
            cls.name,
            cls.summary,
            cls.group.value,
            cls.severity,
            cls.default,
            cls.since,
            cls.help,
            cls.__doc__ or "",
            cls.references,
            cls.aliases,
            cls.controls,
            cls.options(),
        )

    @classmethod
    def options(cls) -> tuple[Option[Any], ...]:
        """The options that the rule declares, in the order of their declaration."""
        return tuple(value for kind in reversed(cls.__mro__) for value in vars(kind).values() if isinstance(value, Option))

    @abstractmethod
    def check(self, subject: Any) -> Iterator[Finding]:
        """The findings about one object in one world: nothing for a pass."""

    def fail(
        self,
        origin: Origin,
        message: str,
        *,
        label: str = "",
        related: Iterable[Note] = (),
        request: str = "",
        result: str = "",
        help: str = "",
        setting: str = "",
        part: str | Statement | None = "",
        properties: Iterable[tuple[str, str]] = (),
        about: Thing | None = None,
        yields_to: Iterable[str] = (),
        presumes: str = "",
    ) -> Finding:
        """It is so. `about` is what the finding is about, where that is another thing than the one that is judged.

        `yields_to` are other rules whose fails at this place say this and more: what runs unasked has one finding for a cause.
        Rules that are off are none of them: whoever asks for those wants their answers beside this one.

        `part` is what of the setting the finding is about: a name, or a statement.

        `presumes` is the name of a bucket that nothing in the run declares, if the finding is right: else it falls, or is
        undecided. A message that presumes something completes "whether …".
        """
        return Finding(
            self.name,
            Verdict.FAIL,
            message,
            origin,
            label,
            tuple(related),
            request,
            result,
            help or self.help,
            setting=setting or self.settings[0],
            properties=tuple(properties),
            yields_to=tuple(yields_to),
            severity=self.severity,
            subjects=() if about is None else (about.address,),
            presumes=presumes,
            part=_name(part),
            value=_content(part),
        )

    def undecided(
        self,
        unknown: Unknown,
        message: str = "",
        *,
        related: Iterable[Note] = (),
        help: str = "",
        setting: str = "",
        part: str | Statement | None = "",
        severity: Severity | None = None,
    ) -> Finding:
        """Can't be decided, for the reason of `unknown`; `message` says what, the reason is added to it.

        `severity` is that of the rule, unless little hangs on the answer: what S3 itself tells whoever deploys.
        A setting of a bucket that is not declared here is none of the rule's business: not applicable. What may stand in code
        that was not read needs that code, and no change of what was.
        """
        if unknown.cause is Cause.ELSEWHERE:
            return self.not_applicable(unknown.origin, unknown.reason)
        return Finding(
            self.name,
            Verdict.UNDECIDED,
            f"{message or self.summary} is undecided: {unknown.reason}",
            unknown.origin,
            related=tuple(related),
            help="" if unknown.cause is Cause.UNSEEN else help or self.help,
            inputs=unknown.inputs,
            setting=setting or self.settings[0],
            severity=severity or self.severity,
            reason=unknown.reason,
            is_unseen=unknown.cause is Cause.UNSEEN,
            part=_name(part),
            value=_content(part),
        )

    def not_applicable(self, origin: Origin, reason: str) -> Finding:
        return Finding(self.name, Verdict.NOT_APPLICABLE, reason, origin, severity=self.severity)


def _name(part: str | Statement | None) -> str:
    return part or "" if part is None or isinstance(part, str) else part.identity


def _content(part: str | Statement | None) -> str:
    return "" if part is None or isinstance(part, str) else part.content


class PolicyRule(Rule, is_abstract=True):
    """Base of rules about what policies say: a bucket without one passes, unless `without_policy` says otherwise.

    A rule that also judges other stores gets them where it gets a bucket.
    `asks` is what is undecided where nobody knows the answer, with `{}` for the bucket: `whether the policy of {} lets
    anyone in`.
    """

    asks: ClassVar[str]

    def check(self, bucket: Any) -> Iterator[Finding]:
        match bucket.policy:
            case Known(policy):
                yield from self.check_policy(bucket, policy)
            case Absent(origin):
                yield from self.without_policy(bucket, origin)
            case Unknown(cause=Cause.NOT_JSON) as unknown:
                yield from self.with_malformed(bucket, unknown)
            case Unknown() as unknown:
                yield self.unanswered(bucket, unknown)

    @abstractmethod
    def check_policy(self, bucket: Any, policy: Policy) -> Iterator[Finding]:
        """The findings about a policy in one world: nothing for a pass."""

    def answer(self, bucket: Any, policy: Policy) -> Answer | None:
        """The answer that the rule asks of the policy, if it is one; where it holds, its evidence tells why the rule passes."""
        return None

    def without_policy(self, bucket: Any, origin: Origin) -> Iterator[Finding]:
        """The findings about a bucket that has no policy; `origin` is its header."""
        yield from ()

    def with_malformed(self, bucket: Any, unknown: Unknown) -> Iterator[Finding]:
        """The findings about a bucket whose policy is no JSON, which S3 refuses; the place and reason are in `unknown`."""
        yield self.unanswered(bucket, unknown)

    def unanswered(self, bucket: Any, unknown: Unknown) -> Finding:
        """The rule's question is undecided."""
        return self.undecided(unknown, self.asks.format(bucket))

    def slips_through(self, bucket: Bucket, answer: Answer, message: str) -> Iterator[Finding]:
        """The finding about a policy that should deny every request of some kind, with one that it does not deny."""
        match answer:
            case Holds():
                return
            case Undecided(unknown):
                yield self.unanswered(bucket, unknown)
            case Violated(request, origin, reasons):
                yield self.fail(
                    origin,
                    message,
                    related=[Note(reason.origin, reason.text) for reason in reasons],
                    request=str(request),
                    result="no Deny statement covers it; whether it is allowed is up to the caller's own policies",
                )


EXAMPLES = ("bad", "good", "undecidable", "inapplicable")
"""The kinds of examples."""

_ATTRIBUTES: dict[str, type] = {
    **dict.fromkeys(("name", "summary"), str),
    "group": Group,
    "severity": Severity,
    "default": bool,
    "settings": tuple,
    **dict.fromkeys(("since", "help"), str),
    **dict.fromkeys((*EXAMPLES, "references", "aliases", "controls"), tuple),
}
"""What each rule has, and of which kind."""

_KINDS = {str: "a text", bool: "True or False", tuple: "a tuple", Group: "a member of Group", Severity: "a member of Severity"}
_QUESTIONS = ("check", "check_policy")


def _kebab(camel: str) -> str:
    return "".join(f"-{letter.lower()}" if letter.isupper() else letter for letter in camel).lstrip("-")
