"""Makes `actions.json` from AWS's machine-readable service reference.

    curl -o s3.json https://servicereference.us-east-1.amazonaws.com/v1/s3/s3.json
    python docs/refresh_actions.py s3.json 2026-11-20 > s3lint/policy/language/actions.json

The second argument is the day on which the reference was read. s3lint itself never opens a connection.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from typing import Any

SOURCE = "Service Authorization Reference: Actions, resources, and condition keys for Amazon S3"

_UNGOVERNED = frozenset(("CreateBucket",))
"""Acts on a bucket that does not exist yet, so that no bucket policy governs it."""


def table(reference: Mapping[str, Any], date: str) -> dict[str, str | list[str]]:
    """The actions by what they act on: an object, a bucket, or neither (`elsewhere`). A KeyError where the shape is another."""
    kinds: dict[str, list[str]] = {"object": [], "bucket": [], "elsewhere": []}
    for action in reference["Actions"]:
        name = action["Name"]
        resources = {resource["Name"] for resource in action.get("Resources", ())}
        kind = next((kind for kind in ("object", "bucket") if kind in resources and name not in _UNGOVERNED), "elsewhere")
        kinds[kind].append(name)
    return {"source": SOURCE, "date": date, **{kind: sorted(names) for kind, names in kinds.items()}}


def main(arguments: list[str]) -> int:
    if len(arguments) != 2:
        sys.stderr.write("expected the path of s3.json and a date, such as: s3.json 2026-11-20\n")
        return 2
    path, date = arguments
    with open(path, encoding="utf-8") as stream:
        json.dump(table(json.load(stream), date), sys.stdout, indent=1)
    sys.stdout.write("\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
