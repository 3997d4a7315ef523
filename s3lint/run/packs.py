"""Packs: folders with rules. An entry point names one that is installed, `--rules` one that lies anywhere.

Every `Rule` subclass that is defined in the package itself, or in a module directly inside, is a rule, and so is what files in
YAML and JSON beside them hold (`requirements`). Files whose names begin with `_` or a dot are passed over. A pack is loaded
whole or not at all: a UsageError has a line with the place of each mistake.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from importlib.machinery import ModuleSpec, SourceFileLoader
from types import ModuleType

from s3lint.base.value import Origin
from s3lint.errors import UsageError
from s3lint.run.rule import InvalidRule, Rule

CODE = ".py"
REQUIREMENTS = (".yaml", ".yml", ".json")
"""The endings of files with rules."""

_OWN = os.path.dirname(os.path.dirname(os.path.abspath(__file__))) + os.sep
"""The folder of s3lint's own code, in which no mistake of a pack lies."""


def of_package(name: str) -> tuple[type[Rule], ...]:
    """The rules of a package or module that Python finds by its name."""
    package = loaded(name)
    folders = getattr(package, "__path__", ())
    return (*rules_in(package), *_gathered(part for folder in folders for part in _parts(package, folder, files(folder))))


def of_folder(folder: str) -> tuple[type[Rule], ...]:
    """The rules of a folder, its Python run as the modules of a package: only for a folder that the user names."""
    names = files(folder)
    if not any(name.endswith((CODE, *REQUIREMENTS)) for name in names):
        below = (os.path.join(folder, name) for name in names if os.path.exists(os.path.join(folder, name, "__init__.py")))
        meant = next((f"; did you mean {path}?" for path in below), "")
        raise UsageError(f"{folder}: no rules: expected them in *.py or *.yaml, directly in the folder{meant}")
    path = os.path.realpath(folder)  # as Python names the modules that these import
    package = _as_package(path)
    return (*rules_in(package), *_gathered(_parts(package, path, names)))


def requirements_of(folder: str) -> tuple[type[Rule], ...]:
    """The rules of a folder that are no code, so that a configuration that comes with what is judged may name it."""
    if not os.path.isdir(folder):
        raise UsageError(f"yaml-rules: {folder}: no such folder")
    names = [name for name in files(folder) if name.endswith(REQUIREMENTS)]
    if not names:
        raise UsageError(f"yaml-rules: {folder}: no rules in YAML: expected them in *.yaml, directly in the folder")
    return _gathered(partial(_requirements, os.path.join(folder, name)) for name in names)


def place_of(rule: type[Rule]) -> str:
    """The file and line in which a rule is written, for messages."""
    written = getattr(rule, "origin", None)
    if isinstance(written, Origin):  # one that is no code
        return f"{written.source.path}:{written.start.line}:{written.start.column}"
    from inspect import getsourcelines  # slow to import, and only mistakes and tests of packs need it

    file = sys.modules[rule.__module__].__file__ or rule.__module__
    try:
        return f"{shown(file)}:{getsourcelines(rule)[1]}"
    except OSError:  # its text is not there
        return shown(file)


def shown(path: str) -> str:
    """A path as messages write it: from the working directory on, if it is below."""
    relative = os.path.relpath(path)
    return path if relative.startswith(os.pardir) else relative


def files(folder: str) -> list[str]:
    try:
        return sorted(file for file in os.listdir(folder) if not file.startswith(("_", ".")))
    except NotADirectoryError as error:
        raise UsageError(f"{folder}: expected a folder with rules, not a file") from error
    except OSError as error:
        raise UsageError(f"{folder}: cannot read the rules: {error.strerror}") from error


Part = Callable[[], Iterable[type[Rule]]]
"""Loads the rules of one file."""


def _parts(package: ModuleType, folder: str, files: Iterable[str]) -> Iterator[Part]:
    for file in files:
        path = os.path.join(folder, file)
        if file.endswith(CODE):
            yield partial(_code, package, path)
        elif file.endswith(REQUIREMENTS):
            yield partial(_requirements, path)


def _gathered(parts: Iterable[Part]) -> tuple[type[Rule], ...]:
    """The rules of all parts. Raises UsageError with what is wrong with any; what several of them import is told once."""
    rules: list[type[Rule]] = []
    mistakes: list[str] = []
    for part in parts:
        try:
            rules += part()
        except UsageError as error:
            mistakes.append(str(error))
    if mistakes:
        raise UsageError("\n".join(dict.fromkeys(mistakes)))
    return tuple(rules)


