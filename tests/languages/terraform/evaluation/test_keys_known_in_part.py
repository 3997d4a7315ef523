"""Keys of instances that are known in part: they tell instances apart and join companions to them."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from s3lint.base.value import Setting
from s3lint.languages.inputs import Inputs
from s3lint.model.bucket import Bucket
from tests.languages.terraform.configurations import addresses, bucket, plain, single, worlds


def status(found: Bucket) -> Setting[Any]:
    return found.versioning.status


NAMES = 'toset(["acme-${var.env}-in", "acme-${var.env}-out"])'
IN, OUT = ('aws_s3_bucket.this["acme-${var.env}-in"]', 'aws_s3_bucket.this["acme-${var.env}-out"]')


def configuration(names: str, companion: str) -> str:
    return f"""
variable "env" {{
  type = string
}}
locals {{
  suffixes = ["in", "out"]
  names    = {names}
}}
resource "aws_s3_bucket" "this" {{
  for_each = local.names
  bucket   = each.key
}}
resource "aws_s3_bucket" "ledger" {{
  bucket = "acme-${{var.env}}-ledger"
}}
resource "aws_s3_bucket_versioning" "this" {{
  {companion}
  versioning_configuration {{
    status = "Enabled"
  }}
}}
"""


@pytest.mark.parametrize(
    "names",
    [
        pytest.param(NAMES, id="a set"),
        pytest.param('toset([for s in local.suffixes : "acme-${var.env}-${s}"])', id="a loop"),
        pytest.param('toset(formatlist("acme-${var.env}-%s", local.suffixes))', id="formatlist"),
        pytest.param('{ for s in local.suffixes : "acme-${var.env}-${s}" => s }', id="a map of a loop"),
        pytest.param('{ "acme-${var.env}-in" = {}, "acme-${var.env}-out" = {} }', id="a map"),
        pytest.param('merge({ "acme-${var.env}-in" = 1 }, { "acme-${var.env}-out" = 2 })', id="merged maps"),
    ],
)
@pytest.mark.parametrize(
    "companion",
    [
        pytest.param("for_each = local.names\n bucket = aws_s3_bucket.this[each.key].id", id="over the same names"),
        pytest.param("for_each = aws_s3_bucket.this\n bucket = each.value.id", id="over the buckets"),
        pytest.param(
            "for_each = { for k, b in aws_s3_bucket.this : k => b.bucket }\n bucket = each.value", id="over a map of them"
        ),
        pytest.param(
            'count = 2\n bucket = aws_s3_bucket.this["acme-${var.env}-${local.suffixes[count.index]}"].id', id="by text"
        ),
        pytest.param("for_each = local.names\n bucket = each.key", id="by equal names"),
        pytest.param("for_each = toset(keys(aws_s3_bucket.this))\n bucket = each.key", id="over their keys"),
        pytest.param("count = 2\n bucket = values(aws_s3_bucket.this)[count.index].id", id="over their values"),
        pytest.param("for_each = local.names\n bucket = lookup(aws_s3_bucket.this, each.key, null).id", id="by lookup"),
        pytest.param(
            "for_each = zipmap(keys(aws_s3_bucket.this), values(aws_s3_bucket.this)[*].id)\n bucket = each.value", id="zipmap"
        ),
    ],
)
def test_companions_belong_to_the_instance_of_their_key(names: str, companion: str) -> None:
    unit = single(main_tf=configuration(names, companion))
    assert addresses(unit) == [IN, OUT, "aws_s3_bucket.ledger"]
    assert worlds(unit, IN, status) == worlds(unit, OUT, status) == {"": "Enabled"}
    assert worlds(unit, "aws_s3_bucket.ledger", status) == {"": "absent"}


@pytest.mark.parametrize(
    "environment",
    [
        pytest.param('trimprefix(terraform.workspace, "acme-")', id="of a text"),
        pytest.param('trimprefix(terraform.workspace, "${local.company}-")', id="of texts from two places"),
        pytest.param('trimprefix(terraform.workspace, "${var.company}-")', id="of a text that is known in part"),
        pytest.param('join("", [var.company, terraform.workspace])', id="of a list"),
        pytest.param("replace(var.company, terraform.workspace, local.company)", id="of unknowns alone"),
    ],
)
def test_what_a_function_makes_of_the_same_is_the_same(environment: str) -> None:
    unit = single(
        main_tf=f"""
        variable "company" {{}}
        locals {{
          company = "acme"
          environment = {environment}
        }}
        resource "aws_s3_bucket" "this" {{
          for_each = toset(["in-${{local.environment}}", "out-${{local.environment}}"])
          bucket   = each.key
        }}
        resource "aws_s3_bucket_versioning" "in" {{
          bucket = aws_s3_bucket.this["in-${{local.environment}}"].id
          versioning_configuration {{
            status = "Enabled"
          }}
        }}
        """
    )
    inward, outward = addresses(unit)
    assert worlds(unit, inward, status) == {"": "Enabled"}
    assert worlds(unit, outward, status) == {"": "absent"}


@pytest.mark.parametrize(
    "key",
    [
        pytest.param('trimprefix(k, "acme-${var.env}-")', id="the beginning"),
        pytest.param('trimprefix(k, format("acme-%s-", var.env))', id="the beginning by format"),
        pytest.param('startswith(k, "acme-${var.env}") ? trimprefix(k, "acme-${var.env}-") : k', id="where it begins so"),
    ],
)
def test_the_known_end_of_a_key_can_be_taken_off(key: str) -> None:
    unit = single(
        main_tf=f"""
        variable "env" {{}}
        resource "aws_s3_bucket" "this" {{
          for_each = toset(["acme-${{var.env}}-in", "acme-${{var.env}}-out"])
          bucket   = each.key
        }}
        locals {{
          ids = {{ for k, v in aws_s3_bucket.this : {key} => v.id }}
        }}
        resource "aws_s3_bucket_versioning" "in" {{
          bucket = local.ids["in"]
          versioning_configuration {{
            status = "Enabled"
          }}
        }}
        """
    )
    assert worlds(unit, IN, status) == {"": "Enabled"}
    assert worlds(unit, OUT, status) == {"": "absent"}


def test_one_of_the_instances_by_its_text() -> None:
    unit = single(main_tf=configuration(NAMES, 'bucket = aws_s3_bucket.this["acme-${var.env}-in"].id'))
    assert worlds(unit, IN, status) == {"": "Enabled"}
    assert worlds(unit, OUT, status) == {"": "absent"}


def test_another_text_may_be_a_key() -> None:
    unit = single(main_tf=configuration(NAMES, 'bucket = aws_s3_bucket.this["acme-dev-in"].id'))
    (answer,) = worlds(unit, IN, status).values()
    assert answer.startswith("unknown: aws_s3_bucket_versioning.this may belong to this bucket")
    assert worlds(unit, "aws_s3_bucket.ledger", status) == {"": "absent"}


def test_a_text_that_can_be_no_key_is_no_instance() -> None:
    unit = single(main_tf=configuration(NAMES, 'bucket = aws_s3_bucket.this["acme-dev-other"].id'))
    assert [list(worlds(unit, address, status).values()) for address in addresses(unit)] == [["absent"]] * 3


def test_keys_that_are_symbolic_arns() -> None:
    unit = single(
        main_tf="""
        resource "aws_s3_bucket" "logs" {}
        resource "aws_s3_bucket" "data" {}
        locals {
          statuses = { (aws_s3_bucket.logs.arn) = "Suspended", (aws_s3_bucket.data.arn) = "Enabled" }
        }
        resource "aws_s3_bucket_versioning" "data" {
          bucket = aws_s3_bucket.data.id
          versioning_configuration {
            status = local.statuses[aws_s3_bucket.data.arn]
          }
        }
        """
    )
    assert worlds(unit, "aws_s3_bucket.data", status) == {"": "Enabled"}


def test_a_key_that_looks_like_an_unknown_one_is_another() -> None:
    unit = single(
        main_tf="""
        variable "env" {}
        resource "aws_s3_bucket" "b" {
          for_each = toset(["$${var.env}", "a${var.env}", "${var.env}"])
        }
        """
    )
    assert sorted(addresses(unit)) == [
        'aws_s3_bucket.b["$${var.env}"]',
        'aws_s3_bucket.b["${var.env}"]',
        'aws_s3_bucket.b["a${var.env}"]',
    ]


def test_modules_of_keys_known_in_part() -> None:
    unit = single(
        main_tf="""
        module "store" {
          source   = "./store"
          for_each = toset(["acme-${terraform.workspace}-a", "acme-${terraform.workspace}-b"])
          name     = each.key
        }
        resource "aws_s3_bucket_versioning" "v" {
          for_each = module.store
          bucket   = each.value.id
          versioning_configuration {
            status = "Enabled"
          }
        }
        """,
        store__main_tf='variable "name" {}\nresource "aws_s3_bucket" "b" {\n  bucket = var.name\n}\n'
        'output "id" {\n  value = aws_s3_bucket.b.id\n}\n',
    )
    for letter in "ab":
        address = f'module.store["acme-${{terraform.workspace}}-{letter}"].aws_s3_bucket.b'
        assert worlds(unit, address, status) == {"": "Enabled"}


PARTS = st.lists(st.sampled_from(["a", "b-", "${var.env}", "${var.stage}"]), min_size=1, max_size=4).map("".join)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(PARTS, min_size=1, max_size=3, unique=True),
    st.sampled_from(["aws_s3_bucket.b[each.key].id", "each.key"]),
    PARTS,
    st.sampled_from(["a", "b", "ab-", ""]),
    st.sampled_from(["a", "b-", "x"]),
)
def test_any_value_of_an_unknown_gives_the_verdict_that_was_given_without_it(
    keys: list[str], named: str, other: str, env: str, stage: str
) -> None:
    """What was sure of a bucket without the inputs is so with whatever they are."""
    listed = ", ".join(f'"{key}"' for key in keys)
    text = f"""
variable "env" {{
  type = string
}}
variable "stage" {{
  type = string
}}
resource "aws_s3_bucket" "b" {{
  for_each = toset([{listed}])
  bucket   = "n-${{each.key}}"
}}
resource "aws_s3_bucket_versioning" "v" {{
  for_each = toset([{listed}])
  bucket   = {named}
  versioning_configuration {{
    status = "Enabled"
  }}
}}
resource "aws_s3_bucket" "other" {{
  bucket = "{other}"
}}
"""
    opened = single(main_tf=text)
    known = single(Inputs(), main_tf=text, terraform_tfvars=f'env = "{env}"\nstage = "{stage}"\n')
    pairs = [("aws_s3_bucket.other", "aws_s3_bucket.other")]
    for key in keys:
        filled = key.replace("${var.env}", env).replace("${var.stage}", stage)
        pairs.append((f'aws_s3_bucket.b["{key}"]', f'aws_s3_bucket.b["{filled}"]'))
    for before, after in pairs:
        sure = {str(plain(bucket(opened, before).versioning.status))}
        if not next(iter(sure)).startswith("unknown"):
            answers = worlds(known, after, status).values()
            assert all(answer.startswith("unknown") or answer in sure for answer in map(str, answers))
