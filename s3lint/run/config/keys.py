"""The keys of a configuration: what each holds, as a JSON Schema and in words, and what it says."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from s3lint.base.record import Record
from s3lint.run.finding import Severity

Schema = dict[str, Any]

SEVERITIES = tuple(severity.word for severity in Severity)
ACCOUNT = "[0-9]{12}"


class Kind(Record):
    """What a key holds. `schema` decides, `expected` says the same in messages and tables."""

    expected: str
    schema: Schema

    @property
    def is_table(self) -> bool:
        """Whether it holds names that the user chooses, each with a value: these are joined, name by name."""
        return bool(self.schema.get("type") == "object")


def _texts(pattern: str = "") -> Schema:
    return {"type": "array", "items": {"type": "string", **({"pattern": f"^({pattern})$"} if pattern else {})}}


def _table(of: Schema) -> Schema:
    return {"type": "object", "additionalProperties": of}


_TEXT: Schema = {"type": "string"}
_ONE_OF: Schema = {"enum": list(SEVERITIES)}

TEXT = Kind("a text", _TEXT)
TEXTS = Kind("a list of texts", _texts())
TRUTH = Kind("true or false", {"type": "boolean"})
SEVERITY = Kind(f"one of {', '.join(SEVERITIES)}", _ONE_OF)
SEVERITY_OF = Kind(f"a table of severities: {', '.join(SEVERITIES)}", _table(_ONE_OF))
SCALARS = Kind("a table of texts, numbers or truths", _table({"type": ["string", "number", "boolean"]}))
PATHS_OF = Kind("a table of paths", _table(_TEXT))
ACCOUNT_ID = Kind("the id of an account, 12 digits", {"type": "string", "pattern": f"^{ACCOUNT}$"})
ACCOUNTS = Kind("a table of ids of accounts, 12 digits each", _table({"type": "string", "pattern": f"^{ACCOUNT}$"}))
ORGANIZATIONS = Kind('a list of ids of organizations, such as "o-a1b2c3d4e5"', _texts("o-[a-z0-9]{10,32}"))
ENDPOINTS = Kind('a list of ids of VPC endpoints and VPCs, such as "vpce-0abc"', _texts("vpce?-[0-9a-f]+"))
NETWORKS = Kind('a list of address ranges, such as "203.0.113.0/24"', _texts("[0-9a-f]*[.:][0-9a-f.:]*(/[0-9]{1,3})?"))


class Key(Record):
    """`name` is dotted; `setting` is what a run calls it. `is_local` where a path alone can have a value of its own.

    `is_path` where the texts in it are paths, which start from the folder of the file. `default` is what holds where nobody
    says anything, as the file would write it.
    """

    name: str
    kind: Kind
    setting: str
    help: str
    is_local: bool = True
    is_path: bool = False
    default: Any = None


KEYS = (
    Key("profile", TEXTS, "profile", "rules that serve a standard; `select` adds to them"),
    Key(
        "select",
        TEXTS,
        "select",
        "rules to ask: names, groups, other tools' ids, `default`, `all`",
        default=["default"],
    ),
    Key("ignore", TEXTS, "ignore", "rules to leave out; wins over `select`; for a path, beside those of the whole"),
    Key("fail-on", SEVERITY, "fail_on", "least severity that fails the run", default="low"),
    Key("strict", TRUTH, "strict", "what is undecided or was not seen is listed and fails the run", default=False),
    Key(
        "show-undecided",
        TRUTH,
        "show_undecided",
        "list what could not be decided, and what would decide it",
        is_local=False,
        default=False,
    ),
    Key("exclude", TEXTS, "exclude", "files and folders to pass over in folders, as globs", is_local=False),
    Key(
        "yaml-rules",
        TEXTS,
        "yaml_rules",
        "folders with rules of your own in YAML; Python in them, which would be run, is passed over",
        is_local=False,
        is_path=True,
    ),
    Key("severity", SEVERITY_OF, "severities", "severities of rules, by name, group or another tool's id"),
    Key("values.variables", SCALARS, "variables", "value of a Terraform variable"),
    Key("values.var-files", TEXTS, "var_files", "file of Terraform variables", is_path=True),
    Key("values.parameters", SCALARS, "parameters", "value of a CloudFormation parameter"),
    Key("values.parameter-files", TEXTS, "parameter_files", "file of CloudFormation parameters", is_path=True),
    Key("values.workspace", TEXT, "workspace", "the Terraform workspace"),
    Key("values.source-root", TEXT, "source_root", "folder of the sources of a Terraform plan", is_path=True),
    Key("values.account", ACCOUNT_ID, "account", "the account that owns the buckets"),
    Key("values.accounts", ACCOUNTS, "accounts", "your own accounts, by names that you choose; rules about others trust them"),
    Key("values.org-ids", ORGANIZATIONS, "org_ids", "your own organizations, trusted alike"),
    Key("values.vpc-endpoints", ENDPOINTS, "vpc_endpoints", "your own VPC endpoints and VPCs, trusted alike"),
    Key("values.networks", NETWORKS, "networks", "your own address ranges, trusted alike"),
    Key(
        "terraform.modules",
        PATHS_OF,
        "modules",
        "Terraform that stands for modules that are not on disk, by their sources without version",
        is_local=False,
        is_path=True,
    ),
)
BY_NAME: Mapping[tuple[str | int, ...], Key] = {tuple(key.name.split(".")): key for key in KEYS}

SECTIONS = ("values", "terraform")
"""The tables that are taken apart into keys."""
OPTIONS = "rules"
"""The table of rules, each a table of the rule's options; the rule itself says which."""
EXTEND = "extend"
PER_PATH = "per-path"
PATH = "path"

STRUCTURE = {
    EXTEND: ("a text", "another file, whose values hold where this one says nothing; tables are joined"),
    PER_PATH: ("a list of tables", "values for some paths alone: `path` is a glob, the other keys are as above"),
    OPTIONS: ("a table of tables", "options of rules, by rule; `s3lint explain NAME` lists them"),
}
"""The keys that hold others, or say where to find them, with what they hold and say."""

_TYPES: Mapping[str, tuple[type, ...]] = {
    "string": (str,),
    "boolean": (bool,),
    "number": (int, float),
    "array": (list,),
    "object": (dict,),
}


def fits(value: object, schema: Schema) -> bool:
    """Whether a value is as the schema says, as far as the table above uses JSON Schema."""
    if "enum" in schema:
        return value in schema["enum"]
    names = [schema["type"]] if isinstance(schema["type"], str) else schema["type"]
    if not any(_is(value, name) for name in names):
        return False
    if isinstance(value, list):
        return all(fits(item, schema["items"]) for item in value)
    if isinstance(value, dict):
        return all(fits(item, schema["additionalProperties"]) for item in value.values())
    if isinstance(value, str) and "pattern" in schema:
        return re.fullmatch(schema["pattern"], value) is not None and not value.endswith("\n")
    return True


def _is(value: object, name: str) -> bool:
    return isinstance(value, _TYPES[name]) and (isinstance(value, bool) is (name == "boolean"))
