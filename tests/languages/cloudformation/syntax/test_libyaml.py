"""PyYAML's C parser is loaded without the rest of PyYAML, and nobody who imports `yaml` can tell."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

LOAD = (
    "from s3lint.languages.cloudformation.syntax.reader import compose; from s3lint.base.source import Source; "
    "compose(Source('x', 'a: [1]'))"
)


def run(program: str, *folders: Path) -> list[str]:
    """The lines that a program prints in a process of its own; `folders` come first on its path."""
    start = "".join(f"import sys; sys.path.insert(0, {str(folder)!r})\n" for folder in folders)
    done = subprocess.run([sys.executable, "-c", start + program], capture_output=True, text=True, check=False)
    assert done.stderr == ""
    assert done.returncode == 0
    return done.stdout.splitlines()


def test_reading_a_template_imports_only_what_the_parser_needs() -> None:
    printed = run(f"{LOAD}\nimport sys\nprint(*sorted(name for name in sys.modules if name.split('.')[0] == 'yaml'))")
    assert printed == ["yaml yaml._yaml yaml.error yaml.events"]


USES = """
import yaml
print(yaml.load("a: [1, 2]", Loader=yaml.CSafeLoader), yaml.safe_load("b: 2019-01-01"))
print(yaml.dump({"c": [1]}, Dumper=yaml.CSafeDumper), end="")
print([type(token) is getattr(yaml, type(token).__name__) for token in yaml.scan("a: 1", Loader=yaml.CLoader)][:3])
for text, error in (("[", yaml.parser.ParserError), ("a: b: c", yaml.scanner.ScannerError), ("\\x01", yaml.reader.ReaderError)):
    try:
        yaml.load(text, Loader=yaml.CSafeLoader)
    except error as raised:
        print(type(raised).__module__, str(raised).splitlines()[0])
try:
    yaml.load("*a", Loader=yaml.CSafeLoader)
except yaml.composer.ComposerError as raised:
    print(type(raised).__module__, raised.problem)
print(type(yaml).__name__, yaml.__with_libyaml__, "safe_load" in dir(yaml), yaml._yaml.__name__)
"""
PRINTED = [
    "{'a': [1, 2]} {'b': datetime.date(2019, 1, 1)}",
    "c:",
    "- 1",
    "[True, True, True]",
    "yaml.parser while parsing a flow node",
    "yaml.scanner mapping values are not allowed in this context",
    "yaml.reader unacceptable character #x0001: control characters are not allowed",
    "yaml.composer found undefined alias",
    "module True True yaml._yaml",
]


@pytest.mark.parametrize("program", [f"{LOAD}\n{USES}", f"import yaml\n{LOAD}\n{USES}", f"{USES}\n{LOAD}"])
def test_yaml_works_whoever_comes_first(program: str) -> None:
    assert run(program) == PRINTED


@pytest.mark.parametrize(
    "statement",
    [
        "from yaml import safe_load",
        "from yaml.cyaml import CSafeLoader",
        "from yaml import *",
        "import yaml.constructor",
        "from yaml.reader import ReaderError",
        "import yaml; yaml.__version__",
        "from yaml._yaml import CEmitter",
        "import yaml._yaml; yaml._yaml.CParser",
        "import yaml; hasattr(yaml, 'nothing')",
    ],
)
def test_yaml_works_whatever_is_imported_of_it_first(statement: str) -> None:
    assert run(f"{LOAD}\n{statement}\n{USES}") == PRINTED


def test_a_template_is_read_after_yaml_was_run_as_before() -> None:
    program = f"""
{LOAD}
import yaml
yaml.safe_load("a")
for text in ("a: [1", "a: b: c", "a: \\x01", "a: *b", "a: !Ref B"):
    documents = compose(Source("x", text))
    print(len(documents.roots), [problem.message for problem in documents.problems])
"""
    assert run(program) == [
        "0 [\"expected ',' or ']' (parsing a flow sequence that begins on line 1)\"]",
        "0 ['expected no `:` inside this value; quote it or start a new line']",
        "0 ['expected text; control characters are not allowed']",
        "0 ['expected an anchor `&b` before this alias']",
        "1 []",
    ]


def test_threads_find_yaml_whole() -> None:
    program = f"""
{LOAD}
import threading
def work():
    import yaml
    found.append(yaml.safe_load("a: 1"))
found = []
threads = [threading.Thread(target=work) for _ in range(20)]
for thread in threads: thread.start()
for thread in threads: thread.join()
print(found == [{{"a": 1}}] * 20)
"""
    assert run(program) == ["True"]


def test_a_package_of_another_make_is_simply_imported(tmp_path: Path) -> None:
    package = tmp_path / "yaml"
    package.mkdir()
    (package / "__init__.py").write_text("__parser__ = str\n")
    (package / "_yaml.py").write_text("import yaml\nCParser = yaml.__parser__.upper\n")
    (package / "error.py").write_text("class MarkedYAMLError(Exception): pass\n")
    (package / "events.py").write_text("")
    load = "from s3lint.languages.cloudformation.syntax.libyaml import CParser"
    program = f"{load}\nimport yaml\nprint(CParser('a'), type(yaml).__name__)"
    assert run(program, tmp_path) == ["A module"]
