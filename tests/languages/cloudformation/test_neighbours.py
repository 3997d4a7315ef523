"""Identity policies, access points, policies of other stores, and trails."""

from __future__ import annotations

from typing import Any

import pytest

from s3lint.base.value import Absent, Known
from s3lint.base.worlds import EVERYWHERE
from s3lint.model.neighbours import AccessKey, AccessPoint, Distribution, Endpoint, Identity, PolicyHolder, Trail
from tests.languages.cloudformation.templates import at, unit_of
from tests.models import plain


def model(text: str, address: str, kind: type) -> Any:
    (subject,) = [each for each in unit_of(text).subjects if each.address == address]
    assert subject.kind is kind
    return subject.build(EVERYWHERE)


def actions(policy: Any) -> list[list[Any]]:
    assert isinstance(policy, Known)
    return [[plain(item.text) for item in statement.actions.items] for statement in policy.value.statements]


DOCUMENT = "{Version: 2012-10-17, Statement: [{Effect: Allow, Action: 's3:*', Resource: '*'}]}"


@pytest.mark.parametrize(
    "resource",
    [
        f"{{Type: 'AWS::IAM::Policy', Properties: {{PolicyName: p, PolicyDocument: {DOCUMENT}}}}}",
        f"{{Type: 'AWS::IAM::ManagedPolicy', Properties: {{PolicyDocument: {DOCUMENT}}}}}",
        f"{{Type: 'AWS::IAM::Role', Properties: {{Policies: [{{PolicyName: p, PolicyDocument: {DOCUMENT}}}]}}}}",
        f"{{Type: 'AWS::IAM::User', Properties: {{Policies: [{{PolicyName: p, PolicyDocument: {DOCUMENT}}}]}}}}",
        f"{{Type: 'AWS::IAM::Group', Properties: {{Policies: {{PolicyName: p, PolicyDocument: {DOCUMENT}}}}}}}",
        f"{{Type: 'AWS::Serverless::Function', Properties: {{Policies: [AWSLambdaBasicExecutionRole, {DOCUMENT}]}}}}",
    ],
)
def test_identity_policies(resource: str) -> None:
    identity = model(f"Resources:\n  I: {resource}\n", "I", Identity)
    assert [actions(policy) for policy in identity.documents.policies] == [[["s3:*"]]]
    assert identity.documents.unknown is None


def test_identities_without_documents() -> None:
    template = "Resources:\n  I: {Type: 'AWS::Serverless::Function'}\n  B: {Type: 'AWS::S3::Bucket'}\n"
    assert model(template, "I", Identity).documents.policies == ()
    template = "Resources:\n  I: {Type: 'AWS::IAM::Policy', Properties: {PolicyName: s3}}\n  B: {Type: 'AWS::S3::Bucket'}\n"
    (policy,) = model(template, "I", Identity).documents.policies
    assert isinstance(policy, Absent)


@pytest.mark.parametrize(
    ("properties", "is_judged"),
    [
        ("{RoleName: r, AssumeRolePolicyDocument: {}}", False),
        ("{}", False),
        ("{Policies: []}", True),
        ("{'Fn::Transform': {Name: Own}}", True),
        ("!Transform {Name: Own}", True),
        ("!If [C, {}, {}]", True),
    ],
)
def test_a_role_is_judged_where_it_may_state_policies(properties: str, is_judged: bool) -> None:
    template = f"""
    Conditions: {{C: !Equals [!Ref "AWS::Region", x]}}
    Resources:
      B: {{Type: 'AWS::S3::Bucket'}}
      R:
        Type: AWS::IAM::Role
        Properties: {properties}
    """
    assert [each.address for each in unit_of(template).subjects] == (["B", "R"] if is_judged else ["B"])


def test_a_role_without_properties_is_not_judged() -> None:
    template = "Resources:\n  I: {Type: 'AWS::IAM::Role'}\n  B: {Type: 'AWS::S3::Bucket'}\n"
    assert [each.address for each in unit_of(template).subjects] == ["B"]


