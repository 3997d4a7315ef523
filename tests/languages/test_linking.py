"""Which companion belongs to which bucket."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from s3lint.base.condition import And, Atom, Condition, Not, Or, Truth
from s3lint.base.resource import Resource
from s3lint.base.source import Source, Span
from s3lint.base.value import Absent, Choice, Data, Known, MapValue, Origin, Piece, Symbol, Text, Unknown, Value
from s3lint.base.worlds import EVERYWHERE, World, explore
from s3lint.languages.linking import MAX_CLAIMS, Companion, Links
from s3lint.languages.namings import DeclaredBucket, Namings, names

PLACE = Origin(Source("main.tf", "x"), Span(0, 1))
STAGE = Unknown("it has no default", PLACE, ("var.stage",), identity="var.stage", is_input=True)
LOST = Unknown("the module is not on disk", PLACE, ("module.names",))
MADE = Unknown("it has no default", PLACE, ("var.stage",), identity="lower(var.stage)", is_input=True)
PROD = Atom("var.env", "prod")


def resource(address: str, kind: str, condition: Condition = True) -> Resource:
    return Resource(address, kind, Known(MapValue({}), PLACE), PLACE, condition)


def bucket(address: str, name: Value[Data] | None = None) -> DeclaredBucket:
    literal = name.value if isinstance(name, Known) and isinstance(name.value, str) else None
    symbol = Symbol(address, "name", f"{address}.id", literal)
    return DeclaredBucket(resource(address, "aws_s3_bucket"), symbol, name if name is not None else Absent(PLACE))


def companion(address: str, names: Value[Data], condition: Condition = True) -> Companion:
    return Companion(resource(address, "versioning", condition), names)


def reference(target: DeclaredBucket) -> Value[Data]:
    return Known(target.identity, PLACE)


def literal(name: str) -> Value[Data]:
    return Known(name, PLACE)


def text(*contents: str | Symbol | Unknown) -> Value[Data]:
    return Known(Text(tuple(Piece(content, PLACE) for content in contents)), PLACE)


A, B = bucket("a"), bucket("b")
NAMED = bucket("named", literal("acme"))
TWIN = bucket("twin", literal("acme"))
FROM_INPUT = bucket("from_input", STAGE)
STAGED = bucket("staged", text("data-", STAGE))

BUCKETS = [A, B, NAMED, STAGED]


def linked(target: DeclaredBucket, *companions: Companion, world: World = EVERYWHERE) -> tuple[list[str], str]:
    found = Links(companions, BUCKETS).of(target, "versioning", world)
    return [c.resource.address for c in found.certain], found.doubt.reason if found.doubt else ""


@pytest.mark.parametrize(
    ("target", "names", "certain", "doubt"),
    [
        pytest.param(A, reference(A), ["v"], "", id="a reference"),
        pytest.param(B, reference(A), [], "", id="a reference to another bucket"),
        pytest.param(NAMED, literal("acme"), ["v"], "", id="an equal name"),
        pytest.param(NAMED, literal("other"), [], "", id="another name"),
        pytest.param(NAMED, reference(A), [], "", id="a reference, not the named bucket"),
        pytest.param(NAMED, reference(TWIN), [], "", id="a reference to another bucket of the same name"),
        pytest.param(A, literal("acme"), [], "", id="a written name is never a generated one"),
        pytest.param(STAGED, text("data-", STAGE), ["v"], "", id="the same name with the same input"),
        pytest.param(STAGED, text("logs-", STAGE), [], "", id="another name with the same input"),
        pytest.param(A, STAGE, [], "", id="an input is never a generated name"),
        pytest.param(NAMED, STAGE, [], "v may belong to this bucket: it has no default", id="an input may be a name"),
        pytest.param(A, LOST, [], "v may belong to this bucket: the module is not on disk", id="a lost value may be any"),
        pytest.param(A, Absent(PLACE), [], "v may belong to this bucket: it names none", id="no name at all"),
    ],
)
def test_link(target: DeclaredBucket, names: Value[Data], certain: list[str], doubt: str) -> None:
    assert linked(target, companion("v", names)) == (certain, doubt)


def test_a_companion_exists_only_where_its_condition_holds() -> None:
    links = Links([companion("v", reference(A), PROD)], BUCKETS)
    found = [(str(w), len(f.certain)) for w, f in explore(lambda world: links.of(A, "versioning", world))]
    assert found == [("var.env is prod", 1), ("var.env is not prod", 0)]


def test_a_choice_of_buckets_is_followed_in_each_world() -> None:
    links = Links([companion("v", Choice(PROD, reference(A), reference(B)))], BUCKETS)
    found = [(str(w), len(f.certain)) for w, f in explore(lambda world: links.of(A, "versioning", world))]
    assert found == [("var.env is prod", 1), ("var.env is not prod", 0)]


def test_conditions_of_other_buckets_companions_do_not_matter() -> None:
    links = Links([companion("v", reference(B), PROD)], BUCKETS)
    assert [str(w) for w, _ in explore(lambda world: links.of(A, "versioning", world))] == [""]


def test_which_of_several_companions_is_applied_last_is_a_question_of_worlds() -> None:
    links = Links([companion(name, reference(A)) for name in "uvw"], BUCKETS)

    def address(world: World) -> str:
        match links.of(A, "versioning", world).only(PLACE, world):
            case Known(chosen):
                return chosen.resource.address
            case other:
                pytest.fail(f"{other}")

    assert [(str(world), found) for world, found in explore(address)] == [
        ("the last applied of u and v and w is u", "u"),
        ("the last applied of u and v and w is v", "v"),
        ("the last applied of u and v and w is w", "w"),
    ]


def test_many_companions_that_claim_one_bucket_are_too_many_to_tell() -> None:
    links = Links([companion(f"c{number}", reference(A)) for number in range(MAX_CLAIMS + 1)], BUCKETS)
    match links.of(A, "versioning", EVERYWHERE).only(PLACE, EVERYWHERE):
        case Unknown(reason, _, inputs):
            assert (reason, inputs) == ("more than 8 resources claim the bucket, the limit of s3lint", ())
        case other:
            pytest.fail(f"{other}")


def test_companions_of_undeclared_buckets_are_external() -> None:
    links = Links(
        [
            companion("literal", literal("elsewhere")),
            companion("declared", reference(A)),
            companion("named", literal("acme")),
            companion("reference", reference(B)),
            companion("input", STAGE),
            companion("made", MADE),
            companion("lost", LOST),
            companion("nameless", Absent(PLACE)),
            companion("either", Choice(PROD, reference(A), literal("elsewhere"))),
        ],
        [A, NAMED],
    )
    external = links.external()
    assert [(name, [c.resource.address for c in found]) for name, found in external] == [
        ("elsewhere", ["literal"]),
        ("b", ["reference"]),
        ("var.stage", ["input"]),
        ("lower(var.stage)", ["made"]),
        ("lost", ["lost"]),
        ("nameless", ["nameless"]),
    ]


def test_two_companions_of_one_type_are_two_external_buckets() -> None:
    links = Links([companion("v", literal("elsewhere")), companion("w", literal("elsewhere"))], [])
    assert [(name, [c.resource.address for c in found]) for name, found in links.external()] == [
        ("elsewhere", ["v"]),
        ("elsewhere", ["w"]),
    ]


def test_what_surely_names_one_bucket_is_in_doubt_for_no_other() -> None:
    links = Links([companion("v", STAGE)], [NAMED, FROM_INPUT])
    assert links.of(NAMED, "versioning", EVERYWHERE).doubt is None
    assert [c.resource.address for c in links.of(FROM_INPUT, "versioning", EVERYWHERE).certain] == ["v"]


def test_a_name_that_two_buckets_have_designates_neither_for_certain() -> None:
    links = Links([companion("v", literal("acme")), companion("w", reference(NAMED))], [NAMED, TWIN])
    named, twin = (links.of(target, "versioning", EVERYWHERE) for target in (NAMED, TWIN))
    assert [c.resource.address for c in named.certain] == ["w"]
    assert twin.certain == ()
    assert twin.doubt is not None
    assert twin.doubt.reason == "v may belong to this bucket: it names acme"
    assert [name for name, _ in links.external()] == ["acme"]


CONTENTS: st.SearchStrategy[list[str | Symbol | Unknown]] = st.lists(
    st.sampled_from(["acme", "data-", "-", A.symbol, B.symbol, NAMED.symbol, Symbol("", "account", "account"), STAGE, LOST]),
    min_size=1,
    max_size=3,
)
NAMES = st.recursive(
    st.one_of(
        CONTENTS.map(lambda contents: text(*contents)),
        st.sampled_from([literal("acme"), literal("data-acme"), STAGE, LOST, Absent(PLACE)]),
    ),
    lambda values: st.builds(Choice, st.just(PROD), values, values),
    max_leaves=3,
)


def arms(value: Value[Data]) -> list[Known[Data] | Absent | Unknown]:
    return arms(value.if_true) + arms(value.if_false) if isinstance(value, Choice) else [value]


def is_longer(value: Known[Data] | Absent | Unknown, name: Value[Data]) -> bool:
    """Whether what is known of a text is longer than a literal name, so that it can't be that name."""
    match value, name:
        case Known(Text(pieces)), Known(str() as literal_name) | Known(Text(literal=str() as literal_name)):
            written = (piece.content.literal if isinstance(piece.content, Symbol) else piece.content for piece in pieces)
            return sum(len(content) for content in written if isinstance(content, str)) > len(literal_name)
        case _:
            return False


