"""Terraform in two steps: what there is to read is known before anything is, and each piece is read on its own."""

from __future__ import annotations

import gc
import os
import pickle
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from s3lint.languages.files import Files
from s3lint.languages.front_end import Work
from s3lint.languages.inputs import Inputs
from s3lint.languages.terraform import FRONT_END
from s3lint.languages.terraform.declarations import project
from s3lint.languages.terraform.evaluation.modules import Module
from s3lint.languages.terraform.evaluation.resources import ResourceInstance
from tests.languages.terraform.configurations import addresses, bucket, plain

MODULE = 'resource "aws_s3_bucket" "b" {\n  bucket = var.name\n}\nvariable "name" {\n  type = string\n}\n'
CALL = 'module "m" {\n  source = "../modules/m"\n  name   = "%s"\n}\n'
TREE = {
    "live/a.tf": 'resource "aws_s3_bucket" "a" {}\n',
    "modules/m/main.tf": MODULE,
    "one/main.tf": CALL % "one",
    "two/main.tf": CALL % "two",
    "network/main.tf": 'resource "aws_vpc" "v" {}\n',
    "state.json": '{"format_version": "1.0", "values": {"root_module": {"resources": [{"type": "aws_s3_bucket",'
    ' "mode": "managed", "address": "aws_s3_bucket.s", "values": {"bucket": "s"}}]}}}',
    "other.json": '{"values": {"format_version": "1.0", "types": ["aws_s3_bucket"]}}',
}


def work(tree: dict[str, str] = TREE) -> tuple[Work, ...]:
    return FRONT_END.work(sorted(tree), Files(os.curdir, tree), Inputs())


READ = [
    ("live", ["aws_s3_bucket.a"]),
    ("one", ["module.m.aws_s3_bucket.b"]),
    ("two", ["module.m.aws_s3_bucket.b"]),
    ("network", []),
    ("state.json", ["aws_s3_bucket.s"]),
]


def test_what_there_is_to_read_is_known_first() -> None:
    assert [piece.name for piece in work()] == ["live", "one", "two", "network", "other.json", "state.json"]


def test_each_piece_is_read_on_its_own_in_any_order() -> None:
    pieces = work()
    backwards = [(unit.name, addresses(unit)) for piece in reversed(pieces) for unit in piece.read()]
    again = [(unit.name, addresses(unit)) for piece in pieces for unit in piece.read()]
    assert backwards == READ[::-1]
    assert again == READ


def test_a_piece_that_was_pickled_reads_the_same() -> None:
    pieces = [pickle.loads(pickle.dumps(piece)) for piece in work()]
    assert [(unit.name, addresses(unit)) for piece in pieces for unit in piece.read()] == READ


def test_a_parsed_module_is_not_pickled() -> None:
    pieces = work()
    before = len(pickle.dumps(pieces))
    for piece in pieces:
        piece.read()
    assert len(pickle.dumps(pieces)) == before


def test_what_is_not_kept_is_parsed_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(project, "MAX_SHARED", 0)
    assert [(unit.name, addresses(unit)) for piece in work() for unit in piece.read()] == READ


def test_threads_may_read_at_once() -> None:
    chain = "\n".join(f"l{index} = local.l{index - 1}" for index in range(1, 150))
    deep = f'locals {{\n  l0 = "x"\n{chain}\n}}\nresource "aws_s3_bucket" "b" {{\n  bucket = local.l149\n}}\n'
    pieces = work({f"{name}/main.tf": deep for name in "abcdefgh"})
    start = Barrier(len(pieces))

    def name(piece: Work) -> object:
        start.wait()
        (unit,) = piece.read()
        return plain(bucket(unit, "aws_s3_bucket.b").name)

    with ThreadPoolExecutor(len(pieces)) as threads:
        assert list(threads.map(name, pieces)) == ["x"] * 8


def test_nothing_of_a_unit_is_left_when_nobody_refers_to_it() -> None:
    """Runs switch Python's search for circles off."""
    tree = {
        "main.tf": 'module "m" {\n  source = "./m"\n  name   = "x"\n}\noutput "all" {\n  value = module.m\n}\n'
        'resource "aws_s3_bucket" "outer" {\n  tags = { inner = module.m.bucket, whole = module.m }\n}\n',
        "m/main.tf": MODULE + 'output "bucket" {\n  value = aws_s3_bucket.b\n}\n',
    }

    def alive() -> int:
        return sum(isinstance(found, Module | ResourceInstance) for found in gc.get_objects())

    gc.collect()
    before = alive()
    gc.disable()
    try:
        for piece in work(tree):
            (unit,) = piece.read()
            assert addresses(unit) == ["aws_s3_bucket.outer", "module.m.aws_s3_bucket.b"]
            del unit
        assert alive() == before
    finally:
        gc.enable()
