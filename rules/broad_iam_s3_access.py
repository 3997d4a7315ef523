"""Identity policies that open every bucket."""

from collections.abc import Iterator, Sequence

from s3lint import (
    Example,
    Finding,
    Group,
    Identity,
    Known,
    Policy,
    PolicyExample,
    Rule,
    Severity,
    Unknown,
    Wrapper,
    broad_grants,
    not_expressible,
)

WORKER = Wrapper(
    cloudformation="""
        Resources:
          Worker:
            Type: AWS::IAM::ManagedPolicy
            Properties:
              PolicyDocument: <policy>
    """,
    terraform="""
        resource "aws_iam_policy" "worker" {
          policy = <policy>
        }
    """,
)


class BroadIamS3Access(Rule):
    """
    ## What it checks
    No role, user, group or policy in the code may both read and write the objects of every bucket: `s3:*` or `*`, or reading
    and writing actions, or a `NotAction` that leaves them, on `*`, `arn:aws:s3:::*` or `arn:aws:s3:::*/*`. AWS's own policies
    that do so, such as `AmazonS3FullAccess` and `AdministratorAccess`, count where they are attached. A Deny without a
    condition takes away what it covers; a condition on tags of buckets or objects, or on the calling service, narrows a grant,
    and one on the owner of buckets (`aws:ResourceAccount`) where that is one other account. Where only the own account is
    excepted, it reaches the buckets of all others that let it in, and the message says so.

    A permissions boundary takes away what it does not allow, from a role or user and from the policies that are attached to
    nobody else. A policy that is only used as one grants nothing.

    ## Why it matters
    Whoever takes over such an identity has all data of the account: backups, logs and state files, with the credentials
    in them, as well as the bucket that it was meant for. A bucket policy without a Deny doesn't stop it.

    ## Known limits
    Each resource is judged by itself: a Deny in another policy of the same role, or an organization's policy, may take the
    access away. A policy that is attached by the ARN of an account is judged only where it is declared. A variable inside an
    ARN is taken for the name of a bucket, which holds no wildcard.
    """

    name = "broad-iam-s3-access"
    summary = "an identity may read and write all buckets"
    group, severity, default = Group.POLICY, Severity.HIGH, True
    settings = ("documents", "permissions_boundaries", "is_only_boundary")
    since = "0.1.0"
    help = "name the buckets that it needs as resources, and only the actions that it uses"
    references = (
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege",
        "https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html",
    )
    aliases = ("AVD-AWS-0345", "AVD-AWS-0346", "CKV_AWS_108")
    judges = Identity

    bad = (
        Example(
            "every action on every bucket",
            cloudformation="""
                Resources:
                  Worker:
                    Type: AWS::IAM::ManagedPolicy
                    Properties:
                      PolicyDocument:
                        Version: "2012-10-17"
                        Statement:
                          - Effect: Allow
                            Action: s3:*
                            Resource: arn:aws:s3:::*  # expect: broad-iam-s3-access
            """,
            terraform="""
                data "aws_iam_policy_document" "worker" {
                  statement {
                    actions   = ["s3:*"]
                    resources = ["arn:aws:s3:::*"]  # expect: broad-iam-s3-access
                  }
                }

                resource "aws_iam_policy" "worker" {
                  policy = data.aws_iam_policy_document.worker.json
                }
            """,
        ),
        Example(
            "one statement reads, the other writes",
            cloudformation="""
                Resources:
                  Worker:
                    Type: AWS::IAM::Role
                    Properties:
                      AssumeRolePolicyDocument:
                        Version: "2012-10-17"
                        Statement:
                          - Effect: Allow
                            Principal:
                              Service: lambda.amazonaws.com
                            Action: sts:AssumeRole
                      Policies:
                        - PolicyName: storage
                          PolicyDocument:
                            Version: "2012-10-17"
                            Statement:
                              - Effect: Allow
                                Action: s3:Get*
                                Resource: "*"
                              - Effect: Allow
                                Action: [s3:PutObject, s3:DeleteObject]
                                Resource: "*"  # expect: broad-iam-s3-access
            """,
            terraform="""
                resource "aws_iam_role" "worker" {
                  assume_role_policy = jsonencode({
                    Version = "2012-10-17"
                    Statement = [{
                      Effect    = "Allow"
                      Principal = { Service = "lambda.amazonaws.com" }
                      Action    = "sts:AssumeRole"
                    }]
                  })
                  inline_policy {
                    name = "storage"
                    policy = jsonencode({
                      Version = "2012-10-17"
                      Statement = [
                        {
                          Effect   = "Allow"
                          Action   = "s3:Get*"
                          Resource = "*"
                        },
                        {
                          Effect   = "Allow"
                          Action   = ["s3:PutObject", "s3:DeleteObject"]
                          Resource = "*"  # expect: broad-iam-s3-access
                        },
                      ]
                    })
                  }
                }
            """,
        ),
        PolicyExample(
            "everything but one service",
            """
            Effect: Allow
            NotAction: iam:*
            Resource: "*"  # expect: broad-iam-s3-access
            """,
            wrapper=WORKER,
        ),
        Example(
            "a policy template for every bucket",
            cloudformation="""
                Transform: AWS::Serverless-2016-10-31
                Resources:
                  Worker:
                    Type: AWS::Serverless::Function
                    Properties:
                      Policies:
                        - S3CrudPolicy:  # expect: broad-iam-s3-access
                            BucketName: "*"
            """,
            terraform=not_expressible("policy templates are a part of SAM"),
        ),
    )
    good = (
        Example(
            "every action on one bucket",
            cloudformation="""
                Resources:
                  Inbox:
                    Type: AWS::S3::Bucket
                  Worker:
                    Type: AWS::IAM::ManagedPolicy
                    Properties:
                      PolicyDocument:
                        Version: "2012-10-17"
                        Statement:
                          - Effect: Allow
                            Action: s3:*
                            Resource:
                              - !GetAtt Inbox.Arn
                              - !Sub "${Inbox.Arn}/*"
            """,
            terraform="""
                resource "aws_s3_bucket" "inbox" {}

                resource "aws_iam_policy" "worker" {
                  policy = jsonencode({
                    Version = "2012-10-17"
                    Statement = [{
                      Effect = "Allow"
                      Action = "s3:*"
                      Resource = [
                        aws_s3_bucket.inbox.arn,
                        "${aws_s3_bucket.inbox.arn}/*",
                      ]
                    }]
                  })
                }
            """,
        ),
        PolicyExample(
            "reading every bucket, and writing one",
            """
            - Effect: Allow
              Action: [s3:GetObject, s3:ListBucket]
              Resource: "*"
            - Effect: Allow
              Action: s3:PutObject
              Resource: arn:aws:s3:::$inbox/*
            """,
            wrapper=WORKER,
        ),
        Example(
            "a Deny leaves one bucket",
            cloudformation="""
                Resources:
                  Worker:
                    Type: AWS::IAM::ManagedPolicy
                    Properties:
                      PolicyDocument:
                        Version: "2012-10-17"
                        Statement:
                          - Effect: Allow
                            Action: s3:*
                            Resource: "*"
                          - Effect: Deny
                            Action: s3:*
                            NotResource:
                              - arn:aws:s3:::inbox
                              - arn:aws:s3:::inbox/*
            """,
            terraform="""
                data "aws_iam_policy_document" "worker" {
                  statement {
                    actions   = ["s3:*"]
                    resources = ["*"]
                  }
                  statement {
                    effect        = "Deny"
                    actions       = ["s3:*"]
                    not_resources = ["arn:aws:s3:::inbox", "arn:aws:s3:::inbox/*"]
                  }
                }

                resource "aws_iam_policy" "worker" {
                  policy = data.aws_iam_policy_document.worker.json
                }
            """,
        ),
    )
    undecidable = (
        PolicyExample(
            "the resources are left to whoever deploys",
            """
            Effect: Allow
            Action: s3:*
            Resource: $reach  # expect: broad-iam-s3-access
            """,
            wrapper=WORKER,
        ),
    )

    def check(self, identity: Identity) -> Iterator[Finding]:
        documents = identity.documents
        known = [document.value for document in documents.policies if isinstance(document, Known)]
        grants = broad_grants(known, (), identity.account)
        if grants.found:
            yield from self._capped(identity, known)
            return
        unread = [document for document in documents.policies if isinstance(document, Unknown)]
        unknown = documents.unknown or grants.doubt or next(iter(unread), None)
        if unknown is not None and not isinstance(identity.is_only_boundary, Known):
            yield self._doubted(identity, unknown)

    def _capped(self, identity: Identity, policies: Sequence[Policy]) -> Iterator[Finding]:
        """What policies that reach every bucket still give where permissions boundaries cap them."""
        if isinstance(identity.is_only_boundary, Known):
            return
        boundaries = identity.permissions_boundaries.policies
        known = [boundary.value for boundary in boundaries if isinstance(boundary, Known)]
        unread = [boundary for boundary in boundaries if isinstance(boundary, Unknown)]
        unknown = next(iter(unread), None)
        if known or not boundaries:
            grants = broad_grants(policies, known, identity.account)
            for grant in grants.found:
                message = f"{identity} may read and write {grants.reach}: {grant.text}"
                yield self.fail(grant.origin, message, part=grant.statement)
            if grants.found:
                return
            unknown = grants.doubt or unknown
        if unknown is not None:
            yield self._doubted(identity, unknown)

    def _doubted(self, identity: Identity, unknown: Unknown) -> Finding:
        return self.undecided(unknown, f"whether {identity} may read and write every bucket")
