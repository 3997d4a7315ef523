"""An inventory for people: aligned columns as wide as the terminal, or a list where they do not fit.

A pipe or a file gets every column, each bucket on one line.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from s3lint.inventory.buckets import Inventory, Row
from s3lint.inventory.columns import ALL, COLUMNS, Column, chosen
from s3lint.inventory.said import State
from s3lint.outputs.characters import Paint, display_width, laid_out, visible, wrapped
from s3lint.outputs.inventory.cells import lines_of
from s3lint.outputs.options import Options
from s3lint.outputs.wording import counted

COMFORTABLE = 18
"""Columns of the terminal that a column of the table should have, where the table chooses its columns."""

LEAST = 12
"""Fewer are not enough for words: a table that can't give each column so many becomes a list."""

FEWEST = 4
"""Columns of a table that chooses them; where fewer fit, a list says everything."""

GAP = "  "

_JOINTS = "./:_-"
"""After which a word that is too wide is broken."""


def render(inventory: Inventory, options: Options) -> str:
    if not inventory.rows:
        return ""
    columns, is_list = layout(options)
    rows = _list(inventory, columns, options) if is_list else _table(inventory, columns, options)
    return "".join(f"{row.rstrip()}\n" for row in rows)


def layout(options: Options) -> tuple[tuple[Column, ...], bool]:
    """The columns to show, and whether as a list."""
    asked, width = chosen(options.columns), options.width
    if width is None:
        return asked or COLUMNS, False
    if asked:
        return asked, len(asked) * (LEAST + len(GAP)) - len(GAP) > width
    room = (width + len(GAP)) // (COMFORTABLE + len(GAP))
    if room < FEWEST:
        return COLUMNS, True
    first = sorted(COLUMNS, key=lambda column: column.rank)[:room]
    return tuple(column for column in COLUMNS if column in first), False


def closing_line(inventory: Inventory, options: Options) -> str:
    """How many buckets there are, how many are open, and how to see more."""
    rows = inventory.rows
    is_open = sum(row.is_open for row in rows)
    line = f"{counted(len(rows), 'bucket')}, {is_open} not fully decided."
    left_out = [column.name for column in COLUMNS if column not in layout(options)[0]]
    if left_out and not options.columns:
        line += f" --columns {ALL} adds {', '.join(left_out)}."
    return f"{line}\n"


def _list(inventory: Inventory, columns: Sequence[Column], options: Options) -> Iterator[str]:
    paint = Paint(options.colour)
    title, *others = columns
    margin = max((display_width(column.heading) for column in others), default=0) + 2 * len(GAP)
    for number, row in enumerate(inventory.rows):
        if number:
            yield ""
        yield from (paint(line, "strong") for line in _folded(_shown(row, title, options), options.width))
        for column in others:
            room = None if options.width is None else max(options.width - margin, LEAST)
            folded = _folded(_shown(row, column, options), room)
            style = "undecided" if _is_open(row, column) else ""
            for index, line in enumerate(folded):
                head = f"{GAP}{column.heading}" if index == 0 else ""
                yield f"{head:{margin}}{paint(line, style) if style else line}"


def _table(inventory: Inventory, columns: Sequence[Column], options: Options) -> Iterator[str]:
    paint = Paint(options.colour)
    cells = [[_shown(row, column, options) for column in columns] for row in inventory.rows]
    widths = _widths([[[column.heading] for column in columns], *cells], options.width)
    heads = [_folded([column.heading], width) for column, width in zip(columns, widths, strict=True)]
    yield from (paint(line.rstrip(), "strong") for line in _laid_out(heads, widths, [""] * len(columns), paint))
    yield GAP.join("-" * width for width in widths)
    apart = False
    for row, of_row in zip(inventory.rows, cells, strict=True):
        folded = [_folded(lines, width) for lines, width in zip(of_row, widths, strict=True)]
        is_high = any(len(lines) > 1 for lines in folded)
        if apart:
            yield ""
        apart = is_high
        styles = ["undecided" if _is_open(row, column) else "" for column in columns]
        yield from _laid_out(folded, widths, styles, paint)


def _laid_out(folded: Sequence[Sequence[str]], widths: Sequence[int], styles: Sequence[str], paint: Paint) -> Iterator[str]:
    for index in range(max(map(len, folded))):
        padded = []
        for lines, width, style in zip(folded, widths, styles, strict=True):
            text = lines[index] if index < len(lines) else ""
            padded.append((paint(text, style) if style else text) + " " * (width - display_width(text)))
        yield GAP.join(padded)


def _is_open(row: Row, column: Column) -> bool:
    return any(said.state is State.UNDECIDED for said in row.cell(column))


def _shown(row: Row, column: Column, options: Options) -> list[str]:
    """The lines of a cell; a pipe has one line for each bucket."""
    found = [visible(line, options.ascii) for line in lines_of(row, column)]
    return [" | ".join(found)] if options.width is None else found


def _widths(rows: Sequence[Sequence[Sequence[str]]], width: int | None) -> list[int]:
    """The width of each column: what it needs, but that those that need more than their share share what is left."""
    needed = [max(display_width(line) for row in rows for line in row[index]) for index in range(len(rows[0]))]
    if width is None:
        return needed
    left, room = set(range(len(needed))), width - len(GAP) * (len(needed) - 1)
    widths = list(needed)
    while left:
        share = max(room // len(left), 1)
        content = {index for index in left if needed[index] <= share}
        if not content:
            for number, index in enumerate(sorted(left)):
                widths[index] = share + (number < room - share * len(left))
            break
        room -= sum(needed[index] for index in content)
        left -= content
    return widths


def _folded(lines: Sequence[str], room: int | None) -> list[str]:
    """Lines that are at most so wide, broken at spaces and indented where they go on."""
    if room is None:
        return list(lines)
    return [piece for line in lines for row in wrapped(line, room, len(GAP)) for piece in _broken(row, room)]


def _broken(row: str, room: int) -> Iterator[str]:
    """A row, and a word that is wider than it in pieces: after a joint such as `.`, where it has one."""
    glyphs = laid_out(row, False).glyphs
    start = len(row) - len(row.lstrip(" "))
    while len(glyphs) > room:
        joints = [index for index in range(start + 2, room + 1) if glyphs[index - 1] in _JOINTS]
        cut = max(joints, default=room - (glyphs[room] == "" and room > 1))  # no wide character is cut in two
        yield "".join(glyphs[:cut])
        glyphs = [*GAP, *glyphs[cut:]] if room >= LEAST else glyphs[cut:]
        start = len(GAP) if room >= LEAST else 0
    yield "".join(glyphs)
