"""CloudFormation: from template files to resources with values. `FRONT_END` is the whole of it.

In reading order:
  templates          what there is to read; reads a file of templates
  discover           which files are templates, by their bytes first
  serverless         templates in services of the Serverless Framework; `serverless_variables` are what its texts hold
  stacks             the stack of a template and those inside it; `library` reads what they name on disk, `bodies` what they
                     hold as text
  exchange           what templates of one run export and import, and which stacks a unit sees for it
  declared           what the stacks declare that the model is built from
  dialect            where each setting of the model stands; `policy_templates` are SAM's
  sam                what the SAM transform adds; `connectors` let functions use buckets
  evaluation         what functions, parameters and conditions mean
  syntax             from text to nodes

It may import what languages share, `model`, `policy` and `base`.
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
