"""The private characters: what stands for what, and that no literal of a template can pretend to be one."""

from __future__ import annotations

import pytest

from s3lint.policy.matching import alphabet


@pytest.mark.parametrize(
    ("character", "is_open", "is_unknown"),
    [
        pytest.param("a", False, False, id="literal"),
        pytest.param("é", False, False, id="literal beyond ASCII"),
        pytest.param(alphabet.symbol(0), False, False, id="symbol"),
        pytest.param(alphabet.UNNAMED, False, False, id="unnamed"),
        pytest.param(alphabet.LITERAL_STAR, False, False, id="star"),
        pytest.param(alphabet.opened(0, is_plain=True), True, False, id="fact of the deployment"),
        pytest.param(alphabet.own(alphabet.opened(0, is_plain=True)), False, False, id="own resource"),
        pytest.param(alphabet.opened(0, is_plain=False), True, True, id="unknown"),
        pytest.param(alphabet.OPEN_VARIABLE, True, True, id="variable"),
    ],
)
def test_what_may_be_anything(character: str, is_open: bool, is_unknown: bool) -> None:
    text = f"arn:aws:s3:::{character}/*"
    assert alphabet.is_open(character) is is_open
    assert alphabet.open_characters(text) == ((character,) if is_open else ())
    assert alphabet.has_unknown(text) is is_unknown


def test_things_that_differ_have_characters_that_differ() -> None:
    facts, unknowns = ([alphabet.opened(number, is_plain=kind) for number in range(3)] for kind in (True, False))
    symbols = [alphabet.symbol(number) for number in range(3)]
    own = [alphabet.own(character) for character in facts + unknowns]
    others = [alphabet.UNNAMED, alphabet.LITERAL_STAR, alphabet.LITERAL_QUESTION, alphabet.OPEN_VARIABLE]
    everything = [*facts, *unknowns, *symbols, *own, *others]
    assert len(set(everything)) == len(everything)
    assert all(map(alphabet.is_private, everything))


def test_more_unknown_texts_than_characters_share_the_last_one() -> None:
    assert alphabet.opened(10**6, is_plain=False) == "\U0010fffd"


def test_a_literal_is_public() -> None:
    written = f"a{alphabet.symbol(0)}{alphabet.OPEN_VARIABLE}é"
    assert alphabet.public(written) == "a\ufffd\ufffdé"
    assert alphabet.public("plain") == "plain"


def test_wildcards_that_stand_for_themselves() -> None:
    assert alphabet.verbatim("a*b?") == "a\U000ffff0b\U000ffff1"
    assert alphabet.natural(alphabet.verbatim("a*b?")) == "a*b?"
