"""Endpoints through which a network reaches the buckets of everybody."""

from collections.abc import Iterator

from s3lint import (
    Absent,
    Answered,
    Endpoint,
    Example,
    Finding,
    Group,
    Known,
    Rule,
    Setting,
    Severity,
    Text,
    Unknown,
    open_grants,
)


class OpenEndpointPolicy(Rule):
    """
    ## What it checks
    An endpoint for S3 has a policy, and none of its Allow statements lets everyone write to every bucket without a condition.

    ## Why it matters
    An endpoint without a policy lets everything through. A program in a closed network, with credentials that an intruder
    brought along, then copies the data into a bucket of the intruder's account, and no rule of the network sees it.

    ## When to ignore it
    Networks that reach the internet anyway lose nothing by an open endpoint.

    ## Known limits
    A statement with a condition passes, whatever the condition says, and so does one that names principals or buckets.
    Whether a Deny takes back what an Allow gives is not judged.
    """

    name = "open-endpoint-policy"
    summary = "an endpoint lets everyone reach every bucket"
    group, severity, default = Group.POLICY, Severity.LOW, False
    settings = ("policy", "service")
    since = "0.1.0"
    help = "allow your own buckets only, by their ARNs or by aws:ResourceAccount"
    references = (
        "https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-s3.html#edit-vpc-endpoint-policy-s3",
        "https://docs.aws.amazon.com/AmazonS3/latest/userguide/example-bucket-policies-vpc-endpoint.html",
    )
    judges = Endpoint

    bad = (
        Example(
            "no policy, and one that lets everything through",
            twins_differ=True,
            cloudformation="""
                Resources:
                  Silent:  # expect: open-endpoint-policy
                    Type: AWS::EC2::VPCEndpoint
                    Properties:
                      VpcId: vpc-1
                      ServiceName: !Sub com.amazonaws.${AWS::Region}.s3
                  Open:
                    Type: AWS::EC2::VPCEndpoint
                    Properties:
                      VpcId: vpc-1
                      ServiceName: com.amazonaws.eu-west-1.s3
                      PolicyDocument:
                        Statement:
                          - Effect: Allow  # expect: open-endpoint-policy
                            Principal: "*"
                            Action: s3:*
                            Resource: "*"
            """,
            terraform="""
                resource "aws_vpc_endpoint" "silent" {  # expect: open-endpoint-policy
                  vpc_id       = "vpc-1"
                  service_name = "com.amazonaws.eu-west-1.s3"
                }
            """,
        ),
    )
    good = (
        Example(
            "the own buckets only, and other services",
            twins_differ=True,
            cloudformation="""
                Resources:
                  Bound:
                    Type: AWS::EC2::VPCEndpoint
                    Properties:
                      VpcId: vpc-1
                      ServiceName: !Sub com.amazonaws.${AWS::Region}.s3
                      PolicyDocument:
                        Statement:
                          - Effect: Allow
                            Principal: "*"
                            Action: s3:*
                            Resource: "*"
                            Condition: {StringEquals: {aws:ResourceAccount: !Ref AWS::AccountId}}
                          - Effect: Allow
                            Principal: "*"
                            Action: s3:GetObject
                            Resource: "*"
                  Tables:
                    Type: AWS::EC2::VPCEndpoint
                    Properties:
                      VpcId: vpc-1
                      ServiceName: com.amazonaws.eu-west-1.dynamodb
            """,
            terraform="""
                resource "aws_vpc_endpoint" "bound" {
                  vpc_id       = "vpc-1"
                  service_name = "com.amazonaws.eu-west-1.s3"
                  policy = jsonencode({
                    Statement = [{
                      Effect    = "Allow"
                      Principal = "*"
                      Action    = "s3:*"
                      Resource  = ["arn:aws:s3:::acme-ledger", "arn:aws:s3:::acme-ledger/*"]
                    }]
                  })
                }
            """,
        ),
    )
    undecidable = (
        Example(
            "what may be reached is left to whoever deploys",
            twins_differ=True,
            cloudformation="""
                Parameters:
                  Bucket: {Type: String}  # expect: open-endpoint-policy
                Resources:
                  Asked:
                    Type: AWS::EC2::VPCEndpoint
                    Properties:
                      VpcId: vpc-1
                      ServiceName: com.amazonaws.eu-west-1.s3
                      PolicyDocument:
                        Statement:
                          - Effect: Allow
                            Principal: "*"
                            Action: s3:*
                            Resource: !Ref Bucket
            """,
            terraform="""
                variable "service" {}  # expect: open-endpoint-policy

                resource "aws_vpc_endpoint" "asked" {
                  vpc_id       = "vpc-1"
                  service_name = var.service
                }
            """,
        ),
    )

    def check(self, endpoint: Endpoint) -> Iterator[Finding]:
        match _is_for_s3(endpoint.service):
            case True:
                yield from self._of_policy(endpoint)
            case Unknown() as unknown:
                if any(True for _ in self._of_policy(endpoint)):
                    yield self._unsure(endpoint, unknown, "service")

    def _of_policy(self, endpoint: Endpoint) -> Iterator[Finding]:
        match endpoint.policy:
            case Absent():
                yield self.fail(endpoint.origin, f"{endpoint} has no policy, so it lets everyone reach every bucket")
            case Unknown() as unknown:
                yield self._unsure(endpoint, unknown, "policy")
            case Known(policy):
                grants = open_grants(policy)
                for grant in grants.found:
                    message = f"{endpoint} lets everyone reach every bucket: {grant.text}"
                    yield self.fail(grant.origin, message, part=grant.statement)
                if grants.doubt is not None and not grants.found:
                    yield self._unsure(endpoint, grants.doubt, "policy")

    def _unsure(self, endpoint: Endpoint, unknown: Unknown, setting: str) -> Finding:
        return self.undecided(unknown, f"whether {endpoint} lets everyone reach every bucket", setting=setting)


def _is_for_s3(service: Setting[Text]) -> Answered:
    """Whether an endpoint is one of S3, by the end of the name of its service."""
    match service:
        case Known(text):
            last = text.pieces[-1].content if text.pieces else ""
            return last if isinstance(last, Unknown) else str(last).endswith(".s3")
        case Unknown():
            return service
        case _:
            return False
