"""A reference can only mean what it refers to: no other bucket of the unit, whatever is not known of it."""

from __future__ import annotations

from typing import Any

import pytest

from s3lint.base.value import Known, Setting
from s3lint.languages.unit import Unit
from s3lint.model.bucket import Bucket
from tests.languages.terraform.configurations import addresses, bucket, plain, single, worlds

LEDGER = """
resource "aws_s3_bucket" "ledger" {
  bucket = "acme-ledger"
}
"""


def status(found: Bucket) -> Setting[Any]:
    return found.versioning.status


def versioning(bucket: str, head: str = "") -> str:
    return f"""
resource "aws_s3_bucket_versioning" "v" {{
  {head}
  bucket = {bucket}
  versioning_configuration {{
    status = "Enabled"
  }}
}}
"""


def has_policy(unit: Unit, address: str) -> bool:
    return isinstance(bucket(unit, address).policy, Known)


@pytest.mark.parametrize(
    "named",
    [
        pytest.param("aws_s3_bucket.store[var.key].id", id="an instance of a resource"),
        pytest.param("module.stores[var.key].id", id="an instance of a module"),
        pytest.param("aws_s3_bucket.store[9].id", id="an instance that is not there"),
        pytest.param("aws_s3_bucket.none[0].id", id="an instance of what has none"),
        pytest.param("data.terraform_remote_state.other.outputs.bucket", id="the state of another root"),
        pytest.param("data.terraform_remote_state.other.outputs.buckets[0]", id="deeper in the state of another root"),
        pytest.param("module.unseen.bucket_id", id="the output of a module nobody can read"),
        pytest.param("module.unseen.buckets[0].id", id="deeper in the output of a module nobody can read"),
    ],
)
def test_what_refers_to_something_else_is_no_other_bucket(named: str) -> None:
    unit = single(
        main_tf=LEDGER
        + """
        variable "key" {}
        resource "aws_s3_bucket" "store" {
          count = 2
        }
        resource "aws_s3_bucket" "none" {
          count = 0
        }
        data "terraform_remote_state" "other" {
          backend = "s3"
        }
        module "unseen" {
          source = "git::https://example.com/modules.git//s3"
          name   = "acme-usage"
          vpc    = var.key
        }
        module "stores" {
          source   = "./stores"
          for_each = toset(["a", "b"])
        }
        """
        + versioning(named),
        stores__main_tf='resource "aws_s3_bucket" "b" {}\noutput "id" {\n  value = aws_s3_bucket.b.id\n}\n',
    )
    assert worlds(unit, "aws_s3_bucket.ledger", status) == {"": "absent"}


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param("bucket = aws_s3_bucket.ledger.id", id="its id"),
        pytest.param("settings = { target = [aws_s3_bucket.ledger.arn] }", id="its ARN, deep"),
        pytest.param("bucket = aws_s3_bucket.ledger", id="the whole of it"),
        pytest.param('bucket = "acme-ledger"', id="its name"),
        pytest.param("for_each = toset([aws_s3_bucket.ledger.id])\n bucket = each.value", id="in an instance of the call"),
    ],
)
def test_a_module_that_is_given_the_bucket_may_give_it_back(arguments: str) -> None:
    index = '["x"]' if "for_each" in arguments else ""
    unit = single(
        main_tf=LEDGER
        + f"""
        module "unseen" {{
          source = "git::https://example.com/modules.git//s3"
          {arguments}
        }}
        """
        + versioning(f"module.unseen{index}.id")
    )
    (answer,) = worlds(unit, "aws_s3_bucket.ledger", status).values()
    assert answer.startswith("unknown: aws_s3_bucket_versioning.v may belong to this bucket")


