"""What the engine itself reports, never silently: input that it could not judge."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from s3lint.base.record import Record, replace
from s3lint.base.resource import Problem
from s3lint.languages.unit import Language, block_of
from s3lint.run.finding import Finding, Severity, Verdict
from s3lint.run.option import Option
from s3lint.run.rule import Descriptor

UNREADABLE_FILE = Descriptor(
    name="unreadable-file",
    summary="a file could not be read, so nothing in it was judged",
    group="engine",
    severity=Severity.HIGH,
    default=True,
    since="0.1.0",
    help="correct the file, or exclude it if it is not meant to be read",
    docstring="""
    ## What it checks
    Every file that is named, or that looks like a template or a Terraform file, can be read to its end.

    ## Why it matters
    What can't be read is not judged. A run that keeps silent about it looks clean and is not.
    """,
)


class _Options:
    """What the configuration can say to `unresolved-module`."""

    ignore = Option(
        (),
        "calls that are not reported: patterns with `*` of what they name (`acme/vpc/aws`, `git::*`), or of their addresses "
        "(`module.vpc`); what they are given stays undecided",
    )


IGNORED_CALLS = _Options.ignore

UNRESOLVED_MODULE = Descriptor(
    name="unresolved-module",
    summary="a module, or the template of a nested stack, is not on disk, so what it declares was not seen",
    group="engine",
    severity=Severity.INFO,
    default=True,
    since="0.1.0",
    help="put it on disk: `terraform init` installs modules; a nested template is read where its location is a local path",
    docstring="""
    ## What it checks
    What the code calls is on disk: the source of every module call, as a local path or as `terraform init` has installed it;
    the template of every nested stack and every included file, at a local path, as before `aws cloudformation package`, or the
    template itself as `TemplateBody`. Never read are a `::MODULE` of CloudFormation's registry, a macro of the whole template,
    the files that a `serverless.yml` takes resources from, and the CloudFormation stacks that Terraform deploys.

    ## Why it matters
    Buckets, policies and access blocks may be declared there. s3lint fetches nothing, so it can't know. What is missing about a
    bucket that such a module or template is given, by reference or by its name, is undecided; about all others it changes
    nothing.

    ## How it is reported
    As text, one line for each source, at the end: how often it is called, and which calls are given a bucket. In detail (`-v`),
    in JSON and in SARIF, each call with its place. It fails no run but with `--strict`.
    """,
    options=(IGNORED_CALLS,),
)

INVALID_CONFIGURATION = Descriptor(
    name="invalid-configuration",
    summary="what a file says can't be meant: its language refuses it, or takes only a part of it",
    group="engine",
    severity=Severity.MEDIUM,
    default=True,
    since="0.1.0",
    help="correct it: what it means is open, and what rests on it undecided",
    docstring="""
    ## What it checks
    What can be read to its end, and is still no configuration: a `count` that is no whole number (a text, a negative number,
    null), a `for_each` that is no map or set, a resource, variable or local value that is declared twice or defined by itself,
    a type that is none; in templates, a key that stands in a map twice, and `Rules` that no values of the
    parameters meet, with the defaults and the values given.

    ## Why it matters
    Terraform refuses the configuration, or the language takes one of two definitions and drops the other in silence. The rest
    of the file is judged as if the fault were mended; nobody can tell what was meant.
    """,
)

NULL_VALUE = Descriptor(
    name="null-value",
    summary="a template holds null where a value is expected, and CloudFormation refuses it",
    group="engine",
    severity=Severity.HIGH,
    default=True,
    since="0.1.0",
    help="write the value, leave the property out, or use `AWS::NoValue` where a condition decides",
    docstring="""
    ## What it checks
    No property of what concerns S3, no part of one and no default of a parameter is null: `AccessControl:` with nothing behind
    it, `"BucketEncryption": null`, an `Fn::If` with null in an arm.

    ## Why it matters
    CloudFormation refuses the whole template: "'null' values are not allowed in templates". What is null is judged as not set.
    Terraform is another matter: null is how it leaves an argument out.
    """,
)

UNUSED_SUPPRESSION = Descriptor(
    name="unused-suppression",
    summary="a suppression hides nothing: what it was written for is gone, or it stands in the wrong place",
    group="engine",
    severity=Severity.LOW,
    default=True,
    since="0.1.0",
    help="remove the suppression, or the rule from it",
    docstring="""
    ## What it checks
    Every suppression (`# s3lint: ignore[rule]`) hides a finding of each rule that it names. Those of rules that a run doesn't
    ask are left alone, and so are all where a file could not be read, and in a run about a change.

    ## Why it matters
    The next fault at its place would be hidden too, and nobody has accepted that one.
    """,
)

EXPIRED_SUPPRESSION = Descriptor(
    name="expired-suppression",
    summary="the last day of a suppression is over: it hides nothing any more",
    group="engine",
    severity=Severity.LOW,
    default=True,
    since="0.1.0",
    help="mend what it hid, and remove it; or give it a later day, with the reason why",
    docstring="""
    ## What it checks
    The day after `until=` in a suppression is not over, in UTC. The day itself still counts.

    ## Why it matters
    Somebody promised to be done by then. The findings are back.
    """,
)

INVALID_SUPPRESSION = Descriptor(
    name="invalid-suppression",
    summary="what is meant as a suppression is none, so it hides nothing",
    group="engine",
    severity=Severity.MEDIUM,
    default=True,
    since="0.1.0",
    help="write `s3lint: ignore[RULE] until=2027-01-31 reason: ...` with the names of rules; `s3lint rules` lists them",
    docstring="""
    ## What it checks
    A comment that is meant as a suppression can be read as one, names only rules that there are, and has what the configuration
    asks of all: a reason (`require-reason`), a last day that is near enough (`max-ignore-days`), no rule of `unignorable`.

    ## Why it matters
    A suppression that does nothing in silence makes its author believe that a finding was looked at.
    """,
)

NOTICES = (
    UNREADABLE_FILE,
    UNRESOLVED_MODULE,
    INVALID_CONFIGURATION,
    NULL_VALUE,
    UNUSED_SUPPRESSION,
    EXPIRED_SUPPRESSION,
    INVALID_SUPPRESSION,
)
_BY_NAME = {notice.name: notice for notice in NOTICES}
_HELP = {
    Language.TERRAFORM: "`terraform init` puts modules on disk; a local path must lead to a folder that is read",
    Language.CLOUDFORMATION: "put the file on disk and name it by a local path, as before `aws cloudformation package`; for "
    "modules and macros check the processed template",
}


class Met(Record):
    """A problem of the input, and the language of the unit that met it."""

    problem: Problem
    language: Language


def by_place(met: Iterable[Met], ignored: Sequence[str]) -> list[Met]:
    """The problems, with the calls of all units that share the place of a call, but without those that are left out.

    `ignored` are patterns of what is called and of the addresses of calls.
    """
    places: dict[object, Met] = {}
    for one in met:
        problem = _without(one.problem, ignored) if ignored else one.problem
        if problem is None:
            continue
        place = problem.kind, problem.origin.source.path, problem.origin.span, problem.message if problem.calls is None else ""
        known = places.get(place)
        places[place] = replace(one, problem=problem if known is None else _together(known.problem, problem))
    return list(places.values())


def by_source(met: Iterable[Met]) -> tuple[Problem, ...]:
    """For each thing that was called and not read the first problem, with all calls; what is given a bucket comes first."""
    sources: dict[object, Problem] = {}
    for one in met:
        problem = one.problem
        if problem.calls is not None:
            source = problem.calls.source, problem.calls.reason
            known = sources.get(source)
            sources[source] = problem if known is None else _together(known, problem, is_same=False)
    return tuple(sorted(sources.values(), key=lambda problem: problem.calls is None or not problem.calls.given))


def _without(problem: Problem, ignored: Sequence[str]) -> Problem | None:
    if problem.kind != UNRESOLVED_MODULE.name:
        return problem
    from fnmatch import fnmatchcase  # few configurations leave anything out

    calls = problem.calls
    if any(fnmatchcase("" if calls is None else calls.source, pattern) for pattern in ignored):
        return None
    if calls is None:
        return problem
    left = [name for name in calls.addresses if not any(fnmatchcase(block_of(name), pattern) for pattern in ignored)]
    given = tuple(pair for pair in calls.given if pair[0] in left)
    return replace(problem, calls=replace(calls, addresses=tuple(left), given=given)) if left else None


def _together(one: Problem, other: Problem, *, is_same: bool = True) -> Problem:
    """The first of two problems, with the calls of both; at one place calls of one address are the same to whoever reads it."""
    if one.calls is None or other.calls is None:
        return one
    addresses = one.calls.addresses + other.calls.addresses
    if is_same:
        addresses = tuple(dict.fromkeys(addresses))
    given = tuple(dict.fromkeys(one.calls.given + other.calls.given))
    return replace(one, calls=replace(one.calls, addresses=addresses, given=given))


def notice(met: Met) -> Finding:
    """The finding that stands for a problem of the input."""
    problem, calls = met.problem, met.problem.calls
    described = _BY_NAME[problem.kind]
    buckets = tuple(dict.fromkeys(bucket for _, bucket in calls.given)) if calls is not None else ()
    return Finding(
        described.name,
        Verdict.FAIL,
        f"{problem.message}; it is given {', '.join(buckets)}" if buckets else problem.message,
        problem.origin,
        help=_HELP.get(met.language, described.help) if described is UNRESOLVED_MODULE else described.help,
        severity=described.severity,
        subjects=calls.addresses if calls is not None else (),
    )
