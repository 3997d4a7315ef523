"""The CloudFormation front end: template files into units of buckets.

`discover` tells which files are templates, `syntax` reads them, `evaluator` and its functions give their values,
`stacks` finds which template deploys which, `buckets` builds the model.
"""

from __future__ import annotations

from s3lint.languages.cloudformation.discover import is_template_file
from s3lint.languages.cloudformation.stacks import units

__all__ = ["is_template_file", "units"]
