"""Services of the Serverless Framework: the template in their resources, and the buckets of their events."""

from __future__ import annotations

from typing import Any

import pytest

from s3lint.base.value import Absent, Unknown
from s3lint.base.worlds import EVERYWHERE
from s3lint.languages.files import Files
from s3lint.languages.inputs import Inputs
from s3lint.run.engine import check
from s3lint.run.question import Settings
from tests.languages.cloudformation.templates import at, shown, unit_of, units
from tests.models import plain

SERVICE = """\
service: photos
provider: {name: aws, stage: "${opt:stage, 'dev'}"}
custom:
  names: {data: "${self:service}-${sls:stage}-data"}
  status: Suspended
"""
DATA = """\
  Resources:
    Data:
      Type: AWS::S3::Bucket
      Properties:
        BucketName: NAME
        VersioningConfiguration:
          Status: ${self:custom.status}
    Policy:
      Type: AWS::S3::BucketPolicy
      Properties:
        Bucket: !Ref Data
        PolicyDocument:
          Version: '2012-10-17'
          Statement: {Effect: Allow, Principal: '*', Action: 's3:GetObject', Resource: !Sub "${Data.Arn}/*"}
"""


def models(text: str) -> dict[str, Any]:
    unit = unit_of(text, "serverless.yml")
    return {subject.address: subject.build(EVERYWHERE) for subject in unit.subjects}


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("plain", "plain"),
        ("${self:custom.names.data}", "photos-dev-data"),
        ("x-${self:custom.names.data}-y", "x-photos-dev-data-y"),
        ("${opt:name, self:custom.names.data}", "photos-dev-data"),
        ("${self:custom.${opt:what, 'names'}.data}", "photos-dev-data"),
        ("${aws:accountId}-${aws:region}", "<account>-<region>"),
        ("!Sub '${self:service}-${AWS::AccountId}'", "photos-<account>"),
        ("${env:PREFIX}-data", "<?${env:PREFIX}>-data"),
        ("${self:custom.nowhere}-data", "<?${self:custom.nowhere}>-data"),
    ],
)
def test_the_resources_of_a_service_are_a_template(written: str, name: str) -> None:
    found = models(SERVICE + "resources:\n" + DATA.replace("NAME", written))
    assert list(found) == ["Data"]
    assert shown(found["Data"].name) == name
    assert plain(found["Data"].versioning.status) == "Suspended"
    assert at(found["Data"].versioning.status.origin) == "13:19 ${self:custom.status}"


def test_a_variable_that_is_defined_by_itself_is_unknown() -> None:
    custom = "custom: {one: '${self:custom.two}', two: '${self:custom.one}', status: Enabled}\n"
    text = "service: a\nprovider: {name: aws}\n" + custom + "resources:\n" + DATA.replace("NAME", "${self:custom.one}")
    assert shown(models(text)["Data"].name).startswith("<?")


def test_findings_are_about_what_the_service_declares() -> None:
    overlay = {"serverless.yml": SERVICE + "resources:\n" + DATA.replace("NAME", "data")}
    report = check([], Settings(select=("wildcard-principal",)), overlay)
    assert [(finding.rule, finding.subjects, finding.origin.start.line) for finding in report.findings] == [
        ("wildcard-principal", ("Data",), 20)
    ]


def test_resources_may_be_several_and_stand_elsewhere() -> None:
    listed = DATA.replace("NAME", "data").replace("\n  ", "\n    ").replace("  Resources", "  - Resources", 1)
    text = SERVICE + "resources:\n" + listed + "  - ${file(more.yml)}\n  - Resources: {Other: {Type: AWS::S3::Bucket}}\n"
    assert list(models(text)) == ["Data", "Other"]
    (problem,) = unit_of(text, "serverless.yml").problems
    assert problem.kind == "unresolved-module"
    assert problem.message == "expected resources in the service itself; ${file(more.yml)} is not read with it"
    policy = models(text)["Other"].policy
    assert isinstance(policy, Unknown)
    assert policy.reason == "resources of the service stand in files that are not read with it"


def test_an_event_makes_a_bucket_unless_it_exists() -> None:
    found = models("""\
service: photos
provider:
  name: aws
  s3:
    uploads: {name: photo-uploads, versioningConfiguration: {Status: Enabled}}
functions:
  one: {handler: a.b, events: [{s3: uploads}, {http: GET}, {s3: {bucket: raw.photos, event: 's3:ObjectCreated:*'}}]}
  two: {handler: a.b, events: [{s3: {bucket: legacy, existing: true}}, {s3: uploads}]}
  three: {handler: a.b}
""")
    assert list(found) == ["S3BucketUploads", "S3BucketRawphotos"]
    uploads, raw = found.values()
    assert (plain(uploads.name), plain(raw.name)) == ("photo-uploads", "raw.photos")
    assert plain(uploads.versioning.status) == "Enabled"
    assert isinstance(raw.versioning.status, Absent)
    assert at(raw.origin) == "7:74 raw.photos"
    assert not isinstance(raw.notifications, Absent)


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("serverless.yml", "service: a\nprovider: {name: aws}\nfunctions: {f: {events: [{http: 's3'}]}}\n"),
        ("compose.yml", "service: a\nresources: {Resources: {A: {Type: 'AWS::S3::Bucket'}}}\n"),
        ("package.json", '{"scripts": {"s3": "x"}}'),
    ],
)
def test_what_is_no_service_with_buckets_is_none(path: str, text: str) -> None:
    assert units([path], Files(".", {path: text}), Inputs()) == []