def _requirements(path: str) -> tuple[type[Rule], ...]:
    from s3lint.run.requirements import load  # most rules are code

    if not os.path.isfile(path):  # a pipe has no end
        raise UsageError(f"{shown(path)}: cannot read the rules: it is no file")
    return load(shown(os.path.realpath(path)))


def _code(package: ModuleType, path: str) -> Iterator[type[Rule]]:
    name = f"{package.__name__}.{os.path.basename(path).removesuffix(CODE)}"
    return rules_in(loaded(name, path))


def rules_in(module: ModuleType) -> Iterator[type[Rule]]:
    classes = (member for member in vars(module).values() if isinstance(member, type) and issubclass(member, Rule))
    return (member for member in classes if member.__module__ == module.__name__ and not member.is_abstract)


def loaded(name: str, path: str = "") -> ModuleType:
    """A module by its name, or from its file where that is known, as part of its package.

    Raises UsageError with the place in the pack where it can't be loaded, whatever its code does.
    """
    return _guarded(name, partial(_from_file, name, path) if path else partial(_imported, name), path)


def _imported(name: str) -> ModuleType:
    __import__(name)  # which leaves no frame of its own in a traceback, as `import_module` does
    return sys.modules[name]


def _from_file(name: str, path: str) -> ModuleType:
    """As if it were imported, but for the search, which takes as long as to load it: its folder was just listed."""
    package, _, stem = name.rpartition(".")
    parent = loaded(package)
    module = ModuleType(name)
    module.__spec__ = ModuleSpec(name, SourceFileLoader(name, path), origin=path)
    module.__package__ = package
    setattr(parent, stem, _executed(module, path))
    return module


def _as_package(path: str) -> ModuleType:
    """A folder as a package, so that its modules may import each other: `from . import common`."""
    from zlib import crc32  # only for folders that users name

    name = f"{os.path.basename(path)}_{crc32(os.fsencode(path)):08x}".replace(".", "_")
    start = os.path.join(path, "__init__.py")

    def load() -> ModuleType:
        module = ModuleType(name)
        module.__spec__ = spec = ModuleSpec(name, SourceFileLoader(name, start), origin=start, is_package=True)
        module.__package__ = name
        spec.submodule_search_locations = module.__path__ = [path]
        return _executed(module, start if os.path.exists(start) else "")

    return _guarded(name, load, start)


def _executed(module: ModuleType, path: str) -> ModuleType:
    """The module when its file has been run, if it has one; where that fails, it has not been imported."""
    name = module.__name__
    sys.modules[name] = module
    if path:
        module.__file__ = path
        module.__loader__ = loader = SourceFileLoader(name, path)
        try:
            loader.exec_module(module)
        except BaseException:
            del sys.modules[name]
            raise
    return module


def _guarded(name: str, load: Callable[[], ModuleType], path: str) -> ModuleType:
    try:
        return sys.modules[name] if name in sys.modules else load()
    except (KeyboardInterrupt, UsageError):
        raise
    except BaseException as error:  # `sys.exit()` in a module that was meant to be run is none of ours
        raise UsageError(f"{_place(error) or shown(path or name)}: {_said(error)}") from error


def _said(error: BaseException) -> str:
    text = " ".join(str(error).split())
    match error:
        case SyntaxError():
            return f"no valid Python: {error.msg}"
        case InvalidRule():
            return text
        case ImportError():
            return f"cannot load the rules: {text}"
        case _:
            return f"cannot load the rules: {type(error).__name__}{text and f': {text}'}"


def _place(error: BaseException) -> str:
    """Where in the pack: what Python could not read, else the last line of the pack that was reached."""
    if isinstance(error, SyntaxError) and error.filename:
        return ":".join([shown(error.filename), *(str(number) for number in (error.lineno, error.offset) if (number or 0) > 0)])
    from traceback import walk_tb  # only on the way to an error

    reached = [(frame.f_code.co_filename, line) for frame, line in walk_tb(error.__traceback__)]
    outside = [(file, line) for file, line in reached if not file.startswith(("<", _OWN))]
    if not outside:
        return ""
    pack = os.path.dirname(outside[0][0]) + os.sep
    file, line = next((file, line) for file, line in reversed(outside) if file.startswith(pack))
    return f"{shown(file)}:{line}"
