"""Modules that are not on disk: what they are given is undecided, all else is decided as if they were not there."""

from __future__ import annotations

from typing import Any

import pytest

from s3lint.base.resource import Calls
from s3lint.languages.inputs import Inputs
from s3lint.languages.unit import Unit
from s3lint.model.bucket import Versioning
from tests.languages.terraform.configurations import bucket, place, plain, single
from tests.models import known
from tests.work import calls

STORES = """
resource "aws_s3_bucket" "ledger" {
  bucket = "acme-ledger"
}
resource "aws_s3_bucket" "drafts" {
  bucket_prefix = "acme-drafts"
}
resource "aws_s3_bucket" "open" {
  bucket = "${var.stage}-open"
}
resource "aws_s3_bucket" "each" {
  for_each = toset(["in", "out"])
}
resource "aws_s3_bucket" "many" {
  for_each = var.many
}
variable "stage" {}
variable "many" {}
locals {
  chosen = aws_s3_bucket.drafts
  name   = "acme-ledger"
}
module "reader" {
  source = "git::https://example.com/reader.git"
  store  = aws_s3_bucket.ledger.arn
}
"""
LEDGER, DRAFTS, OPEN = "aws_s3_bucket.ledger", "aws_s3_bucket.drafts", "aws_s3_bucket.open"
IN, OUT, MANY = 'aws_s3_bucket.each["in"]', 'aws_s3_bucket.each["out"]', "aws_s3_bucket.many[*]"
ALL = (LEDGER, DRAFTS, OPEN, IN, OUT, MANY)
SETTINGS = ("versioning", "policy", "public_access_block", "logging", "encryption", "lifecycle", "notifications", "log_target")


def undecided(unit: Unit) -> list[str]:
    """The buckets about which nothing is known that a companion would say."""
    found = []
    for address in ALL:
        there = bucket(unit, address)
        answers = {plain(stated(getattr(there, name))) == "absent" for name in SETTINGS}
        assert len(answers) == 1, address
        if answers == {False}:
            found.append(address)
    return found


def calls_of(unit: Unit) -> list[Calls]:
    return [problem.calls for problem in unit.problems if problem.calls is not None]


def stated(setting: Any) -> Any:
    return setting.status if isinstance(setting, Versioning) else setting


def hardened(argument: str) -> str:
    without_reader = STORES[: STORES.index('module "reader"')]
    return f'{without_reader}\nmodule "hardening" {{\n  source = "acme/hardening/aws"\n  {argument}\n}}\n'


