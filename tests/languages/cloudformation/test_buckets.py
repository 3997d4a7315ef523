"""Resources into the model: every setting, its place, companions, wrong shapes, log targets, external buckets."""

from __future__ import annotations

from typing import Any

import pytest

from s3lint.base.value import Absent, Known, Unknown
from s3lint.base.worlds import EVERYWHERE
from s3lint.languages.inputs import Inputs
from tests.languages.cloudformation.templates import at, bucket_of, unit_of, worlds_of
from tests.models import known, plain

FULL = """
Resources:
  Data:
    Type: AWS::S3::Bucket
    Properties:
      BucketName: acme-data
      AccessControl: PublicRead
      VersioningConfiguration:
        Status: Enabled
      BucketEncryption:
        ServerSideEncryptionConfiguration:
          - ServerSideEncryptionByDefault:
              SSEAlgorithm: aws:kms
              KMSMasterKeyID: alias/acme
            BucketKeyEnabled: "true"
      PublicAccessBlockConfiguration:
        BlockPublicAcls: true
        BlockPublicPolicy: yes
        IgnorePublicAcls: "false"
      LoggingConfiguration:
        DestinationBucketName: acme-logs
        LogFilePrefix: data/
      OwnershipControls:
        Rules:
          - ObjectOwnership: BucketOwnerPreferred
"""


def test_every_setting_and_its_place() -> None:
    bucket = bucket_of(FULL, "Data")
    assert (str(bucket), at(bucket.origin)) == ("Data", "3:3 Data")
    assert place(bucket.name) == ("acme-data", "6:19 acme-data")
    assert place(known(bucket.acl).canned) == ("public-read", "7:22 PublicRead")
    assert place(bucket.versioning.status) == ("Enabled", "9:17 Enabled")
    encryption = known(bucket.encryption)
    assert place(encryption.algorithm) == ("aws:kms", "13:29 aws:kms")
    assert place(encryption.key) == ("alias/acme", "14:31 alias/acme")
    assert place(encryption.bucket_key) == (True, '15:31 "true"')
    block = known(bucket.public_access_block)
    assert [place(flag) for _, flag in block.flags()] == [
        (True, "17:26 true"),
        (False, '19:27 "false"'),
        (True, "18:28 yes"),
        (None, "16:7 PublicAccessBlockConfiguration"),
    ]
    assert place(known(bucket.logging).target_bucket) == ("acme-logs", "21:32 acme-logs")
    assert place(known(bucket.logging).target_prefix) == ("data/", "22:24 data/")
    assert place(bucket.object_ownership) == ("BucketOwnerPreferred", "25:30 BucketOwnerPreferred")
    assert bucket.versioning.status.origin.path == ("VersioningConfiguration", "Status")


def place(setting: Any) -> tuple[Any, str]:
    return plain(setting), at(setting.origin)


@pytest.mark.parametrize("body", ["{Type: 'AWS::S3::Bucket'}", "{Type: 'AWS::S3::Bucket', Properties: {}}"])
def test_a_bare_bucket_lacks_everything_at_its_own_place(body: str) -> None:
    bucket = bucket_of(f"Resources:\n  Bare: {body}\n", "Bare")
    for setting in (
        bucket.name,
        bucket.versioning.status,
        bucket.encryption,
        bucket.public_access_block,
        bucket.account_public_access_block,
        bucket.logging,
        bucket.log_target,
        bucket.policy,
        bucket.acl,
        bucket.object_ownership,
    ):
        assert isinstance(setting, Absent)
        assert at(setting.origin) == "2:3 Bare"


@pytest.mark.parametrize(
    ("properties", "reason"),
    [
        ("[a]", "expected a map of settings here"),
        ("text", "expected a map of settings here"),
        ("{VersioningConfiguration: Enabled}", "expected a map of settings here"),
        ("{VersioningConfiguration: {Status: [Enabled]}}", "expected a string here"),
        ("{VersioningConfiguration: {Status: {a: b}}}", "expected a string here"),
        ("{VersioningConfiguration: {Status: !Ref Nowhere}}", "the value of ${Nowhere} is known after deployment"),
        ("{VersioningConfiguration: !ImportValue x}", "it is imported from another stack, which exports it as x"),
        ("{'Fn::Transform': {Name: M}}", "the transform M makes it when the stack is deployed"),
        ("{'Fn::Transform': {Name: M}, Tags: []}", "a transform may add settings here"),
    ],
)
def test_a_wrong_shape_leaves_the_setting_undecided(properties: str, reason: str) -> None:
    status = bucket_of(f"Resources:\n  B: {{Type: 'AWS::S3::Bucket', Properties: {properties}}}\n", "B").versioning.status
    assert isinstance(status, Unknown)
    assert status.reason == reason


def test_what_no_value_removes_is_absent_where_it_was_to_stand() -> None:
    status = bucket_of(
        "Resources:\n  B:\n    Type: AWS::S3::Bucket\n    Properties:\n      VersioningConfiguration: !Ref AWS::NoValue\n", "B"
    ).versioning.status
    assert isinstance(status, Absent)
    assert at(status.origin) == "2:3 B"


