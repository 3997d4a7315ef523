"""From the units of a run to the rows of the inventory, with the findings about each bucket."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from s3lint.base.documented import Documented, editable
from s3lint.base.record import Record, replace
from s3lint.base.value import Origin
from s3lint.base.worlds import EVERYWHERE, TooManyWorlds, World, explore, summarize
from s3lint.inventory.columns import COLUMNS, Column
from s3lint.inventory.coverage import Coverage, coverage
from s3lint.inventory.said import Said, State
from s3lint.languages.unit import Subject, Unit
from s3lint.model.bucket import Bucket
from s3lint.run import engine
from s3lint.run.finding import Finding, Verdict
from s3lint.run.judge import merge_instances
from s3lint.run.profile import Profile
from s3lint.run.question import Settings
from s3lint.run.report import Report

Cell = tuple[Said, ...]
"""What a column says of a bucket: once, or once for each case in which it differs. Never empty."""


class Row(Record):
    """One bucket. `unit` names the template or root module, `exists` the worlds in which it is there; none stands for all.

    `basis` says on what all rests, where that is not the code itself. `cells` are in the order of `COLUMNS`; `findings` are
    those that fail or are undecided.
    """

    address: str
    unit: str
    origin: Origin
    exists: tuple[str, ...]
    basis: str
    cells: tuple[Cell, ...]
    findings: tuple[Finding, ...]

    def cell(self, column: Column) -> Cell:
        return self.cells[COLUMNS.index(column)]

    @property
    def is_open(self) -> bool:
        """Whether some cell is undecided, or differs between cases, so that what decides them decides it."""
        return any(len(cell) > 1 or said.state is State.UNDECIDED for cell in self.cells for said in cell)


class Inventory(Record):
    """`others` are the findings about other things than buckets; `coverage` what the profiles of the run come to.

    `paths` are what was looked at, `profiles` and `report` as the run has them.
    """

    rows: tuple[Row, ...]
    others: tuple[Finding, ...]
    coverage: tuple[Coverage, ...]
    paths: tuple[str, ...]
    report: Report


class _Looked(Record):
    rows: tuple[Row, ...]
    others: tuple[Finding, ...]


def inventory(
    paths: Sequence[str], settings: Settings, profiles: tuple[Profile, ...], overlay: Mapping[str, str | bytes] | None = None
) -> Inventory:
    """Every bucket below the paths. The errors are those of `engine.check`."""
    report, looked = engine.survey(paths, settings, _look, overlay)
    rows = tuple(row for one in looked for row in one.rows)
    others = tuple(merge_instances(finding for one in looked for finding in one.others))
    return Inventory(rows, others, coverage(profiles, [row.findings for row in rows], others), tuple(paths), report)


def _look(unit: Unit, findings: Sequence[Finding]) -> _Looked:
    told = [finding for finding in findings if finding.verdict in (Verdict.FAIL, Verdict.UNDECIDED)]
    by_address: dict[str, list[Finding]] = {}
    for finding in told:
        by_address.setdefault(finding.subjects[0], []).append(finding)
    buckets = [subject for subject in unit.subjects if subject.kind is Bucket]
    rows = tuple(_row(unit, subject, tuple(by_address.get(subject.address, ()))) for subject in buckets)
    addresses = {subject.address for subject in buckets}
    return _Looked(rows, tuple(finding for finding in told if finding.subjects[0] not in addresses))


def _row(unit: Unit, subject: Subject, findings: tuple[Finding, ...]) -> Row:
    built: dict[World, Bucket] = {}

    def bucket(world: World) -> Bucket:
        if world not in built:
            built[world] = subject.build(world)
        return built[world]

    source = subject.origin.source
    return Row(
        subject.address,
        unit.name,
        editable(subject.origin),
        _existence(subject),
        source.basis if isinstance(source, Documented) else "",
        tuple(_cell(subject, partial(_read, column, unit.name, bucket)) for column in COLUMNS),
        findings,
    )


def _read(column: Column, unit: str, bucket: Callable[[World], Bucket], world: World) -> Said:
    return column.read(bucket(world), unit)


def _cell(subject: Subject, read: Callable[[World], Said]) -> Cell:
    """What a column says, in each case; of what was read alone, where code that was not read leaves more open."""
    cell = _in_worlds(subject, read)
    unseen = next((said for said in cell if said.is_unseen), None)
    if unseen is None:
        return cell
    return tuple(_as_far_as_seen(said, unseen) for said in _in_worlds(subject, read, World(seen_only=True)))


def _as_far_as_seen(said: Said, unseen: Said) -> Said:
    inputs = tuple(dict.fromkeys((*said.inputs, *unseen.inputs)))
    kinds = tuple(dict.fromkeys((*said.kinds, "undecided"))) if said.kinds else ()
    words = f"{said.text} in what was read; {unseen.text}"
    return replace(said, text=words, state=State.UNDECIDED, inputs=inputs, kinds=kinds)


def _in_worlds(subject: Subject, read: Callable[[World], Said], start: World = EVERYWHERE) -> Cell:
    def ask(world: World) -> Said | None:
        return read(world) if world.decide(subject.condition) else None

    try:
        answers = list(explore(ask, start, subject.given))
    except TooManyWorlds as error:
        return (Said(f"undecided: it takes {error}", State.UNDECIDED, editable(subject.origin), error.subjects),)
    where: dict[tuple[object, ...], tuple[Said, list[World]]] = {}
    for world, said in answers:
        if said is not None:
            where.setdefault((said.text, said.state, said.inputs, said.note), (said, []))[1].append(world)
    if not where:
        return (Said("not created with these values", State.STATED, editable(subject.origin)),)
    shown = [(replace(said, origin=editable(said.origin)), worlds) for said, worlds in where.values()]
    if len(shown) == 1:
        return (shown[0][0],)
    return tuple(replace(said, cases=summarize(worlds)) for said, worlds in shown)


def _existence(subject: Subject) -> tuple[str, ...]:
    """The worlds in which the bucket exists."""
    try:
        answers = list(explore(lambda world: world.decide(subject.condition), given=subject.given))
    except TooManyWorlds as error:
        return (f"decided by {', '.join(error.subjects)}",)
    worlds = [world for world, exists in answers if exists]
    return summarize(worlds) if worlds else ("never with these values",)