@pytest.mark.parametrize(
    ("argument", "given"),
    [
        pytest.param("name = aws_s3_bucket.ledger.id", [LEDGER], id="its id"),
        pytest.param("name = aws_s3_bucket.drafts.bucket", [DRAFTS], id="its generated name"),
        pytest.param("arn = aws_s3_bucket.drafts.arn", [DRAFTS], id="its ARN"),
        pytest.param('arns = ["${aws_s3_bucket.drafts.arn}/*"]', [DRAFTS], id="a string that contains it"),
        pytest.param("origin = aws_s3_bucket.ledger.bucket_regional_domain_name", [LEDGER], id="its domain"),
        pytest.param("store = aws_s3_bucket.drafts", [DRAFTS], id="the whole of it"),
        pytest.param("store = local.chosen", [DRAFTS], id="the whole of it through a local"),
        pytest.param("stores = { a = { b = [aws_s3_bucket.ledger.id, local.chosen] } }", [LEDGER, DRAFTS], id="deep inside"),
        pytest.param("stores = aws_s3_bucket.each", [IN, OUT], id="all instances"),
        pytest.param("stores = values(aws_s3_bucket.each)[*].id", [IN, OUT], id="the ids of all instances"),
        pytest.param('store = aws_s3_bucket.each["in"].arn', [IN], id="one instance"),
        pytest.param("stores = aws_s3_bucket.many", [MANY], id="instances that nobody knows"),
        pytest.param("stores = [for key, each in aws_s3_bucket.many : each.arn]", [MANY], id="ARNs of such"),
        pytest.param('name = "acme-ledger"', [LEDGER], id="its literal name"),
        pytest.param("name = local.name", [LEDGER], id="its literal name through a local"),
        pytest.param('arn = "arn:aws:s3:::acme-ledger/reports/*"', [LEDGER], id="a literal ARN"),
        pytest.param('uri = "s3://acme-ledger/reports"', [LEDGER], id="a literal URI"),
        pytest.param('name = "${var.stage}-open"', [OPEN], id="a name known in part"),
        pytest.param('arn = "arn:aws:s3:::${var.stage}-open/*"', [OPEN], id="an ARN known in part"),
        pytest.param("name = base64encode(aws_s3_bucket.drafts.id)", [DRAFTS], id="what a function makes of it"),
        pytest.param('name = regex("[^:]+$", aws_s3_bucket.drafts.arn)', [DRAFTS], id="what a function takes out of it"),
        pytest.param("name = upper(var.stage)", [], id="what a function makes of an input"),
        pytest.param("policy = jsonencode({ Resource = [aws_s3_bucket.drafts.arn] })", [DRAFTS], id="inside JSON"),
        pytest.param('name = var.stage == "prod" ? aws_s3_bucket.ledger.id : null', [LEDGER], id="in one of two cases"),
        pytest.param('for_each = toset(["in"])\n  name = aws_s3_bucket.each[each.key].id', [IN], id="by each.key"),
        pytest.param("providers = {}\n  depends_on = [aws_s3_bucket.ledger]", [], id="an order is nothing given"),
        pytest.param("count = 0\n  name = aws_s3_bucket.ledger.id", [], id="a call that is not there"),
        pytest.param('name = "acme-ledgers"', [], id="another name"),
        pytest.param('uri = "s3://acme/acme-ledger"', [], id="the name as a key of another bucket"),
        pytest.param('name = "acme-drafts"', [], id="a generated name is never written"),
        pytest.param('name = "${var.stage}-closed"', [], id="another name known in part"),
        pytest.param("name = var.stage", [], id="an input that names none of them"),
        pytest.param("zone = aws_s3_bucket.ledger.hosted_zone_id", [], id="a fact that names no bucket"),
        pytest.param("count = 1", [], id="nothing"),
    ],
)
def test_what_is_given_to_it_is_undecided_and_nothing_else_is(argument: str, given: list[str]) -> None:
    unit = single(main_tf=hardened(argument))
    assert undecided(unit) == given
    [calls] = calls_of(unit)
    names = {f"module.hardening{suffix}" for suffix in ("", "[0]", '["in"]')}
    assert {bucket for _, bucket in calls.given} == set(given)
    assert {call for call, _ in calls.given} <= names


def test_the_reason_names_the_calls_and_what_to_do() -> None:
    unit = single(main_tf=STORES)
    policy = bucket(unit, LEDGER).policy
    assert plain(policy) == (
        'unknown: module.reader is given this bucket and not read: "git::https://example.com/reader.git" is not on disk; '
        "terraform init puts it there"
    )
    assert place(policy.origin) == 'main.tf:1:1 resource "aws_s3_bucket" "ledger"'
    both = single(main_tf=STORES, more_tf='module "writer" {\n  source = "acme/writer/aws"\n  b = aws_s3_bucket.ledger\n}\n')
    assert plain(bucket(both, LEDGER).policy).startswith(
        "unknown: module.reader and module.writer are given this bucket and not read: "
    )


def test_what_is_written_stays() -> None:
    unit = single(
        main_tf=STORES,
        more_tf="""
        resource "aws_s3_bucket_versioning" "ledger" {
          bucket = aws_s3_bucket.ledger.id
          versioning_configuration {
            status = "Suspended"
          }
        }
        """,
    )
    ledger = bucket(unit, LEDGER)
    assert plain(ledger.versioning.status) == "Suspended"
    assert plain(ledger.logging).startswith("unknown: module.reader is given this bucket")


def test_what_stands_in_the_bucket_itself_stays() -> None:
    unit = single(
        main_tf="""
        resource "aws_s3_bucket" "b" {
          acl = "public-read"
          versioning {
            enabled = true
          }
        }
        module "reader" {
          source = "acme/reader/aws"
          store  = aws_s3_bucket.b
        }
        """
    )
    found = bucket(unit, "aws_s3_bucket.b")
    assert plain(found.versioning.status) == "Enabled"
    assert plain(known(found.acl).canned) == "public-read"


