"""An inventory as one HTML file that can be handed on: it loads nothing, and a policy in it forbids that it ever does.

Every text of a template goes through `elements`, which escapes it. The same inventory gives the same bytes.
"""

from __future__ import annotations

import base64
import os
from collections.abc import Iterable, Iterator
from hashlib import sha256

from s3lint.base.value import Origin
from s3lint.inventory.buckets import Inventory, Row
from s3lint.inventory.columns import COLUMNS, Column, chosen
from s3lint.inventory.coverage import Coverage, Tally
from s3lint.inventory.said import Said, State
from s3lint.outputs.inventory.cells import case_text
from s3lint.outputs.inventory.elements import Markup, breakable, element
from s3lint.outputs.options import Options
from s3lint.outputs.wording import counted, enumerated, gathered, message
from s3lint.run.finding import Finding, Severity, Verdict
from s3lint.run.profile import by_standard
from s3lint.run.rule import Descriptor
from s3lint.version import VERSION

_SHOWN = ("address", "reach", "encryption", "tls", "access-block", "versioning", "logging")
"""The columns of the table where none are asked for; all others are in the details of each bucket."""

_REACH = (
    ("", "anybody"),
    ("public", "the public"),
    ("accounts", "other accounts"),
    ("services", "AWS services"),
    ("account", "only the account"),
    ("undecided", "undecided"),
)
_FINDINGS = (("", "any or none"), ("found", "some"), ("grave", "critical or high"), ("none", "none"))
_CAUTION = (
    "No finding means that nothing declared here is against the control, which is also so where nothing here concerns it."
)
_GRAVE = (Severity.CRITICAL, Severity.HIGH)


def render(inventory: Inventory, options: Options) -> str:
    style, script = (_part(name) for name in ("page.css", "page.js"))
    policy = f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}; base-uri 'none'; form-action 'none'"
    head = [
        element("meta", charset="utf-8"),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", http_equiv="Content-Security-Policy", content=policy),
        element("meta", name="referrer", content="no-referrer"),
        element("title", "Inventory of S3 buckets"),
        element("style", Markup(style)),
    ]
    page = _Page(inventory, options)
    body = [element("a", "Skip to the buckets", class_="skip", href="#buckets"), *page.sections()]
    body.append(element("script", Markup(script)))
    document = element("html", [element("head", _by_line(head)), element("body", _by_line(body))], lang="en")
    return f"<!doctype html>\n{document}\n"


def _part(name: str) -> str:
    with open(os.path.join(os.path.dirname(__file__), name), encoding="utf-8") as stream:
        return stream.read()


def _hash(text: str) -> str:
    """What the security policy of the page knows a style or script by."""
    return f"'sha256-{base64.b64encode(sha256(text.encode()).digest()).decode()}'"


def _by_line(elements: Iterable[str]) -> Iterator[str]:
    for one in elements:
        yield Markup("\n")
        yield one
    yield Markup("\n")


