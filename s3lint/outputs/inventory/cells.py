"""What all forms of an inventory share: which columns they show, and what a cell says in words."""

from __future__ import annotations

from s3lint.inventory.buckets import Cell, Row
from s3lint.inventory.columns import COLUMNS, Column, chosen
from s3lint.inventory.said import Said
from s3lint.outputs.options import Options
from s3lint.outputs.wording import enumerated


def columns_of(options: Options) -> tuple[Column, ...]:
    """Those that are asked for, or all."""
    return chosen(options.columns) or COLUMNS


def case_text(said: Said) -> str:
    """What is said, with the cases in which it is so."""
    return f"{said.text} when {enumerated(said.cases, 'or', all_named=True)}" if said.cases else said.text


def lines(cell: Cell) -> list[str]:
    """A line for each case."""
    return [case_text(said) for said in cell]


def lines_of(row: Row, column: Column) -> list[str]:
    """The lines of one cell of a row; its address says, too, when the bucket exists."""
    found = lines(row.cell(column))
    if column.name == "address" and row.exists:
        found[0] += f" (there when {enumerated(row.exists, 'or', all_named=True)})"
    return found
