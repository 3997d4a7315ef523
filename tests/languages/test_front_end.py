"""The table of languages: what is told from the name of a file."""

from __future__ import annotations

import pytest

from s3lint.languages.front_end import FOLDER_SUFFIXES, RELEVANT_SUFFIXES, SUFFIXES, languages_of
from s3lint.languages.unit import Language

TEMPLATE, MODULE = Language.CLOUDFORMATION, Language.TERRAFORM


@pytest.mark.parametrize(
    ("path", "languages"),
    [
        ("stack.yaml", (TEMPLATE,)),
        ("stack.yml", (TEMPLATE,)),
        ("stack.template", (TEMPLATE,)),
        ("stack.json", (TEMPLATE, MODULE)),  # or a plan
        ("main.tf", (MODULE,)),
        ("main.tofu", (MODULE,)),
        ("prod.tfvars", (MODULE,)),
        ("main.tf.json", (TEMPLATE, MODULE)),
        ("a-file-that-somebody-named", (TEMPLATE,)),
        ("<stdin>", (TEMPLATE,)),
    ],
)
def test_what_a_file_may_be(path: str, languages: tuple[Language, ...]) -> None:
    assert languages_of(path) == languages


def test_suffixes_of_all_languages() -> None:
    assert set(SUFFIXES) == {".yaml", ".yml", ".json", ".template", ".tf", ".tofu", ".tfvars"}
    assert set(FOLDER_SUFFIXES) == {".tf", ".tofu", ".tf.json", ".tofu.json", ".tfvars", ".tfvars.json"}
    assert set(RELEVANT_SUFFIXES) == {*SUFFIXES, ".hcl", ".tpl", ".tftpl"}