def test_policy_templates_of_serverless_functions() -> None:
    template = """
    Resources:
      Data: {Type: 'AWS::S3::Bucket'}
      F:
        Type: AWS::Serverless::Function
        Properties:
          Policies:
            - S3WritePolicy: {BucketName: !Ref Data}
            - SQSPollerPolicy: {QueueName: q}
            - S3ReadPolicy: {BucketName: !ImportValue shared}
    """
    write, poll, read = model(template, "F", Identity).documents.policies
    assert actions(write) == [["s3:PutObject", "s3:PutObjectAcl", "s3:PutLifecycleConfiguration"]]
    (statement,) = write.value.statements
    assert [plain(item.text) for item in statement.resources.items] == ["arn:aws:s3:::<name>", "arn:aws:s3:::<name>/*"]
    assert at(statement.origin) == "8:11 S3WritePolicy"
    assert actions(poll) == []
    assert read.reason == "it is imported from another stack, which exports it as shared"


POINT = """
Resources:
  Data: {Type: 'AWS::S3::Bucket'}
  Point:
    Type: AWS::S3::AccessPoint
    Properties:
      Bucket: !Ref Data
      VpcConfiguration: {VpcId: vpc-1}
      PublicAccessBlockConfiguration: {BlockPublicAcls: false}
      Policy: {Statement: [{Effect: Allow, Principal: '*', Action: 's3:GetObject', Resource: '*'}]}
  Bare: {Type: 'AWS::S3::AccessPoint', Properties: {Bucket: !Ref Data}}
  Lambda: {Type: 'AWS::S3ObjectLambda::AccessPoint', Properties: {Name: olap}}
  ByName:
    Type: AWS::S3ObjectLambda::AccessPointPolicy
    Properties:
      ObjectLambdaAccessPoint: olap
      PolicyDocument: {Statement: [{Effect: Allow, Principal: '*', Action: 's3-object-lambda:*', Resource: '*'}]}
  Regions: {Type: 'AWS::S3::MultiRegionAccessPoint', Properties: {Regions: [{Bucket: !Ref Data}]}}
  ByReference:
    Type: AWS::S3::MultiRegionAccessPointPolicy
    Properties:
      MrapName: !Ref Regions
      Policy: {Statement: [{Effect: Allow, Principal: '*', Action: 's3:PutObject', Resource: '*'}]}
"""


def test_access_points() -> None:
    point = model(POINT, "Point", AccessPoint)
    assert isinstance(point.bucket, Known)
    assert (point.kind, point.bucket.value.address, plain(point.vpc), actions(point.policy)) == (
        "access point",
        "Data",
        "vpc-1",
        [["s3:GetObject"]],
    )
    assert plain(point.public_access_block)["block_public_acls"] is False
    bare = model(POINT, "Bare", AccessPoint)
    assert [type(each) for each in (bare.vpc, bare.public_access_block, bare.policy)] == [Absent, Absent, Absent]
    assert actions(model(POINT, "Lambda", AccessPoint).policy) == [["s3-object-lambda:*"]]
    assert actions(model(POINT, "Regions", AccessPoint).policy) == [["s3:PutObject"]]


@pytest.mark.parametrize(
    ("kind", "key", "word"),
    [
        ("AWS::S3Express::BucketPolicy", "PolicyDocument", "directory bucket"),
        ("AWS::S3Tables::TableBucketPolicy", "ResourcePolicy", "table bucket"),
        ("AWS::S3Vectors::VectorBucketPolicy", "Policy", "vector bucket"),
    ],
)
def test_policies_of_other_stores(kind: str, key: str, word: str) -> None:
    holder = model(f"Resources:\n  P: {{Type: '{kind}', Properties: {{{key}: {DOCUMENT}}}}}\n", "P", PolicyHolder)
    assert (holder.kind, actions(holder.policy)) == (word, [["s3:*"]])


TRAIL = """
Resources:
  Logs: {Type: 'AWS::S3::Bucket'}
  Trail:
    Type: AWS::CloudTrail::Trail
    Properties:
      IsLogging: true
      S3BucketName: !Ref Logs
      %s
"""


