"""Modules that are known by their documentation: which source, in which version, is which model."""

from __future__ import annotations

import os

import pytest

from s3lint.base.source import Source
from s3lint.languages.files import Files
from s3lint.languages.terraform.declarations.configuration import is_configuration, parse
from s3lint.languages.terraform.declarations.documented import MODULES, SHIPPED, shipped
from s3lint.languages.terraform.declarations.versions import allowed

BUCKET = "terraform-aws-modules/s3-bucket/aws"
GIT = "github.com/terraform-aws-modules/terraform-aws-s3-bucket"


@pytest.mark.parametrize(
    ("source", "version"),
    [
        (BUCKET, None),
        (BUCKET, "~> 5.1"),
        (f"registry.terraform.io/{BUCKET}", ">= 5.0, < 6.0"),
        (f"registry.opentofu.org/{BUCKET}", "5.2.0"),
        (GIT, None),
        (f"{GIT}?ref=v5.4.0", None),
        (f"{GIT}.git?ref=5.4.0", None),
        (f"git::https://{GIT}.git?ref=v5.4.0&depth=1", None),
        (f"git::https://{GIT}.git?depth=1", None),
        (f"git::ssh://git@{GIT}.git", None),
        ("git@github.com:terraform-aws-modules/terraform-aws-s3-bucket.git?ref=v5.0.0", None),
    ],
)
def test_the_same_module_by_all_its_names(source: str, version: str | None) -> None:
    found = shipped(source, version)
    assert found is not None
    assert found.name == f"{BUCKET} 5.x"


@pytest.mark.parametrize(
    ("source", "version"),
    [
        (BUCKET, "~> 99.0"),
        (BUCKET, "newest"),
        (f"registry.example.com/{BUCKET}", None),
        ("acme/s3-bucket/aws", None),
        (f"{BUCKET}//modules/nothing", None),
        (f"{GIT}?ref=main", None),
        (f"{GIT}?ref=0123456789abcdef", None),
        (f"{GIT}?ref=v99.0.0", None),
        ("github.com/acme/terraform-aws-s3-bucket", None),
        ("gitlab.com/terraform-aws-modules/terraform-aws-s3-bucket", None),
    ],
)
def test_what_no_model_holds_for(source: str, version: str | None) -> None:
    assert shipped(source, version) is None


CONTEXT = os.path.join(SHIPPED, "cloudposse", "context.tf")
WITH_CONTEXT = {"cloudposse/cloudfront-s3-cdn/aws", "cloudposse/s3-bucket/aws", "cloudposse/s3-log-storage/aws"}


@pytest.mark.parametrize("source", MODULES)
def test_every_model_is_there_and_no_other(source: str) -> None:
    used = set()
    for line in MODULES[source]:
        found = allowed(line.versions)
        assert found is not None
        model = shipped(source, f"{'.'.join(map(str, found.first))}")
        assert model is not None
        assert model.name == f"{source} {line.label}"
        assert set(line.overrides) <= {os.path.basename(path) for path in model.paths}
        used |= set(model.paths)
    folder = os.path.join(SHIPPED, *source.split("/"))
    own = {os.path.join(folder, name) for name in os.listdir(folder) if name.endswith(".tf")}
    assert used == own | ({CONTEXT} if source in WITH_CONTEXT else set())


def test_every_file_belongs_to_a_model_and_is_terraform() -> None:
    files = Files(SHIPPED)
    folders = {os.path.join(SHIPPED, *source.split("/")) for source in MODULES}
    for folder, _, names in os.walk(SHIPPED):
        for name in names:
            path = os.path.join(folder, name)
            assert folder in folders or path == CONTEXT, path
            assert is_configuration(name), path
            source = files.source(path)
            assert isinstance(source, Source)
            assert not parse(source).problems, path