@given(st.lists(NAMES, max_size=4), st.lists(NAMES, max_size=3))
def test_the_index_leaves_out_only_what_names_another(values: list[Value[Data]], given_names: list[Value[Data]]) -> None:
    buckets = [*BUCKETS, TWIN, FROM_INPUT, *(bucket(f"more{place}", name) for place, name in enumerate(given_names))]
    index = Namings(values, buckets)
    for each in buckets:
        found = index.of(each)
        assert found == sorted(set(found))
        for place, value in enumerate(values):
            if place in found and each in index.buckets(value):
                continue
            for arm in arms(value):
                for name in arms(each.name):
                    one = DeclaredBucket(each.resource, each.symbol, name)
                    assert names(arm, one, EVERYWHERE) is Truth.NO or is_longer(arm, name)


def test_buckets_of_one_name_in_different_worlds() -> None:
    """Each has the name where the other is not there."""
    kept = DeclaredBucket(resource("kept", "aws_s3_bucket", PROD), Symbol("kept", "name", "kept.id", "acme"), literal("acme"))
    dropped = DeclaredBucket(
        resource("dropped", "aws_s3_bucket", Not(PROD)), Symbol("dropped", "name", "dropped.id", "acme"), literal("acme")
    )
    links = Links([companion("v", literal("acme"))], [kept, dropped])
    for target, holds in ((kept, True), (dropped, False)):
        found = links.of(target, "versioning", EVERYWHERE.assuming(PROD, holds))
        assert [one.resource.address for one in found.certain] == ["v"]
    assert links.external() == []


