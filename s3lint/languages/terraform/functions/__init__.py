"""Terraform's built-in functions on settled arguments.

`call` knows every function of Terraform 1.11 but `try` and `can`, which need unevaluated arguments, and those of the AWS
provider that put ARNs together and take them apart. A result is unknown exactly as far as unknown arguments make it, but for
a few functions that s3lint does not compute; an argument that Terraform would refuse raises FunctionError.

In reading order:
  site, arguments      where a function is called; reading arguments as the types that functions declare
  lists, joining, maps, sets, texts, formatting, numbers, conversion, encoding, hashing, network, filesystem, yaml_text,
  aws_provider         functions, each file imported when one of it is called
  patterns             regular expressions, which `base.regular` runs in linear time

It may import `values` and `syntax`.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module

from s3lint.base.value import Data, Setting, Unknown
from s3lint.languages.terraform.functions.arguments import TABLE
from s3lint.languages.terraform.functions.site import CallSite, FunctionError, Render

__all__ = ["IMPURE", "CallSite", "FunctionError", "Render", "call"]

IMPURE = frozenset({"timestamp", "plantimestamp", "uuid", "bcrypt"})
"""Functions whose result their arguments do not determine."""

_NOT_COMPUTED = frozenset(
    (
        *("base64gzip", "csvdecode", "formatdate", "log", "parseint", "pow", "rsadecrypt", "textdecodebase64"),
        *("textencodebase64", "timeadd", "timecmp", "uuidv5", "yamlencode"),
    )
)
"""What configurations of buckets hardly ever call: 12,502 public files have 31 `yamlencode` and 12 functions of times."""

_MODULES = {
    "aws_provider": "hashicorp/aws::arn_build hashicorp/aws::arn_parse hashicorp/aws::trim_iam_role_path",
    "conversion": "ephemeralasnull issensitive nonsensitive sensitive tobool tolist tomap tonumber toset tostring",
    "encoding": "base64decode base64encode jsondecode jsonencode urlencode",
    "filesystem": "abspath basename dirname file filebase64 filebase64sha256 filebase64sha512 fileexists filemd5 fileset "
    "filesha1 filesha256 filesha512 pathexpand templatefile templatestring",
    "formatting": "format formatlist",
    "hashing": "base64sha256 base64sha512 md5 sha1 sha256 sha512",
    "joining": "compact concat flatten",
    "lists": "alltrue anytrue chunklist coalesce coalescelist contains distinct element index "
    "length matchkeys one range reverse slice sort sum",
    "maps": "keys lookup merge transpose values zipmap",
    "network": "cidrhost cidrnetmask cidrsubnet cidrsubnets",
    "numbers": "abs ceil floor max min signum",
    "patterns": "regex regexall replace",
    "sets": "setintersection setproduct setsubtract setunion",
    "texts": "chomp endswith indent join lower split startswith strcontains strrev substr title trim trimprefix trimspace "
    "trimsuffix upper",
    "yaml_text": "yamldecode",
}
_MODULE_OF = {name: module for module, names in _MODULES.items() for name in names.split()}


def call(name: str, arguments: Sequence[Setting[Data]], site: CallSite) -> Setting[Data]:
    """The result of a call; arguments are settled, but may hold choices inside. Raises FunctionError, and `Fork` where the
    world leaves a choice open that decides the result.
    """
    name = name.removeprefix("core::")
    if name in IMPURE:
        return Unknown(f"{name}() gives a new value in every run", site.origin)
    if name in _NOT_COMPUTED:
        return Unknown(f"s3lint does not compute {name}", site.origin)
    module = _MODULE_OF.get(name)
    if module is None and "::" in name:
        return Unknown(f"{name} is a function of a provider", site.origin)
    if module is None:
        raise FunctionError(f"a function of Terraform, there is no {name}")
    if name not in TABLE:
        import_module(
            f"s3lint.languages.terraform.functions.{module}"
        )  # a module holds the work of an import until it is called
    return TABLE[name](arguments, site)
