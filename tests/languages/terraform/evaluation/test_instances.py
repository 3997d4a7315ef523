"""`count`, `for_each`, `dynamic` and undecided inputs: which buckets there are, and in which cases."""

from __future__ import annotations

from typing import Any

import pytest

from s3lint.base.value import Known, Setting, Unknown
from s3lint.languages.inputs import Inputs
from s3lint.languages.unit import Unit
from s3lint.model.bucket import Bucket
from tests.languages.terraform.configurations import addresses, bucket, plain, read, single, worlds

BLOCK = """
resource "aws_s3_bucket_public_access_block" "b" {{
  {repetition}
  bucket            = {bucket}
  block_public_acls = true
}}
"""


def has_block(found: Bucket) -> object:
    return found.public_access_block


def known(setting: Setting[Any]) -> Any:
    assert isinstance(setting, Known)
    return setting.value


def kinds(unit: Unit, address: str) -> dict[str, bool]:
    answers = worlds(unit, address, has_block)
    return {world: not isinstance(answer, str) for world, answer in answers.items()}


def test_known_count_and_keys_stand_in_addresses() -> None:
    unit = single(
        main_tf="""
        variable "names" {
          type    = map(string)
          default = { eu = "acme-eu", us = "acme-us" }
        }
        resource "aws_s3_bucket" "counted" {
          count  = 2
          bucket = "acme-${count.index}"
        }
        resource "aws_s3_bucket" "keyed" {
          for_each = var.names
          bucket   = each.value
        }
        resource "aws_s3_bucket" "set" {
          for_each = toset(["a \\"b\\"", "c"])
          bucket   = each.key
        }
        resource "aws_s3_bucket" "none" {
          count = 0
        }
        """
    )
    assert {address: plain(bucket(unit, address).name) for address in addresses(unit)} == {
        "aws_s3_bucket.counted[0]": "acme-0",
        "aws_s3_bucket.counted[1]": "acme-1",
        'aws_s3_bucket.keyed["eu"]': "acme-eu",
        'aws_s3_bucket.keyed["us"]': "acme-us",
        'aws_s3_bucket.set["a \\"b\\""]': 'a "b"',
        'aws_s3_bucket.set["c"]': "c",
    }
    assert {subject.block for subject in unit.subjects} == {
        "aws_s3_bucket.counted",
        "aws_s3_bucket.keyed",
        "aws_s3_bucket.set",
    }


def test_companions_link_per_instance() -> None:
    unit = single(
        main_tf="""
        resource "aws_s3_bucket" "b" {
          for_each = toset(["a", "c"])
        }
        resource "aws_s3_bucket_versioning" "b" {
          for_each = { for name, b in aws_s3_bucket.b : name => b.id if name == "a" }
          bucket   = each.value
          versioning_configuration {
            status = "Enabled"
          }
        }
        resource "aws_s3_bucket_ownership_controls" "b" {
          for_each = aws_s3_bucket.b
          bucket   = each.value.bucket
          rule {
            object_ownership = "ObjectWriter-${each.key}"
          }
        }
        """
    )
    a, c = bucket(unit, 'aws_s3_bucket.b["a"]'), bucket(unit, 'aws_s3_bucket.b["c"]')
    assert [plain(found.versioning.status) for found in (a, c)] == ["Enabled", "absent"]
    assert [plain(found.object_ownership) for found in (a, c)] == ["ObjectWriter-a", "ObjectWriter-c"]


def test_a_flag_decides_bucket_and_companion_together() -> None:
    unit = single(
        main_tf="""
        variable "create" {
          type = bool
        }
        resource "aws_s3_bucket" "b" {
          count = var.create ? 1 : 0
        }
        """
        + BLOCK.format(repetition="count = var.create ? 1 : 0", bucket="aws_s3_bucket.b[0].id")
    )
    assert addresses(unit) == ["aws_s3_bucket.b[0]"]
    assert kinds(unit, "aws_s3_bucket.b[0]") == {"var.create is true": True}


def test_a_flag_of_the_companion_alone_is_two_worlds() -> None:
    unit = single(
        main_tf="""
        variable "block" {
          type = bool
        }
        resource "aws_s3_bucket" "b" {}
        """
        + BLOCK.format(repetition="count = var.block ? 1 : 0", bucket="aws_s3_bucket.b.id")
    )
    assert kinds(unit, "aws_s3_bucket.b") == {"var.block is true": True, "var.block is false": False}


