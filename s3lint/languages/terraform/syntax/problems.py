"""What is wrong in a text that tree-sitter refuses: python-hcl2 says what it expected and where.

Its tree is not used. It is told only code, so that what it can't read of strings and comments does not lead astray.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from s3lint.languages.terraform.syntax.lexical import plain
from s3lint.languages.terraform.syntax.strings import Refusal

if TYPE_CHECKING:
    from tree_sitter import Node

MAX_TEXT = 100_000
"""A longer text is not given to python-hcl2, which takes a tenth of a second for so much, and two in the worst case."""

_EXPRESSION_STARTS = {"LSQB", "LPAR", "LBRACE", "INT_LITERAL"}
_OPERATORS = ("=>", "==", "!=", "<=", ">=", "&&", "||", "::")
_WORDS = {
    "RBRACE": "`}`",
    "LBRACE": "`{`",
    "RSQB": "`]`",
    "LSQB": "`[`",
    "RPAR": "`)`",
    "LPAR": "`(`",
    "COMMA": "`,`",
    "COLON": "`:`",
    "EQ": "`=`",
    "DBLQUOTE": '`"`',
    "QMARK": "`?`",
    "FOR_OBJECT_ARROW": "`=>`",
    "NL_OR_COMMENT": "a new line",
    "NAME": "a name",
}


def refusal(text: str, root: Node) -> Refusal:
    """Why a text is no HCL. `root` is tree-sitter's tree, which has an error."""
    code, flaw = plain(text)
    if flaw is not None:
        return flaw
    size = len(text)
    if size > MAX_TEXT:
        return _at_error(text, root, "expected HCL; the text is too long to say more")
    import hcl2  # 60 ms with its parser tables, so only for texts that tree-sitter refuses
    from lark.exceptions import UnexpectedCharacters, UnexpectedInput, UnexpectedToken

    try:
        hcl2.parses_to_tree(code)
    except UnexpectedToken as error:
        start = size if error.token.type == "$END" else min(error.token.start_pos or 0, size)
        return _expected(text, start, set(error.expected))
    except UnexpectedCharacters as error:
        return _expected(text, min(error.pos_in_stream or 0, size), set(error.allowed or ()))
    except UnexpectedInput as error:
        return Refusal("expected HCL", min(error.pos_in_stream or 0, size), size)
    return _at_error(text, root, "expected HCL")


def _at_error(text: str, root: Node, message: str) -> Refusal:
    """Where tree-sitter gave up first, to the end of that line."""
    node = root
    while node.type != "ERROR" and not node.is_missing:
        node = next(child for child in node.children if child.has_error)
    line_end = text.find("\n", node.start_byte)
    return Refusal(message, node.start_byte, len(text) if line_end < 0 else line_end)


def _expected(text: str, start: int, expected: set[str]) -> Refusal:
    """Of one character, or of none at the end of a line or of the text."""
    while text[start : start + 1] in (" ", "\t"):
        start += 1
    end = start if text[start : start + 1] in ("", "\r", "\n") else start + 1
    return Refusal(_message(text, start, expected), start, end)


def _message(text: str, start: int, expected: set[str]) -> str:
    if expected >= _EXPRESSION_STARTS:
        words = "an expression"
    else:
        expected = expected - {"NL_OR_COMMENT"} if len(expected) > 2 else expected
        known = [word for name, word in _WORDS.items() if name in expected]
        words = " or ".join(filter(None, (", ".join(known[:-1]), known[-1]))) if known else "something else"
    return f"expected {words}, found {_found(text, start)}"


def _found(text: str, start: int) -> str:
    character = text[start : start + 1]
    match character:
        case "":
            return "the end of the file"
        case "\n":
            return "the end of the line"
        case _ if character.isalnum() or character == "_":
            end = start
            while end < len(text) and end - start < 30 and (text[end].isalnum() or text[end] in "_-"):
                end += 1
            return f"`{text[start:end]}`"
        case _ if text[start : start + 2] in _OPERATORS:
            return f"`{text[start : start + 2]}`"
        case _ if character.isprintable():
            return f"`{character}`"
        case _:
            return f"the character U+{ord(character):04X}"
