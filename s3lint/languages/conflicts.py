"""What a text says twice about a bucket, where one of the two has no effect, and what it says about none."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from s3lint.base.value import Absent, Known, Origin, Piece, Setting, Symbol
from s3lint.base.view import View
from s3lint.languages.dialect import Dialect
from s3lint.languages.linking import external_identity
from s3lint.languages.locators import Locator, Places, Within
from s3lint.languages.site import Computed, Either, InCompanion
from s3lint.languages.sites import BucketSite, DeclaredSite, ExternalSite
from s3lint.model.bucket import Conflict, Conflicts


def conflicts(site: BucketSite) -> Setting[Conflicts]:
    """What is stated twice, or about a bucket that is not there; absent where nothing is."""
    match site:
        case DeclaredSite():
            found = (*_twice(site), *_inline_too(site))
        case ExternalSite():
            found = tuple(_orphan(site))
        case _:
            found = ()
    return Known(Conflicts(found), found[0].origin) if found else Absent(site.header)


@cache
def _claims(dialect: Dialect) -> tuple[tuple[str, ...], tuple[tuple[str, Either[object]], ...]]:
    """The types of companions of which a bucket can have one, and the settings that it may state itself instead."""
    parts = [(name, part) for name, locator in dialect.settings.items() for part in _parts(locator)]
    single = {part.type for _, part in parts if isinstance(part, InCompanion)}
    return tuple(sorted(single)), tuple((name, part) for name, part in parts if isinstance(part, Either))


def _parts(locator: Places) -> Iterator[Places]:
    """A locator with what it is made of."""
    yield locator
    match locator:
        case Computed(_, parts):
            for part in parts:
                yield from _parts(part)
        case Either(split):
            yield split


def _twice(site: DeclaredSite) -> Iterator[Conflict]:
    """Two companions of a type of which a bucket can have one."""
    for kind in _claims(site.estate.dialect)[0]:
        # The world is asked of conditions only where there can be two.
        if site.estate.links.most(site.bucket, kind) > 1:
            first, *others = site.linked(kind).certain or (None,)
            for other in others:
                if first is not None:
                    both = f"{first.resource.address} and {other.resource.address}"
                    text = f"{both} both configure it, and the one that is applied last stays"
                    yield Conflict(text, other.resource.origin, first.resource.origin)


def _inline_too(site: DeclaredSite) -> Iterator[Conflict]:
    """A setting that the bucket states itself and a companion states, too."""
    if site.estate.is_filled_in:
        return
    for name, either in _claims(site.estate.dialect)[1]:
        if site.estate.links.most(site.bucket, either.split.type):
            inline = _place(either.inline, site)
            for companion in site.linked(either.split.type).certain if inline is not None else ():
                text = f"its {name.replace('_', ' ')} is stated in the bucket and in {companion.resource.address}"
                yield Conflict(text, inline or site.header, companion.resource.origin)


def _place(inline: Locator[object], view: View) -> Origin | None:
    """Where something stands for certain; nothing where it may not be there."""
    if isinstance(inline, Within):
        block = view.block(*inline.keys)
        return block.header if isinstance(block.value, Known) else None
    match inline.read(view):
        case Known(origin=origin):
            return origin
        case _:
            return None


def _orphan(site: ExternalSite) -> Iterator[Conflict]:
    """Companions whose bucket is meant to be declared here, and is not."""
    for companion in site.companions:
        match external_identity(companion).pieces:
            case (Piece(Symbol(resource=address), origin),) if _is_missing(address, site):
                text = f"{companion.resource.address} configures a bucket that is not declared"
                yield Conflict(text, origin, companion.resource.origin)
            case (Piece(str() as literal, origin),):
                for bucket in (each.resource for each in site.estate.buckets):
                    if literal in (bucket.address, f"{bucket.address}.id", f"{bucket.address}.bucket"):
                        text = f"{companion.resource.address} names a bucket {literal!r}, the address of one and not its name"
                        yield Conflict(text, origin, bucket.origin)


def _is_missing(address: str, site: ExternalSite) -> bool:
    """Whether an address is that of a bucket of this unit which nothing declares."""
    kind = site.estate.dialect.bucket
    block = address.partition("[")[0] if "module." not in address else ""
    declared = (resource.address.partition("[")[0] for resource in site.estate.resources)
    return block.startswith(f"{kind}.") and block not in declared