@pytest.mark.parametrize(
    ("argument", "is_given"),
    [("store = var.store", True), ("store = { id = var.store.id }", True), ('store = "other"', False)],
)
def test_a_call_inside_a_module_that_is_on_disk(argument: str, is_given: bool) -> None:
    unit = single(
        main_tf="""
        resource "aws_s3_bucket" "b" {}
        module "wrapper" {
          source = "./wrapper"
          store  = aws_s3_bucket.b
        }
        """,
        wrapper__main_tf=f'variable "store" {{}}\nmodule "far" {{\n  source = "acme/far/aws"\n  {argument}\n}}\n',
    )
    policy = plain(bucket(unit, "aws_s3_bucket.b").policy)
    assert policy.startswith("unknown: module.wrapper.module.far is given this bucket") if is_given else policy == "absent"
    [calls] = calls_of(unit)
    assert (calls.source, calls.addresses) == ("acme/far/aws", ("module.wrapper.module.far",))


@pytest.mark.parametrize(
    ("handed", "given"),
    [("aws_s3_bucket.b.id", "unknown"), ("module.first.bucket", "unknown"), ('"other"', "absent")],
)
def test_outputs_of_modules_that_are_not_on_disk_are_handed_on(handed: str, given: str) -> None:
    unit = single(
        main_tf=f"""
        resource "aws_s3_bucket" "b" {{}}
        module "first" {{
          source = "acme/first/aws"
          store  = {'"x"' if handed == '"other"' else "aws_s3_bucket.b"}
        }}
        module "second" {{
          source = "acme/second/aws"
          store  = {handed}
        }}
        """
    )
    assert plain(bucket(unit, "aws_s3_bucket.b").policy).partition(":")[0] == given


@pytest.mark.parametrize(
    ("argument", "is_given"),
    [
        ("module.store.id", True),
        ("module.store", True),
        ("values(module.each)[*].id", True),
        ('module.each["a"].id', False),
        ("module.store.region", False),
    ],
)
def test_outputs_of_modules_that_are_on_disk(argument: str, is_given: bool) -> None:
    unit = single(
        main_tf=f"""
        module "store" {{
          source = "./store"
        }}
        module "each" {{
          source   = "./store"
          for_each = toset(["a", "b"])
        }}
        module "far" {{
          source = "acme/far/aws"
          store  = {argument}
        }}
        """,
        store__main_tf="""
        resource "aws_s3_bucket" "b" {}
        output "id" {
          value = aws_s3_bucket.b.id
        }
        output "region" {
          value = "eu-central-1"
        }
        """,
    )
    given = 'module.each["b"].aws_s3_bucket.b' if "values" in argument else "module.store.aws_s3_bucket.b"
    assert plain(bucket(unit, given).policy).startswith("unknown: ") is is_given


def test_instances_of_a_call_are_given_what_their_keys_say() -> None:
    unit = single(
        main_tf="""
        resource "aws_s3_bucket" "b" {
          for_each = toset(["a", "b", "c"])
        }
        module "far" {
          source   = "acme/far/aws"
          for_each = { a = 1, b = 2 }
          store    = aws_s3_bucket.b[each.key].arn
        }
        """
    )
    found = {key: plain(bucket(unit, f'aws_s3_bucket.b["{key}"]').policy) == "absent" for key in "abc"}
    assert found == {"a": False, "b": False, "c": True}


def test_a_module_in_json_is_given_as_much() -> None:
    unit = single(
        main_tf_json="""
        {
          "resource": {"aws_s3_bucket": {"b": {}, "c": {}}},
          "module": {"far": {"source": "acme/far/aws", "stores": ["${aws_s3_bucket.b.id}"]}}
        }
        """
    )
    assert plain(bucket(unit, "aws_s3_bucket.b").policy).startswith("unknown: module.far is given this bucket")
    assert plain(bucket(unit, "aws_s3_bucket.c").policy) == "absent"