def test_an_unknown_collection_is_one_instance_that_links_to_companions_over_it() -> None:
    unit = single(
        main_tf="""
        variable "names" {
          type = set(string)
        }
        resource "aws_s3_bucket" "b" {
          for_each = var.names
          bucket   = each.key
        }
        """
        + BLOCK.format(repetition="for_each = var.names", bucket="aws_s3_bucket.b[each.key].id")
        + """
        resource "aws_s3_bucket_versioning" "b" {
          for_each = aws_s3_bucket.b
          bucket   = each.value.id
          versioning_configuration {
            status = "Enabled"
          }
        }
        """
    )
    assert addresses(unit) == ["aws_s3_bucket.b[*]"]
    world = "length(var.names) > 0 is true"
    assert kinds(unit, "aws_s3_bucket.b[*]") == {world: True}
    assert worlds(unit, "aws_s3_bucket.b[*]", lambda found: found.versioning.status) == {world: "Enabled"}


def test_an_unknown_collection_may_be_empty() -> None:
    unit = single(
        main_tf="""
        variable "names" {
          type = set(string)
        }
        resource "aws_s3_bucket" "b" {}
        """
        + BLOCK.format(repetition="for_each = var.names", bucket="aws_s3_bucket.b.id")
    )
    assert kinds(unit, "aws_s3_bucket.b") == {
        "length(var.names) > 0 is true": True,
        "length(var.names) > 0 is false": False,
    }


@pytest.mark.parametrize(
    ("repetition", "message", "text"),
    [
        ('count = "two"', 'count of ADDRESS: expected a whole number of instances, 0 or more, found "two"', '"two"'),
        ("count = false", "count of ADDRESS: expected a whole number of instances, 0 or more, found false", "false"),
        ("count = [2]", "count of ADDRESS: expected a whole number of instances, 0 or more", "[2]"),
        ("count = -1", "count of ADDRESS: expected a whole number of instances, 0 or more, found -1", "-1"),
        ("count = null", "count of ADDRESS: expected a whole number of instances, 0 or more, found null", "null"),
        ("count = 0.5", "count of ADDRESS: expected a whole number of instances, 0 or more, found 0.5", "0.5"),
        ("for_each = 5", "for_each of ADDRESS: expected a list, a set, a map or an object here", "5"),
        ("for_each = null", "for_each of ADDRESS: expected a collection here, but this is null", "null"),
        ("for_each = toset([null])", "for_each of ADDRESS: expected strings as keys of for_each", "null"),
        ('lifecycle {\n enabled = "no"\n}', "enabled of ADDRESS: expected true or false", '"no"'),
    ],
)
def test_a_repetition_that_terraform_refuses_is_a_problem_and_leaves_existence_open(
    repetition: str, message: str, text: str
) -> None:
    unit = single(
        main_tf='resource "aws_s3_bucket" "b" {}\n' + BLOCK.format(repetition=repetition, bucket="aws_s3_bucket.b.id")
    )
    found = [(problem.kind, problem.message, problem.origin.text) for problem in unit.problems]
    assert found == [("invalid-configuration", message.replace("ADDRESS", "aws_s3_bucket_public_access_block.b"), text)]
    assert sorted(kinds(unit, "aws_s3_bucket.b").values()) == [False, True]


def test_an_unknown_count_is_one_instance_that_links_by_index() -> None:
    unit = single(
        main_tf="""
        variable "size" {
          type = number
        }
        resource "aws_s3_bucket" "b" {
          count = var.size
        }
        """
        + BLOCK.format(repetition="count = var.size", bucket="aws_s3_bucket.b[count.index].id")
    )
    assert kinds(unit, "aws_s3_bucket.b[*]") == {"var.size > 0 is true": True}


def test_exclusive_values_of_one_input() -> None:
    unit = single(
        main_tf="""
        variable "stage" {
          type = string
          validation {
            condition     = contains(["dev", "prod"], var.stage)
            error_message = "no such stage"
          }
        }
        resource "aws_s3_bucket" "b" {}
        resource "aws_s3_bucket_versioning" "b" {
          bucket = aws_s3_bucket.b.id
          versioning_configuration {
            status = var.stage == "prod" ? "Enabled" : "Suspended"
          }
        }
        resource "aws_s3_bucket_ownership_controls" "b" {
          bucket = aws_s3_bucket.b.id
          rule {
            object_ownership = lookup({ dev = "ObjectWriter", prod = "BucketOwnerEnforced" }, var.stage, "none")
          }
        }
        """
    )
    status = worlds(unit, "aws_s3_bucket.b", lambda found: found.versioning.status)
    ownership = worlds(unit, "aws_s3_bucket.b", lambda found: found.object_ownership)
    assert status == {"var.stage is dev": "Suspended", "var.stage is prod": "Enabled"}
    assert ownership == {"var.stage is dev": "ObjectWriter", "var.stage is prod": "BucketOwnerEnforced"}


