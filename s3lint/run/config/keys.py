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
A_PATH: Schema = {"type": "string", "pattern": r"^[^\x00]+$"}
_ONE_OF: Schema = {"enum": list(SEVERITIES)}

TEXT = Kind("a text", _TEXT)
TEXTS = Kind("a list of texts", _texts())
TRUTH = Kind("true or false", {"type": "boolean"})
SEVERITY = Kind(f"one of {', '.join(SEVERITIES)}", _ONE_OF)
SEVERITY_OF = Kind(f"a table of severities: {', '.join(SEVERITIES)}", _table(_ONE_OF))
SCALARS = Kind("a table of texts, numbers or truths", _table({"type": ["string", "number", "boolean"]}))
A_FILE = Kind("a path", A_PATH)
PATHS = Kind("a list of paths", _texts(r"[^\x00]+"))
PATHS_OF = Kind("a table of paths", _table(A_PATH))
NUMBER = Kind("a number of days", {"type": "integer", "minimum": 1})
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
    Key("require-reason", TRUTH, "require_reason", "suppressions in files need a reason", default=False),
    Key("max-ignore-days", NUMBER, "max_ignore_days", "the longest time to the last day of suppressions in files"),
    Key("unignorable", TEXTS, "unignorable", "rules that no suppression in a file hides: names, with `*` for any part"),
    Key(
        "yaml-rules",
        PATHS,
        "yaml_rules",
        "folders with rules of your own in YAML; Python in them, which would be run, is passed over",
        is_local=False,
        is_path=True,
    ),
    Key("severity", SEVERITY_OF, "severities", "severities of rules, by name, group or another tool's id"),
    Key("values.variables", SCALARS, "variables", "value of a Terraform variable"),
    Key("values.var-files", PATHS, "var_files", "file of Terraform variables", is_path=True),
    Key("values.parameters", SCALARS, "parameters", "value of a CloudFormation parameter"),
    Key("values.parameter-files", PATHS, "parameter_files", "file of CloudFormation parameters", is_path=True),
    Key("values.workspace", TEXT, "workspace", "the Terraform workspace"),
    Key("values.source-root", A_FILE, "source_root", "folder of the sources of a Terraform plan", is_path=True),
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

IGNORE_FINDING = "ignore-finding"
IGNORED: Mapping[str, tuple[str, Schema]] = {
    "rule": ("a rule's name, with `*` for any part", {"type": "string", "minLength": 1}),
    "resource": ("an address, with `*` for any part", {"type": "string", "minLength": 1}),
    "path": ("a glob of files", {"type": "string", "minLength": 1}),
    "reason": ("a reason", {"type": "string", "minLength": 1}),
    "until": ("a day, such as 2027-01-31", {"type": "string", "format": "date"}),
}
"""What an item of `ignore-finding` holds, and how that is called."""
NEEDED = ("rule", "resource", "reason")

STRUCTURE = {
    EXTEND: ("a path", "another file, whose values hold where this one says nothing; tables are joined"),
    PER_PATH: ("a list of tables", "values for some paths alone: `path` is a glob, the other keys are as above"),
    IGNORE_FINDING: (
        "a list of tables",
        "findings that are suppressed, for files that nobody can edit: `rule`, and `resource` (its address), with `*` for any "
        "part of either; `reason`; where wanted `path`, a glob, and `until`, the last day",
    ),
    OPTIONS: ("a table of tables", "options of rules, by rule; `s3lint explain NAME` lists them"),
}
"""The keys that hold others, or say where to find them, with what they hold and say."""

_TYPES: Mapping[str, tuple[type, ...]] = {
    "string": (str,),
    "boolean": (bool,),
    "number": (int, float),
    "integer": (int,),
    "array": (list,),
    "object": (dict,),
}


def fits(value: object, schema: Schema) -> bool:
    """Whether a value is as the schema says, as far as the tables above use JSON Schema."""
    if "enum" in schema:
        return value in schema["enum"]
    if schema.get("format") == "date":
        return _is_day(value)
    names = [schema["type"]] if isinstance(schema["type"], str) else schema["type"]
    if not any(_is(value, name) for name in names):
        return False
    match value:
        case list():
            return all(fits(item, schema["items"]) for item in value)
        case dict():
            return all(fits(item, schema["additionalProperties"]) for item in value.values())
        case str():
            pattern = schema.get("pattern", "")
            return len(value) >= schema.get("minLength", 0) and (not pattern or re.fullmatch(pattern[1:-1], value) is not None)
        case int():
            return value >= int(schema.get("minimum", value))
    return True


def _is_day(value: object) -> bool:
    """A date of TOML, which has no time, or the same as a text."""
    from datetime import date, datetime  # few configurations hold days

    try:
        return not isinstance(value, datetime) and str(date.fromisoformat(str(value))) == str(value)
    except ValueError:
        return False


def _is(value: object, name: str) -> bool:
    return isinstance(value, _TYPES[name]) and (isinstance(value, bool) is (name == "boolean"))
