"""The page for auditors: one file that loads nothing, well-formed, and whole for keyboards, phones and readers of screens."""

from __future__ import annotations

import base64
import re
import shutil
import subprocess
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path

import pytest

from s3lint.outputs.inventory.html import render
from s3lint.outputs.options import Options
from tests.inventory.surveys import TERRAFORM, survey

TREE = """
variable "stage" {}
resource "aws_s3_bucket" "site" {
  bucket = "acme-site"
}
resource "aws_s3_bucket_policy" "site" {
  bucket = aws_s3_bucket.site.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = "*", Action = "s3:GetObject", Resource = "${aws_s3_bucket.site.arn}/*" }]
  })
}
resource "aws_s3_bucket" "ledger" {}
resource "aws_s3_bucket_versioning" "ledger" {
  bucket = aws_s3_bucket.ledger.id
  versioning_configuration {
    status = var.stage == "prod" ? "Enabled" : "Suspended"
  }
}
resource "aws_s3_access_point" "door" {
  bucket = "elsewhere"
  name   = "door"
  public_access_block_configuration {
    block_public_policy = false
  }
}
"""
VOID = ("meta", "input", "wbr")


class Page(HTMLParser):
    """The elements of a page with their attributes, in order; every element is closed where it should be."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: dict[str, list[str]] = {}
        self._open: list[str] = []
        self.feed(text)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        assert len(dict(attributes)) == len(attributes)
        self.elements.append((tag, dict(attributes)))
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, text: str) -> None:
        for tag in self._open[-1:]:
            self.texts.setdefault(tag, []).append(text)

    def of(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]


def page(*profiles: str) -> tuple[str, Page]:
    text = render(survey(TREE, TERRAFORM, *profiles), Options())
    return text, Page(text)


def test_it_loads_nothing_and_says_so() -> None:
    text, found = page("cis-aws-5.0")
    addresses = [
        (tag, value) for tag, attributes in found.elements for key, value in attributes.items() if key in ("src", "href")
    ]
    assert {tag for tag, _ in addresses} == {"a"}
    assert "url(" not in text
    assert "@import" not in text
    [policy] = [meta["content"] for meta in found.of("meta") if meta.get("http-equiv") == "Content-Security-Policy"]
    style, script = (re.search(rf"<{tag}>(.*?)</{tag}>", text, re.DOTALL) for tag in ("style", "script"))
    assert style is not None
    assert script is not None
    hashes = [base64.b64encode(sha256(match[1].encode()).digest()).decode() for match in (style, script)]
    of_style, of_script = (f"'sha256-{digest}'" for digest in hashes)
    assert policy == (f"default-src 'none'; style-src {of_style}; script-src {of_script}; base-uri 'none'; form-action 'none'")
    assert not any(key.startswith("on") or key == "style" for _, attributes in found.elements for key in attributes)


def test_the_same_inventory_gives_the_same_bytes() -> None:
    assert page()[0] == page()[0]


def test_a_keyboard_and_a_reader_find_everything() -> None:
    _, found = page("fsbp")
    assert found.of("html") == [{"lang": "en"}]
    labels = {label["for"] for label in found.of("label")}
    assert {field["id"] for field in (*found.of("input"), *found.of("select"))} == labels
    sortable = [head for head in found.of("th") if "aria-sort" in head]
    assert {head["aria-sort"] for head in sortable} == {"none"}
    assert len(sortable) == 8
    assert len(found.of("button")) == len(sortable) + 2
    ids = [attributes["id"] for _, attributes in found.elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    named = [attributes["aria-labelledby"] for _, attributes in found.elements if "aria-labelledby" in attributes]
    assert set(named) <= set(ids)
    assert [attributes for _, attributes in found.elements if attributes.get("role") == "status"] == [
        {"role": "status", "id": "shown"}
    ]


def test_each_bucket_has_its_settings_findings_and_controls() -> None:
    text, found = page()
    bodies = [body for body in found.of("tbody") if "id" in body]
    assert [(body["data-reach"], body["data-findings"], "data-open" in body) for body in bodies] == [
        ("public", "found grave", False),
        ("account", "found", True),
    ]
    assert len(found.of("details")) == 2
    assert "wildcard-principal" in found.texts["strong"]
    assert "plain-http-allowed" in found.texts["strong"]
    controls = [said for said in found.texts["span"] if said.startswith("Controls: ")]
    assert any("cis-aws-5.0 2.1.1" in said and "fsbp S3.5" in said for said in controls)
    assert "Findings about other things than buckets" in found.texts["h2"]
    assert "exposed-access-point" in text
    assert "write the inventory with" in text


def test_the_coverage_of_a_profile_stands_at_the_top() -> None:
    text, found = page("cis-aws-5.0")
    assert found.texts["h2"] == ["CIS AWS Foundations Benchmark 5.0.0", "Buckets"]
    assert text.index("CIS AWS") < text.index('id="buckets"')
    spans = found.texts["span"]
    assert "2 buckets fail" in spans
    assert "not checked" in spans
    assert all("fsbp" not in said for said in spans)


def _luminance(colour: str) -> float:
    parts = [int(colour[index : index + 2], 16) / 255 for index in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_texts_have_enough_contrast_by_day_and_night() -> None:
    """WCAG 2.2, success criterion 1.4.3: at least 4.5 to 1."""
    text, _ = page()
    assert "@media screen and (prefers-color-scheme: dark)" in text
    light, dark = re.findall(r":root \{\n(.*?)\}", text, re.DOTALL)
    for scheme in (light, dark):
        colours = dict(re.findall(r"--([a-z]+): (#[0-9a-f]{6});", scheme))
        assert len(colours) == 12
        for name in ("text", "muted", "link", "critical", "high", "medium", "low", "undecided", "clean"):
            for ground in ("page", "raised"):
                high, low = sorted((_luminance(colours[name]), _luminance(colours[ground])), reverse=True)
                assert (high + 0.05) / (low + 0.05) >= 4.5, (name, ground)


@pytest.mark.skipif(shutil.which("chromium") is None, reason="needs Chromium, Debian's package, which renders the page")
def test_chromium_runs_the_script_and_shows_both_buckets(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(page("cis-aws-5.0")[0], encoding="utf-8")
    command = ["chromium", "--headless=new", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path / 'profile'}"]
    command += ["--enable-logging=stderr", "--dump-dom", (tmp_path / "page.html").as_uri()]
    run = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    found = Page(run.stdout)
    assert "2 of 2 buckets shown" in found.texts["p"]
    assert all("hidden" not in form for form in found.of("form"))
    assert "CONSOLE" not in run.stderr
