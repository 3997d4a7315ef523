"""Both forms of every setting feed the same field, with the place to edit."""

from __future__ import annotations

from typing import Any

from s3lint.base.value import Known, Setting
from s3lint.model.bucket import Bucket
from tests.languages.terraform.configurations import addresses, bucket, placed, plain, single


def inside(setting: Setting[Any]) -> Any:
    assert isinstance(setting, Known)
    return setting.value


def settings(found: Bucket) -> dict[str, tuple[Any, str]]:
    encryption, logging, acl = inside(found.encryption), inside(found.logging), inside(found.acl)
    return {
        "name": placed(found.name),
        "status": placed(found.versioning.status),
        "mfa delete": placed(found.versioning.mfa_delete),
        "algorithm": placed(encryption.algorithm),
        "key": placed(encryption.key),
        "bucket key": placed(encryption.bucket_key),
        "target": placed(logging.target_bucket),
        "prefix": placed(logging.target_prefix),
        "acl": placed(acl.canned),
        "statement": placed(inside(found.policy).statements[0].effect),
    }


def test_inline_blocks() -> None:
    unit = single(
        main_tf="""
        resource "aws_s3_bucket" "b" {
          bucket = "acme"
          acl    = "private"
          policy = jsonencode({ Statement = [{ Effect = "Deny", Principal = "*", Action = "s3:*", Resource = "*" }] })
          versioning {
            enabled    = true
            mfa_delete = true
          }
          logging {
            target_bucket = "acme-logs"
            target_prefix = "a/"
          }
          server_side_encryption_configuration {
            rule {
              bucket_key_enabled = true
              apply_server_side_encryption_by_default {
                sse_algorithm     = "aws:kms"
                kms_master_key_id = "alias/own"
              }
            }
          }
        }
        """
    )
    assert settings(bucket(unit, "aws_s3_bucket.b")) == {
        "name": ("acme", 'main.tf:2:12 "acme"'),
        "status": ("Enabled", "main.tf:6:18 true"),
        "mfa delete": (True, "main.tf:7:18 true"),
        "algorithm": ("aws:kms", 'main.tf:17:29 "aws:kms"'),
        "key": ("alias/own", 'main.tf:18:29 "alias/own"'),
        "bucket key": (True, "main.tf:15:28 true"),
        "target": ("acme-logs", 'main.tf:10:21 "acme-logs"'),
        "prefix": ("a/", 'main.tf:11:21 "a/"'),
        "acl": ("private", 'main.tf:3:12 "private"'),
        "statement": ("Deny", 'main.tf:4:49 "Deny"'),
    }


def test_split_resources_linked_by_id_by_bucket_by_another_companion_and_by_name() -> None:
    unit = single(
        main_tf="""
        resource "aws_s3_bucket" "b" {
          bucket = "acme"
        }
        resource "aws_s3_bucket_acl" "b" {
          bucket = aws_s3_bucket.b.id
          acl    = "private"
        }
        resource "aws_s3_bucket_policy" "b" {
          bucket = aws_s3_bucket.b.bucket
          policy = jsonencode({ Statement = [{ Effect = "Deny", Principal = "*", Action = "s3:*", Resource = "*" }] })
        }
        resource "aws_s3_bucket_versioning" "b" {
          bucket = "acme"
          versioning_configuration {
            status     = "Enabled"
            mfa_delete = "Enabled"
          }
        }
        resource "aws_s3_bucket_logging" "b" {
          bucket        = aws_s3_bucket_acl.b.bucket
          target_bucket = "acme-logs"
          target_prefix = "a/"
        }
        resource "aws_s3_bucket_server_side_encryption_configuration" "b" {
          bucket = aws_s3_bucket_logging.b.id
          rule {
            bucket_key_enabled = true
            apply_server_side_encryption_by_default {
              sse_algorithm     = "aws:kms"
              kms_master_key_id = "alias/own"
            }
          }
        }
        """
    )
    assert settings(bucket(unit, "aws_s3_bucket.b")) == {
        "name": ("acme", 'main.tf:2:12 "acme"'),
        "status": ("Enabled", 'main.tf:15:18 "Enabled"'),
        "mfa delete": (True, 'main.tf:16:18 "Enabled"'),
        "algorithm": ("aws:kms", 'main.tf:29:27 "aws:kms"'),
        "key": ("alias/own", 'main.tf:30:27 "alias/own"'),
        "bucket key": (True, "main.tf:27:26 true"),
        "target": ("acme-logs", 'main.tf:21:19 "acme-logs"'),
        "prefix": ("a/", 'main.tf:22:19 "a/"'),
        "acl": ("private", 'main.tf:6:12 "private"'),
        "statement": ("Deny", 'main.tf:10:49 "Deny"'),
    }


