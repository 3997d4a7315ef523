"""PyYAML's C parser without the rest of PyYAML, which takes longer to import than a template to read.

The C module takes its classes from the package `yaml`. Here that package is put in place but its own code does not run: of
its modules only those of errors and events are imported, which the parser needs, and stand-ins give the C module the names
of all other classes. Whoever then asks the package for anything else makes its code run, and whoever imports from the C
module makes the stand-ins give way to the classes; so nobody can tell that it was deferred. Where `yaml` is imported
already, or is built in a way that is not known here, it is simply imported.

What is wrong with a text is raised as a `YAMLError`: a `MarkedYAMLError`, or one with a `position` and a `reason`.
"""

from __future__ import annotations

import sys
from _thread import RLock
from importlib import import_module
from importlib.machinery import PathFinder
from types import ModuleType
from typing import Any

_NEEDED = ("yaml.error", "yaml.events")
_C_MODULE = "yaml._yaml"
_STAND_IN = "_stands_in_for"
"""Attribute of the classes that stand in: the name of the module that has the class itself."""


class _Package(ModuleType):
    """The package while its code has not run, which it does when it is asked for what is not there."""

    def __getattr__(self, name: str) -> Any:
        if not _LOADED:  # it is the C module that asks
            if name.startswith("__"):
                raise AttributeError(name)
            return _StandIn(f"yaml.{name}")
        with _LOCK:
            if not _RUNNING:
                _RUNNING.append(self)
                _run(self)
        return ModuleType.__getattribute__(self, name)


_LOCK = RLock()
_RUNNING: list[ModuleType] = []
_LOADED: list[ModuleType] = []
"""The C module, once it is loaded."""


def _run(package: ModuleType) -> None:
    spec = package.__spec__
    if spec is None or spec.loader is None:
        raise ImportError("yaml has no code")
    spec.loader.exec_module(package)
    package.__class__ = ModuleType


class _StandIn(ModuleType):
    """A module of the package as the C module sees it: it has every class."""

    def __getattr__(self, name: str) -> type:
        if name.startswith("__"):
            raise AttributeError(name)
        errors = sys.modules["yaml.error"]
        base, more = errors.MarkedYAMLError, {}
        if name == "ReaderError":  # the one error of the parser that has no mark
            base, more = errors.YAMLError, {"__init__": _keep_position}
        return type(name, (base,), {_STAND_IN: self.__name__, **more})


def _keep_position(self: Any, name: str, position: int, character: int, encoding: str, reason: str) -> None:
    self.position = position
    self.reason = reason


class _CModule(ModuleType):
    """What the C module is for everybody but this parser: as soon as it is asked for something, itself, and whole."""

    def __getattr__(self, name: str) -> Any:
        whole = _LOADED[0]
        names = vars(whole)
        for each, found in list(names.items()):
            if isinstance(found, type) and _STAND_IN in vars(found):
                names[each] = getattr(import_module(vars(found)[_STAND_IN]), each)
        sys.modules[_C_MODULE] = whole
        vars(sys.modules["yaml"])["_yaml"] = whole
        return getattr(whole, name)


def _c_module() -> ModuleType:
    if "yaml" in sys.modules:
        return import_module(_C_MODULE)
    try:
        return _without_the_rest()
    except (ImportError, AttributeError, TypeError):  # PyYAML without its C module, or of another make
        for name in [name for name in sys.modules if name == "yaml" or name.startswith("yaml.")]:
            del sys.modules[name]
        return import_module(_C_MODULE)


def _without_the_rest() -> ModuleType:
    spec = PathFinder.find_spec("yaml")
    if spec is None or not spec.submodule_search_locations:
        raise ImportError("yaml is no package on the path")
    package = _Package("yaml")
    package.__spec__, package.__loader__, package.__file__, package.__package__ = spec, spec.loader, spec.origin, "yaml"
    package.__path__ = list(spec.submodule_search_locations)
    sys.modules["yaml"] = package
    for name in _NEEDED:
        import_module(name)
    whole = import_module(_C_MODULE)
    _LOADED.append(whole)
    deferred = _CModule(_C_MODULE)
    deferred.__spec__ = whole.__spec__
    sys.modules[_C_MODULE] = deferred
    del vars(package)["_yaml"]
    return whole


CParser: Any = _c_module().CParser
errors: Any = import_module("yaml.error")
events: Any = import_module("yaml.events")
