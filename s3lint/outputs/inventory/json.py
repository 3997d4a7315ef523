"""An inventory for programs, described field by field in `inventory-v1.schema.json` beside this module."""

from __future__ import annotations

import json
from typing import Any

from s3lint.inventory.buckets import Inventory, Row
from s3lint.inventory.columns import Column
from s3lint.inventory.coverage import Coverage
from s3lint.inventory.said import Said
from s3lint.outputs.inventory.cells import columns_of
from s3lint.outputs.json import SCHEMA_VERSION, Writer
from s3lint.outputs.options import Options
from s3lint.version import VERSION

SCHEMA_FILE = "inventory-v1.schema.json"


def render(inventory: Inventory, options: Options) -> str:
    """JSON in ASCII, so that any stream can carry it; the same inventory gives the same text."""
    writer = Writer(inventory.report)
    columns = tuple(column for column in columns_of(options) if column.name not in ("address", "place", "unit"))
    log: dict[str, Any] = {
        "schema_version": SCHEMA_VERSION,
        "tool": {"name": "s3lint", "version": VERSION},
        "buckets": [_bucket(row, columns, writer) for row in inventory.rows],
        "other_findings": [writer.finding(finding) for finding in inventory.others],
        "problems": [writer.finding(finding) for finding in inventory.report.problems],
        "profiles": [_coverage(one) for one in inventory.coverage],
        "rules": [descriptor.name for descriptor in inventory.report.descriptors()],
        "counts": {"buckets": len(inventory.rows), "undecided": sum(row.is_open for row in inventory.rows)},
    }
    return json.dumps(log, indent=2) + "\n"


def _bucket(row: Row, columns: tuple[Column, ...], writer: Writer) -> dict[str, Any]:
    return {
        "address": row.address,
        "unit": row.unit,
        "location": writer.location(row.origin.source, row.origin.span),
        "exists_when": list(row.exists),
        "basis": row.basis,
        "settings": {column.name: [_said(said, writer) for said in row.cell(column)] for column in columns},
        "findings": [writer.finding(finding) for finding in row.findings],
    }


def _said(said: Said, writer: Writer) -> dict[str, Any]:
    return {
        "value": said.text,
        "state": said.state.value,
        "cases": list(said.cases),
        "inputs": list(said.inputs),
        "note": said.note,
        "kinds": list(said.kinds),
        "location": writer.location(said.origin.source, said.origin.span),
    }


def _coverage(coverage: Coverage) -> dict[str, Any]:
    profile = coverage.profile
    return {
        "name": profile.name,
        "title": profile.title,
        "source": profile.source,
        "controls": [
            {
                "id": tally.control.id,
                "title": tally.control.title,
                "rules": list(tally.control.rules),
                "why": tally.control.why,
                "failing_buckets": tally.failing,
                "undecided_buckets": tally.undecided,
                "other_findings": tally.others,
            }
            for tally in coverage.tallies
        ],
    }
