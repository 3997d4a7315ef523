"""What `Ref` and `Fn::GetAtt` give for resource types: data, from the "Return values" of each type's AWS documentation.

The slots are those of `s3lint.languages.arns`, and facts about the stack. What is not listed is fixed text of unknown shape.
"""

from __future__ import annotations

from s3lint.languages.arns import ARNS, DOMAIN, DUAL_STACK_DOMAIN, REGIONAL_DOMAIN, WEBSITE

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

_QUEUE_URL = "https://sqs.{region}.{suffix}/{account}/{name}"
_ARN_ATTRIBUTES = {
    "AWS::SNS::Topic": "TopicArn",
    "AWS::S3Tables::TableBucket": "TableBucketARN",
    "AWS::S3Vectors::VectorBucket": "VectorBucketArn",
}
"""Types that call it otherwise than `Arn`."""
_REFS_THAT_ARE_ARNS = ("AWS::SNS::Topic", "AWS::S3Tables::TableBucket", "AWS::S3Vectors::VectorBucket")
_OTHER_ATTRIBUTES = {
    ("AWS::S3::Bucket", "DomainName"): DOMAIN,
    ("AWS::S3::Bucket", "DualStackDomainName"): DUAL_STACK_DOMAIN,
    ("AWS::S3::Bucket", "RegionalDomainName"): REGIONAL_DOMAIN,
    ("AWS::S3::Bucket", "WebsiteURL"): f"http://{WEBSITE}",
    ("AWS::S3::AccessPoint", "Name"): "{name}",
    ("AWS::KMS::Key", "KeyId"): "{name}",
    ("AWS::CloudFront::Distribution", "Id"): "{name}",
    ("AWS::SNS::Topic", "TopicName"): "{name}",
    ("AWS::SQS::Queue", "QueueName"): "{name}",
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

STACKS = {
    "AWS::CloudFormation::Stack": "TemplateURL",
    "AWS::CloudFormation::StackSet": "TemplateURL",
    "AWS::Serverless::Application": "Location",
}
"""Types that deploy another template, and the property that says where it is."""

STACK_ID = "arn:{partition}:cloudformation:{region}:{account}:stack/{stack-name}/{stack-uuid}"


def ref_format(type: str) -> str | None:
    """The format of what `Ref` gives, where it is not the plain name or id."""
    if type in _REFS_THAT_ARE_ARNS:
        return ARNS[type]
    return _QUEUE_URL if type == "AWS::SQS::Queue" else None


def attribute_format(type: str, attribute: str) -> str | None:
    """The format of what `Fn::GetAtt` gives."""
    if attribute == _ARN_ATTRIBUTES.get(type, "Arn"):
        return ARNS.get("AWS::Lambda::Function" if type == "AWS::Serverless::Function" else type)
    return _OTHER_ATTRIBUTES.get((type, attribute))
