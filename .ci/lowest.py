"""Constraints for pip that pin everything pyproject.toml names to the lowest version that it allows.

`python .ci/lowest.py [EXTRA …] >constraints.txt`. What the named packages need themselves stays as new as they allow.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

LOWEST = re.compile(r"(?P<name>[\w.-]+)(?:\[[^\]]*\])?\s*>=\s*(?P<version>[\w.]+)")


def constraints(extras: list[str]) -> list[str]:
    project = tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    named = [*project["dependencies"], *(each for extra in extras for each in project["optional-dependencies"][extra])]
    found = []
    for requirement in named:
        lowest = LOWEST.match(requirement)
        if lowest is None:
            raise SystemExit(f"pyproject.toml: expected a lowest version in {requirement!r}")
        found.append(f"{lowest['name']}=={lowest['version']}")
    return found


if __name__ == "__main__":
    print("\n".join(constraints(sys.argv[1:])))
