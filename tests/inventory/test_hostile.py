"""What templates say is text in every form, whatever it holds."""

from __future__ import annotations

import csv
import io
import json
import re

import pytest

from s3lint.outputs import render
from s3lint.outputs.options import Options
from tests.inventory.surveys import TERRAFORM, survey
from tests.inventory.test_html import Page

NASTY = [
    "<script>alert(1)</script>",
    "</style></script><img src=x onerror=alert(1)>",
    '" onmouseover="alert(1)',
    "=HYPERLINK(0)",
    "+1+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(1)",
    "  =1+1",
    "\uff1d1",
    "a|b `code` **bold** [link](http://evil.example) ![x](y) | # ~~x~~",
    "red \u001b[31m, bell \u0007, left \u202e, zero \u200b, line\r\nbreak\ttab",
]


def hostile() -> str:
    """A bucket for each text, with it as name, tag and prefix, one in an address, one in a policy."""
    blocks = [
        f'resource "aws_s3_bucket" "b{number}" {{\n  bucket = {json.dumps(text)}\n  tags = {{ {json.dumps(text)} = "v" }}\n}}\n'
        for number, text in enumerate(NASTY)
    ]
    keys = json.dumps(NASTY[:2])
    blocks.append(f'resource "aws_s3_bucket" "each" {{\n  for_each = toset({keys})\n  bucket = "x-${{length(each.key)}}"\n}}\n')
    return "".join(blocks)


def written(form: str, width: int | None = None) -> str:
    return render(form, survey(hostile(), TERRAFORM), Options(width=width), "inventory")


def test_html() -> None:
    text = written("html")
    found = Page(text)
    assert len(found.of("script")) == len(found.of("style")) == 1
    assert found.of("img") == []
    assert not any(key.startswith("on") for _, attributes in found.elements for key in attributes)
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f\u202e\u200b]", text)


def test_csv() -> None:
    rows = list(csv.reader(io.StringIO(written("csv"))))
    assert len(rows) == len(NASTY) + 3
    assert {len(row) for row in rows} == {15}
    for row in rows:
        for cell in row:
            assert not re.match(r"\s*[=+\-@\uff1d\uff0b\uff0d\uff20]", cell)
            assert not re.search(r"[\x00-\x1f\x7f\u202e\u200b]", cell)
    names = [row[2] for row in rows]
    assert "'=HYPERLINK(0)" in names
    assert "'@SUM(1)" in names


def test_markdown() -> None:
    lines = written("markdown").splitlines()
    assert len(lines) == len(NASTY) + 4
    for line in lines:
        bare = re.sub(r"\\[\\`*_{}\[\]()#!|~$:@]", "", line).replace("<br>", "")
        assert bare.count("|") == 16
        assert not re.search(r"[`*\[\]<>]", bare)
        assert not re.search(r"[\x00-\x1f\x7f\u202e\u200b]", line)


@pytest.mark.parametrize("width", [None, 50, 120])
def test_table(width: int | None) -> None:
    text = written("table", width)
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f\u202e\u200b]", text)
    if width is not None:
        assert max(len(line.encode("utf-16-le")) // 2 for line in text.splitlines()) <= width


def test_json() -> None:
    text = written("json")
    assert text.isascii()
    names = [bucket["settings"]["name"][0]["value"] for bucket in json.loads(text)["buckets"]]
    assert names[: len(NASTY)] == NASTY


def test_what_is_sensitive_is_left_out() -> None:
    tree = """
        variable "token" {
          default   = "s3cr3t-token-value"
          sensitive = true
        }
        resource "aws_s3_bucket" "b" {
          bucket = "acme"
          tags   = { Token = var.token }
        }
        """
    for form in ("table", "json", "csv", "markdown", "html"):
        text = render(form, survey(tree, TERRAFORM), Options(), "inventory")
        assert "s3cr3t-token-value" not in text
        assert "sensitive" in text
