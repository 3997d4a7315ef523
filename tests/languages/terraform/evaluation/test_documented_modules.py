"""Calls of modules that are not on disk, as their documentation describes them: settings, outputs, what is not documented."""

from __future__ import annotations

import json
from typing import Any

import pytest

from s3lint.base.documented import Documented, editable
from s3lint.base.value import Absent, Known, Unknown
from s3lint.languages.inputs import Inputs
from s3lint.languages.unit import Unit
from s3lint.run.engine import check
from s3lint.run.question import Settings
from tests.languages.terraform.configurations import addresses, bucket, place, plain, read, single
from tests.models import known

SOURCE = "terraform-aws-modules/s3-bucket/aws"
BUCKET = "module.ledger.aws_s3_bucket.this[0]"


def called(arguments: str = "", rest: str = "", source: str = SOURCE, **inputs: Any) -> Unit:
    text = f'module "ledger" {{\n  source = "{source}"\n{arguments}\n}}\n{rest}'
    return single(Inputs(**inputs), main_tf=text)


def test_what_the_documentation_says_by_default() -> None:
    found = called('bucket = "acme-ledger"')
    assert found.problems == ()
    assert addresses(found) == [BUCKET]
    ledger = bucket(found, BUCKET)
    assert plain(ledger.name) == "acme-ledger"
    assert plain(ledger.versioning.status) == "absent"
    assert isinstance(ledger.policy, Absent)
    assert isinstance(ledger.public_access_block, Known)
    assert plain(ledger.public_access_block.value.block_public_policy) is True


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        ("versioning = { enabled = true }", "Enabled"),
        ("versioning = { status = true, mfa_delete = false }", "Enabled"),
        ('versioning = { status = "Suspended" }', "Suspended"),
        ("versioning = { enabled = false }", "Suspended"),
        ("versioning = { enabled = var.on }", "unknown"),
    ],
)
def test_what_a_call_says_of_versioning(arguments: str, status: str) -> None:
    found = called(arguments, 'variable "on" {}')
    assert str(plain(bucket(found, BUCKET).versioning.status)).startswith(status)


def test_places_are_those_of_the_call() -> None:
    found = called("versioning = { enabled = false }")
    ledger = bucket(found, BUCKET)
    assert place(editable(ledger.versioning.status.origin)).endswith("false")
    for source in (ledger.origin.source, ledger.encryption.origin.source):
        assert isinstance(source, Documented)
        assert place(source.call) == 'main.tf:1:1 module "ledger"'
    assert {source.path for source in found.sources} == {"stack/main.tf"}


def test_companions_outside_join_by_the_outputs() -> None:
    rest = """
    resource "aws_s3_bucket_versioning" "ledger" {
      bucket = module.ledger.s3_bucket_id
      versioning_configuration {
        status = "Enabled"
      }
    }
    resource "aws_s3_bucket_policy" "ledger" {
      bucket = module.ledger.s3_bucket_id
      policy = jsonencode({
        Statement = { Effect = "Deny", Principal = "*", Action = "s3:*", Resource = module.ledger.s3_bucket_arn }
      })
    }
    """
    ledger = bucket(called(rest=rest), BUCKET)
    assert plain(ledger.versioning.status) == "Enabled"
    assert isinstance(ledger.policy, Known)


def test_calls_are_told_apart_as_instances_are() -> None:
    found = called('for_each = toset(["in", "out"])\nbucket = each.key')
    assert addresses(found) == ['module.ledger["in"].aws_s3_bucket.this[0]', 'module.ledger["out"].aws_s3_bucket.this[0]']


def test_an_argument_that_is_not_documented_leaves_open_what_it_may_change() -> None:
    rest = f'module "drafts" {{\n  source = "{SOURCE}"\n}}'
    found = called("versioning = { enabled = true }\nunheard_of = true", rest)
    ledger = bucket(found, BUCKET)
    assert plain(ledger.versioning.status) == "Enabled"
    assert isinstance(ledger.policy, Unknown)
    assert "unheard_of" in ledger.policy.reason
    assert isinstance(ledger.encryption, Unknown)
    assert isinstance(bucket(found, "module.drafts.aws_s3_bucket.this[0]").policy, Absent)
    (problem,) = found.problems
    assert problem.kind == "unresolved-module"
    assert problem.message.endswith(f'{SOURCE} 5.x documents no argument "unheard_of"')