FLAGS = [Atom(f"var.{name}", True, (True, False)) for name in "pqr"]
CONDITIONS = st.sampled_from([True, *FLAGS, Not(FLAGS[0]), And((FLAGS[0], FLAGS[1])), Or((FLAGS[1], FLAGS[2]))])
CHOICES = st.one_of(
    st.sampled_from([reference(A), reference(B), literal("acme"), text("data-", STAGE), STAGE, LOST]),
    st.builds(Choice, st.sampled_from(FLAGS), st.just(reference(A)), st.sampled_from([literal("acme"), reference(B), STAGE])),
)


def multiplied(target: DeclaredBucket, companions: list[Companion], buckets: list[DeclaredBucket], world: World) -> list[str]:
    """What belongs to a bucket in a world that decides everything, or that something may."""
    there = [one for one in companions if world.decide(one.resource.condition)]
    surely, maybe = [], False
    for one in there:
        settled = world.settle(one.bucket)
        match names(settled, target, world):
            case Truth.YES:
                surely.append(one.resource.address)
            case Truth.MAYBE:
                maybe |= not any(names(settled, other, world) is Truth.YES for other in buckets)
    return surely or ["?"] * maybe


OWN_NAMES = st.one_of(
    st.sampled_from([STAGE, LOST, text("data-", STAGE), literal("other")]),
    st.builds(Choice, st.sampled_from(FLAGS), st.just(literal("other")), st.sampled_from([STAGE, text("data-", STAGE)])),
)


