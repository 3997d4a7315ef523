"""Where the settings of the model stand in Terraform: tables in the words of `languages.locators` and `languages.site`.

In reading order:
  bucket      the settings of `aws_s3_bucket`, of what configures one, and of the keys that it names
  identities  roles, users and groups, their policies, and what caps these
  neighbours  what stands around buckets: access points, other stores, trails, endpoints, objects
  computed    the settings that need code of their own

What version 4 of the provider split from `aws_s3_bucket` stands in a companion, or still in the bucket itself.
https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/s3_bucket
"""

from __future__ import annotations

from s3lint.languages.dialect import Dialect
from s3lint.languages.terraform.dialect.bucket import BUCKET
from s3lint.languages.terraform.dialect.neighbours import IN_DIRECTORY_BUCKETS, NEIGHBOURS

DIALECT = Dialect(
    bucket="aws_s3_bucket",
    name="bucket",
    names="bucket",
    settings=BUCKET,
    reference="{}.id",
    neighbours=NEIGHBOURS,
    further=(
        "aws_s3_bucket_analytics_configuration",
        "aws_s3_bucket_intelligent_tiering_configuration",
        "aws_s3_bucket_metric",
    ),
    directory_bucket="aws_s3_directory_bucket",
    in_directory_bucket=IN_DIRECTORY_BUCKETS,
)