def test_an_output_that_is_not_documented_is_not_known() -> None:
    rest = 'resource "aws_s3_bucket" "other" {\n  bucket = "acme"\n  force_destroy = module.ledger.unheard_of\n}'
    found = bucket(called(rest=rest), "aws_s3_bucket.other").force_destroy
    assert isinstance(found, Unknown)
    assert "documents no output unheard_of" in found.reason


@pytest.mark.parametrize("version", ['version = "~> 99.0"', 'version = ">= 99"', "version = var.version"])
def test_a_version_that_no_model_holds_for_is_unseen(version: str) -> None:
    found = called(version, 'variable "version" {}')
    assert addresses(found) == []
    assert [problem.kind for problem in found.problems] == ["unresolved-module"]


@pytest.mark.parametrize(
    ("version", "blocks", "acl"),
    [
        ("~> 5.0", True, "absent"),
        ("4.1.0", True, "absent"),
        ("~> 3.9", True, "absent"),
        ("~> 3.8", True, "absent"),
        ("~> 3.8.0", False, "absent"),
        ("3.0.1", False, "absent"),
        ("~> 2.0", False, "private"),
    ],
)
def test_defaults_are_those_of_the_version(version: str, blocks: bool, acl: str) -> None:
    found = called(f'version = "{version}"')
    assert found.problems == ()
    ledger = bucket(found, BUCKET)
    assert isinstance(ledger.public_access_block, Known)
    assert plain(ledger.public_access_block.value.block_public_acls) is blocks
    assert (plain(ledger.acl.value.canned) if isinstance(ledger.acl, Known) else "absent") == acl


def test_objects_notifications_and_the_block_of_the_account() -> None:
    rest = f"""
    module "readme" {{
      source = "{SOURCE}//modules/object"
      bucket = module.ledger.s3_bucket_id
      key    = "readme"
      acl    = "public-read"
    }}
    module "events" {{
      source      = "{SOURCE}//modules/notification"
      bucket      = module.ledger.s3_bucket_id
      eventbridge = true
    }}
    module "account" {{
      source                  = "{SOURCE}//modules/account-public-access"
      restrict_public_buckets = true
    }}
    """
    found = called(rest=rest)
    assert found.problems == ()
    ledger = bucket(found, BUCKET)
    assert isinstance(ledger.notifications, Known)
    assert isinstance(ledger.account_public_access_block, Known)
    assert plain(ledger.account_public_access_block.value.restrict_public_buckets) is True
    assert plain(ledger.account_public_access_block.value.block_public_acls) is False
    assert "module.readme.aws_s3_object.this[0]" in [subject.address for subject in found.subjects]


@pytest.mark.parametrize(
    ("arguments", "rotation"),
    [
        ("", True),
        ("enable_key_rotation = false", False),
        ('version = "~> 3.0"\nrotation_period_in_days = 90', True),
        ("create_external = true", "unknown"),
    ],
)
@pytest.mark.parametrize("output", ["key_arn", "key_id"])
def test_a_key_of_the_module_for_keys(arguments: str, rotation: object, output: str) -> None:
    rest = f"""
    module "key" {{
      source = "terraform-aws-modules/kms/aws"
      {arguments}
    }}
    """
    encryption = f"""
    server_side_encryption_configuration = {{
      rule = {{
        apply_server_side_encryption_by_default = {{ sse_algorithm = "aws:kms", kms_master_key_id = module.key.{output} }}
      }}
    }}
    """
    found = called(encryption, rest)
    assert found.problems == ()
    key = bucket(found, BUCKET).encryption_key
    if rotation == "unknown":
        assert not isinstance(key, Known)
    else:
        assert isinstance(key, Known)
        assert plain(key.value.rotation) is rotation


