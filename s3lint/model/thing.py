"""What a thing of the model is: something with an address and settings, which are read when a rule asks for them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Protocol

from s3lint.base.record import Described
from s3lint.base.value import Origin


class Reader(Protocol):
    """What a front end knows of one thing in one world."""

    def read(self, setting: str) -> Any:
        """A setting by its name in the class of the thing, of the type that stands there; asked at most once for each thing."""
        ...


class _WhenAsked:
    """A setting as a class has it: the first access reads it, and its value then takes the place of this."""

    __slots__ = ("name",)

    def __init__(self, name: str) -> None:
        self.name = name

    def __get__(self, thing: Thing | None, owner: type) -> Any:
        if thing is None:
            return self
        found = thing.__dict__[self.name] = thing._reader.read(self.name)
        return found


class Thing:
    """Something that rules judge, in one world. Its settings are the annotated names that its class body describes.

    `address` is the full address or logical id; `origin` the header of the declaration. Settings are read when asked for,
    so that a question depends on no input that it does not need. `key` names the kind of thing in the keys of its settings.
    """

    key: ClassVar[str] = ""
    described: ClassVar[Mapping[str, str]] = {}
    """The sentence about each setting, by its name."""

    def __init_subclass__(cls, *, key: str = "") -> None:
        cls.key = key
        own = {name: value.sentence for name, value in vars(cls).items() if isinstance(value, Described)}
        cls.described = {**cls.described, **own}
        for name in own:
            setattr(cls, name, _WhenAsked(name))

    def __init__(self, address: str, origin: Origin, reader: Reader) -> None:
        self.address = address
        self.origin = origin
        self._reader = reader

    def __str__(self) -> str:
        return self.address

    @property
    def asked(self) -> dict[str, Any]:
        """The settings that were asked for so far, in that order, with their values."""
        return {name: value for name, value in vars(self).items() if name in self.described}
