"""The pages of the project as tests read them."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
FENCE = re.compile(r"^```([a-z]*)\n(.*?)^```", re.MULTILINE | re.DOTALL)


def text(page: str) -> str:
    return (ROOT / page).read_text(encoding="utf-8")


def blocks(page: str, language: str) -> list[str]:
    """The code of a page in one language."""
    return [code for name, code in FENCE.findall(text(page)) if name == language]


def prose(page: Path) -> str:
    return FENCE.sub("", page.read_text(encoding="utf-8"))


def toml(written: str) -> dict[str, Any]:
    table: dict[str, Any] = tomllib.loads(written)
    return table


def project() -> dict[str, Any]:
    """`pyproject.toml`, read."""
    return toml(text("pyproject.toml"))
