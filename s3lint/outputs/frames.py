"""Excerpts of the sources around marked places, as `full` shows them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from s3lint.base.record import Record
from s3lint.base.source import Source, Span
from s3lint.outputs.characters import Paint, display_width, laid_out, visible, wrapped
from s3lint.outputs.options import Options

PIPE_WIDTH = 100
"""Where code is cut if the width of the stream is not known."""
NARROWEST_WITH_GUTTER = 60
NARROWEST_CODE = 20
LINES_SHOWN_BETWEEN = 2
"""A gap of at most so many lines is shown; a larger one is an ellipsis."""


class Mark(Record):
    """A place to show: the characters from `first` to `last` of a line, counted from 0, none for a place without extent.

    `style` is the level of the finding for its primary place, and `frame` for others.
    """

    source: Source
    line: int
    first: int
    last: int
    label: str
    style: str


def marked(source: Source, span: Span, label: str, style: str = "frame") -> Mark:
    """What is shown of a span: its first line."""
    start = min(span.start, len(source.text))
    line = source.position(start).line
    begin, end = _extent(source, line)
    start = min(start, end)
    return Mark(source, line, start - begin, max(start, min(span.end, end)) - begin, label, style)


def _extent(source: Source, line: int) -> tuple[int, int]:
    """The offsets of a line without its line end; found without copying it, as one line may be a whole file."""
    starts = source.line_starts
    begin, end = starts[line - 1], starts[line] - 1 if line < len(starts) else len(source.text)
    while end > begin and source.text[end - 1] == "\r":
        end -= 1
    return begin, end


class Page(Record):
    """The measures of one finding's frames: `digits` is the width of the line numbers."""

    options: Options
    paint: Paint
    digits: int

    @property
    def has_gutter(self) -> bool:
        return self.options.width is None or self.options.width >= NARROWEST_WITH_GUTTER

    @property
    def margin(self) -> str:
        """What `=` lines are indented by."""
        return " " * (self.digits + 1) if self.has_gutter else ""

    @property
    def room(self) -> int:
        """The columns that code may take."""
        gutter = self.digits + 3 if self.has_gutter else 0
        return max((self.options.width or PIPE_WIDTH) - gutter, NARROWEST_CODE)

    def gutter(self, number: int | None = None) -> str:
        if not self.has_gutter:
            return ""
        return self.paint(f"{'' if number is None else number:>{self.digits}} |", "frame")

    def beside(self, content: str, number: int | None = None) -> str:
        return f"{self.gutter(number)} {content}".rstrip() if self.has_gutter else content

    def bar(self) -> Iterator[str]:
        if self.has_gutter:
            yield self.gutter()


def page_of(marks: Iterable[Mark], options: Options) -> Page:
    return Page(options, Paint(options.colour), max(len(str(mark.line)) for mark in marks))


def by_file(marks: Iterable[Mark]) -> list[list[Mark]]:
    """The marks of each file, the files in order of appearance: each will be one frame."""
    frames: dict[str, list[Mark]] = {}
    for mark in marks:
        frames.setdefault(mark.source.path, []).append(mark)
    return list(frames.values())


def frame_rows(page: Page, marks: Sequence[Mark], arrow: str) -> Iterator[str]:
    """One file's frame. The first mark is the place that the header names; an empty file has nothing more to show."""
    source = marks[0].source
    path = visible(source.path, page.options.ascii)
    indent = " " * page.digits if page.has_gutter else ""
    yield f"{indent}{page.paint(arrow, 'frame')} {path}:{marks[0].line}:{marks[0].first + 1}"
    if not source.text and not marks[0].label:
        return
    yield from page.bar()
    shown = 0
    for line in sorted({mark.line for mark in marks}):
        yield from _between(page, source, shown, line)
        yield from _line_rows(page, source, line, [mark for mark in marks if mark.line == line])
        shown = line
    yield from page.bar()


def _between(page: Page, source: Source, shown: int, line: int) -> Iterator[str]:
    if not shown or line == shown + 1:
        return
    if line - shown - 1 > LINES_SHOWN_BETWEEN:
        yield page.paint("...", "frame")
        return
    for number in range(shown + 1, line):
        code, _ = _window(source, number, [(0, 0)], page) or ("", [])
        yield page.beside(code, number)


