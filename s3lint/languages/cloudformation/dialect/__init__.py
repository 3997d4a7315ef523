"""Where the settings of the model stand in CloudFormation: tables in the words of `languages.locators` and `languages.site`.

In reading order:
  bucket      the settings of `AWS::S3::Bucket`, of its policy, and of the keys that it names
  identities  roles, users and groups, their policies, and what caps these
  neighbours  what stands around buckets: access points, other stores, trails, distributions, endpoints
  computed    the settings that need code of their own

https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/AWS_S3.html
"""

from __future__ import annotations

from s3lint.languages.cloudformation.dialect.bucket import BUCKET
from s3lint.languages.cloudformation.dialect.neighbours import NEIGHBOURS
from s3lint.languages.cloudformation.evaluation.resources import construct_path
from s3lint.languages.dialect import Dialect

DIALECT = Dialect(
    bucket="AWS::S3::Bucket",
    name="BucketName",
    names="Bucket",
    settings=BUCKET,
    reference="!Ref {}",
    neighbours=NEIGHBOURS,
    construct=construct_path,
    region="AWS::Region",
)