@pytest.mark.parametrize(
    ("selectors", "expected"),
    [
        ("IncludeGlobalServiceEvents: true", None),
        (
            "EventSelectors: [{ReadWriteType: All, DataResources: [{Type: 'AWS::S3::Object', Values: ['arn:aws:s3']}]}]",
            [(["arn:aws:s3"], "All")],
        ),
        ("EventSelectors: [{DataResources: [{Type: 'AWS::Lambda::Function', Values: [x]}]}]", []),
        (
            "AdvancedEventSelectors: [{FieldSelectors: [{Field: eventCategory, Equals: [Data]}, "
            "{Field: resources.type, Equals: ['AWS::S3::Object']}]}]",
            [([], None)],
        ),
        (
            "AdvancedEventSelectors: [{FieldSelectors: [{Field: resources.type, Equals: ['AWS::S3::Object']}, "
            "{Field: readOnly, Equals: ['false']}, {Field: resources.ARN, StartsWith: ['arn:aws:s3:::acme/']}]}]",
            [(["arn:aws:s3:::acme/"], "WriteOnly")],
        ),
    ],
)
def test_trails(selectors: str, expected: Any) -> None:
    trail = model(TRAIL % selectors, "Trail", Trail)
    assert isinstance(trail.bucket, Known)
    assert trail.bucket.value.address == "Logs"
    found = trail.data_events
    events = (
        [(plain(each.objects)["items"], plain(each.kind)) for each in found.value.events] if isinstance(found, Known) else None
    )
    assert events == expected


AROUND = """
Resources:
  Site: {Type: 'AWS::S3::Bucket'}
  Identity: {Type: 'AWS::CloudFront::CloudFrontOriginAccessIdentity'}
  Control: {Type: 'AWS::CloudFront::OriginAccessControl'}
  Front:
    Type: AWS::CloudFront::Distribution
    Properties:
      DistributionConfig:
        Origins:
          - DomainName: !GetAtt Site.RegionalDomainName
            OriginAccessControlId: !GetAtt Control.Id
            S3OriginConfig: {OriginAccessIdentity: ''}
          - DomainName: !GetAtt Site.DomainName
            S3OriginConfig: {OriginAccessIdentity: !Sub 'origin-access-identity/cloudfront/${Identity}'}
          - {Id: c, DomainName: acme.s3.amazonaws.com}
  Gateway:
    Type: AWS::EC2::VPCEndpoint
    Properties:
      ServiceName: !Sub com.amazonaws.${AWS::Region}.s3
      PolicyDocument: {Statement: [{Effect: Allow, Principal: '*', Action: 's3:*', Resource: '*'}]}
  Bare: {Type: 'AWS::EC2::VPCEndpoint', Properties: {ServiceName: com.amazonaws.eu-west-1.s3}}
  User: {Type: 'AWS::IAM::User'}
  Key: {Type: 'AWS::IAM::AccessKey', Properties: {UserName: !Ref User}}
"""


def test_distributions() -> None:
    origins = model(AROUND, "Front", Distribution).origins
    assert origins.unknown is None
    assert [
        tuple(plain(each) for each in (one.domain, one.access_control, one.access_identity)) for one in origins.origins
    ] == [
        ("<name>.s3.<region>.amazonaws.com", "<id>", None),
        ("<name>.s3.amazonaws.com", None, "origin-access-identity/cloudfront/<name>"),
        ("acme.s3.amazonaws.com", None, None),
    ]
    assert [each.origin.start.line for each in origins.origins] == [11, 14, 16]


def test_endpoints_and_access_keys() -> None:
    gateway, bare = model(AROUND, "Gateway", Endpoint), model(AROUND, "Bare", Endpoint)
    assert (plain(gateway.service), actions(gateway.policy)) == ("com.amazonaws.<region>.s3", [["s3:*"]])
    assert isinstance(bare.policy, Absent)
    assert plain(model(AROUND, "Key", AccessKey).user) == "<name>"