CONDITIONAL = """
Parameters:
  Env: {Type: String, AllowedValues: [dev, prod]}
Conditions:
  IsProd: !Equals [!Ref Env, prod]
Resources:
  Data:
    Type: AWS::S3::Bucket
    Condition: IsProd
    Properties:
      VersioningConfiguration: !If [IsProd, {Status: Enabled}, !Ref AWS::NoValue]
  Policy:
    Type: AWS::S3::BucketPolicy
    Condition: IsProd
    Properties:
      Bucket: !Ref Data
      PolicyDocument: {Version: 2012-10-17, Statement: []}
"""


def test_a_bucket_and_its_companion_under_one_condition_belong_together() -> None:
    ((world, bucket),) = worlds_of(CONDITIONAL, "Data")
    assert world == "Env is prod"
    assert plain(bucket.versioning.status) == "Enabled"
    assert isinstance(bucket.policy, Known)


@pytest.mark.parametrize(
    ("name", "reference", "linked"),
    [
        ("", "!Ref Data", "Known"),
        ("", "{Ref: Data}", "Known"),
        ("", "!Sub '${Data}'", "Known"),
        ("", "!Join ['', [!Ref Data]]", "Known"),
        ("", "!Select [5, !Split [':', !GetAtt Data.Arn]]", "Known"),
        ("", "!Ref Other", "Absent"),
        ("", "acme", "Absent"),
        ("", "!Ref Name", "Absent"),
        ("", "!ImportValue bucket", "Absent"),
        ("acme", "acme", "Known"),
        ("acme", "other", "Absent"),
        ("acme", "!Ref Name", "Unknown"),
        ("!Sub 'x-${AWS::AccountId}'", "!Sub 'x-${AWS::AccountId}'", "Known"),
        ("!Sub 'x-${AWS::AccountId}'", "!Sub 'y-${AWS::AccountId}'", "Absent"),
        ("!Ref Name", "!Ref Name", "Known"),
        ("!Sub '${Name}-x'", "!Sub '${Name}-x'", "Known"),
        ("", "!GetAtt Custom.Bucket", "Unknown"),
    ],
)
def test_a_policy_finds_its_bucket(name: str, reference: str, linked: str) -> None:
    properties = f"{{BucketName: {name}}}" if name else "{}"
    template = f"""
    Parameters:
      Name: {{Type: String}}
    Resources:
      Data: {{Type: 'AWS::S3::Bucket', Properties: {properties}}}
      Other: {{Type: 'AWS::S3::Bucket'}}
      Custom: {{Type: 'Custom::Thing'}}
      Policy:
        Type: AWS::S3::BucketPolicy
        Properties:
          Bucket: {reference}
          PolicyDocument: {{Version: 2012-10-17, Statement: []}}
    """
    assert type(bucket_of(template, "Data").policy).__name__ == linked


LOGS = """
Parameters:
  Name: {Type: String}
Conditions:
  Logged: !Equals [!Ref Name, x]
Resources:
  Target: {Type: 'AWS::S3::Bucket', Properties: {AccessControl: %s}}
  Source:
    Type: AWS::S3::Bucket
    Properties:
      LoggingConfiguration: %s
  Policy:
    Type: AWS::S3::BucketPolicy
    Properties:
      Bucket: !Ref Target
      PolicyDocument:
        Statement:
          - {Effect: Allow, Principal: {Service: %s}, Action: 's3:PutObject', Resource: !Sub '${Target.Arn}/*'}
"""


@pytest.mark.parametrize(
    ("acl", "logging", "service", "expected"),
    [
        ("Private", "{DestinationBucketName: !Ref Target}", "x.amazonaws.com", "Source logs to it"),
        ("LogDeliveryWrite", "!Ref AWS::NoValue", "x.amazonaws.com", "its ACL lets the log delivery group write"),
        ("Private", "!Ref AWS::NoValue", "logging.s3.amazonaws.com", "its policy lets logging.s3.amazonaws.com put objects"),
        ("Private", "{DestinationBucketName: !Ref Source}", "x.amazonaws.com", None),
        ("Private", "{DestinationBucketName: elsewhere}", "x.amazonaws.com", None),
        ("Private", "{}", "x.amazonaws.com", None),
    ],
)
def test_log_targets(acl: str, logging: str, service: str, expected: str | None) -> None:
    target = bucket_of(LOGS % (acl, logging, service), "Target").log_target
    assert (target.value.reason if isinstance(target, Known) else None) == expected