def test_a_role_of_the_module_for_identities_is_one_of_the_account() -> None:
    policy = """
    attach_policy = true
    policy = jsonencode({
      Version   = "2012-10-17"
      Statement = { Effect = "Allow", Principal = { AWS = module.role.arn }, Action = "s3:GetObject", Resource = "*" }
    })
    """
    rest = """
    module "role" {
      source = "terraform-aws-modules/iam/aws//modules/iam-role"
      name   = "reader"
    }
    """
    text = f'module "ledger" {{\n  source = "{SOURCE}"\n{policy}\n}}\n{rest}'
    report = check([], Settings(select=("cross-account-grant", "wildcard-principal")), {"main.tf": text})
    assert (report.findings, report.undecided, report.problems) == ((), (), ())


@pytest.mark.parametrize(
    ("arguments", "reaches"),
    [
        ("", False),
        ('policies = { all = "arn:aws:iam::aws:policy/AmazonS3FullAccess" }', True),
        ('policies = { own = "arn:aws:iam::aws:policy/AWSSupportAccess" }', False),
        ('inline_policy_permissions = { S3 = { actions = ["s3:*"], resources = ["*"] } }', False),
        ('create_inline_policy = true\ninline_policy_permissions = { S3 = { actions = ["s3:*"], resources = ["*"] } }', True),
        (
            'create_inline_policy = true\ninline_policy_permissions = { SQS = { actions = ["sqs:*"], resources = ["*"] } }',
            False,
        ),
    ],
)
def test_what_a_role_of_the_module_for_identities_may_do(arguments: str, reaches: bool) -> None:
    text = f'module "role" {{\n  source = "terraform-aws-modules/iam/aws//modules/iam-role"\n{arguments}\n}}\n'
    report = check([], Settings(select=("broad-iam-s3-access",)), {"main.tf": text})
    assert (len(report.findings), report.undecided) == (int(reaches), ())
    assert {one.basis.partition(" documents")[0] for one in report.findings} <= {
        "as terraform-aws-modules/iam/aws//modules/iam-role 6.x"
    }


@pytest.mark.parametrize(("version", "switch"), [("5.60.0", "create_policy"), ("6.2.0", "create")])
def test_a_policy_of_the_module_for_identities_counts_where_it_is_made(version: str, switch: str) -> None:
    """It is one finding, at the call, whoever has the policy."""
    text = f"""
    module "all" {{
      source  = "terraform-aws-modules/iam/aws//modules/iam-policy"
      version = "{version}"
      {switch}  = %s
      policy  = jsonencode({{
        Version   = "2012-10-17"
        Statement = [{{ Effect = "Allow", Action = "s3:*", Resource = "*" }}]
      }})
    }}
    module "role" {{
      source   = "terraform-aws-modules/iam/aws//modules/iam-role"
      policies = {{ all = module.all.arn }}
    }}
    """
    asked = Settings(select=("broad-iam-s3-access",))
    report = check([], asked, {"main.tf": text % "true"})
    assert [one.subjects for one in report.findings] == [("module.all.aws_iam_policy.policy[0]",)]
    assert report.undecided == ()
    assert check([], asked, {"main.tf": text % "false"}).findings == ()


def test_cloud_posse_names_buckets_by_labels() -> None:
    found = single(
        main_tf="""
            module "label" {
              source     = "cloudposse/label/null"
              namespace  = "acme"
              stage      = "Prod"
              attributes = ["eu"]
            }
            module "ledger" {
              source  = "cloudposse/s3-bucket/aws"
              version = "4.10.0"
              name    = "ledger"
              context = module.label.context
            }
            resource "aws_s3_bucket" "own" {
              bucket = "${module.label.id}-own"
            }
        """
    )
    assert found.problems == ()
    ledger = bucket(found, "module.ledger.aws_s3_bucket.default[0]")
    assert plain(ledger.name) == "acme-prod-ledger-eu"
    assert plain(bucket(found, "aws_s3_bucket.own").name) == "acme-prod-eu-own"
    assert plain(ledger.versioning.status) == "Enabled"
    assert plain(ledger.object_ownership) == "ObjectWriter"
    assert isinstance(ledger.acl, Known)
    assert isinstance(ledger.policy, Absent)


def test_a_label_that_is_too_long_is_known_in_part() -> None:
    found = called('name = "a-long-name-of-a-ledger"\nid_length_limit = 12', source="cloudposse/s3-bucket/aws")
    name = plain(bucket(found, "module.ledger.aws_s3_bucket.default[0]").name)
    assert str(name).startswith("a-long-${")


