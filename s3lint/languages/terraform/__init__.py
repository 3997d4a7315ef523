"""Terraform: from source or plan to resources with values. `FRONT_END` is the whole of it.

In reading order:
  roots          what there is to read; reads a root module
  plan           another way to the same resources
  dialect        where each setting of the model stands
  evaluation     what expressions mean
  declarations   what files declare, and which folders are root modules
  functions      the built-in functions
  models         modules that people use for S3, as their documentation describes them, in Terraform; read when one is called
  values         types, conversion, operators
  syntax         from text to nodes

It may import what languages share, `model`, `policy` and `base`.
"""

from __future__ import annotations

from collections.abc import Sequence

from s3lint.base.record import Record
from s3lint.base.source import Comment, Source
from s3lint.languages.files import Files
from s3lint.languages.front_end import Work
from s3lint.languages.inputs import Inputs


class _Terraform(Record):
    def work(self, paths: Sequence[str], files: Files, inputs: Inputs) -> tuple[Work, ...]:
        from s3lint.languages.terraform import roots  # importing the package must not load the parser

        return roots.work(paths, files, inputs)

    def comments(self, source: Source) -> tuple[Comment, ...]:
        from s3lint.languages.terraform.declarations import configuration  # as above

        return configuration.comments(source)


FRONT_END = _Terraform()
