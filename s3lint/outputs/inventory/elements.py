"""HTML elements, in which every text is escaped unless it is markup already: the only place where markup is made of texts."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape

from s3lint.outputs.characters import visible


class Markup(str):
    """Text that is HTML."""

    __slots__ = ()


Content = str | Iterable[str]

_JOINTS = re.compile(r"((?<=\w)[._/:]|[\]-])(?=\w)")
"""Between words that no space parts; an entity such as `&amp;` has none."""

_VOID = frozenset(("input", "meta"))


def element(name: str, content: Content = "", /, **attributes: str | int | bool) -> Markup:
    """An element with some content: `element("td", "<", data_sort=1)` is `<td data-sort="1">&lt;</td>`.

    A trailing `_` of an attribute is dropped, others become `-`; true stands for an attribute without a value, false for none.
    """
    said = "".join(
        _attribute(key.rstrip("_").replace("_", "-"), value) for key, value in attributes.items() if value is not False
    )
    return Markup(f"<{name}{said}>" if name in _VOID else f"<{name}{said}>{joined(content)}</{name}>")


def joined(content: Content) -> Markup:
    """Texts and markup, one after the other."""
    return Markup("".join(map(_escaped, (content,) if isinstance(content, str) else content)))


def breakable(text: str) -> Markup:
    """A text with places where a line may break: in addresses, names and paths, too."""
    return Markup(_JOINTS.sub(r"\1<wbr>", _escaped(text)))


def _attribute(name: str, value: str | int | bool) -> str:
    return f" {name}" if value is True else f' {name}="{escape(visible(str(value), False))}"'


def _escaped(text: str) -> str:
    return text if isinstance(text, Markup) else escape(visible(text, False))
