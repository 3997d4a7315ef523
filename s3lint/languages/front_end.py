"""What a front end is: something that says what there is to do, and then does one piece at a time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from s3lint.base.source import Comment, Source
from s3lint.languages.files import Files
from s3lint.languages.inputs import Inputs
from s3lint.languages.unit import Language, Unit


class Work(Protocol):
    """One unit that is still to be read: which file or folder it is, and what is needed to read it.

    It can be pickled, so that it can be read in another process.
    """

    @property
    def name(self) -> str:
        """The name of the unit that will be read: the path of the template, policy, plan or root module's folder."""
        ...

    def read(self) -> Unit:
        """Read and evaluate the unit: a pure function of the files and inputs, in any process or thread."""
        ...


class FrontEnd(Protocol):
    """One language. `suffixes` are the endings of the names of its files."""

    language: Language
    suffixes: tuple[str, ...]

    def work(self, paths: Sequence[str], files: Files, inputs: Inputs) -> tuple[Work, ...]:
        """What there is to do below the paths, in the order in which it is reported: cheap, and nothing is evaluated."""
        ...

    def comments(self, source: Source) -> tuple[Comment, ...]:
        """The comments of a file with their places, in order; what only looks like one inside a text is none."""
        ...
