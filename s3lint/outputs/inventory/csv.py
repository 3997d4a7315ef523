"""An inventory for spreadsheets: a line for each bucket, cases in one cell parted by `|`; nothing in it is a formula.

A cell that begins as a formula does is written with an apostrophe before it, which spreadsheets take for text.
Source: https://owasp.org/www-community/attacks/CSV_Injection
"""

from __future__ import annotations

import csv
import io

from s3lint.inventory.buckets import Inventory
from s3lint.outputs.characters import visible
from s3lint.outputs.inventory.cells import columns_of, lines_of
from s3lint.outputs.options import Options

_FORMULA = tuple("=+-@\uff1d\uff0b\uff0d\uff20")
"""What a formula begins with, in wide characters too; white space before it does not matter."""


def render(inventory: Inventory, options: Options) -> str:
    columns = columns_of(options)
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(column.name for column in columns)
    for row in inventory.rows:
        writer.writerow(_harmless(visible(" | ".join(lines_of(row, column)), False)) for column in columns)
    return text.getvalue()


def _harmless(text: str) -> str:
    return f"'{text}" if text.lstrip().startswith(_FORMULA) else text
