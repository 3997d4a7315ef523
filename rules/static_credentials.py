"""Access keys that never end, for users that reach S3."""

from collections.abc import Iterator

from s3lint import AccessKey, Example, Finding, Group, Known, Rule, Severity, Unknown, s3_grants


class StaticCredentials(Rule):
    """
    ## What it checks
    No access key is made for a user whose policies, as far as the same code declares them, allow actions of S3.

    ## Why it matters
    The key is valid until somebody deletes it, and its secret stands in the state, in outputs and wherever it was copied
    to. Keys that leaked from repositories and build logs are the usual way into buckets. A role gives credentials that end by
    themselves.

    ## When to ignore it
    A machine outside of AWS that can't use IAM Roles Anywhere or OpenID Connect needs a key. Rotate it.

    ## Known limits
    Policies that other code declares, and groups that other code puts the user into, are not seen. What a permissions boundary
    or a Deny takes away is not taken into account.
    """

    name = "static-credentials"
    summary = "an access key is made for a user that reaches S3"
    group, severity, default = Group.POLICY, Severity.HIGH, True
    settings = ("user", "documents")
    since = "0.1.0"
    help = "use a role, whose credentials end by themselves, and delete the key"
    references = (
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_access-keys.html",
    )
    judges = AccessKey

    bad = (
        Example(
            "a key for a user that writes to a bucket",
            twins_differ=True,
            cloudformation="""
                Resources:
                  User:
                    Type: AWS::IAM::User
                    Properties:
                      Policies:
                        - PolicyName: write
                          PolicyDocument:
                            Statement: [{Effect: Allow, Action: s3:PutObject, Resource: "arn:aws:s3:::acme-ledger/*"}]
                  Key:  # expect: static-credentials
                    Type: AWS::IAM::AccessKey
                    Properties: {UserName: !Ref User}
            """,
            terraform="""
                resource "aws_iam_user" "app" {
                  name = "app"
                }

                resource "aws_iam_user_policy" "write" {
                  user = aws_iam_user.app.name
                  policy = jsonencode({
                    Statement = [{ Effect = "Allow", Action = "s3:PutObject", Resource = "arn:aws:s3:::acme-ledger/*" }]
                  })
                }

                resource "aws_iam_access_key" "app" {  # expect: static-credentials
                  user = aws_iam_user.app.name
                }

                resource "aws_iam_user" "other" {
                  name = "other"
                }

                resource "aws_iam_user_policy_attachment" "read" {
                  user       = aws_iam_user.other.name
                  policy_arn = "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"
                }

                resource "aws_iam_access_key" "other" {  # expect: static-credentials
                  user = aws_iam_user.other.name
                }
            """,
        ),
    )
    good = (
        Example(
            "a key for a user that sends mail",
            twins_differ=True,
            cloudformation="""
                Resources:
                  User:
                    Type: AWS::IAM::User
                    Properties:
                      Policies:
                        - PolicyName: send
                          PolicyDocument:
                            Statement: [{Effect: Allow, Action: ses:SendRawEmail, Resource: "*"}]
                  Key:
                    Type: AWS::IAM::AccessKey
                    Properties: {UserName: !Ref User}
            """,
            terraform="""
                resource "aws_iam_user" "mail" {
                  name = "mail"
                }

                resource "aws_iam_user_policy" "send" {
                  user = aws_iam_user.mail.name
                  policy = jsonencode({
                    Statement = [{ Effect = "Allow", Action = "ses:SendRawEmail", Resource = "*" }]
                  })
                }

                resource "aws_iam_access_key" "mail" {
                  user = aws_iam_user.mail.name
                }
            """,
        ),
    )
    undecidable = (
        Example(
            "what the user may do is left to whoever deploys",
            twins_differ=True,
            cloudformation="""
                Parameters:
                  Action: {Type: String}  # expect: static-credentials
                Resources:
                  User:
                    Type: AWS::IAM::User
                    Properties:
                      Policies:
                        - PolicyName: any
                          PolicyDocument:
                            Statement: [{Effect: Allow, Action: !Ref Action, Resource: "*"}]
                  Key:
                    Type: AWS::IAM::AccessKey
                    Properties: {UserName: !Ref User}
            """,
            terraform="""
                variable "action" {}  # expect: static-credentials

                resource "aws_iam_user" "app" {
                  name = "app"
                }

                resource "aws_iam_user_policy" "any" {
                  user = aws_iam_user.app.name
                  policy = jsonencode({
                    Statement = [{ Effect = "Allow", Action = var.action, Resource = "*" }]
                  })
                }

                resource "aws_iam_access_key" "app" {
                  user = aws_iam_user.app.name
                }
            """,
        ),
    )

    def check(self, key: AccessKey) -> Iterator[Finding]:
        documents = key.documents
        grants = [s3_grants(document.value) for document in documents.policies if isinstance(document, Known)]
        found = next((remark for each in grants for remark in each.found), None)
        if found is not None:
            yield self.fail(key.origin, f"{key} is an access key that never ends, for a user that reaches S3: {found.text}")
            return
        doubts = [*(each.doubt for each in grants), *documents.policies, documents.unknown]
        unknown = next((each for each in doubts if isinstance(each, Unknown)), None)
        if unknown is not None:
            yield self.undecided(unknown, f"whether the user of {key} reaches S3", setting="documents")
