"""An inventory as a table in GitHub Flavored Markdown. What templates say is text in it, never markup."""

from __future__ import annotations

import re

from s3lint.inventory.buckets import Inventory
from s3lint.outputs.characters import visible
from s3lint.outputs.inventory.cells import columns_of, lines_of
from s3lint.outputs.options import Options

_MARKUP = re.compile(r"([\\`*_{}\[\]()#!|~$:@])")
"""What can be markup within a cell, a link that is written without any, or a mention; `<`, `>` and `&` are entities."""


def render(inventory: Inventory, options: Options) -> str:
    columns = columns_of(options)
    rows = [[column.heading for column in columns], ["---"] * len(columns)]
    rows += [["<br>".join(map(_escaped, lines_of(row, column))) for column in columns] for row in inventory.rows]
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


def _escaped(text: str) -> str:
    text = visible(text, False).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _MARKUP.sub(r"\\\1", text)
