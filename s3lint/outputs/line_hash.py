"""The fingerprint of a line by which code-scanning services know a result again, `primaryLocationLineHash`.

The hash of a line is made of the 100 UTF-16 units from its start on, blanks and tabs left out and line ends made a line
feed: the polynomial of the units in 37, modulo 2**64. After the last unit of the text follow one of 65535 and zeros. The
n-th line with the same hash ends in `:n`. Lines end at a line feed, a carriage return, or both together.
"""

from __future__ import annotations

import re

WINDOW = 100
_BASE = 37
_MODULUS = 1 << 64
_END_OF_FILE = "\uffff"
_LINE_END = re.compile("\r\n?")
_ASTRAL = re.compile("[\U00010000-\U0010ffff]")


def line_windows(text: str) -> list[str]:
    """For each line of the text, the units that its hash is made of."""
    units = _LINE_END.sub("\n", text).replace(" ", "").replace("\t", "")
    if not units.isascii():
        units = _ASTRAL.sub(_surrogates, units)
    units += _END_OF_FILE
    starts = [0, *(match.end() for match in re.finditer("\n", units))]
    return [units[start : start + WINDOW] for start in starts]


def _surrogates(match: re.Match[str]) -> str:
    offset = ord(match.group()) - 0x10000
    return chr(0xD800 + (offset >> 10)) + chr(0xDC00 + (offset & 0x3FF))


def line_hash(windows: list[str], line: int) -> str:
    """The hash of a line, counted from 1. Lines with equal windows are those with equal hashes, and cheaper to count."""
    window = windows[line - 1]
    value = 0
    for unit in window:
        value = (value * _BASE + ord(unit)) % _MODULUS
    value = value * pow(_BASE, WINDOW - len(window), _MODULUS) % _MODULUS
    return f"{value:x}:{windows[:line].count(window)}"