def test_what_is_not_said_is_absent_at_the_header_that_lacks_it() -> None:
    unit = single(
        main_tf="""
        resource "aws_s3_bucket" "b" {
        }
        resource "aws_s3_bucket_versioning" "b" {
          bucket = aws_s3_bucket.b.id
          versioning_configuration {
            status = null
          }
        }
        resource "aws_s3_bucket_public_access_block" "b" {
          bucket            = aws_s3_bucket.b.id
          block_public_acls = true
        }
        """
    )
    found = bucket(unit, "aws_s3_bucket.b")
    assert placed(found.versioning.status) == ("absent", "main.tf:5:3 versioning_configuration")
    block = inside(found.public_access_block)
    header = 'main.tf:9:1 resource "aws_s3_bucket_public_access_block" "b"'
    assert placed(block.block_public_acls) == (True, "main.tf:11:23 true")
    assert placed(block.block_public_policy) == ("absent", header)
    here = ("absent", 'main.tf:1:1 resource "aws_s3_bucket" "b"')
    assert placed(found.name) == here
    assert placed(found.encryption) == here
    assert placed(found.logging) == here
    assert placed(found.log_target) == here
    assert placed(found.policy) == here
    assert placed(found.acl) == here
    assert placed(found.object_ownership) == here
    assert placed(found.account_public_access_block) == here


def test_names_that_count_as_none_and_prefixes() -> None:
    unit = single(
        main_tf="""
        resource "aws_s3_bucket" "empty" {
          bucket = ""
        }
        resource "aws_s3_bucket" "null" {
          bucket = null
        }
        resource "aws_s3_bucket" "prefix" {
          bucket_prefix = "acme-"
        }
        """
    )
    assert placed(bucket(unit, "aws_s3_bucket.empty").name) == ("absent", 'main.tf:1:1 resource "aws_s3_bucket" "empty"')
    assert plain(bucket(unit, "aws_s3_bucket.null").name) == "absent"
    assert placed(bucket(unit, "aws_s3_bucket.prefix").name) == ("acme-…", 'main.tf:8:19 "acme-"')


def test_grants_of_both_forms() -> None:
    unit = single(
        main_tf="""
        resource "aws_s3_bucket" "inline" {
          grant {
            type        = "Group"
            permissions = ["READ", "WRITE"]
            uri         = "http://acs.amazonaws.com/groups/s3/LogDelivery"
          }
        }
        resource "aws_s3_bucket" "split" {
        }
        resource "aws_s3_bucket_acl" "split" {
          bucket = aws_s3_bucket.split.id
          access_control_policy {
            owner {
              id = "me"
            }
            grant {
              permission = "READ"
              grantee {
                type = "CanonicalUser"
                id   = "them"
              }
            }
          }
        }
        """
    )
    inline, split = bucket(unit, "aws_s3_bucket.inline"), bucket(unit, "aws_s3_bucket.split")
    group = "http://acs.amazonaws.com/groups/s3/LogDelivery"
    assert [(plain(grant.grantee), plain(grant.permission)) for grant in inside(inline.acl).grants] == [
        (group, "READ"),
        (group, "WRITE"),
    ]
    assert [(plain(grant.grantee), plain(grant.permission)) for grant in inside(split.acl).grants] == [("them", "READ")]
    assert placed(inline.log_target)[1] == f'main.tf:5:19 "{group}"'
    assert inside(inline.log_target).reason == "its ACL grants to the log delivery group"


def test_log_targets() -> None:
    unit = single(
        main_tf="""
        resource "aws_s3_bucket" "source" {
          logging {
            target_bucket = aws_s3_bucket.inline.id
          }
        }
        resource "aws_s3_bucket" "inline" {}
        resource "aws_s3_bucket" "split" {}
        resource "aws_s3_bucket_logging" "source" {
          bucket        = aws_s3_bucket.inline.id
          target_bucket = aws_s3_bucket.split.bucket
        }
        resource "aws_s3_bucket" "canned" {
          acl = "log-delivery-write"
        }
        resource "aws_s3_bucket" "policy" {
          policy = jsonencode({
            Statement = [{
              Effect    = "Allow"
              Principal = { Service = "logging.s3.amazonaws.com" }
              Action    = "s3:PutObject"
              Resource  = "*"
            }]
          })
        }
        resource "aws_s3_bucket" "itself" {}
        resource "aws_s3_bucket_logging" "itself" {
          bucket        = aws_s3_bucket.itself.id
          target_bucket = aws_s3_bucket.itself.id
        }
        """
    )

    def reason(name: str) -> str:
        return str(inside(bucket(unit, f"aws_s3_bucket.{name}").log_target).reason)

    assert reason("inline") == "aws_s3_bucket.source logs to it"
    assert reason("split") == "aws_s3_bucket_logging.source logs to it"
    assert reason("canned") == "its ACL lets the log delivery group write"
    assert reason("policy") == "its policy lets logging.s3.amazonaws.com put objects"
    assert plain(bucket(unit, "aws_s3_bucket.source").log_target) == "absent"
    assert plain(bucket(unit, "aws_s3_bucket.itself").log_target) == "absent"