@pytest.mark.parametrize(
    ("arguments", "sids"),
    [
        ("", None),
        ("allow_ssl_requests_only = true", ("ForceSSLOnlyAccess",)),
        ("minimum_tls_version = 1.2", ("EnforceTLSVersion",)),
        ("enabled = false", None),
    ],
)
def test_what_a_call_of_cloud_posse_says_of_the_policy(arguments: str, sids: tuple[str, ...] | None) -> None:
    found = called(arguments, source="cloudposse/s3-bucket/aws")
    buckets = [bucket(found, address) for address in addresses(found)]
    assert len(buckets) == (0 if arguments == "enabled = false" else 1)
    for one in buckets:
        assert (None if isinstance(one.policy, Absent) else tuple(x.sid for x in known(one.policy).statements)) == sids


@pytest.mark.parametrize(
    ("version", "ownership", "acl"),
    [("~> 9.0", "BucketOwnerEnforced", "absent"), ("7.1.0", "BucketOwnerEnforced", "absent"), ("5.0.0", "absent", "private")],
)
def test_a_private_bucket(version: str, ownership: str, acl: str) -> None:
    found = called(
        f'version = "{version}"\nbucket = "ledger"\nuse_account_alias_prefix = false', source="trussworks/s3-private-bucket/aws"
    )
    assert found.problems == ()
    ledger = bucket(found, "module.ledger.aws_s3_bucket.private_bucket")
    assert plain(ledger.name) == "ledger"
    assert plain(ledger.versioning.status) == "Enabled"
    assert plain(ledger.object_ownership) == ownership
    assert (plain(known(ledger.acl).canned) if isinstance(ledger.acl, Known) else "absent") == acl
    assert [statement.sid for statement in known(ledger.policy).statements] == [
        "enforce-tls-requests-only",
        "inventory-and-analytics",
    ]


def test_a_bucket_for_logs_denies_the_services_that_it_does_not_allow() -> None:
    found = called('s3_bucket_name = "logs"\ndefault_allow = false\nallow_cloudtrail = true', source="trussworks/logs/aws")
    assert found.problems == ()
    policy = known(bucket(found, "module.ledger.aws_s3_bucket.aws_logs").policy)
    allowed = {statement.sid for statement in policy.statements if plain(statement.effect) == "Allow"}
    assert allowed == {"cloudtrail-logs-get-bucket-acl", "cloudtrail-logs-put-object"}


def test_log_storage_is_a_bucket_of_another_module() -> None:
    found = called('name = "logs"\naccess_log_bucket_name = "central"', source="cloudposse/s3-log-storage/aws")
    assert found.problems == ()
    logs = bucket(found, "module.ledger.module.aws_s3_bucket.aws_s3_bucket.default[0]")
    assert plain(logs.name) == "logs"
    assert plain(known(logs.acl).canned) == "log-delivery-write"
    assert plain(logs.object_ownership) == "BucketOwnerPreferred"
    assert plain(known(logs.logging).target_bucket) == "central"
    assert [statement.sid for statement in known(logs.policy).statements] == ["ForceSSLOnlyAccess"]
    assert place(editable(logs.origin)) == 'main.tf:1:1 module "ledger"'


@pytest.mark.parametrize(
    ("arguments", "sid"),
    [
        ("", "S3GetObjectForCloudFront"),
        ('origin_access_type = "origin_access_control"', "S3GetObjectForCloudFrontServicePrincipal"),
        ("website_enabled = true", "S3GetObjectForCloudFront"),
    ],
)
def test_a_distribution_with_its_bucket(arguments: str, sid: str) -> None:
    found = called(f'name = "app"\n{arguments}', source="cloudposse/cloudfront-s3-cdn/aws")
    assert found.problems == ()
    assert addresses(found) == [
        "module.ledger.aws_s3_bucket.origin[0]",
        "module.ledger.module.logs.module.aws_s3_bucket.aws_s3_bucket.default[0]",
    ]
    origin = bucket(found, "module.ledger.aws_s3_bucket.origin[0]")
    assert plain(origin.name) == "app-origin"
    assert sid in [statement.sid for statement in known(origin.policy).statements]
    assert plain(known(origin.public_access_block).block_public_policy) is False


