"""AWS's managed policies that reach the objects of every bucket, by their names; what else they give is left out.

Source: the AWS managed policy reference, https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html, in
the versions of 2026-03-07. Left out are those that give it to AWS's services alone, or by a tag of the object or caller; also
those for the roles of AWS Backup, which must read and restore the account's buckets and for which AWS has nothing narrower.
"""

from __future__ import annotations

from s3lint.base.value import Known, Origin, Piece, Setting, Symbol, Text
from s3lint.policy.documents.document import Policy, PolicyString, PolicyStrings, Principals, Statement

_PUTS_AND_GETS = "s3:GetObject s3:PutObject"

_ACTIONS = {
    "AdministratorAccess": "*",
    "AdministratorAccess-Amplify": "s3:GetObject s3:PutObject s3:DeleteObject",
    "AmazonDynamoDBFullAccesswithDataPipeline": "s3:DeleteObject s3:Get* s3:List* s3:Put*",
    "AmazonEC2RoleforAWSCodeDeploy": "s3:GetObject s3:GetObjectVersion s3:ListBucket",
    "AmazonEC2RoleforDataPipelineRole": "s3:*",
    "AmazonEC2RoleforSSM": _PUTS_AND_GETS,
    "AmazonElasticMapReduceFullAccess": "s3:*",
    "AmazonElasticMapReduceReadOnlyAccess": "s3:GetObject s3:ListBucket",
    "AmazonElasticMapReduceRole": "s3:CreateBucket s3:Get* s3:List*",
    "AmazonElasticMapReduceforEC2Role": "s3:*",
    "AmazonElasticTranscoderRole": "s3:ListBucket s3:Get* s3:PutObject",
    "AmazonMacieServiceRole": "s3:Get* s3:List*",
    "AmazonS3FullAccess": "s3:*",
    "AmazonS3ReadOnlyAccess": "s3:Get* s3:List* s3:Describe*",
    "AmazonSageMakerJobFullAccess": _PUTS_AND_GETS,
    "AWSCodeDeployRoleForECS": "s3:GetObject s3:GetObjectVersion",
    "AWSElasticBeanstalkService": "s3:GetObject s3:ListBucket",
    "AWSIoTRuleActions": "s3:PutObject",
    "AWSLambdaExecute": _PUTS_AND_GETS,
    "BedrockAgentCoreFullAccess": "s3:GetObject s3:GetObjectVersion s3:ListBucket",
    "DataScientist": "s3:DeleteObject s3:Get* s3:List* s3:PutObject",
    "DatabaseAdministrator": "s3:DeleteObject* s3:Get* s3:List* s3:PutObject",
    "PowerUserAccess": "NotAction iam:* organizations:* account:*",
    "ReadOnlyAccess": "s3:Get* s3:List*",
    "SageMakerStudioAdminIAMPermissiveExecutionPolicy": "s3:*",
    "SageMakerStudioUserIAMPermissiveExecutionPolicy": "s3:*",
    "SystemAdministrator": "s3:*",
}
"""The actions that each allows on every bucket, or those that it leaves out."""

_WITHDRAWN = {
    "AWSCloudTrailFullAccess": "s3:CreateBucket s3:DeleteBucket s3:GetObject s3:ListBucket s3:PutBucketPolicy",
    "AWSCloudTrailReadOnlyAccess": "s3:GetObject",
    "AWSCodePipelineReadOnlyAccess": "s3:GetObject s3:ListBucket",
    "AWSConfigRole": "s3:GetObject s3:ListBucket",
    "AWSDataPipelineRole": "s3:CreateBucket s3:DeleteObject s3:Get* s3:List* s3:Put*",
    "AWSElasticBeanstalkFullAccess": "s3:*",
    "AWSElasticBeanstalkReadOnlyAccess": "s3:Get* s3:List*",
    "AWSLambdaFullAccess": "s3:*",
    "AWSLambdaReadOnlyAccess": "s3:Get* s3:List*",
    "AWSRoboMakerFullAccess": "s3:GetObject",
    "AmazonLaunchWizardFullaccess": "s3:GetObject",
    "AmazonMachineLearningRoleforRedshiftDataSource": f"{_PUTS_AND_GETS} s3:GetBucketPolicy s3:PutBucketPolicy",
    "AmazonMachineLearningRoleforRedshiftDataSourceV2": f"{_PUTS_AND_GETS} s3:GetBucketPolicy",
    "ServiceCatalogAdminReadOnlyAccess": "s3:GetObject",
    "ServiceCatalogEndUserAccess": "s3:GetObject",
}
"""Those that AWS has withdrawn: they can't be attached to anything new, but go on to grant where they were attached.

As they were on 2026-03-07.
https://docs.aws.amazon.com/aws-managed-policy/latest/reference/about-managed-policy-reference.html#deprecated-managed-policies
"""

_ACTIONS |= _WITHDRAWN

_OPEN = "\0"


class AwsStatement(Statement):
    """A statement of one of AWS's policies, which nobody knows by a number."""

    def __str__(self) -> str:
        return self.sid


def names_aws_policy(content: bytes) -> bool:
    """A cheap test on bytes: whether one of AWS's policies stands in them that reaches every bucket."""
    return any(name.encode() in content for name in _ACTIONS)


def aws_policy(arn: Text, origin: Origin) -> Setting[Policy] | None:
    """The policy of AWS with an ARN, in whatever partition, or with a name alone, as SAM takes it.

    A policy that reaches no bucket has no statements here. Unknown where the ARN may be that of any policy; nothing where it
    is that of an account's own. Every statement lies at `origin`, where the policy is named.
    """
    text = "".join(map(_content, arn.pieces))
    unknown = next(iter(arn.unknowns), None)
    owner, path = _owner_and_path(text)
    if owner not in ("aws", _OPEN):
        return None
    name = path.rpartition("/")[2]
    if _OPEN in name and unknown is not None:
        return unknown
    if owner == _OPEN and name not in _ACTIONS:
        return None
    return Known(_policy(name, origin), origin)


def _content(piece: Piece) -> str:
    match piece.content:
        case str(literal) | Symbol(literal=str(literal)):
            return literal
        case Symbol(attribute=attribute, resource=resource) if resource or attribute == "account":
            return "own"
        case _:
            return _OPEN


def _owner_and_path(text: str) -> tuple[str, str]:
    fields = text.split(":", 5)
    if len(fields) == 6:
        return fields[4], fields[5]
    return (_OPEN if _OPEN in text else "aws" if text in _ACTIONS else ""), text


def _policy(name: str, origin: Origin) -> Policy:
    def strings(key: str, *texts: str) -> PolicyStrings:
        return PolicyStrings(key, origin, tuple(PolicyString(Text((Piece(text, origin),)), origin) for text in texts))

    statements: tuple[Statement, ...] = ()
    words = _ACTIONS.get(name, "").split()
    if words:
        actions = strings(*words) if words[0] == "NotAction" else strings("Action", *words)
        allow, nobody = Known("Allow", origin), Principals("Principal", origin)
        statements = (AwsStatement(1, name, allow, nobody, actions, strings("Resource", "*"), (), None, origin),)
    return Policy(statements, Known("2012-10-17", origin), origin)
