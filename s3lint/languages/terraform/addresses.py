"""Addresses of instances, and of the blocks that they come from."""

from __future__ import annotations


def block_of(address: str) -> str:
    """An address without instance keys."""
    parts: list[str] = []
    rest = address
    while "[" in rest:
        before, _, after = rest.partition("[")
        parts.append(before)
        rest = _after_key(after)
    return "".join(parts) + rest


def _after_key(text: str) -> str:
    """What follows a key's closing bracket; a quoted key may hold brackets and escaped quotes."""
    if not text.startswith('"'):
        return text.partition("]")[2]
    index = 1
    while index < len(text) and text[index] != '"':
        index += 2 if text[index] == "\\" else 1
    return text[index + 2 :]
