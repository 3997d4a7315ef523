"""What a front end is, and the table of those there are: which module reads which language, and how its files are called.

A front end says first what there is to do, and then does one piece at a time.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import Protocol

from s3lint.base.record import Record
from s3lint.base.source import Comment, Source
from s3lint.languages.files import Files
from s3lint.languages.inputs import Inputs
from s3lint.languages.unit import Language, Unit

TERRAFORM_CODE = (".tf", ".tofu", ".tf.json", ".tofu.json")
TERRAFORM_VARIABLES = (".tfvars", ".tfvars.json")


class Naming(Record):
    """How the files of a language are called, by the endings of their names; and the module that reads them.

    `module` holds the language's `FRONT_END`, and is imported when a file may be its. `suffixes` are of candidates, which are
    judged wherever they are met. `in_folder` are of those that belong to a unit by lying in its folder, and `named` of files
    that others name in order to read them.
    """

    module: str
    suffixes: tuple[str, ...] = ()
    in_folder: tuple[str, ...] = ()
    named: tuple[str, ...] = ()


LANGUAGES = {
    Language.CLOUDFORMATION: Naming("s3lint.languages.cloudformation", (".yaml", ".yml", ".json", ".template")),
    Language.TERRAFORM: Naming(
        "s3lint.languages.terraform",
        (".tf", ".tofu", ".tfvars", ".json"),  # a plan is JSON of any name
        (*TERRAFORM_CODE, *TERRAFORM_VARIABLES),
        (".hcl", ".tpl", ".tftpl"),
    ),
    Language.POLICY: Naming("s3lint.languages.policy_file"),  # no name tells that a file holds one
}
"""The languages in the order in which their units are reported. A new one is a line here, and the module that it names."""

SUFFIXES = tuple(dict.fromkeys(suffix for naming in LANGUAGES.values() for suffix in naming.suffixes))
"""Of the files that may be judged by themselves, or with their folder."""

FOLDER_SUFFIXES = tuple(suffix for naming in LANGUAGES.values() for suffix in naming.in_folder)
"""Of the files that belong to a unit by lying in its folder."""

RELEVANT_SUFFIXES = (*SUFFIXES, *(suffix for naming in LANGUAGES.values() for suffix in naming.named))
"""Of all files that a unit may be made of."""


class Work(Protocol):
    """What is read in one go, such as a template or a root module, and is still to be read.

    It can be pickled, so that it can be read in another process.
    """

    @property
    def name(self) -> str:
        """The path of the file or folder."""
        ...

    def read(self) -> tuple[Unit, ...]:
        """Read and evaluate it: a pure function of files and inputs, in any process or thread.

        No unit where it turns out to be something else; several where a file holds several templates.
        """
        ...


class WithoutS3(Record):
    """A template or root module that names nothing of S3: it counts, and is not read."""

    name: str
    language: Language

    def read(self) -> tuple[Unit, ...]:
        return (Unit(self.name, self.language, (), (), ()),)


class FrontEnd(Protocol):
    """One language."""

    def work(self, paths: Sequence[str], files: Files, inputs: Inputs) -> tuple[Work, ...]:
        """What there is to do for some files, in the order in which it is reported: cheap, and nothing is evaluated."""
        ...

    def comments(self, source: Source) -> tuple[Comment, ...]:
        """The comments of a file with their places, in order; what only looks like one inside a text is none."""
        ...


def languages_of(path: str) -> tuple[Language, ...]:
    """The languages that a file may be written in, told from its name. One that somebody named, whatever it is called, may be
    a template.
    """
    named = tuple(language for language, naming in LANGUAGES.items() if path.endswith(naming.suffixes))
    return named or (Language.CLOUDFORMATION,)


def front_end(language: Language) -> FrontEnd:
    """The front end of a language, imported now."""
    found: FrontEnd = import_module(LANGUAGES[language].module).FRONT_END
    return found
