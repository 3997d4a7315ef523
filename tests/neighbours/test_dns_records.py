"""DNS records, and other places, that lead to buckets by their names."""

from __future__ import annotations

import pytest

from tests.neighbours.reports import said

RULE = "unclaimed-origin"
SET = """
    Parameters:
      Given:
        Type: String
    Resources:
      Site:
        Type: AWS::S3::Bucket
      Www:
        Type: AWS::Route53::RecordSet
        Properties:
          HostedZoneName: acme.example.
          Name: {name}
          Type: {kind}
          {leads}
"""
RECORD = """
    variable "given" {{}}
    resource "aws_lb" "app" {{}}
    resource "aws_s3_bucket" "site" {{
      bucket = "acme-site"
    }}
    resource "aws_route53_record" "www" {{
      name = {name}
      type = "{kind}"
      {leads}
    }}
"""
ALIAS = "AliasTarget: {{DNSName: {}, HostedZoneId: Z1}}"
VALUES = "ResourceRecords: [{}]"
OLD = "acme-old.s3-website-eu-west-1.amazonaws.com"
SERVICE = "s3-website-eu-west-1.amazonaws.com."


def in_template(leads: str, name: str = "www.acme.example.", kind: str = "CNAME") -> list[str]:
    return [line.partition("Www: ")[2] for line in said(RULE, t_yaml=SET.format(name=name, kind=kind, leads=leads))]


def in_module(leads: str, name: str = '"www.acme.example"', kind: str = "CNAME") -> list[str]:
    found = said(RULE, main_tf=RECORD.format(name=name, kind=kind, leads=leads))
    return [line.partition("aws_route53_record.www: ")[2] for line in found]


def leading_to(name: str, subject: str = "Www") -> list[str]:
    return [f"{subject} leads to {name}, a bucket that nothing here declares"]


GIVEN = "whether Www leads to a bucket that nothing here declares is undecided: parameter Given has no default"


def test_a_record_set() -> None:
    assert in_template(VALUES.format(OLD)) == leading_to("acme-old")
    assert in_template(ALIAS.format(OLD), kind="A") == leading_to("acme-old")
    assert in_template(ALIAS.format(SERVICE), kind="A") == leading_to("www.acme.example")
    assert in_template(ALIAS.format(SERVICE), "WWW.acme.example", "AAAA") == leading_to("www.acme.example")
    assert in_template(VALUES.format(OLD), kind="TXT") == []
    assert in_template(VALUES.format("app.acme.example")) == []
    assert in_template(ALIAS.format("d1.cloudfront.net"), kind="A") == []
    assert in_template(VALUES.format("!Ref Given")) == [GIVEN]
    assert in_template(ALIAS.format("!Ref Given"), kind="A") == [GIVEN]
    assert in_template(ALIAS.format(SERVICE), "!Ref Given", "A") == [GIVEN]
    assert in_template(VALUES.format('!Sub "${Given}.acme.example"')) == []
    assert in_template(VALUES.format('!Sub "${Given}.s3.amazonaws.com"')) == [GIVEN]


def test_a_record() -> None:
    old = leading_to("acme-old", "aws_route53_record.www")
    own = leading_to("www.acme.example", "aws_route53_record.www")
    alias = "alias {{\n name = {}\n }}"
    assert in_module(f'records = ["{OLD}"]') == old
    assert in_module(f'records = ["{OLD}"]', kind="TXT") == []
    assert in_module(alias.format(f'"{OLD}"'), kind="A") == old
    assert in_module(alias.format(f'"{SERVICE}"'), kind="A") == own
    assert in_module(alias.format("aws_s3_bucket.site.website_domain"), kind="A") == own
    assert in_module(alias.format("aws_s3_bucket.site.website_domain"), '"acme-site"', "A") == []
    assert in_module(alias.format(f'"{SERVICE}"'), '"www"', "A") == []  # its zone completes the name
    assert in_module(alias.format("aws_lb.app.dns_name"), kind="A") == []
    assert in_module("records = [aws_s3_bucket.site.bucket_regional_domain_name]") == []
    assert in_module('records = ["acme-site.s3.amazonaws.com"]') == []
    assert in_module("records = null") == []
    dynamic = f'dynamic "alias" {{\n for_each = ["{OLD}"]\n content {{\n name = alias.value\n }}\n }}'
    assert in_module(dynamic, kind="A") == old


@pytest.mark.parametrize(
    "more",
    ['for_each = toset(["a", "b"])', 'count = var.given == "x" ? 1 : 0'],
)
def test_instances(more: str) -> None:
    [line] = said(RULE, main_tf=RECORD.format(name='"www.acme.example"', kind="CNAME", leads=f'records = ["{OLD}"]\n{more}'))
    assert line.endswith("leads to acme-old, a bucket that nothing here declares")
    assert line.startswith("fail main.tf:9:18 ")


def test_a_plan() -> None:
    plan = """{
      "format_version": "1.2", "terraform_version": "1.9.0",
      "planned_values": {"root_module": {"resources": [
        {"address": "aws_route53_record.www", "mode": "managed", "type": "aws_route53_record", "name": "www",
         "values": {"name": "www.acme.example", "type": "CNAME", "alias": [], "records": ["acme-old.s3.amazonaws.com"]}}]}},
      "configuration": {"root_module": {}}
    }"""
    assert [line.partition(": ")[2] for line in said(RULE, plan_json=plan)] == leading_to("acme-old", "aws_route53_record.www")
