"""What the user says about a deployment: values that the templates leave open."""

from __future__ import annotations

from s3lint.base.record import Record


class Inputs(Record):
    """Assignments are pairs of name and text as given on the command line; files are paths.

    `variables` and `var_files` are Terraform's `--var` and `--var-file`; `parameters` and `parameter_files` are
    CloudFormation's. An empty string means "not said". `source_root` is the folder of the sources of a plan, `bucket` the name
    of the bucket that policies without a template are attached to, by default the one that most of their resources name.
    `modules` are pairs of the source of a Terraform module, without version, and the folder of what stands for it.
    """

    variables: tuple[tuple[str, str], ...] = ()
    var_files: tuple[str, ...] = ()
    parameters: tuple[tuple[str, str], ...] = ()
    parameter_files: tuple[str, ...] = ()
    workspace: str = ""
    account: str = ""
    region: str = ""
    source_root: str = ""
    bucket: str = ""
    modules: tuple[tuple[str, str], ...] = ()
