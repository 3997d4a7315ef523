"""Offsets of a text as lines and columns."""

from __future__ import annotations

import pytest

from s3lint.base.source import Position, Source

TEXT = "ä😀b\r\n\t𝒳y"


@pytest.mark.parametrize(
    ("offset", "characters", "utf16"),
    [
        (0, Position(1, 1), Position(1, 1)),
        (1, Position(1, 2), Position(1, 2)),  # ä is one unit
        (2, Position(1, 3), Position(1, 4)),  # 😀 is two
        (3, Position(1, 4), Position(1, 5)),
        (5, Position(2, 1), Position(2, 1)),
        (6, Position(2, 2), Position(2, 2)),
        (7, Position(2, 3), Position(2, 4)),
        (8, Position(2, 4), Position(2, 5)),  # the end of the text
    ],
)
def test_columns_count_characters_or_utf_16_units(offset: int, characters: Position, utf16: Position) -> None:
    source = Source("main.tf", TEXT)
    assert source.position(offset) == characters
    assert source.utf16_position(offset) == utf16
