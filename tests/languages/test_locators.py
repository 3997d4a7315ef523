"""The words of the dialects, each read from one resource: what is there, what is not, what nobody knows."""

from __future__ import annotations

from typing import Any

import pytest

from s3lint.base.source import Source, Span
from s3lint.base.value import Absent, Data, Entry, Known, ListValue, MapValue, Origin, Text, Unknown, Value
from s3lint.base.view import View
from s3lint.base.worlds import EVERYWHERE
from s3lint.languages.locators import (
    AnyOf,
    Locator,
    Place,
    Some,
    always,
    block,
    blocks,
    filled,
    first,
    flag,
    listed,
    mapped,
    nothing,
    number,
    one,
    record,
    some,
    stated,
    stated_strings,
    strings,
    taken,
    text,
    within,
    word,
)
from s3lint.languages.site import BucketView, clue, companion, computed, either
from s3lint.model.bucket import Cors, CorsRule, Logging, Redirect, Website
from tests.models import plain

SOURCE = Source("main.tf", "bucket logging target rule")
HEADER = Origin(SOURCE, Span(0, 6))
LOGGING = Origin(SOURCE, Span(7, 14))
TARGET = Origin(SOURCE, Span(15, 21))
RULE = Origin(SOURCE, Span(22, 26))
OPEN = Unknown("var.open has no value", TARGET, ("var.open",))
MAYBE = Unknown("it may belong to this bucket", LOGGING)


def a_map(origin: Origin, **entries: Value[Data]) -> Known[Data]:
    return Known(MapValue({key: Entry(origin, value) for key, value in entries.items()}), origin)


def view(value: Any) -> View:
    return View(value, HEADER, EVERYWHERE)


BUCKET = a_map(
    LOGGING,
    name=Known("acme", TARGET),
    empty=Known("", TARGET),
    status=Known("Enabled", TARGET),
    on=Known("true", TARGET),
    days=Known("7", TARGET),
    open=OPEN,
    null=Known(None, TARGET),
    one=Known("GET", TARGET),
    several=Known(ListValue((Known("GET", TARGET), OPEN)), TARGET),
    logging=Known(ListValue((a_map(LOGGING, target_bucket=Known("logs", TARGET)),)), LOGGING),
    rules=Known(ListValue((a_map(RULE, origins=Known("*", RULE)), a_map(RULE)), OPEN), RULE),
)


@pytest.mark.parametrize(
    ("locator", "found"),
    [
        (text("name"), "acme"),
        (text("empty"), ""),
        (filled("empty"), None),
        (text("null"), None),
        (word("missing.deeper"), None),
        (word("open"), "?"),
        (flag("on"), True),
        (number("days"), 7),
        (number("name"), "?"),
        (strings("one"), {"items": ["GET"], "unknown": None}),
        (strings("several"), {"items": ["GET", "?"], "unknown": None}),
        (strings("missing"), {"items": [], "unknown": None}),
        (stated_strings("missing"), None),
        (stated_strings("one"), {"items": ["GET"], "unknown": None}),
        (text("logging.target_bucket"), "logs"),
        (text("logging[].target_bucket"), "logs"),
        (mapped(word("status"), {"Enabled": True}), True),
        (mapped(word("name"), {"Enabled": True}), "acme"),
        (mapped(word("name"), {"Enabled": True}, otherwise=False), False),
        (mapped(word("open"), {"Enabled": True}, otherwise=False), "?"),
        (stated(("missing", "empty", "days")), True),
        (stated({"missing": "one", "days": "other"}), "other"),
        (stated(("missing", "empty")), None),
        (stated(("open", "days")), "?"),
        (first(word("missing"), word("status"), word("name")), "Enabled"),
        (first(word("open"), word("status")), "?"),
        (first(word("missing"), word("null")), None),
        (nothing("there is none"), None),
        (always("queue"), "queue"),
        (within("logging", text("target_bucket")), "logs"),
        (within("missing", text("target_bucket")), None),
        (block("logging", text("target_bucket")), "logs"),
        (block("missing", text("target_bucket")), None),
        (block("open", text("target_bucket")), "?"),
        (clue(text("name")), "acme"),
    ],
)
def test_what_a_locator_reads(locator: Locator[Any], found: Any) -> None:
    assert plain(locator.read(view(BUCKET))) == found


@pytest.mark.parametrize(
    "locator",
    [word("a"), flag("a.b"), number("a"), filled("a"), stated(("a",)), first(word("a")), nothing("-"), block("a", text("b"))],
)
def test_of_an_unknown_resource_everything_is_unknown(locator: Locator[Any]) -> None:
    assert locator.read(view(OPEN)) == OPEN
    missing = locator.read(view(Absent(HEADER)))
    assert missing == Absent(HEADER, "-" if locator == nothing("-") else "")


def test_what_is_missing_is_blamed_on_the_innermost_block_that_is_there() -> None:
    assert word("logging.target_prefix").read(view(BUCKET)) == Absent(LOGGING)
    assert word("missing.deeper").read(view(BUCKET)) == Absent(HEADER)
    assert first(word("logging.a"), word("logging.b")).read(view(BUCKET)) == Absent(HEADER)


