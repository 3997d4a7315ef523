"""A bucket policy on its own, as copied from a console, judged like one of a template that says nothing else."""

from __future__ import annotations

from collections.abc import Sequence

from s3lint.base.record import replace
from s3lint.base.resource import Problem, Resource
from s3lint.base.source import Source, Span
from s3lint.base.value import Data, Entry, Known, MapValue, Origin, Piece, Symbol, Text, Unknown, text_of
from s3lint.base.worlds import EVERYWHERE
from s3lint.languages.cloudformation.buckets import BUCKET_POLICY, Estate
from s3lint.languages.files import Files
from s3lint.languages.unit import Language, Subject, Unit, owned_by
from s3lint.model.bucket import Bucket
from s3lint.policy import Policy, bucket_of, read_policy
from s3lint.policy.documents.json_text import read_json
from s3lint.run.engine import report_on
from s3lint.run.judge import NO_OPTIONS, Options
from s3lint.run.report import Report
from s3lint.run.rule import Rule


def check_policies(
    paths: Sequence[str],
    rules: Sequence[type[Rule]],
    files: Files,
    bucket: str = "",
    account: str = "",
    chosen: Options = NO_OPTIONS,
) -> Report:
    """Judge files with one policy each.

    `bucket` is the name of the bucket that they are attached to, by default the one that most of a policy's resources
    name. `account` is the id of the bucket's account, where it is known; `chosen` are the rules' options.
    """
    units = [_unit(path, files.source(path), bucket, account) for path in paths]
    return report_on(units, rules, len(paths), files.root, chosen)


def _unit(path: str, source: Source | Problem, bucket: str, account: str) -> Unit:
    if isinstance(source, Problem):
        return Unit(path, Language.POLICY, (), (source,), ())
    document = _document(Known(source.text, Origin(source, Span(0, len(source.text)))))
    if isinstance(document, Problem):
        return Unit(path, Language.POLICY, (), (document,), (source,))
    subjects = tuple(owned_by(account, subject) for subject in _subjects(source, document, bucket))
    return Unit(path, Language.POLICY, subjects, (), (source,))


def _document(written: Known[str | Text]) -> Known[Data] | Problem:
    """The policy in a text; the answer of `aws s3api get-bucket-policy` holds it as a string under `Policy`."""
    read, _ = read_json(text_of(written.value, written.origin), written.origin)
    match read:
        case Known(MapValue(entries)) if "Statement" in entries:
            return Known(written.value, written.origin)
        case Known(MapValue({"Policy": Entry(_, Known(str() | Text() as inner, origin))})):
            return _document(Known(inner, _without_quotes(origin)))
        case Unknown(reason, origin):
            return Problem("unreadable-file", reason, origin)
        case _:
            message = 'expected a bucket policy, which is an object with the key "Statement"'
            return Problem("unreadable-file", message, read.origin)


def _without_quotes(origin: Origin) -> Origin:
    """The content of a JSON string, so that offsets in it are places."""
    return replace(origin, span=Span(origin.span.start + 1, origin.span.end - 1))


def _subjects(source: Source, document: Known[Data], bucket: str) -> Sequence[Subject]:
    """What a template would give whose only resource is this policy, of a bucket that it does not declare."""
    start = Origin(source, Span(0, min(1, len(source.text))))
    match read_policy(document, start, EVERYWHERE):
        case Known(Policy() as policy):
            named = bucket_of(policy).name
        case _:
            named = Text(())
    name = Text((Piece(bucket or named.literal or Symbol("the bucket", "name", "the bucket"), start),))
    settings = MapValue(
        {"Bucket": Entry(start, Known(name, start)), "PolicyDocument": Entry(start, document)},
    )
    resource = Resource("policy", BUCKET_POLICY, Known(settings, start), start)
    return [subject for subject in Estate((resource,), {}).subjects() if issubclass(subject.kind, Bucket)]