def test_the_account_block_covers_buckets_of_its_provider_configuration() -> None:
    unit = single(
        main_tf="""
        provider "aws" {}
        provider "aws" {
          alias = "other"
        }
        resource "aws_s3_account_public_access_block" "here" {
          block_public_acls = true
        }
        resource "aws_s3_bucket" "here" {}
        resource "aws_s3_bucket" "there" {
          provider = aws.other
        }
        module "there" {
          source    = "./module"
          providers = { aws = aws.other }
        }
        module "here" {
          source = "./module"
        }
        """,
        module__main_tf="""
        resource "aws_s3_bucket" "b" {}
        """,
    )
    covered = {
        address: not isinstance(plain(bucket(unit, address).account_public_access_block), str) for address in addresses(unit)
    }
    assert covered == {
        "aws_s3_bucket.here": True,
        "aws_s3_bucket.there": False,
        "module.here.aws_s3_bucket.b": True,
        "module.there.aws_s3_bucket.b": False,
    }


def test_a_companion_of_a_bucket_that_is_not_declared_makes_an_external_one() -> None:
    unit = single(
        main_tf="""
        data "aws_s3_bucket" "old" {
          bucket = "acme-old"
        }
        resource "aws_s3_bucket_public_access_block" "old" {
          bucket            = data.aws_s3_bucket.old.id
          block_public_acls = false
        }
        resource "aws_s3_bucket_versioning" "old" {
          bucket = "acme-old"
          versioning_configuration {
            status = "Suspended"
          }
        }
        """
    )
    old = bucket(unit, "aws_s3_bucket_public_access_block.old")
    assert old.is_external
    assert plain(old.versioning.status) == "Suspended"
    assert plain(inside(old.public_access_block).block_public_acls) is False
    assert plain(old.encryption) == "unknown: acme-old is not declared here"
    assert plain(old.policy) == "unknown: acme-old is not declared here"


def test_tags_of_the_provider_configuration_are_tags_of_the_bucket() -> None:
    unit = single(
        main_tf="""
        provider "aws" {
          default_tags {
            tags = { team = "storage", cost = "shared" }
          }
        }
        resource "aws_s3_bucket" "own" {
          tags = { cost = "own" }
        }
        resource "aws_s3_bucket" "none" {}
        """
    )
    own, none = inside(bucket(unit, "aws_s3_bucket.own").tags), inside(bucket(unit, "aws_s3_bucket.none").tags)
    assert [(plain(tag.key), *placed(tag.value)) for tag in own.tags] == [
        ("team", "storage", 'main.tf:3:21 "storage"'),
        ("cost", "own", 'main.tf:7:19 "own"'),
    ]
    assert [plain(tag.key) for tag in none.tags] == ["team", "cost"]


def test_doubt_stays_within_a_provider_configuration() -> None:
    unit = single(
        main_tf="""
        provider "aws" {
          alias = "other"
        }
        variable "which" {
          type = string
        }
        resource "aws_s3_bucket" "here" {}
        resource "aws_s3_bucket" "named" {
          bucket = "acme"
        }
        resource "aws_s3_bucket" "there" {
          bucket   = "acme-there"
          provider = aws.other
        }
        resource "aws_s3_bucket_versioning" "open" {
          bucket = "${var.which}e"
          versioning_configuration {
            status = "Enabled"
          }
        }
        """
    )
    assert plain(bucket(unit, "aws_s3_bucket.named").versioning.status) == (
        "unknown: aws_s3_bucket_versioning.open may belong to this bucket: it names ${var.which}e"
    )
    assert plain(bucket(unit, "aws_s3_bucket.there").versioning.status) == "absent"
    assert plain(bucket(unit, "aws_s3_bucket.here").versioning.status) == "absent"


def test_a_bucket_has_several_inventories_and_one_is_enough() -> None:
    inventory = """
        resource "aws_s3_bucket_inventory" "{name}" {{
          bucket  = aws_s3_bucket.b.id
          name    = "{name}"
          enabled = {enabled}
          destination {{
            bucket {{
              bucket_arn = "arn:aws:s3:::acme-{name}"
            }}
          }}
        }}
        """
    one, other = inventory.format(name="one", enabled="false"), inventory.format(name="other", enabled="true")
    found = bucket(single(main_tf='resource "aws_s3_bucket" "b" {}\n' + one + other), "aws_s3_bucket.b")
    assert plain(found.inventory) is True
    assert [plain(each.bucket) for each in inside(found.inventories).inventories] == [
        "arn:aws:s3:::acme-one",
        "arn:aws:s3:::acme-other",
    ]
    found = bucket(single(main_tf='resource "aws_s3_bucket" "b" {}\n' + one), "aws_s3_bucket.b")
    assert plain(found.inventory) is False
    found = bucket(single(main_tf='resource "aws_s3_bucket" "b" {}\n'), "aws_s3_bucket.b")
    assert (plain(found.inventory), plain(found.inventories)) == ("absent", "absent")