def test_a_record_has_the_place_of_its_block() -> None:
    logging = record(Logging, target_bucket=text("target_bucket"), target_prefix=text("target_prefix"))
    found = block("logging", logging).read(view(BUCKET))
    assert isinstance(found, Known)
    assert found.origin == LOGGING
    assert plain(found) == {"target_bucket": "logs", "target_prefix": None}
    redirect = record(Redirect, host=text("target_bucket"), protocol=word("protocol"))
    [[element], unknown] = one("logging", redirect).read(view(BUCKET))
    assert (element.origin, unknown) == (LOGGING, None)
    assert one("missing", redirect).read(view(BUCKET)) == ((), None)


_RULE = record(CorsRule, origins=strings("origins"), methods=strings("methods"), headers=strings("headers"))


def test_a_list_keeps_what_is_unknown_of_further_elements() -> None:
    found = listed(Cors, blocks("rules", _RULE), blocks("missing", _RULE)).read(view(BUCKET))
    assert ([plain(rule.origins) for rule in found.rules], found.unknown) == (
        [{"items": ["*"], "unknown": None}, {"items": [], "unknown": None}],
        OPEN,
    )
    assert listed(Website, blocks("rules[].missing", _RULE)).read(view(BUCKET)) == Website((), OPEN)


@pytest.mark.parametrize(
    ("key", "found"), [("rules", RULE), ("missing", Absent(HEADER)), ("open", OPEN)], ids=["rules", "missing", "open"]
)
def test_a_list_in_the_resource_itself_stands_where_its_first_element_does(key: str, found: object) -> None:
    locator: AnyOf[Cors] = some(Cors, blocks(key, _RULE))
    read = locator.read(view(BUCKET))
    assert (read.origin if isinstance(read, Known) else read) == found


class Split(BucketView):
    """A bucket with one companion."""

    other: Any

    def companion(self, kind: str) -> View:
        return View(self.other, LOGGING, self.world)

    def each_companion(self, kind: str) -> Some[View]:
        return (self.companion(kind),), None

    def attributes(self) -> View:
        return View(Absent(HEADER), HEADER, self.world)


SPLIT = a_map(LOGGING, payer=Known("split", TARGET))


@pytest.mark.parametrize(
    ("other", "own", "found"),
    [
        (SPLIT, {}, "split"),
        (SPLIT, {"payer": Known("inline", TARGET)}, "split"),
        (Absent(HEADER), {"payer": Known("inline", TARGET)}, "inline"),
        (MAYBE, {"payer": Known("inline", TARGET)}, "inline"),
        (MAYBE, {"payer": OPEN}, "?"),
        (MAYBE, {}, "?"),
        (Absent(HEADER), {}, None),
        (a_map(LOGGING), {"payer": Known("inline", TARGET)}, None),
    ],
)
def test_what_the_bucket_states_counts_more_than_a_companion_that_may_be_of_another(other: Any, own: Any, found: Any) -> None:
    payer = either(companion("payment", word("payer")), word("payer"))
    assert plain(payer.read(Split(a_map(LOGGING, **own), HEADER, EVERYWHERE, other))) == found


def test_which_unknown_counts() -> None:
    payer = either(companion("payment", word("payer")), word("payer"))
    assert payer.read(Split(a_map(LOGGING), HEADER, EVERYWHERE, MAYBE)) == MAYBE
    assert payer.read(Split(a_map(LOGGING, payer=OPEN), HEADER, EVERYWHERE, MAYBE)) == OPEN


def test_a_companion_is_not_looked_for_from_inside_a_block() -> None:
    with pytest.raises(TypeError, match="stands inside a block"):
        block("logging", companion("payment", word("payer"))).read(view(BUCKET))


def test_code_gets_the_locators_and_reads_what_it_needs() -> None:
    def chosen(where: View, given: Locator[Any], *, other: Locator[Any]) -> Any:
        found = given.read(where)
        return other.read(where) if isinstance(found, Absent) else found

    locator = computed(chosen, word("missing"), other=word("status"))
    assert locator.read(view(BUCKET)) == Known("Enabled", TARGET)
    assert list(locator.places(Place("bucket"))) == [
        ("", Place("bucket", ("missing",))),
        ("other", Place("bucket", ("status",))),
    ]


def test_places_of_parts_and_lists() -> None:
    rule = record(Redirect, host=text("to.host"), protocol=mapped(flag("tls"), {True: "https", False: "http"}))
    website = block(
        "website", listed(Website, one("all", rule), blocks("rules[].redirect", rule), clue(taken(View.items, "json")))
    )
    at = Place("bucket")
    tls = (("https", True), ("http", False))
    assert list(website.places(at)) == [
        ("", at.inside("website")),
        ("redirects[]", at.inside("website", "all")),
        ("redirects[].host", at.inside("website", "all", "to", "host")),
        ("redirects[].protocol", Place("bucket", ("website", "all", "tls"), tls)),
        ("redirects[]", at.inside("website", "rules[]", "redirect")),
        ("redirects[].host", at.inside("website", "rules[]", "redirect", "to", "host")),
        ("redirects[].protocol", Place("bucket", ("website", "rules[]", "redirect", "tls"), tls)),
        ("redirects[]", Place("bucket", ("website", "json"), is_exact=False)),
    ]


def test_texts_keep_their_pieces() -> None:
    found = text("name").read(view(BUCKET))
    assert isinstance(found, Known)
    assert isinstance(found.value, Text)
    assert [piece.origin for piece in found.value.pieces] == [TARGET]
