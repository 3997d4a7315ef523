"""What stands around buckets: identity policies, access points, policies of other stores, trails."""

from __future__ import annotations

from typing import Any

from s3lint.base.value import Known, Setting
from s3lint.base.worlds import EVERYWHERE
from s3lint.languages.unit import Unit
from s3lint.model.neighbours import AccessKey, AccessPoint, Distribution, Endpoint, Identity, PolicyHolder, Trail
from tests.languages.terraform.configurations import addresses, place, plain, single


def found(unit: Unit, kind: type, address: str) -> Any:
    (subject,) = [subject for subject in unit.subjects if subject.kind is kind and subject.address == address]
    return subject.build(EVERYWHERE)


def inside(setting: Setting[Any]) -> Any:
    assert isinstance(setting, Known)
    return setting.value


def actions(setting: Setting[Any]) -> list[str]:
    return [str(action.text) for statement in inside(setting).statements for action in statement.actions.items]


def test_identity_policies() -> None:
    unit = single(
        main_tf="""
        data "aws_iam_policy_document" "read" {
          statement {
            actions   = ["s3:GetObject"]
            resources = ["*"]
          }
        }
        resource "aws_iam_policy" "read" {
          policy = data.aws_iam_policy_document.read.json
        }
        resource "aws_iam_role_policy" "write" {
          role   = aws_iam_role.writer.id
          policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "s3:PutObject", Resource = "*" }] })
        }
        resource "aws_iam_role" "writer" {
          assume_role_policy = "{}"
          inline_policy {
            name   = "inline"
            policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "s3:*", Resource = "*" }] })
          }
        }
        """
    )
    assert [actions(policy) for policy in found(unit, Identity, "aws_iam_policy.read").documents.policies] == [["s3:GetObject"]]
    assert [actions(policy) for policy in found(unit, Identity, "aws_iam_role_policy.write").documents.policies] == [
        ["s3:PutObject"]
    ]
    writer = found(unit, Identity, "aws_iam_role.writer")
    assert [actions(policy) for policy in writer.documents.policies] == [["s3:*"]]
    assert place(writer.origin) == 'main.tf:14:1 resource "aws_iam_role" "writer"'


def test_access_points_with_their_policies() -> None:
    unit = single(
        main_tf="""
        resource "aws_s3_bucket" "b" {}
        resource "aws_s3_access_point" "inline" {
          bucket = aws_s3_bucket.b.id
          name   = "inline"
          policy = jsonencode({ Statement = [{ Effect = "Allow", Principal = "*", Action = "s3:GetObject", Resource = "*" }] })
          public_access_block_configuration {
            block_public_acls = false
          }
        }
        resource "aws_s3_access_point" "split" {
          bucket = aws_s3_bucket.b.id
          name   = "split"
          vpc_configuration {
            vpc_id = "vpc-1"
          }
        }
        resource "aws_s3control_access_point_policy" "split" {
          access_point_arn = aws_s3_access_point.split.arn
          policy           = jsonencode({ Statement = [{ Effect = "Deny", Principal = "*", Action = "s3:*", Resource = "*" }] })
        }
        resource "aws_s3control_multi_region_access_point" "all" {
          details {
            name = "all"
            public_access_block {
              restrict_public_buckets = false
            }
            region {
              bucket = aws_s3_bucket.b.id
            }
          }
        }
        """
    )
    inline = found(unit, AccessPoint, "aws_s3_access_point.inline")
    assert actions(inline.policy) == ["s3:GetObject"]
    assert plain(inside(inline.public_access_block).block_public_acls) is False
    assert plain(inline.vpc) == "absent"
    assert inside(inline.bucket).address == "aws_s3_bucket.b"
    split = found(unit, AccessPoint, "aws_s3_access_point.split")
    assert actions(split.policy) == ["s3:*"]
    assert plain(split.vpc) == "vpc-1"
    assert plain(split.public_access_block) == "absent"
    everywhere = found(unit, AccessPoint, "aws_s3control_multi_region_access_point.all")
    assert everywhere.kind == "multi-Region access point"
    assert plain(inside(everywhere.public_access_block).restrict_public_buckets) is False
    assert inside(everywhere.bucket).address == "aws_s3_bucket.b"
    assert plain(everywhere.policy) == "absent"


def test_policies_of_directory_and_table_buckets() -> None:
    unit = single(
        main_tf="""
        resource "aws_s3_directory_bucket" "d" {
          bucket = "acme--euc1-az1--x-s3"
          location {
            name = "euc1-az1"
          }
        }
        resource "aws_s3_bucket_policy" "d" {
          bucket = aws_s3_directory_bucket.d.bucket
          policy = jsonencode({ Statement = [{ Effect = "Allow", Principal = "*", Action = "s3express:*", Resource = "*" }] })
        }
        resource "aws_s3tables_table_bucket_policy" "t" {
          table_bucket_arn = "arn:aws:s3tables:eu-central-1:111122223333:bucket/t"
          resource_policy  = jsonencode({
            Statement = [{ Effect = "Allow", Principal = "*", Action = "s3tables:*", Resource = "*" }]
          })
        }
        """
    )
    assert addresses(unit) == []
    assert found(unit, PolicyHolder, "aws_s3_bucket_policy.d").kind == "directory bucket"
    assert actions(found(unit, PolicyHolder, "aws_s3_bucket_policy.d").policy) == ["s3express:*"]
    assert actions(found(unit, PolicyHolder, "aws_s3tables_table_bucket_policy.t").policy) == ["s3tables:*"]