def test_a_policy_of_a_bucket_from_elsewhere() -> None:
    template = """
    Parameters:
      Name: {Type: String}
    Resources:
      One:
        Type: AWS::S3::BucketPolicy
        Properties: {Bucket: !Ref Name, PolicyDocument: {Statement: []}}
      Two:
        Type: AWS::S3::BucketPolicy
        Properties: {Bucket: acme, PolicyDocument: {Statement: []}}
    """
    subjects = unit_of(template).subjects
    assert [(subject.address, subject.block, at(subject.origin)) for subject in subjects] == [
        ("One", "One", "5:3 One"),
        ("Two", "Two", "8:3 Two"),
    ]
    for subject in subjects:
        bucket = subject.build(EVERYWHERE)
        assert bucket.is_external
        assert isinstance(bucket.policy, Known)
        assert isinstance(bucket.versioning.status, Unknown)
        assert isinstance(bucket.encryption, Unknown)


def test_the_construct_of_a_generated_template_is_named() -> None:
    template = """
    {"Resources": {"DataE7B1": {"Type": "AWS::S3::Bucket", "Metadata": {"aws:cdk:path": "Stack/Data/Resource"}}}}
    """
    bucket = bucket_of(template, "DataE7B1")
    assert (bucket.address, str(bucket)) == ("DataE7B1", "DataE7B1 (Stack/Data)")


def test_the_role_of_a_serverless_function_is_declared_by_the_transform() -> None:
    template = """
    Transform: AWS::Serverless-2016-10-31
    Resources:
      F: {Type: 'AWS::Serverless::Function'}
      Data: {Type: 'AWS::S3::Bucket', Properties: {BucketName: !Sub 'x-${FRole}'}}
      More: {Type: 'AWS::S3::Bucket', Properties: {BucketName: !GetAtt FRole.Arn}}
    """
    assert plain(bucket_of(template, "Data").name) == "x-<name>"
    assert plain(bucket_of(template, "More").name) == "arn:aws:iam::<account>:role/<name>"


def test_the_region_of_the_deployment_decides_a_condition() -> None:
    template = """
    Conditions: {Here: !Equals [!Ref AWS::Region, eu-west-1]}
    Resources:
      B: {Type: 'AWS::S3::Bucket', Properties: {VersioningConfiguration: {Status: !If [Here, Enabled, Suspended]}}}
    """
    assert [world for world, _ in worlds_of(template, "B")] == ["AWS::Region is eu-west-1", "AWS::Region is not eu-west-1"]
    assert plain(bucket_of(template, "B", Inputs(region="eu-west-1")).versioning.status) == "Enabled"


SAM = """
Transform: AWS::Serverless-2016-10-31
Conditions: {Off: !Equals [a, b]}
Resources:
  Uploads: {Type: 'AWS::S3::Bucket'}
  Quiet: {Type: 'AWS::S3::Bucket'}
  Resize:
    Type: AWS::Serverless::Function
    Properties:
      Events:
        Arrived: {Type: S3, Properties: {Bucket: !Ref Uploads, Events: 's3:ObjectCreated:*'}}
        Hourly: {Type: Schedule, Properties: {Schedule: rate(1 hour)}}
  Never:
    Type: AWS::Serverless::Function
    Condition: Off
    Properties:
      Events:
        Arrived: {Type: S3, Properties: {Bucket: !Ref Quiet, Events: 's3:ObjectCreated:*'}}
"""


def test_events_of_serverless_functions_are_notifications() -> None:
    notifications = known(bucket_of(SAM, "Uploads").notifications)
    assert [(each.kind, plain(each.target), at(each.origin)) for each in notifications.receivers] == [
        ("function", "<arn>", "11:9 Arrived")
    ]
    assert isinstance(bucket_of(SAM, "Quiet").notifications, Absent)


def test_the_parts_that_say_what_becomes_of_objects() -> None:
    template = """
    Resources:
      Data:
        Type: AWS::S3::Bucket
        DeletionPolicy: Retain
        UpdateReplacePolicy: !If [Never, Delete, Snapshot]
        Properties:
          LifecycleConfiguration:
            Rules:
              - Status: Enabled
                Prefix: ""
                AbortIncompleteMultipartUpload: {DaysAfterInitiation: "7"}
                NoncurrentVersionExpiration: {NoncurrentDays: 30}
              - {Status: Disabled, Prefix: logs/, ExpirationInDays: 1}
          InventoryConfigurations: [{Id: a, Enabled: false}, {Id: b, Enabled: true}]
    Conditions: {Never: !Equals [a, b]}
    """
    bucket = bucket_of(template, "Data")
    first, second = known(bucket.lifecycle).rules
    assert [place(each) for each in (first.status, first.narrowed, first.abort_days, first.noncurrent)] == [
        ("Enabled", "10:21 Enabled"),
        (None, "10:13 Status: Enabled"),
        (7, '12:67 "7"'),
        (True, "13:42 {NoncurrentDays: 30}"),
    ]
    assert [place(each) for each in (second.narrowed, second.expires)] == [
        ("prefix", "14:40 logs/"),
        (True, "14:65 1"),
    ]
    assert place(bucket.deletion_policy) == ("Retain", "5:21 Retain")
    assert plain(bucket.update_replace_policy) == "Snapshot"
    assert isinstance(bucket.force_destroy, Absent)
    assert place(bucket.inventory) == (True, "15:75 true")