@given(st.lists(st.tuples(CHOICES, CONDITIONS), max_size=4), OWN_NAMES)
def test_worlds_factored_are_worlds_multiplied(drawn: list[tuple[Value[Data], Condition]], name: Value[Data]) -> None:
    """What is asked of the world gives in each world the answer that deciding everything gives."""
    companions = [companion(f"c{place}", value, condition) for place, (value, condition) in enumerate(drawn)]
    buckets = [A, B, NAMED, bucket("chosen", name)]
    links = Links(companions, buckets)

    for target in buckets:

        def ask(world: World, target: DeclaredBucket = target) -> list[str]:
            found = links.of(target, "versioning", world)
            return [one.resource.address for one in found.certain] or ["?"] * (found.doubt is not None)

        factored = list(explore(ask))
        for held in product((True, False), repeat=len(FLAGS)):
            everything = World(tuple(zip(FLAGS, held, strict=True)))
            (answer,) = [found for world, found in factored if set(world.decisions) <= set(everything.decisions)]
            assert answer == multiplied(target, companions, buckets, everything)


def test_what_may_belong_to_a_bucket_does_not_multiply() -> None:
    """Twenty companions that may belong to it, each under its own condition: one that does is enough, so they add up."""
    companions = [companion(f"c{number}", LOST, Atom(f"var.f{number}", True, (True, False))) for number in range(20)]
    links = Links(companions, [NAMED])
    answers = [links_found.doubt is not None for _, links_found in explore(lambda world: links.of(NAMED, "versioning", world))]
    assert answers == [True] * 20 + [False]


def test_what_a_world_assumes_of_an_input_counts_in_names() -> None:
    stage = Atom("var.stage", "prod")
    links = Links([companion("v", Choice(stage, literal("data-prod"), literal("other")))], [STAGED])
    found = {
        str(world): [one.resource.address for one in linked.certain]
        for world, linked in explore(lambda world: links.of(STAGED, "versioning", world))
    }
    assert found == {"var.stage is prod": ["v"], "var.stage is not prod": []}


def test_companions_that_surely_belong_to_others_do_not_multiply() -> None:
    """Each has the unknown name of one of the buckets, so it is not asked whether it is there."""
    inputs = [Unknown("unset", PLACE, (f"var.n{i}",), f"var.n{i}", is_input=True) for i in range(20)]
    buckets = [bucket(f"b{i}", name) for i, name in enumerate(inputs)]
    companions = [companion(f"c{i}", name, Atom(f"var.f{i}", True, (True, False))) for i, name in enumerate(inputs)]
    links = Links(companions, [STAGED, *buckets])
    assert [found for _, found in explore(lambda world: links.of(STAGED, "versioning", world).doubt)] == [None]


def test_all_that_may_belong_would_have_to_be_known() -> None:
    other = Unknown("it has no default", PLACE, ("var.other",), identity="var.other", is_input=True)
    doubt = Links([companion("v", STAGE), companion("w", other)], BUCKETS).of(NAMED, "versioning", EVERYWHERE).doubt
    assert doubt is not None
    assert (doubt.reason, doubt.inputs) == ("v may belong to this bucket: it has no default", ("var.stage", "var.other"))