def test_the_real_module_wins() -> None:
    listed = {"Modules": [{"Key": "ledger", "Dir": ".terraform/modules/ledger"}]}
    files = {
        "main_tf": f'module "ledger" {{\n  source = "{SOURCE}"\n  mine = "acme"\n}}',
        ".terraform__modules__modules_json": json.dumps(listed),
        ".terraform__modules__ledger__main_tf": 'variable "mine" {}\nresource "aws_s3_bucket" "real" { bucket = var.mine }',
    }
    (found,) = read(Inputs(), **files)
    assert addresses(found) == ["module.ledger.aws_s3_bucket.real"]
    assert found.problems == ()


PRIVATE = "registry.example.com/acme/bucket/aws"
STANDS_IN = """
variable "name" {}
resource "aws_s3_bucket" "own" {
  bucket = var.name
}
output "id" {
  value = aws_s3_bucket.own.id
}
"""


@pytest.mark.parametrize(
    "source",
    [
        PRIVATE,
        f"{PRIVATE}//inner",
        "git::https://example.com/acme/bucket.git?ref=v1",
        "registry.opentofu.org/acme/bucket/aws",
        SOURCE,
    ],
)
def test_a_model_of_the_configuration(source: str) -> None:
    named = source.partition("?")[0].removeprefix("registry.opentofu.org/")
    found = single(
        Inputs(modules=((named, "stack/models/bucket"),)),
        main_tf=f'module "ledger" {{\n  source = "{source}"\n  version = "1.0"\n  name = "acme"\n}}',
        models__bucket__main_tf=STANDS_IN,
    )
    assert addresses(found) == ["module.ledger.aws_s3_bucket.own"]
    assert found.problems == ()
    assert isinstance(bucket(found, "module.ledger.aws_s3_bucket.own").origin.source, Documented)


def test_a_model_may_call_modules_beside_it_and_known_ones() -> None:
    found = single(
        Inputs(modules=((PRIVATE, "stack/models/pair"),)),
        main_tf=f'module "ledger" {{\n  source = "{PRIVATE}"\n  name = "acme"\n}}',
        models__pair__main_tf=f"""
            variable "name" {{}}
            module "inner" {{
              source = "../bucket"
              name   = var.name
            }}
            module "known" {{
              source = "{SOURCE}"
              bucket = "${{var.name}}-logs"
            }}
        """,
        models__bucket__main_tf=STANDS_IN,
    )
    assert found.problems == ()
    assert addresses(found) == [
        "module.ledger.module.inner.aws_s3_bucket.own",
        "module.ledger.module.known.aws_s3_bucket.this[0]",
    ]
    for address in addresses(found):
        assert place(editable(bucket(found, address).origin)) == 'main.tf:1:1 module "ledger"'


@pytest.mark.parametrize(
    ("folder", "reason"),
    [
        ("stack/nothing", "there is no Terraform in stack/nothing, which stands for it"),
        ("../outside", "../outside, which stands for it, lies outside of the folder that is read"),
    ],
)
def test_a_model_that_cannot_be_read_is_said(folder: str, reason: str) -> None:
    found = single(Inputs(modules=((PRIVATE, folder),)), main_tf=f'module "ledger" {{\n  source = "{PRIVATE}"\n}}')
    assert [problem.message for problem in found.problems] == [f"module.ledger is not judged: {reason}"]


def test_what_is_wrong_in_a_model_is_said_there_and_leaves_open_what_may_follow() -> None:
    found = single(
        Inputs(modules=((PRIVATE, "stack/models/bucket"),)),
        main_tf=f'module "ledger" {{\n  source = "{PRIVATE}"\n  name = "acme"\n}}',
        models__bucket__main_tf=STANDS_IN + "\nresource {{{\n",
    )
    assert {problem.kind for problem in found.problems} == {"unreadable-file"}
    assert {problem.origin.source.path for problem in found.problems} == {"stack/models/bucket/main.tf"}
    assert isinstance(bucket(found, "module.ledger.aws_s3_bucket.own").policy, Unknown)