@pytest.mark.parametrize(
    ("source", "is_bystander"),
    [
        ("terraform-aws-modules/lambda/aws", True),
        ("terraform-aws-modules/iam/aws//modules/iam-user", True),
        ("registry.terraform.io/terraform-aws-modules/cloudwatch/aws//modules/metric-alarm", True),
        ("git::https://github.com/terraform-aws-modules/terraform-aws-lambda.git?ref=v7.0.0", True),
        ("git::https://github.com/terraform-aws-modules/terraform-aws-iam//modules/iam-policy?ref=84dfbfd", True),
        ("github.com/terraform-aws-modules/terraform-aws-step-functions", True),
        ("git@github.com:terraform-aws-modules/terraform-aws-sqs.git", True),
        ("terraform-aws-modules/emr/aws", False),
        ("acme/lambda/aws", False),
        ("registry.acme.example/terraform-aws-modules/lambda/aws", False),
        ("git::https://git.acme.example/terraform-aws-modules/terraform-aws-lambda.git", False),
        ("github.com/acme/terraform-aws-modules//lambda", False),
        ("terraform-aws-modules/lambda/google", False),
    ],
)
def test_some_modules_configure_no_bucket_that_they_are_given(source: str, is_bystander: bool) -> None:
    unit = single(
        main_tf=f"""
        resource "aws_s3_bucket" "b" {{}}
        module "far" {{
          source = "{source}"
          store  = aws_s3_bucket.b.arn
        }}
        """
    )
    assert (plain(bucket(unit, "aws_s3_bucket.b").policy) == "absent") is is_bystander
    [calls] = calls_of(unit)
    assert calls.reason.endswith("; it configures no bucket") is is_bystander
    assert bool(calls.given) is not is_bystander


def test_two_calls_may_be_given_what_the_other_puts_out() -> None:
    unit = single(
        main_tf="""
        resource "aws_s3_bucket" "b" {}
        resource "aws_s3_bucket" "other" {}
        module "cluster" {
          source = "acme/cluster/aws"
          role   = module.role.arn
        }
        module "role" {
          source  = "acme/role/aws"
          cluster = module.cluster.id
          store   = aws_s3_bucket.b.arn
        }
        resource "aws_s3_bucket_policy" "p" {
          bucket = module.cluster.bucket
          policy = "{}"
        }
        """
    )
    assert [problem.kind for problem in unit.problems] == ["unresolved-module"] * 2
    assert plain(bucket(unit, "aws_s3_bucket.b").policy).startswith("unknown: ")
    assert plain(bucket(unit, "aws_s3_bucket.other").policy) == "absent"


def test_a_chain_of_calls_is_no_more_work_than_its_length() -> None:
    """Each is given ten outputs of the one before, which would be ten to the power of their number if each were followed."""
    given = {0: ["aws_s3_bucket.b.id"] * 10} | {n: [f"module.m{n - 1}.out_{k}" for k in range(10)] for n in range(1, 12)}
    modules = "".join(
        f'module "m{number}" {{\n  source = "git::https://example.com/m.git"\n'
        + "".join(f"  in_{k} = {argument}\n" for k, argument in enumerate(arguments))
        + "}\n"
        for number, arguments in given.items()
    )
    units: list[Unit] = []
    calls(lambda: units.append(single(main_tf=f'resource "aws_s3_bucket" "b" {{}}\n{modules}')), most=150_000)
    assert plain(bucket(units[0], "aws_s3_bucket.b").versioning.status).startswith("unknown: module.m0 is given this bucket")


def test_calls_that_are_given_the_outputs_of_all_before_them_are_no_more_work_than_these() -> None:
    """What an output may be is all that its call was given, which is outputs of the calls before, and so on: two to the 24."""
    modules = "".join(
        f'module "m{number}" {{\n  source = "git::https://example.com/m.git"\n  store = aws_s3_bucket.b.id\n'
        + "".join(f"  in_{k} = module.m{k}.out\n" for k in range(number))
        + "}\n"
        for number in range(24)
    )
    units: list[Unit] = []
    calls(lambda: units.append(single(main_tf=f'resource "aws_s3_bucket" "b" {{}}\n{modules}')), most=600_000)
    assert plain(bucket(units[0], "aws_s3_bucket.b").versioning.status).startswith("unknown: module.m0, module.m1, ")


def test_the_account_is_no_bucket() -> None:
    unit = single(main_tf=STORES)
    assert plain(bucket(unit, LEDGER).account_public_access_block) == "absent"


def test_a_module_on_disk_hides_nothing() -> None:
    unit = single(
        Inputs(),
        main_tf=hardened("name = aws_s3_bucket.ledger.id"),
        **{
            ".terraform__modules__modules_json": '{"Modules": [{"Key": "hardening", "Dir": ".terraform/modules/h"}]}',
            ".terraform__modules__h__main_tf": 'variable "name" {}\n',
        },
    )
    assert unit.problems == ()
    assert undecided(unit) == []


def test_what_is_too_large_to_look_through_may_hold_any_bucket() -> None:
    unit = single(main_tf=hardened("names = [for a in range(200) : [for b in range(100) : b]]"))
    assert undecided(unit) == list(ALL)