class _Page:
    """The sections of the page about one inventory."""

    def __init__(self, inventory: Inventory, options: Options) -> None:
        self._inventory = inventory
        self._columns = chosen(options.columns) or chosen(_SHOWN)
        self._rules = {descriptor.name: descriptor for descriptor in inventory.report.descriptors()}
        self._paths: dict[str, str] = {}
        self._profiles = [coverage.profile.name for coverage in inventory.coverage]

    def sections(self) -> Iterator[Markup]:
        yield element("header", _by_line(self._header()))
        main = [*map(_coverage, self._inventory.coverage), self._buckets(), *self._others()]
        yield element("main", _by_line(main))
        yield element("footer", element("p", f"Written by s3lint {VERSION} from the code alone; nothing in AWS was asked."))

    def _header(self) -> Iterator[Markup]:
        rows, report = self._inventory.rows, self._inventory.report
        yield element("h1", "Inventory of S3 buckets")
        yield element("p", ["Read: ", *_enumerated([element("code", path) for path in self._inventory.paths])])
        failing = sum(any(finding.verdict is Verdict.FAIL for finding in row.findings) for row in rows)
        totals = (
            ("Buckets", len(rows)),
            ("that a rule fails", failing),
            ("not fully decided", sum(row.is_open for row in rows)),
            ("reachable by the public", sum("public" in _kinds(row) for row in rows)),
            ("Templates", report.counts.templates),
            ("Terraform root modules", report.counts.roots),
        )
        pairs = (element("div", [element("dt", label), element("dd", str(number))]) for label, number in totals)
        yield element("dl", pairs, class_="totals")
        if not self._profiles:
            text = (
                f"Findings are those of {counted(report.counts.rules, 'rule')} of s3lint. For how far a standard is met, write "
            )
            yield element("p", [text, "the inventory with ", element("code", "--profile"), "."], class_="note")
        problems = self._problems()
        if problems:
            places = (element("li", f"{self._at(one.origin)}: {one.message}") for one in problems)
            summary = element("summary", f"Not read, or not as it is meant: {counted(len(problems), 'part')} of the code")
            yield element("details", [summary, element("ul", places)], class_="problems")

    def _problems(self) -> list[Finding]:
        """What of the input could not be judged; all calls of one module are one."""
        kinds = {problem.rule for problem in self._inventory.report.problems}
        listed, of_calls = gathered(self._inventory.report, Options())
        return [one for one in (*listed, *of_calls) if one.rule in kinds]

    def _at(self, origin: Origin) -> str:
        """A place, by the path from the root: where the code lies on somebody's disk is nobody else's concern."""
        path = origin.source.path
        if path not in self._paths:
            self._paths[path] = self._inventory.report.relative(path)
        return f"{self._paths[path]}:{origin.start.line}"

    def _words(self, said: Said, column: Column) -> str:
        if column.name == "place":
            return self._at(said.origin)
        return self._inventory.report.relative(said.text) if column.name == "unit" else case_text(said)

    def _buckets(self) -> Markup:
        heads = [_heading(column.heading) for column in self._columns] + [_heading("Findings")]
        head = element("thead", element("tr", heads, role="row"), role="rowgroup")
        bodies = (self._bucket(number, row) for number, row in enumerate(self._inventory.rows, 1))
        legend = "Grey: nothing is declared, and this is what S3 does then. Violet: undecided, with what decides it."
        table = element("table", _by_line([head, *bodies]), role="table", aria_labelledby="buckets-title")
        region = element("div", table, class_="scroll", role="region", tabindex=0, aria_labelledby="buckets-title")
        title = element("h2", "Buckets", id="buckets-title")
        parts = [title, _filters(), element("p", legend, class_="note"), region]
        return element("section", _by_line(parts), id="buckets", tabindex=-1)

    def _bucket(self, number: int, row: Row) -> Markup:
        fails = [finding for finding in row.findings if finding.verdict is Verdict.FAIL]
        findings = "none" if not fails else "found grave" if any(one.severity in _GRAVE for one in fails) else "found"
        cells = [self._cell(row, column) for column in self._columns]
        worst = min((list(Severity).index(one.severity) for one in fails), default=len(Severity))
        order = f"{worst} {9999 - len(fails)}"
        cells.append(element("td", _tally(row.findings), role="cell", data_label="Findings", data_sort=order))
        more = element("td", self._details(row), role="cell", colspan=len(cells))
        rows = [element("tr", cells, role="row"), element("tr", more, role="row", class_="more")]
        words = " ".join(_kinds(row))
        return element(
            "tbody",
            rows,
            id=f"bucket-{number}",
            role="rowgroup",
            data_reach=words,
            data_findings=findings,
            data_open=row.is_open,
        )

    def _cell(self, row: Row, column: Column) -> Markup:
        content = [
            element("span", breakable(self._words(said, column)), class_=f"case {said.state.value}")
            for said in row.cell(column)
        ]
        if column.name == "address":
            content.append(element("span", breakable(self._at(row.origin)), class_="place"))
            if row.exists:
                content.append(element("span", f"there when {enumerated(row.exists, 'or', all_named=True)}", class_="place"))
            return element("th", content, scope="row", role="rowheader", data_label=column.heading)
        return element("td", content, role="cell", data_label=column.heading)

    def _details(self, row: Row) -> Markup:
        fails = sum(finding.verdict is Verdict.FAIL for finding in row.findings)
        summary = element("summary", f"All settings of {row.cells[0][0].text}, {counted(fails, 'finding')}")
        pairs = [
            element("div", [element("dt", column.heading), *(self._stated(said, column) for said in row.cell(column))])
            for column in COLUMNS
            if column.name != "address"
        ]
        content = [element("h3", "Settings"), element("dl", pairs, class_="settings")]
        if row.basis:
            content.append(element("p", row.basis, class_="note"))
        if row.findings:
            content += [element("h3", "Findings"), self._findings(row.findings)]
        return element("details", [summary, *content])

    def _stated(self, said: Said, column: Column) -> Markup:
        """A case in full: with what to know beside it, and where it stands."""
        content: list[str] = [self._words(said, column)]
        if said.note:
            content.append(element("span", said.note, class_="note"))
        if said.inputs:
            content.append(element("span", f"decided by {', '.join(said.inputs)}", class_="note"))
        if said.state is not State.DEFAULT and column.name not in ("place", "unit"):
            content.append(element("span", self._at(said.origin), class_="place"))
        return element("dd", content, class_=said.state.value)

    def _findings(self, findings: Iterable[Finding]) -> Markup:
        """The graver first, the undecided last."""
        order = list(Severity)
        by_weight = sorted(findings, key=lambda one: (one.verdict is Verdict.UNDECIDED, order.index(one.severity), one.rule))
        return element("ul", (self._finding(finding) for finding in by_weight), class_="findings")

    def _finding(self, finding: Finding) -> Markup:
        descriptor = self._rules[finding.rule]
        level = "undecided" if finding.verdict is Verdict.UNDECIDED else finding.severity.word
        rows = [element("span", level, class_=f"level {level}"), " ", element("strong", finding.rule), ": "]
        rows += [message(finding, all_cases=True), element("span", self._at(finding.origin), class_="place")]
        if finding.verdict is Verdict.FAIL and finding.help:
            rows.append(element("span", f"To do: {finding.help}", class_="help"))
        controls = self._controls(descriptor)
        if controls:
            rows.append(element("span", f"Controls: {controls}", class_="controls"))
        return element("li", rows)

    def _controls(self, descriptor: Descriptor) -> str:
        """Those of the profiles of the run, or of all standards."""
        standards = by_standard(descriptor.controls)
        wanted = self._profiles or list(standards)
        of_each = ((name, standards.get(name, ())) for name in wanted)
        return "; ".join(
            f"{name} {', '.join(control.partition('/')[2] for control in controls)}" for name, controls in of_each if controls
        )

    def _others(self) -> Iterator[Markup]:
        if self._inventory.others:
            title = element("h2", "Findings about other things than buckets")
            yield element("section", [title, self._findings(self._inventory.others)])


