"""What libyaml does not read as JSON means it: escaped surrogate pairs, and tabs before the first bracket."""

from __future__ import annotations

_SHIFT = 0x800
"""Moves the halves of surrogate pairs (U+D800…) to private characters (U+E000…), which libyaml accepts in escapes."""


def readable(text: str) -> tuple[str, bool]:
    """The text as libyaml can read it, every character at its old offset; and whether halves of pairs were shifted."""
    lead = len(text) - len(text.lstrip(" \t\r\n"))
    if text[lead : lead + 1] in ("{", "[") and "\t" in text[:lead]:
        text = text[:lead].replace("\t", " ") + text[lead:]
    if "\\ud" not in text and "\\uD" not in text:
        return text, False
    import re  # only such files need it

    def shifted(match: re.Match[str]) -> str:
        return f"{match[1]}\\u{int(match[2], 16) + _SHIFT:04x}"

    text, count = re.subn(r"((?<!\\)(?:\\\\)*)\\u([dD][89a-fA-F][0-9a-fA-F]{2})", shifted, text)
    return text, count > 0


def rejoined(value: str, written: str) -> str:
    """The value of a quoted string of a text whose surrogate pairs were shifted; `written` is it with its quotes."""
    if not any("\ue000" <= character <= "\ue7ff" for character in value):
        return value
    import json  # only such files need it

    try:
        decoded: str = json.loads(written[written.find('"') :], strict=False)
    except ValueError:
        return value
    return decoded.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
