"""Tables of AWS's facts, in JSON beside this file, each with its source and the day on which it was read.

`actions`: S3's actions by what they act on. `stores`: some actions of the services beside S3 whose stores have policies of
their own, by the prefix of their names; what else a policy names counts, too. `log_accounts`: AWS's own accounts that deliver
logs into customers' buckets, by region.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from functools import cache
from typing import Any


@cache
def table(name: str) -> Mapping[str, Any]:
    """A table by its name; read when it is first asked for."""
    with open(os.path.join(os.path.dirname(__file__), f"{name}.json"), encoding="utf-8") as stream:
        found: dict[str, Any] = json.load(stream)
    return found
