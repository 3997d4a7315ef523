"""The characters that stand for what a text does not spell out: symbols, unknown parts, and wildcards that mean themselves.

Policies are compared with requests as plain strings, so everything else than a literal is one character each, from the planes
that Unicode leaves to private use. What they stand for is known within one decision only (`symbols.Names`).

    U+F0000 … U+F00FF     left to readers of texts: the mark of a piece while JSON is scanned, which no result contains
    U+F0100 … U+F7FFF     symbols: fixed, although nobody can read them off the template (the name of a declared bucket)
    U+F8000 … U+FFFEE     references to a store's own resources, in the order of the open characters that they replace
    U+FFFEF               a character that no pattern names
    U+FFFF0, U+FFFF1      a `*` and a `?` that stand for themselves
    U+100000 … U+100FFF   open: facts of the deployment (the region), and texts as little known, which hold no wildcard
    U+101000 … U+10FFFD   open: texts that nobody knows, which may hold wildcards and policy variables, too
    U+10FFFE              open: the value of a policy variable in a request of which only a part is chosen

A literal of a template is public: what it has of these characters becomes U+FFFD. A text in ASCII has none, which is what most
functions here look at first.
"""

from __future__ import annotations

_PRIVATE = 0xF0000
_SYMBOLS = 0xF0100
_OWN = 0xF8000
_OPEN = 0x100000
_UNKNOWN = 0x101000
_LAST_UNKNOWN = 0x10FFFD

UNNAMED = "\U000fffef"
LITERAL_STAR = "\U000ffff0"
LITERAL_QUESTION = "\U000ffff1"
OPEN_VARIABLE = "\U0010fffe"

NATURAL = {LITERAL_STAR: "*", LITERAL_QUESTION: "?"}
"""What the characters that stand for themselves match."""

# Compiled when first used, as most policies are in ASCII.
CUT_VARIABLE = f"\\$(?:\\{{[^}}{chr(_OPEN)}-\U0010ffff]*)?[{chr(_OPEN)}-\U0010ffff]"
"""The beginning of a policy variable, `$` or `${…`, whose rest is open."""

END_OF_VARIABLE = f"([{chr(_UNKNOWN)}-\U0010ffff])[^{{}}]*\\}}"
"""The end of a policy variable that an unknown part may begin, which is the group."""


def symbol(number: int) -> str:
    """The character of the symbol that was met as the `number`th, from 0."""
    return chr(_SYMBOLS + number)


def opened(number: int, *, is_plain: bool) -> str:
    """The character of the open text that was met as the `number`th, from 0; the last one serves all that are too many.

    With `is_plain` it holds no wildcard and no policy variable.
    """
    return chr(min((_OPEN if is_plain else _UNKNOWN) + number, _LAST_UNKNOWN))


def is_open(character: str) -> bool:
    """Whether a character stands for a text that nobody knows yet."""
    return ord(character) >= _OPEN


def open_characters(text: str) -> tuple[str, ...]:
    """The open characters of a text."""
    if text.isascii() or max(text) < chr(_OPEN):
        return ()
    return tuple(character for character in text if is_open(character))


def has_unknown(text: str) -> bool:
    """Whether a part of the text is unknown and not merely a fact of the deployment: it may hold wildcards or variables."""
    return not text.isascii() and max(text) >= chr(_UNKNOWN)


STRANGE_ACCOUNTS = ("999999999999", "888888888888", "777777777777")
"""Accounts to stand for one that no policy names; the first that a policy does not name is taken."""

_STRANGE = frozenset((*STRANGE_ACCOUNTS, "other", "AIDASTRANGER", "o-stranger", "vpc-stranger", "vpce-stranger"))


def is_strange(value: str) -> bool:
    """Whether a value was made to be none that the policy means, whatever its unknown texts turn out to be.

    There always is such a value, so one that is compared with an unknown text is another one.
    """
    fields = value.split(":", 5)
    return (fields[4] if len(fields) > 4 else value.rstrip("x").partition("/")[0]) in _STRANGE


def is_private(character: str) -> bool:
    """Whether a character stands for something."""
    return ord(character) >= _PRIVATE


def public(literal: str) -> str:
    """A literal of the template without characters that stand for something here."""
    if literal.isascii() or max(literal) < chr(_PRIVATE):
        return literal
    return "".join("\ufffd" if is_private(character) else character for character in literal)


def own(text: str) -> str:
    """The text with each open part as a fixed thing of its own."""
    return "".join(chr(ord(one) - _OPEN + _OWN) if is_open(one) else one for one in text)


def verbatim(text: str) -> str:
    """The text as a pattern that matches only itself."""
    return text.replace("*", LITERAL_STAR).replace("?", LITERAL_QUESTION)


def natural(text: str) -> str:
    """The text with wildcards that stand for themselves as people write them."""
    return text if text.isascii() else "".join(NATURAL.get(character, character) for character in text)
