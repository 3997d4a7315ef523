"""The regions that a resource lies in: its own block, and the calls that brought it about."""

from __future__ import annotations

from s3lint.languages.unit import Unit
from tests.languages.terraform.configurations import place, single


def scopes(unit: Unit, address: str) -> list[tuple[str, str, str]]:
    (resource,) = [resource for resource in unit.resources if resource.address == address]
    return [(scope.kind, scope.name, place(scope.origin)) for scope in resource.scopes]


def test_a_resource_lies_in_its_whole_block() -> None:
    unit = single(
        main_tf="""
        # before
        resource "aws_s3_bucket" "logs" {
          bucket = "logs" # inside
        }
        # after
        """
    )
    assert scopes(unit, "aws_s3_bucket.logs") == [
        (
            "resource",
            "aws_s3_bucket.logs",
            'main.tf:2:1 resource "aws_s3_bucket" "logs" {\n  bucket = "logs" # inside\n}',
        )
    ]


def test_an_override_belongs_to_its_resource() -> None:
    unit = single(
        main_tf='resource "aws_s3_bucket" "logs" {\n}\n',
        override_tf='resource "aws_s3_bucket" "logs" {\n  bucket = "logs"\n}\n',
    )
    assert scopes(unit, "aws_s3_bucket.logs") == [
        ("resource", "aws_s3_bucket.logs", 'main.tf:1:1 resource "aws_s3_bucket" "logs" {\n}'),
        ("resource", "aws_s3_bucket.logs", 'override.tf:1:1 resource "aws_s3_bucket" "logs" {\n  bucket = "logs"\n}'),
    ]


def test_an_instance_of_a_called_module_lies_in_the_calls_from_the_inside_out() -> None:
    unit = single(
        main_tf='module "regions" {\n  source   = "./outer"\n  for_each = toset(["eu"])\n}\n',
        outer__main_tf='module "store" {\n  source = "../inner"\n}\n',
        inner__main_tf='resource "aws_s3_bucket" "this" {\n  count = 1\n}\n',
    )
    assert scopes(unit, 'module.regions["eu"].module.store.aws_s3_bucket.this[0]') == [
        (
            "resource",
            'module.regions["eu"].module.store.aws_s3_bucket.this[0]',
            'inner/main.tf:1:1 resource "aws_s3_bucket" "this" {\n  count = 1\n}',
        ),
        (
            "module",
            'module.regions["eu"].module.store',
            'outer/main.tf:1:1 module "store" {\n  source = "../inner"\n}',
        ),
        (
            "module",
            'module.regions["eu"]',
            'main.tf:1:1 module "regions" {\n  source   = "./outer"\n  for_each = toset(["eu"])\n}',
        ),
    ]


def test_a_resource_in_json_lies_in_its_object() -> None:
    unit = single(main_tf_json='{"resource": {"aws_s3_bucket": {"logs": {"bucket": "logs"}}}}\n')
    assert scopes(unit, "aws_s3_bucket.logs") == [
        ("resource", "aws_s3_bucket.logs", 'main.tf.json:1:33 "logs": {"bucket": "logs"}')
    ]