def _line_rows(page: Page, source: Source, number: int, marks: Sequence[Mark]) -> Iterator[str]:
    """A line and what is marked in it; a long line once for each mark, where they don't fit into one window."""
    marks = sorted(marks, key=lambda mark: (mark.first, mark.last))
    together = _window(source, number, [(mark.first, mark.last) for mark in marks], page)
    if together is None:
        for mark in marks:
            yield from _line_rows(page, source, number, [mark])
        return
    code, lines = together
    yield page.beside(code, number)
    above = None
    # In the order of what is seen: places without extent, and those of characters without width, are a column wide.
    placed = sorted(zip(lines, marks, strict=True), key=lambda place: (place[0], place[1].style == "frame"))
    for (lead, length), mark in placed:
        underline = page.paint(("-" if mark.style == "frame" else "^") * length, mark.style)
        # A further label of the same place stands below the first.
        yield from _label_rows(page, lead, " " * length if above == (lead, length) else underline, mark, length)
        above = lead, length


def _label_rows(page: Page, lead: int, underline: str, mark: Mark, length: int) -> Iterator[str]:
    """The underline with its label: beside it, or below it where a terminal is too narrow for that."""
    label = visible(mark.label, page.options.ascii)
    fits = page.options.width is None or lead + length + 1 + display_width(label) <= page.room
    if not label or fits:
        beside = f" {page.paint(label, mark.style)}" if label else ""
        yield page.beside(" " * lead + underline + beside)
        return
    yield page.beside(" " * lead + underline)
    indent = min(lead, page.room // 2)
    for row in wrapped(label, page.room - indent, 0):
        yield page.beside(" " * indent + page.paint(row, mark.style))


def _window(
    source: Source, number: int, spans: Sequence[tuple[int, int]], page: Page
) -> tuple[str, list[tuple[int, int]]] | None:
    """The part of a line that shows the spans, and for each the columns before its underline and of it.

    None where several spans are too far apart for one window. Only the text near the spans is laid out.
    """
    room = page.room
    reach = 4 * room
    line_start, line_end = _extent(source, number)
    length = line_end - line_start
    first, last = min(start for start, _ in spans), max(end for _, end in spans)
    if last - first > reach:
        if len(set(spans)) > 1:
            return None
        last = first + reach
    low, high = max(0, first - reach), min(length, last + reach)
    cells = laid_out(source.text[line_start + low : line_start + high], page.options.ascii)
    places = [(cells.columns[start - low], cells.columns[min(end, last) - low]) for start, end in spans]
    begin, end = min(start for start, _ in places), max(max(end, start + 1) for start, end in places)
    total = max(len(cells.glyphs), end)
    if total <= room and low == 0 and high == length:
        return "".join(cells.glyphs), [(start, max(end - start, 1)) for start, end in places]
    ellipsis = "..." if page.options.ascii else "…"
    inner = room - 2 * len(ellipsis)
    if end - begin > inner and len(set(spans)) > 1:
        return None
    offset = 0
    if low > 0 or end > room - len(ellipsis):
        offset = max(begin - max(0, inner - (end - begin)) // 2 - len(ellipsis), 0)
        if high == length:
            offset = min(offset, max(total - room, 0))
    code, limit = _cut(cells.glyphs, offset, room, ellipsis, low > 0, high < length)
    return code, [(start - offset, max(min(end - offset, limit) - (start - offset), 1)) for start, end in places]


def _cut(glyphs: list[str], offset: int, room: int, ellipsis: str, before: bool, after: bool) -> tuple[str, int]:
    """The columns from `offset` on with an ellipsis at each end where there is more, and where the code of them ends."""
    start, stop = offset, min(offset + room, len(glyphs))
    head = ellipsis if before or start > 0 else ""
    tail = ellipsis if after or stop < len(glyphs) else ""
    start, stop = start + len(head), stop - len(tail)
    inner = glyphs[start:stop]
    if inner and inner[0] == "":
        inner[0] = " "
    if inner and stop < len(glyphs) and glyphs[stop] == "":
        inner[-1] = " "
    return head + "".join(inner) + tail, max(stop, start) - offset
