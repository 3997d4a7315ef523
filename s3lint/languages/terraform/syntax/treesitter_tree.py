"""tree-sitter's parse of a text of native HCL, its numbers and how deep it may nest.

The buffer that tree-sitter parses has one ASCII character for every character of the text, so that its byte offsets are
the text's offsets.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from s3lint.base.numbers import is_number, number_of
from s3lint.languages.terraform.syntax.strings import Refusal

if TYPE_CHECKING:
    from tree_sitter import Parser, Tree

MAX_DEPTH = 100
"""How deep expressions, and blocks, may nest. A chain of operators or of attributes is one level, however long."""

MAX_DIGITS = 4096
"""Digits of a number, before and after its point."""

_NON_ASCII = re.compile(r"[^\x00-\x7f]")
_EXPONENT = re.compile(r"(?<=[0-9])[eE][+-]?(?=[0-9])")
_parsers: list[Parser] = []


def masked(text: str) -> bytes:
    """The text for tree-sitter: same length, ASCII only, exponents (which its grammar lacks) as digits."""
    if not text.isascii():
        text = _NON_ASCII.sub(_stand_in, text)
    return _EXPONENT.sub(_digits, text).encode("ascii")


def _stand_in(match: re.Match[str]) -> str:
    character = match.group()
    if character.isidentifier():
        return chr(ord("a") + ord(character) % 26)
    return "0" if ("a" + character).isidentifier() else "\x7f"


def _digits(match: re.Match[str]) -> str:
    return "0" * len(match.group())


def parsed(buffer: bytes) -> Tree:
    if not _parsers:
        import tree_sitter  # a native module that only Terraform needs
        import tree_sitter_hcl

        _parsers.append(tree_sitter.Parser(tree_sitter.Language(tree_sitter_hcl.language())))
    return _parsers[0].parse(buffer)


def number(text: str, start: int) -> int | Decimal:
    """A number as HCL writes it, at an offset; a whole one of moderate size is an int. Raises Refusal."""
    if not is_number(text):
        raise Refusal("expected a decimal number", start, start + len(text))
    value = number_of(text, MAX_DIGITS)
    if value is None:
        raise Refusal(f"expected a number of at most {MAX_DIGITS} digits, the limit of s3lint", start, start + len(text))
    return value
