"""Ways in which published modules refer to a bucket that may or may not be there."""

from __future__ import annotations

import pytest

from s3lint.base.value import Known, Setting, Text
from s3lint.model.bucket import Bucket, Logging
from tests.languages.terraform.configurations import addresses, bucket, plain, single, worlds

REFERENCES = (
    "aws_s3_bucket.b[0].id",
    "aws_s3_bucket.b.0.id",
    "aws_s3_bucket.b.*.bucket[0]",
    "one(aws_s3_bucket.b[*].id)",
    'join("", aws_s3_bucket.b.*.id)',
    'join("", aws_s3_bucket.b[*].id)',
    "element(aws_s3_bucket.b[*].id, 0)",
    'element(concat(aws_s3_bucket.b.*.id, [""]), 0)',
    'try(aws_s3_bucket.b[0].id, "")',
    'coalesce(join("", aws_s3_bucket.b[*].id), "other")',
    "[for b in aws_s3_bucket.b : b.id][0]",
    "values({ for i, b in aws_s3_bucket.b : i => b.bucket })[0]",
    "local.id",
    "local.bucket.id",
    'length(aws_s3_bucket.b) > 0 ? aws_s3_bucket.b[0].id : ""',
    'lookup({ id = local.id }, "id")',
    'replace(aws_s3_bucket.b[0].arn, "arn:aws:s3:::", "")',
    'trimprefix(aws_s3_bucket.b[0].arn, "arn:aws:s3:::")',
    'element(split(":", aws_s3_bucket.b[0].arn), 5)',
    "tostring(aws_s3_bucket.b[0].id)",
    "sensitive(aws_s3_bucket.b[0].id)",
    "tolist(toset([aws_s3_bucket.b[0].id]))[0]",
    "flatten([[aws_s3_bucket.b[0].id]])[0]",
    "merge({ a = 1 }, { id = aws_s3_bucket.b[0].id }).id",
    "distinct(compact([aws_s3_bucket.b[0].id, null]))[0]",
)

TEXT = """
variable "enabled" {
  type = bool
  %s
}
locals {
  id     = try(aws_s3_bucket.b[0].id, null)
  bucket = one(aws_s3_bucket.b)
}
resource "aws_s3_bucket" "b" {
  count  = var.enabled ? 1 : 0
  bucket = "acme-${random_id.r.hex}"
}
resource "random_id" "r" {
  byte_length = 4
}
resource "aws_s3_bucket" "other" {}
resource "aws_s3_bucket_versioning" "b" {
  count  = var.enabled ? 1 : 0
  bucket = %s
  versioning_configuration {
    status = "Enabled"
  }
}
"""


@pytest.mark.parametrize("reference", REFERENCES)
def test_a_reference_links(reference: str) -> None:
    unit = single(main_tf=TEXT % ("default = true", reference))
    assert addresses(unit) == ["aws_s3_bucket.b[0]", "aws_s3_bucket.other"]
    assert plain(bucket(unit, "aws_s3_bucket.b[0]").versioning.status) == "Enabled"
    assert plain(bucket(unit, "aws_s3_bucket.other").versioning.status) == "absent"


@pytest.mark.parametrize("reference", REFERENCES)
def test_a_reference_links_where_the_input_is_not_given(reference: str) -> None:
    unit = single(main_tf=TEXT % ("", reference))
    assert addresses(unit) == ["aws_s3_bucket.b[0]", "aws_s3_bucket.other"]
    assert worlds(unit, "aws_s3_bucket.b[0]", lambda found: found.versioning.status) == {"var.enabled is true": "Enabled"}
    assert set(worlds(unit, "aws_s3_bucket.other", lambda found: found.versioning.status).values()) == {"absent"}


def test_outputs_of_a_module_that_is_not_there_are_values_of_their_own() -> None:
    unit = single(
        main_tf="""
        module "this" {
          source = "acme/label/null"
        }
        resource "aws_s3_bucket" "b" {
          count  = module.this.enabled ? 1 : 0
          bucket = module.this.id
        }
        resource "aws_s3_bucket_versioning" "b" {
          count  = module.this.enabled ? 1 : 0
          bucket = join("", aws_s3_bucket.b[*].id)
          versioning_configuration {
            status = module.this.versioned ? "Enabled" : "Suspended"
          }
        }
        """
    )
    assert addresses(unit) == ["aws_s3_bucket.b[0]"]
    assert worlds(unit, "aws_s3_bucket.b[0]", lambda found: found.versioning.status) == {
        "module.this.enabled is true and module.this.versioned is true": "Enabled",
        "module.this.enabled is true and module.this.versioned is false": "Suspended",
    }


def test_a_chain_of_modules_hands_a_bucket_on() -> None:
    unit = single(
        main_tf="""
        module "outer" {
          source = "./outer"
          names  = ["a", "b"]
        }
        resource "aws_s3_bucket_ownership_controls" "b" {
          for_each = module.outer.buckets
          bucket   = each.value
          rule {
            object_ownership = "BucketOwnerEnforced"
          }
        }
        """,
        outer__main_tf="""
        variable "names" {
          type = list(string)
        }
        module "inner" {
          source   = "../inner"
          for_each = toset(var.names)
          name     = each.key
        }
        output "buckets" {
          value = { for name, inner in module.inner : name => inner.bucket.id }
        }
        """,
        inner__main_tf="""
        variable "name" {}
        resource "aws_s3_bucket" "this" {
          bucket = "acme-${var.name}"
        }
        output "bucket" {
          value = aws_s3_bucket.this
        }
        """,
    )
    assert {address: plain(bucket(unit, address).object_ownership) for address in addresses(unit)} == {
        'module.outer.module.inner["a"].aws_s3_bucket.this': "BucketOwnerEnforced",
        'module.outer.module.inner["b"].aws_s3_bucket.this': "BucketOwnerEnforced",
    }


