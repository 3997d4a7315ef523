"""What packages export is loaded when it is used, and not before."""

from __future__ import annotations

import subprocess
import sys
from types import ModuleType

import pytest

import s3lint
from s3lint import policy


@pytest.mark.parametrize("package", [s3lint, policy], ids=["s3lint", "policy"])
def test_every_name_is_there(package: ModuleType) -> None:
    names = vars(package)["__all__"]
    assert len(names) > 40
    assert [name for name in names if not hasattr(package, name)] == []


@pytest.mark.parametrize("package", [s3lint, policy], ids=["s3lint", "policy"])
def test_what_is_not_there_is_named(package: ModuleType) -> None:
    with pytest.raises(AttributeError, match=rf"^module '{package.__name__}' has no attribute 'bukket'$"):
        _ = package.bukket


def test_nothing_is_loaded_before_it_is_used() -> None:
    program = """
import sys
import s3lint.policy
before = {name for name in sys.modules if name.startswith("s3lint")}
print(sorted(before))
s3lint.Truth, s3lint.policy.public_access
print(sorted({name for name in sys.modules if name.startswith("s3lint")} - before))
s3lint.defaults
print("s3lint.model.defaults" in sys.modules)
"""
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert run.stdout.splitlines() == [
        "['s3lint', 's3lint.base', 's3lint.base.exports', 's3lint.policy']",
        "['s3lint.base.condition', 's3lint.base.record']",
        "True",
    ]


def test_other_modules_import_as_ever_meanwhile() -> None:
    namespace: dict[str, object] = {"__name__": "shop"}
    inside = """
from s3lint.base.exports import Exports
import other
with Exports(globals()):
    from json import loads as loads
    taken = other.take("json")
"""
    program = "def take(name):\n    from json import dumps\n    return dumps(name)"
    other = ModuleType("other")
    exec(program, vars(other))
    sys.modules["other"] = other
    try:
        exec(inside, namespace)
    finally:
        del sys.modules["other"]
    assert namespace["taken"] == '"json"'
    assert "loads" not in namespace
