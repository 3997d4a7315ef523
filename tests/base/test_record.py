from __future__ import annotations

import pickle

import pytest

from s3lint.base.record import Record, replace


class Point(Record):
    x: int
    y: int = 0


class Named(Point):
    name: str = ""


def test_fields_are_taken_by_position_or_name_with_defaults() -> None:
    assert (Point(1).x, Point(1).y) == (1, 0)
    assert Point(y=2, x=1) == Point(1, 2)


def test_a_subclass_adds_its_fields_behind() -> None:
    assert Named(1, 2, "a").name == "a"
    assert Named._fields == ("x", "y", "name")


def test_records_of_different_types_are_never_equal() -> None:
    assert Named(1, 2) != Point(1, 2)


def test_equal_records_have_one_hash() -> None:
    assert len({Point(1), Point(1, 0), Point(2)}) == 2


def test_a_record_is_frozen() -> None:
    with pytest.raises(AttributeError, match="Point is frozen: cannot set x"):
        Point(1).x = 2  # type: ignore[misc]  # that it is wrong is the point


def test_match_binds_by_position() -> None:
    match Named(1, 2, "a"):
        case Named(x, y, name):
            assert (x, y, name) == (1, 2, "a")


def test_a_missing_field_is_a_type_error() -> None:
    with pytest.raises(TypeError):
        Point()  # type: ignore[call-arg]  # that a field is missing is the point


def test_replace_changes_only_what_is_named() -> None:
    assert replace(Named(1, 2, "a"), y=5) == Named(1, 5, "a")


def test_replace_refuses_unknown_fields() -> None:
    with pytest.raises(TypeError):
        replace(Point(1), z=3)


def test_records_survive_pickling() -> None:
    assert pickle.loads(pickle.dumps(Named(1, 2, "a"))) == Named(1, 2, "a")


def test_repr_names_the_fields() -> None:
    assert repr(Point(1)) == "Point(x=1, y=0)"