def test_an_unknown_map_of_modules_links_by_its_keys() -> None:
    unit = single(
        main_tf="""
        variable "stores" {
          type = map(object({ versioned = bool }))
        }
        module "store" {
          source   = "./store"
          for_each = var.stores
          name     = each.key
        }
        resource "aws_s3_bucket_versioning" "b" {
          for_each = var.stores
          bucket   = module.store[each.key].id
          versioning_configuration {
            status = each.value.versioned ? "Enabled" : "Suspended"
          }
        }
        """,
        store__main_tf="""
        variable "name" {}
        resource "aws_s3_bucket" "this" {
          bucket = var.name
        }
        output "id" {
          value = aws_s3_bucket.this.id
        }
        """,
    )
    assert addresses(unit) == ["module.store[*].aws_s3_bucket.this"]
    assert worlds(unit, "module.store[*].aws_s3_bucket.this", lambda found: found.versioning.status) == {
        "length(var.stores) > 0 is true and var.stores[*].versioned is true": "Enabled",
        "length(var.stores) > 0 is true and var.stores[*].versioned is false": "Suspended",
    }


@pytest.mark.parametrize(
    ("kind", "collection"), [("set(string)", "var.names"), ("list(string)", "toset(var.names)"), ("any", "toset(var.names)")]
)
@pytest.mark.parametrize("key", ["each.key", "each.value"])
def test_a_member_of_an_unknown_set_is_its_own_key(kind: str, collection: str, key: str) -> None:
    unit = single(
        main_tf=f"""
        variable "names" {{
          type = {kind}
        }}
        resource "aws_s3_bucket" "b" {{
          for_each = {collection}
          bucket   = each.value
        }}
        resource "aws_s3_bucket_versioning" "b" {{
          for_each = {collection}
          bucket   = aws_s3_bucket.b[{key}].id
          versioning_configuration {{
            status = "Enabled"
          }}
        }}
        resource "aws_s3_bucket_ownership_controls" "b" {{
          for_each = {collection}
          bucket   = {key}
          rule {{
            object_ownership = "ObjectWriter"
          }}
        }}
        """
    )
    world = "length(var.names) > 0 is true"
    assert worlds(unit, "aws_s3_bucket.b[*]", lambda found: found.versioning.status) == {world: "Enabled"}
    assert worlds(unit, "aws_s3_bucket.b[*]", lambda found: found.object_ownership) == {world: "ObjectWriter"}


def test_an_input_that_is_assumed_to_be_null_is_absent_wherever_it_is_set() -> None:
    unit = single(
        main_tf="""
        variable "status" {}
        variable "target" {}
        resource "aws_s3_bucket" "b" {}
        resource "aws_s3_bucket_versioning" "b" {
          bucket = aws_s3_bucket.b.id
          versioning_configuration {
            status     = var.status
            mfa_delete = var.status == null ? "Disabled" : "Enabled"
          }
        }
        resource "aws_s3_bucket_logging" "b" {
          count         = var.target == null ? 0 : 1
          bucket        = aws_s3_bucket.b.id
          target_bucket = var.target
          target_prefix = ""
        }
        """
    )

    def status(bucket: Bucket) -> Setting[str]:
        assert isinstance(bucket.versioning.mfa_delete, Known)
        return bucket.versioning.status

    def target(bucket: Bucket) -> Setting[Text] | Setting[Logging]:
        return bucket.logging.value.target_bucket if isinstance(bucket.logging, Known) else bucket.logging

    assert worlds(unit, "aws_s3_bucket.b", status) == {
        "var.status == null is true": "absent",
        "var.status == null is false": "unknown: variable `status` has no default",
    }
    assert worlds(unit, "aws_s3_bucket.b", target) == {
        "var.target == null is true": "absent",
        "var.target == null is false": "unknown: variable `target` has no default",
    }


@pytest.mark.parametrize(
    ("expression", "reason", "text"),
    [
        ('nothing("a")', "expected a function of Terraform, there is no nothing", 'nothing("a")'),
        ('upper("a", "b")', "expected 1 argument, found 2", 'upper("a", "b")'),
        ("length(5) > 3 ? 1 : 2", "expected a string, a list, a set, a tuple, a map or an object", "length(5)"),
        ('"one" + 1', "expected a number here", '"one"'),
        ("local.nothing", "expected a local value that is declared, but there is no local.nothing", "local.nothing"),
        ("[1, 2][7]", "expected an index below 2, the length of this list", "[1, 2][7]"),
        ('"${[]}"', "expected a string here", "[]"),
    ],
)
def test_what_terraform_refuses_is_undecided_with_reason_and_place(expression: str, reason: str, text: str) -> None:
    unit = single(main_tf=f'resource "aws_s3_bucket" "b" {{\n  bucket = {expression}\n}}\n')
    name = bucket(unit, "aws_s3_bucket.b").name
    assert (plain(name), name.origin.text) == (f"unknown: {reason}", text)
