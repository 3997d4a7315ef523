"""python-hcl2's parse of a text, or its error as a place and what was expected there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from s3lint.languages.terraform.syntax.strings import Refusal

if TYPE_CHECKING:
    from lark import Token as Leaf
    from lark import Tree

    Branch = Tree[Any]
    Node = Branch | Leaf

MAX_TEXT = 500_000
"""A longer text is not given to python-hcl2, which reads about 700,000 characters a second."""

MAX_HEREDOC_WORK = 20_000_000
"""The text's length times its `<<` may not exceed this: python-hcl2 looks for the end of each from there."""

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


def tree(text: str) -> Tree[Any] | Refusal:
    size = len(text)
    if size > MAX_TEXT or size * text.count("<<") > MAX_HEREDOC_WORK:
        return Refusal("expected HCL; the text is too long to say more", 0, min(1, size))
    import hcl2  # 60 ms with its parser tables, so only for texts that tree-sitter refuses
    from lark.exceptions import UnexpectedCharacters, UnexpectedInput, UnexpectedToken

    try:
        return hcl2.parses_to_tree(text)
    except UnexpectedToken as error:
        start = size if error.token.type == "$END" else min(error.token.start_pos or 0, size)
        return _refusal(text, start, set(error.expected))
    except UnexpectedCharacters as error:
        start = min(error.pos_in_stream or 0, size)
        return _refusal(text, start, set(error.allowed or ()))
    except UnexpectedInput as error:
        return Refusal("expected HCL", min(error.pos_in_stream or 0, size), size)


def _refusal(text: str, start: int, expected: set[str]) -> Refusal:
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
        case "\n" | "\r":
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


def kids(node: Node) -> list[Node]:
    """The children that are not line ends and comments; a token has none."""
    if isinstance(node, str):
        return []
    return [child for child in node.children if isinstance(child, str) or child.data != "new_line_or_comment"]


def start_of(node: Node) -> int:
    while not isinstance(node, str):
        node = kids(node)[0]
    skipped = len(node) - len(node.lstrip(" \t")) if node.type in ("EQ", "COLON") else 0
    return (node.start_pos or 0) + skipped


def end_of(node: Node) -> int:
    """Where the last token ends; a heredoc's token holds the line end after its marker."""
    while not isinstance(node, str):
        node = kids(node)[-1]
    text = str(node)
    return (node.end_pos or 0) - (len(text) - len(text.rstrip()) if node.type.startswith("HEREDOC") else 0)