def test_trails_with_classic_and_advanced_selectors() -> None:
    unit = single(
        main_tf="""
        resource "aws_s3_bucket" "b" {}
        resource "aws_cloudtrail" "classic" {
          s3_bucket_name = aws_s3_bucket.b.id
          event_selector {
            read_write_type = "All"
            data_resource {
              type   = "AWS::S3::Object"
              values = ["${aws_s3_bucket.b.arn}/"]
            }
            data_resource {
              type   = "AWS::Lambda::Function"
              values = ["arn:aws:lambda"]
            }
          }
        }
        resource "aws_cloudtrail" "advanced" {
          s3_bucket_name = "acme-trail"
          advanced_event_selector {
            field_selector {
              field  = "resources.type"
              equals = ["AWS::S3::Object"]
            }
            field_selector {
              field  = "readOnly"
              equals = ["false"]
            }
            field_selector {
              field       = "resources.ARN"
              starts_with = ["arn:aws:s3:::acme/"]
            }
          }
        }
        resource "aws_cloudtrail" "plain" {
          s3_bucket_name = "acme-trail"
        }
        """
    )
    table = {}
    for name in ("classic", "advanced"):
        trail = found(unit, Trail, f"aws_cloudtrail.{name}")
        events = inside(trail.data_events).events
        table[name] = (
            inside(trail.bucket).address,
            [(plain(one.kind), [plain(text) for text in one.objects.items]) for one in events],
        )
    assert table == {
        "classic": ("aws_s3_bucket.b", [("All", ["arn:aws:s3:::aws_s3_bucket.b.id/"])]),
        "advanced": ("acme-trail", [("WriteOnly", ["arn:aws:s3:::acme/"])]),
    }
    assert plain(found(unit, Trail, "aws_cloudtrail.plain").data_events) == "absent"


def test_distributions_endpoints_and_access_keys() -> None:
    unit = single(
        main_tf="""
        resource "aws_s3_bucket" "b" {}
        resource "aws_cloudfront_origin_access_control" "c" {
          name = "c"
        }
        resource "aws_cloudfront_origin_access_identity" "i" {}
        resource "aws_cloudfront_distribution" "d" {
          origin {
            domain_name              = aws_s3_bucket.b.bucket_regional_domain_name
            origin_access_control_id = aws_cloudfront_origin_access_control.c.id
          }
          origin {
            domain_name = "acme.s3.amazonaws.com"
            s3_origin_config {
              origin_access_identity = aws_cloudfront_origin_access_identity.i.cloudfront_access_identity_path
            }
          }
          origin {
            domain_name              = "example.com"
            origin_access_control_id = ""
          }
        }
        resource "aws_vpc_endpoint" "inline" {
          service_name = "com.amazonaws.eu-central-1.s3"
          policy       = jsonencode({
            Statement = [{ Effect = "Allow", Principal = "*", Action = "s3:GetObject", Resource = "*" }]
          })
        }
        resource "aws_vpc_endpoint" "split" {
          service_name = "com.amazonaws.eu-central-1.s3"
        }
        resource "aws_vpc_endpoint_policy" "split" {
          vpc_endpoint_id = aws_vpc_endpoint.split.id
          policy          = jsonencode({
            Statement = [{ Effect = "Allow", Principal = "*", Action = "s3:PutObject", Resource = "*" }]
          })
        }
        resource "aws_vpc_endpoint" "open" {
          service_name = "com.amazonaws.eu-central-1.s3"
        }
        resource "aws_iam_user" "u" {
          name = "uploader"
        }
        resource "aws_iam_access_key" "k" {
          user = aws_iam_user.u.name
        }
        """
    )
    origins = found(unit, Distribution, "aws_cloudfront_distribution.d").origins.origins
    assert [(plain(one.domain), plain(one.access_control), plain(one.access_identity)) for one in origins] == [
        ("aws_s3_bucket.b.id.s3.${region}.amazonaws.com", "aws_cloudfront_origin_access_control.c.id", "absent"),
        (
            "acme.s3.amazonaws.com",
            "absent",
            "origin-access-identity/cloudfront/aws_cloudfront_origin_access_identity.i.id",
        ),
        ("example.com", "absent", "absent"),
    ]
    assert actions(found(unit, Endpoint, "aws_vpc_endpoint.inline").policy) == ["s3:GetObject"]
    assert actions(found(unit, Endpoint, "aws_vpc_endpoint.split").policy) == ["s3:PutObject"]
    assert plain(found(unit, Endpoint, "aws_vpc_endpoint.open").policy) == "absent"
    assert plain(found(unit, Endpoint, "aws_vpc_endpoint.open").service) == "com.amazonaws.eu-central-1.s3"
    assert plain(found(unit, AccessKey, "aws_iam_access_key.k").user) == "aws_iam_user.u.name"
