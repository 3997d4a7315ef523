"""Inventories of texts."""

from __future__ import annotations

from textwrap import dedent

from s3lint.inventory.buckets import Inventory, Row, inventory
from s3lint.inventory.columns import COLUMNS
from s3lint.inventory.said import Said
from s3lint.languages.inputs import Inputs
from s3lint.outputs.inventory.cells import case_text
from s3lint.run.profile import covered
from s3lint.run.question import Settings
from s3lint.run.registry import listed

CLOUDFORMATION, TERRAFORM = "template.yaml", "main.tf"


def survey(text: str, path: str = CLOUDFORMATION, *profiles: str, account: str = "") -> Inventory:
    settings = Settings(select=profiles or ("default",), inputs=Inputs(account=account), scopes=False)
    standards = covered(profiles, {rule.name for rule in listed()})
    return inventory((), settings, standards, {path: dedent(text)})


def row_of(text: str, path: str = CLOUDFORMATION, *, account: str = "") -> Row:
    [row] = survey(text, path, account=account).rows
    return row


def said_in(row: Row, name: str) -> tuple[Said, ...]:
    return row.cell(next(column for column in COLUMNS if column.name == name))


def words_in(row: Row, name: str) -> list[str]:
    return [case_text(said) for said in said_in(row, name)]