def _filters() -> Markup:
    search = [element("label", "Search", for_="search"), element("input", id="search", type="search", autocomplete="off")]
    reach = [element("label", "Reachable by", for_="reach"), _select("reach", _REACH)]
    findings = [element("label", "Findings", for_="findings"), _select("findings", _FINDINGS)]
    is_open = [element("input", id="open", type="checkbox"), element("label", "only those not fully decided", for_="open")]
    buttons = [
        element("button", "Show all", type="reset"),
        element("button", "Open all details", type="button", id="open-all"),
    ]
    groups = (element("div", group) for group in (search, reach, findings, is_open, buttons))
    status = element("p", "", role="status", id="shown")
    return element("form", [*groups, status], role="search", aria_label="Filter the buckets", hidden=True, id="filters")


def _select(name: str, choices: Iterable[tuple[str, str]]) -> Markup:
    return element("select", (element("option", label, value=value) for value, label in choices), id=name)


def _heading(text: str) -> Markup:
    return element("th", element("button", text, type="button"), scope="col", role="columnheader", aria_sort="none")


def _kinds(row: Row) -> tuple[str, ...]:
    """Who reaches the bucket in some case."""
    column = next(column for column in COLUMNS if column.name == "reach")
    return tuple(dict.fromkeys(kind for said in row.cell(column) for kind in said.kinds))


def _tally(findings: Iterable[Finding]) -> Iterator[str]:
    """How many findings there are of each severity, and how many are undecided."""
    words = ["undecided" if one.verdict is Verdict.UNDECIDED else one.severity.word for one in findings]
    order = [*(severity.word for severity in Severity), "undecided"]
    counts = [(word, words.count(word)) for word in order if word in words]
    if not counts:
        yield element("span", "none", class_="case")
    for word, count in counts:
        yield element("span", f"{count} {word}", class_=f"level {word}")
        yield " "


def _enumerated(items: Iterable[Markup]) -> Iterator[str]:
    for number, item in enumerate(items):
        yield ", " if number else ""
        yield item


def _coverage(coverage: Coverage) -> Markup:
    profile, tallies = coverage.profile, coverage.tallies
    checked = [tally for tally in tallies if tally.is_checked]
    clean = sum(not (tally.failing or tally.undecided or tally.others) for tally in checked)
    of_checked = f"{clean} of {counted(len(checked), 'checked control')} without a finding"
    said = f"{of_checked}, {counted(len(tallies) - len(checked), 'control')} not checked. {_CAUTION}"
    words = ("Control", "Title", "Result", "Rules")
    heads = [element("th", text, scope="col", role="columnheader") for text in words]
    head = element("thead", element("tr", heads, role="row"), role="rowgroup")
    body = element("tbody", [element("tr", _control(tally), role="row") for tally in tallies], role="rowgroup")
    table = element("table", [head, body], class_="coverage", role="table", aria_labelledby=f"profile-{profile.name}")
    title = element("h2", profile.title, id=f"profile-{profile.name}")
    scroll = element("div", table, class_="scroll", role="region", tabindex=0, aria_labelledby=f"profile-{profile.name}")
    source = element("p", ["Source: ", element("a", profile.source, href=profile.source, rel="noreferrer")], class_="note")
    return element("section", _by_line([title, element("p", said), scroll, source]))


def _control(tally: Tally) -> Iterator[Markup]:
    control = tally.control
    yield element("th", control.id, scope="row", role="rowheader")
    yield element("td", control.title, role="cell")
    if not tally.is_checked:
        yield element(
            "td", [element("span", "not checked", class_="level unchecked"), " ", control.why], colspan=2, role="cell"
        )
        return
    counts = ((tally.failing, "bucket fails", "buckets fail"), (tally.undecided, "bucket undecided", "buckets undecided"))
    words = [f"{count} {one if count == 1 else several}" for count, one, several in counts if count]
    words += [counted(tally.others, "other finding")] if tally.others else []
    level = "high" if tally.failing or tally.others else "undecided" if tally.undecided else "clean"
    yield element("td", element("span", ", ".join(words) or "no finding", class_=f"level {level}"), role="cell")
    yield element("td", ", ".join(control.rules), role="cell")
