"""What `Ref` and `Fn::GetAtt` give for resource types: data, from the "Return values" of each type's AWS documentation.

`{name}` stands for the resource's own generated name or id, `{partition}`, `{account}`, `{region}` and `{suffix}` for facts
about the deployment. What is not listed is fixed text of unknown shape.
"""

from __future__ import annotations

NAME_PROPERTY = {
    "AWS::S3::Bucket": "BucketName",
    "AWS::S3::AccessPoint": "Name",
    "AWS::S3Express::DirectoryBucket": "BucketName",
    "AWS::S3Tables::TableBucket": "TableBucketName",
    "AWS::S3Vectors::VectorBucket": "VectorBucketName",
    "AWS::IAM::Role": "RoleName",
    "AWS::IAM::User": "UserName",
    "AWS::IAM::Group": "GroupName",
    "AWS::CloudTrail::Trail": "TrailName",
    "AWS::SNS::Topic": "TopicName",
    "AWS::SQS::Queue": "QueueName",
    "AWS::Lambda::Function": "FunctionName",
    "AWS::Serverless::Function": "FunctionName",
    "AWS::KMS::Alias": "AliasName",
}
"""The property that names a resource of a type, and whose value `Ref` or a part of its ARN gives."""

_TOPIC = "arn:{partition}:sns:{region}:{account}:{name}"
_FUNCTION = "arn:{partition}:lambda:{region}:{account}:function:{name}"

REF = {
    "AWS::SNS::Topic": _TOPIC,
    "AWS::S3Tables::TableBucket": "arn:{partition}:s3tables:{region}:{account}:bucket/{name}",
    "AWS::S3Vectors::VectorBucket": "arn:{partition}:s3vectors:{region}:{account}:bucket/{name}",
    "AWS::SQS::Queue": "https://sqs.{region}.{suffix}/{account}/{name}",
}
"""Types whose `Ref` is not the plain name or id."""

ATTRIBUTE = {
    ("AWS::S3::Bucket", "Arn"): "arn:{partition}:s3:::{name}",
    ("AWS::S3::Bucket", "DomainName"): "{name}.s3.{suffix}",
    ("AWS::S3::Bucket", "DualStackDomainName"): "{name}.s3.dualstack.{region}.{suffix}",
    ("AWS::S3::Bucket", "RegionalDomainName"): "{name}.s3.{region}.{suffix}",
    ("AWS::S3::Bucket", "WebsiteURL"): "http://{name}.s3-website-{region}.{suffix}",
    ("AWS::S3::AccessPoint", "Arn"): "arn:{partition}:s3:{region}:{account}:accesspoint/{name}",
    ("AWS::S3::AccessPoint", "Name"): "{name}",
    ("AWS::S3Express::DirectoryBucket", "Arn"): "arn:{partition}:s3express:{region}:{account}:bucket/{name}",
    ("AWS::S3Tables::TableBucket", "TableBucketARN"): "arn:{partition}:s3tables:{region}:{account}:bucket/{name}",
    ("AWS::S3Vectors::VectorBucket", "VectorBucketArn"): "arn:{partition}:s3vectors:{region}:{account}:bucket/{name}",
    ("AWS::IAM::Role", "Arn"): "arn:{partition}:iam::{account}:role/{name}",
    ("AWS::IAM::User", "Arn"): "arn:{partition}:iam::{account}:user/{name}",
    ("AWS::IAM::Group", "Arn"): "arn:{partition}:iam::{account}:group/{name}",
    ("AWS::KMS::Key", "Arn"): "arn:{partition}:kms:{region}:{account}:key/{name}",
    ("AWS::KMS::Key", "KeyId"): "{name}",
    ("AWS::CloudTrail::Trail", "Arn"): "arn:{partition}:cloudtrail:{region}:{account}:trail/{name}",
    ("AWS::CloudFront::Distribution", "Id"): "{name}",
    ("AWS::SNS::Topic", "TopicArn"): _TOPIC,
    ("AWS::SNS::Topic", "TopicName"): "{name}",
    ("AWS::SQS::Queue", "Arn"): "arn:{partition}:sqs:{region}:{account}:{name}",
    ("AWS::SQS::Queue", "QueueName"): "{name}",
    ("AWS::Lambda::Function", "Arn"): _FUNCTION,
    ("AWS::Serverless::Function", "Arn"): _FUNCTION,
}

ARN_REFS = frozenset(
    (
        "AWS::IAM::ManagedPolicy",
        "AWS::IAM::OIDCProvider",
        "AWS::IAM::SAMLProvider",
        "AWS::S3::AccessGrant",
        "AWS::CertificateManager::Certificate",
        "AWS::CloudFormation::Stack",
        "AWS::ElasticLoadBalancingV2::LoadBalancer",
        "AWS::ElasticLoadBalancingV2::TargetGroup",
        "AWS::SecretsManager::Secret",
        "AWS::StepFunctions::StateMachine",
        "AWS::Serverless::StateMachine",
    )
)
"""Types whose `Ref` is an ARN of which no part is known."""

STACKS = {"AWS::CloudFormation::Stack": "TemplateURL", "AWS::Serverless::Application": "Location"}
"""Types that deploy another template, and the property that says where it is."""

STACK_ID = "arn:{partition}:cloudformation:{region}:{account}:stack/{stack-name}/{stack-uuid}"
