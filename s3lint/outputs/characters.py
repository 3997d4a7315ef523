"""Text for a terminal: nothing that moves the cursor, columns as wide as they look, ASCII where nothing else can be shown."""

from __future__ import annotations

from s3lint.base.record import Record

TAB_STOP = 4
REPLACEMENT = "\ufffd"
_TYPOGRAPHY = {
    ord(character): plain
    for character, plain in (("…", "..."), ("–", "-"), ("—", "-"), ("→", "->"), ("‘", "'"), ("’", "'"), ("“", '"'), ("”", '"'))
}


def visible(text: str, ascii: bool) -> str:
    """The text on one line: white space as spaces, control and direction characters replaced, since files can hold any."""
    if not text.isprintable():
        text = "".join(_shown(character) for character in text)
    if ascii and not text.isascii():
        text = text.translate(_TYPOGRAPHY).replace(REPLACEMENT, "?").encode("ascii", "backslashreplace").decode("ascii")
    return text


def _shown(character: str) -> str:
    if character.isprintable():
        return character
    return " " if character.isspace() else REPLACEMENT


class Cells(Record):
    """A line of text laid out in columns.

    `glyphs` has one item per column; the second column of a wide character is empty, and a combining mark stands with
    the character it belongs to. `columns` has the column of each character, and of the end.
    """

    glyphs: list[str]
    columns: list[int]


def laid_out(line: str, ascii: bool) -> Cells:
    """The columns of a line, tabs expanded."""
    if line.isascii() and line.isprintable():
        return Cells(list(line), list(range(len(line) + 1)))
    from unicodedata import combining, east_asian_width  # most lines need no tables

    glyphs: list[str] = []
    columns: list[int] = []
    for character in line:
        columns.append(len(glyphs))
        if character == "\t":
            glyphs += " " * (TAB_STOP - len(glyphs) % TAB_STOP)
        elif ascii:
            glyphs.append(character if " " <= character <= "~" else "?")
        elif combining(character) and glyphs:
            columns[-1] = len(glyphs) - 1
            glyphs[-1] += character
        else:
            glyphs.append(_shown(character))
            if east_asian_width(character) in "WF":
                glyphs.append("" if glyphs[-1] != " " else " ")
    columns.append(len(glyphs))
    return Cells(glyphs, columns)


def display_width(text: str) -> int:
    """How many columns a visible text takes."""
    return len(text) if text.isascii() else len(laid_out(text, False).glyphs)


def wrapped(text: str, room: int | None, hanging: int) -> list[str]:
    """The text in rows of at most `room` columns, broken at spaces, all but the first indented. A long word stays whole."""
    if room is None or display_width(text) <= room:
        return [text]
    first, *words = text.lstrip(" ").split(" ")
    row = " " * (len(text) - len(text.lstrip(" "))) + first
    rows: list[str] = []
    used = display_width(row)
    for word in words:
        width = display_width(word)
        if used + 1 + width > room:
            rows.append(row.rstrip())
            row, used = " " * hanging + word, hanging + width
        else:
            row, used = f"{row} {word}", used + 1 + width
    return [*rows, row]


_STYLES = {
    "error": "1;31",
    "warning": "1;33",
    "info": "1;36",
    "undecided": "1;35",
    "pass": "1;32",
    "not applicable": "1;36",
    "strong": "1",
    "frame": "1;34",
}


class Paint(Record):
    """Colours by meaning (a level, `strong`, `frame`), or none."""

    on: bool

    def __call__(self, text: str, style: str) -> str:
        return f"\x1b[{_STYLES[style]}m{text}\x1b[0m" if self.on and text else text
