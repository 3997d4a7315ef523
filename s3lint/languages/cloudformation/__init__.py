"""The CloudFormation front end: template files into units of buckets.

`discover` tells which files are templates, `syntax` reads them, `evaluator` and its functions give their values,
`stacks` finds which template deploys which, `dialect` says where each setting of the model stands.
"""

from __future__ import annotations

from collections.abc import Sequence

from s3lint.base.record import Record
from s3lint.base.source import Comment, Source
from s3lint.languages.files import Files
from s3lint.languages.front_end import Work
from s3lint.languages.inputs import Inputs


class _CloudFormation(Record):
    def work(self, paths: Sequence[str], files: Files, inputs: Inputs) -> tuple[Work, ...]:
        from s3lint.languages.cloudformation import templates  # importing the package must load no evaluator

        return templates.work(paths, files, inputs)

    def comments(self, source: Source) -> tuple[Comment, ...]:
        from s3lint.languages.cloudformation.syntax import comments

        return comments.comments(source)


FRONT_END = _CloudFormation()
