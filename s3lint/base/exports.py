"""The names that a package gives away, each loaded when it is first used.

A package says what it exports by importing it, which type checkers, editors and packagers understand, and pays for nothing
that nobody uses:

    with Exports(globals()):
        from s3lint.run.engine import check as check

Python 3.15 has `lazy from` for this (PEP 810).
"""

from __future__ import annotations

import builtins
from importlib import import_module

# Known to type checkers. Every run imports `typing` in the end, but not `s3lint --version`.
TYPE_CHECKING = False

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from types import ModuleType
    from typing import Any


class _Promise:
    """Stands for a module of which only names are taken, and for whatever has one of them."""

    def __getattr__(self, _name: str) -> _Promise:
        return self


_PROMISE = _Promise()


class Exports:
    """While it is entered, imports of one module note only what stands where; afterwards its `__getattr__` loads a name.

    `namespace` is the globals of that module; every other module imports as ever meanwhile. With `functions_when_called`, a
    function is there without its module, which is loaded when it is first called.
    """

    def __init__(self, namespace: dict[str, Any], *, functions_when_called: bool = False) -> None:
        self._namespace = namespace
        self._functions_when_called = functions_when_called
        self._homes: dict[str, str] = {}
        self._import: Callable[..., ModuleType] = builtins.__import__

    def __enter__(self) -> None:
        self._import = builtins.__import__
        builtins.__import__ = self._noted

    def __exit__(self, *_error: object) -> None:
        builtins.__import__ = self._import
        for name in self._homes:
            del self._namespace[name]
        self._namespace["__all__"] = sorted(self._homes)
        self._namespace["__getattr__"] = self._loaded

    def _noted(
        self,
        name: str,
        globals: Mapping[str, object] | None = None,
        locals: Mapping[str, object] | None = None,
        fromlist: Sequence[str] | None = (),
        level: int = 0,
    ) -> Any:
        if globals is not self._namespace:
            return self._import(name, globals, locals, fromlist, level)
        self._homes.update(dict.fromkeys(fromlist or (), name))
        return _PROMISE

    def _loaded(self, name: str) -> object:
        home = self._homes.get(name)
        if home is None:
            raise AttributeError(f"module {self._namespace['__name__']!r} has no attribute {name!r}")
        if self._functions_when_called and name.islower():
            found: object = _Function(home, name)
        else:
            found = getattr(self._import(home, None, None, (name,)), name)
        self._namespace[name] = found
        return found


class _Function:
    """A function whose module is imported when it is first called."""

    def __init__(self, home: str, name: str) -> None:
        self._home = home
        self._name = name

    def __call__(self, *arguments: Any, **named: Any) -> Any:
        return getattr(import_module(self._home), self._name)(*arguments, **named)

    def __repr__(self) -> str:
        return f"<function {self._home}.{self._name}>"