def test_whether_an_input_is_null_is_a_question() -> None:
    unit = single(
        main_tf="""
        variable "key" {
          type = string
        }
        resource "aws_s3_bucket" "b" {
          server_side_encryption_configuration {
            rule {
              apply_server_side_encryption_by_default {
                sse_algorithm     = var.key == null ? "AES256" : "aws:kms"
                kms_master_key_id = var.key
              }
            }
          }
        }
        """
    )

    assert worlds(unit, "aws_s3_bucket.b", lambda found: known(found.encryption).algorithm) == {
        "var.key == null is true": "AES256",
        "var.key == null is false": "aws:kms",
    }


def test_dynamic_blocks_with_iterator_and_nesting() -> None:
    unit = single(
        main_tf="""
        locals {
          rules = [{ algorithm = "aws:kms", key = "alias/own" }]
        }
        resource "aws_s3_bucket" "b" {}
        resource "aws_s3_bucket_server_side_encryption_configuration" "b" {
          bucket = aws_s3_bucket.b.id
          dynamic "rule" {
            for_each = local.rules
            iterator = each_rule
            content {
              dynamic "apply_server_side_encryption_by_default" {
                for_each = [each_rule.value]
                content {
                  sse_algorithm     = apply_server_side_encryption_by_default.value.algorithm
                  kms_master_key_id = each_rule.value.key
                }
              }
            }
          }
        }
        """
    )
    encryption = known(bucket(unit, "aws_s3_bucket.b").encryption)
    assert (plain(encryption.algorithm), plain(encryption.key)) == ("aws:kms", "alias/own")


def test_a_dynamic_block_over_a_flag_is_there_in_its_world() -> None:
    unit = single(
        main_tf="""
        variable "versioned" {
          type = bool
        }
        resource "aws_s3_bucket" "b" {
          dynamic "versioning" {
            for_each = var.versioned ? [1] : []
            content {
              enabled = true
            }
          }
        }
        """
    )
    assert worlds(unit, "aws_s3_bucket.b", lambda found: found.versioning.status) == {
        "var.versioned is true": "Enabled",
        "var.versioned is false": "absent",
    }


def test_what_try_can_not_decide_is_unknown() -> None:
    unit = single(
        main_tf="""
        variable "settings" {
          type = any
        }
        resource "aws_s3_bucket" "b" {}
        resource "aws_s3_bucket_versioning" "b" {
          bucket = aws_s3_bucket.b.id
          versioning_configuration {
            status = try(var.settings.status, "Enabled")
          }
        }
        """
    )
    status = bucket(unit, "aws_s3_bucket.b").versioning.status
    assert plain(status) == "unknown: variable `settings` has no default"
    assert isinstance(status, Unknown)
    assert status.inputs == ("var.settings",)


def test_inputs_decide_worlds() -> None:
    text = """
        variable "versioned" {
          type = bool
        }
        resource "aws_s3_bucket" "b" {
          versioning {
            enabled = var.versioned
          }
        }
        """
    for given, status in (("true", "Enabled"), ("false", "Suspended")):
        unit = read(Inputs(variables=(("versioned", given),)), main_tf=text)[0]
        assert plain(bucket(unit, "aws_s3_bucket.b").versioning.status) == status


def test_an_item_whose_key_is_known_after_deployment_is_there() -> None:
    unit = single(
        main_tf="""
        variable "name" {
          type = string
        }
        resource "aws_s3_bucket" "b" {}
        resource "aws_s3_bucket_versioning" "b" {
          for_each = toset([var.name])
          bucket   = aws_s3_bucket.b.id
          versioning_configuration {
            status = "Enabled"
          }
        }
        """
        + BLOCK.format(repetition="for_each = toset([aws_s3_bucket.b.id])", bucket="each.key")
    )
    assert kinds(unit, "aws_s3_bucket.b") == {"": True}
    assert plain(bucket(unit, "aws_s3_bucket.b").versioning.status) == "Enabled"