def test_one_of_the_instances_is_meant_and_no_bucket_of_its_own() -> None:
    unit = single(
        main_tf=LEDGER
        + 'variable "key" {}\nresource "aws_s3_bucket" "store" {\n  count = 2\n}\n'
        + versioning("aws_s3_bucket.store[var.key].id")
    )
    assert addresses(unit) == ["aws_s3_bucket.ledger", "aws_s3_bucket.store[0]", "aws_s3_bucket.store[1]"]
    for index in range(2):
        (answer,) = worlds(unit, f"aws_s3_bucket.store[{index}]", status).values()
        assert answer.startswith("unknown: aws_s3_bucket_versioning.v may belong to this bucket")


FLAGGED = """
variable "create" {
  type = bool
}
resource "aws_s3_bucket" "clean" {
  count = var.create ? 1 : 0
}
"""


def test_the_plan_without_the_bucket_does_not_exist() -> None:
    """The companion refers to an instance that is not there when the flag is off: nobody else gets it."""
    unit = single(main_tf=LEDGER + FLAGGED + versioning("aws_s3_bucket.clean[0].id"))
    assert worlds(unit, "aws_s3_bucket.ledger", status) == {"": "absent"}
    assert worlds(unit, "aws_s3_bucket.clean[0]", status) == {"var.create is true": "Enabled"}
    assert addresses(unit) == ["aws_s3_bucket.ledger", "aws_s3_bucket.clean[0]"]


def test_inside_of_try_a_missing_instance_is_still_an_error() -> None:
    unit = single(main_tf=LEDGER + FLAGGED + versioning("try(aws_s3_bucket.clean[0].id, aws_s3_bucket.ledger.id)"))
    assert worlds(unit, "aws_s3_bucket.ledger", status) == {"var.create is true": "absent", "var.create is false": "Enabled"}


def test_a_companion_that_names_no_bucket_in_a_world_is_not_in_it() -> None:
    unit = single(main_tf=LEDGER + FLAGGED + versioning("one(aws_s3_bucket.clean[*].id)"))
    assert worlds(unit, "aws_s3_bucket.ledger", status) == {"": "absent"}


def test_conditions_of_modules_do_not_multiply() -> None:
    """Each module reads a flag that nobody knows; what is said of a bucket depends on its own."""
    calls = "".join(
        f"""
        module "m{index}" {{
          source = "./store"
          create = local.settings.m{index}
        }}
        """
        for index in range(20)
    )
    unit = single(
        main_tf='data "aws_ssm_parameter" "p" {\n  name = "flags"\n}\nlocals {\n'
        + "  settings = jsondecode(data.aws_ssm_parameter.p.value)\n}\n"
        + calls,
        store__main_tf='variable "create" {}\n'
        + 'resource "aws_s3_bucket" "b" {\n  count = var.create ? 1 : 0\n}\n'
        + versioning("aws_s3_bucket.b[0].id"),
    )
    found = worlds(unit, "module.m7.aws_s3_bucket.b[0]", status)
    assert list(found.values()) == ["Enabled"]


POISONED = """
data "aws_availability_zones" "all" {}
resource "aws_subnet" "extra" {
  for_each = toset(data.aws_availability_zones.all.names)
}
resource "aws_subnet" "none" {
  count = 0
}
locals {
  list     = ["a"]
  settings = { %s, status = "Enabled" }
}
resource "aws_s3_bucket" "b" {}
resource "aws_s3_bucket_versioning" "b" {
  bucket = aws_s3_bucket.b.id
  versioning_configuration {
    status = local.settings.status
  }
}
"""


@pytest.mark.parametrize(
    "member",
    [
        'other = aws_subnet.extra["eu-west-2a"].id',
        "other = aws_subnet.none[0].id",
        "other = local.list[3]",
        "other = [{ inner = aws_subnet.none[0].id }]",
        'other = { a = 1 }["b"]',
    ],
)
def test_a_member_that_is_not_there_leaves_its_neighbours_known(member: str) -> None:
    assert plain(bucket(single(main_tf=POISONED % member), "aws_s3_bucket.b").versioning.status) == "Enabled"
