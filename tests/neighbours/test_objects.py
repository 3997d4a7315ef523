"""Objects of Terraform in the model."""

from __future__ import annotations

from typing import Any

import pytest

from s3lint.base.value import Known
from s3lint.base.worlds import EVERYWHERE
from s3lint.model.neighbours import Object
from tests.languages.terraform.configurations import single
from tests.models import plain


def item(text: str) -> Object:
    (subject,) = [subject for subject in single(main_tf=text).subjects if subject.kind is Object]
    built = subject.build(EVERYWHERE)
    assert isinstance(built, Object)
    return built


@pytest.mark.parametrize("kind", ["aws_s3_object", "aws_s3_bucket_object", "aws_s3_object_copy"])
@pytest.mark.parametrize(
    ("settings", "algorithm", "key"),
    [
        ("", None, None),
        ('server_side_encryption = "AES256"', "AES256", None),
        ('kms_key_id = "arn:aws:kms:eu-west-1:111122223333:key/k"', "aws:kms", "arn:aws:kms:eu-west-1:111122223333:key/k"),
        ('server_side_encryption = "aws:kms:dsse"\nkms_key_id = "k"', "aws:kms:dsse", "k"),
        ("server_side_encryption = var.x", "?", None),
        ("kms_key_id = var.x", "?", "?"),
        ("kms_key_id = data.aws_kms_key.k.arn", "aws:kms", "?"),
    ],
)
def test_encryption(kind: str, settings: str, algorithm: Any, key: Any) -> None:
    built = item(
        f'variable "x" {{}}\ndata "aws_kms_key" "k" {{}}\nresource "{kind}" "o" {{\nbucket = "b"\nkey = "k"\n{settings}\n}}\n'
    )
    assert (plain(built.algorithm), plain(built.kms_key)) == (algorithm, key)


def test_the_bucket_by_reference_by_name_and_from_elsewhere() -> None:
    declared = 'resource "aws_s3_bucket" "b" {\n  bucket = "acme"\n}\n'
    for name, address, is_external in (
        ("aws_s3_bucket.b.id", "aws_s3_bucket.b", False),
        ('"acme"', "aws_s3_bucket.b", False),
        ('"other"', "other", True),
    ):
        built = item(f'{declared}resource "aws_s3_object" "o" {{\n  bucket = {name}\n  key = "k"\n}}\n')
        assert isinstance(built.bucket, Known)
        assert (built.bucket.value.address, built.bucket.value.is_external) == (address, is_external)


def test_the_bucket_of_the_same_instance() -> None:
    text = """
        resource "aws_s3_bucket" "b" {
          for_each = toset(["x", "y"])
        }
        resource "aws_s3_object" "o" {
          bucket = aws_s3_bucket.b["y"].id
          key    = "k"
        }
    """
    built = item(text)
    assert isinstance(built.bucket, Known)
    assert built.bucket.value.address == 'aws_s3_bucket.b["y"]'
