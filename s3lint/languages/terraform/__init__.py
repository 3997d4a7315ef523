"""Terraform: from source or plan to resources with values.

`FRONT_END` is the whole of it. The stages in order: `roots` says what there is to read (`declarations/discover`), and reads
it: `declarations` are read out of `syntax` nodes, `evaluation` computes lazily what is asked for with the help of
`functions`, and `subjects` reads the model out of the resources. `plan` is another way to the same resources.
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
        return ()


FRONT_END = _Terraform()
