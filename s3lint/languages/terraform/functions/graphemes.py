"""What readers take for one character: the grapheme clusters that Terraform counts (UAX #29)."""

from __future__ import annotations

_JOINER = "\u200d"


def clusters(text: str) -> list[str]:
    if text.isascii() and "\r" not in text:
        return list(text)
    found: list[str] = []
    for character in text:
        if found and _continues(found[-1], character):
            found[-1] += character
        else:
            found.append(character)
    return found


def _continues(cluster: str, character: str) -> bool:
    import unicodedata  # only needed for text beyond ASCII

    before = cluster[-1]
    if before == "\r":
        return character == "\n"
    if character == _JOINER or unicodedata.category(character) in ("Mn", "Me", "Mc") or _is_modifier(character):
        return before not in "\r\n"
    if before == _JOINER:
        return unicodedata.category(character) == "So"
    if _is_regional(character):
        return _is_regional(before) and len(cluster) % 2 == 1
    return _hangul_continues(before, character)


def _is_modifier(character: str) -> bool:
    return "\U0001f3fb" <= character <= "\U0001f3ff" or "\U000e0020" <= character <= "\U000e007f"


def _is_regional(character: str) -> bool:
    return "\U0001f1e6" <= character <= "\U0001f1ff"


def _hangul_continues(before: str, character: str) -> bool:
    """Jamo of one syllable: leading consonants, vowels, final consonants."""
    if "\u1100" <= before <= "\u115f":
        return "\u1100" <= character <= "\u11a7" or "\uac00" <= character <= "\ud7a3"
    ends_open = "\uac00" <= before <= "\ud7a3" and (ord(before) - 0xAC00) % 28 == 0
    if "\u1160" <= before <= "\u11a7" or ends_open:
        return "\u1160" <= character <= "\u11ff"
    if "\u11a8" <= before <= "\u11ff" or "\uac00" <= before <= "\ud7a3":
        return "\u11a8" <= character <= "\u11ff"
    return False
