"""The catalogue of settings, and things that are made of what their classes describe."""

from __future__ import annotations

import pytest

from s3lint import Bucket
from s3lint.base.record import Record, described
from s3lint.base.source import Source, Span
from s3lint.base.value import Origin
from s3lint.model.neighbours import AccessPoint, Trail
from s3lint.model.settings import SettingDescription, catalogue, has_setting, like_setting
from s3lint.model.thing import Thing

ORIGIN = Origin(Source("main.tf", ""), Span(0, 0))


@pytest.mark.parametrize(
    ("key", "type_in_words", "sentence"),
    [
        ("versioning", "a block", "whether earlier versions of objects are kept"),
        ("versioning.status", "a word", "`Enabled`, `Suspended` or `Disabled`; absent, S3 keeps no earlier versions"),
        ("lifecycle.rules[]", "a list", "the rules"),
        ("lifecycle.rules[].abort_days", "a whole number", "days after which an incomplete upload is aborted"),
        ("cors.rules[].origins", "a list of texts", "the sites whose scripts may send requests"),
        ("tags[].key", "a text", "its key"),
        ("policy", "a policy", "the bucket policy"),
        ("policy.tls", "a question", "whether requests without TLS are denied"),
        ("access_point.vpc", "a text", "the network that alone reaches it; absent where the internet does"),
        ("trail.data_events.events[].kind", "a word", "`All`, `ReadOnly` or `WriteOnly`"),
        ("distribution.origins[].domain", "a text", "the domain name of what it fetches from"),
    ],
)
def test_a_setting_has_a_type_and_a_sentence(key: str, type_in_words: str, sentence: str) -> None:
    assert catalogue()[key] == SettingDescription(key, type_in_words, sentence)


def test_every_sentence_is_one_line_and_none_says_what_another_says() -> None:
    found = catalogue().values()
    assert len(found) > 90
    assert [each.key for each in found if not each.sentence or "\n" in each.sentence or len(each.sentence) > 110] == []
    assert all(each.sentence[0] == each.sentence[0].lower() and not each.sentence.endswith(".") for each in found)


@pytest.mark.parametrize(
    ("kind", "key", "exists"),
    [
        (Bucket, "versioning", True),
        (Bucket, "versioning.status", True),
        (Bucket, "versioning.stats", False),
        (Bucket, "versions", False),
        (Bucket, "policy.public", True),
        (Bucket, "policy.publik", False),
        (Bucket, "lifecycle.rules[].status", True),
        (Bucket, "lifecycle.rules.status", False),
        (Bucket, "vpc", False),
        (AccessPoint, "vpc", True),
        ((Bucket, AccessPoint), "vpc", True),
        (Trail, "data_events.events[].objects", True),
        (int, "bucket", False),
    ],
)
def test_keys_are_relative_to_the_thing_that_is_judged(kind: type | tuple[type, ...], key: str, exists: bool) -> None:
    assert has_setting(kind, key) is exists


def test_a_key_that_is_none_gets_a_suggestion() -> None:
    assert like_setting(Bucket, "versioning.stats") == "; did you mean versioning.status?"


def test_a_thing_reads_a_setting_when_it_is_asked_for_and_only_once() -> None:
    class Gate(Thing, key="gate"):
        """A gate."""

        width: int = described("how wide it is")
        height: int = described("how high it is")

    class Ruler:
        def __init__(self) -> None:
            self.measured: list[str] = []

        def read(self, setting: str) -> int:
            self.measured.append(setting)
            return {"width": 3, "height": 2}[setting]

    ruler = Ruler()
    gate = Gate("north", ORIGIN, ruler)
    assert gate.asked == {}
    assert (gate.width, gate.width) == (3, 3)
    assert ruler.measured == ["width"]
    assert gate.asked == {"width": 3}
    assert dict(Gate.described) == {"width": "how wide it is", "height": "how high it is"}
    assert (str(gate), Gate.key) == ("north", "gate")


def test_a_described_field_of_a_record_has_no_default() -> None:
    class Lock(Record):
        days: int = described("how long it holds")
        mode: str = "strict"

    assert (Lock(3).days, Lock(3).mode) == (3, "strict")
    with pytest.raises(TypeError):
        Lock()  # type: ignore[call-arg]  # that it is wrong is the point
