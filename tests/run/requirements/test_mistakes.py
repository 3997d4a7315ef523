"""A file of rules that is wrong: every mistake, with its place and what was expected."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest

from s3lint.errors import UsageError
from s3lint.run.requirements import load
from s3lint.run.requirements.reading import MAX_BYTES, MAX_DEPTH, MAX_VALUES


def mistakes(folder: Path, text: str) -> list[str]:
    """The mistakes, each as `line:column: what was expected`."""
    path = folder / "rules.yaml"
    path.write_text(dedent(text), encoding="utf-8")
    with pytest.raises(UsageError) as refused:
        load(str(path))
    return [line.removeprefix(f"{path}:") for line in str(refused.value).splitlines()]


def of_rule(folder: Path, text: str) -> list[str]:
    """The mistakes of one rule that has all it needs but for its question, which begins on line 5."""
    head = "rules:\n  - name: own-rule\n    summary: something is amiss\n    severity: high\n"
    return mistakes(folder, head + "".join(f"    {line}\n" for line in dedent(text).strip().splitlines()))


def test_all_mistakes_are_told_at_once_and_in_their_order(tmp_path: Path) -> None:
    text = """\
        rules:
          - name: Confidential
            sumary: no key
            severity: hi
            setting: encrypton.key
            is: alias/ledger
          - name: untagged
            summary: no tags
            severity: high
            any-of:
              - setting: lifecycle.rules[].abort_days
                at-most: x
              - setting: versioning.status
                at-least: 3
          - name: untagged
            summary: no tags
            severity: high
            is: x
        """
    assert mistakes(tmp_path, text) == [
        "2:5: expected the key `summary` in a rule",
        '2:11: expected a name such as `untagged-bucket`, which says what is wrong, got "Confidential"',
        "3:5: unknown key `sumary`; did you mean summary?",
        '4:15: expected one of critical, high, medium, low, info, got "hi"',
        "5:14: encrypton.key is no setting of `bucket`; did you mean encryption.key?",
        '12:18: expected a whole number, got "x"',
        "13:18: `at-least` is for a whole number; versioning.status holds a word",
        "15:5: expected a rule: a map with one of setting, all-of, any-of, not",
        "15:11: expected each name once; untagged stands on line 7 too",
        "18:5: expected `setting` beside `is`",
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("setting: name", "5:5: expected beside `setting` what is asked of it: is, is-not, in, not-in, matches, contains, "),
        (
            "setting: name\nis: acme\nnot: {setting: name, is: x}",
            "2:5: expected a rule: a map with one of setting, all-of, any-of, not",
        ),
        ("setting: name\nexists: false", "6:13: expected true, as `exists` and `absent` are opposites, got false"),
        (
            "setting: versioning.mfa_delete\nis: 'true'",
            '6:9: expected true or false, as versioning.mfa_delete holds, got "true"',
        ),
        ("setting: name\nin: [on, acme]", "6:10: expected a text, as name holds, got true; put it in quotes"),
        ("setting: object_lock.days\nis: seven", '6:9: expected a whole number, as object_lock.days holds, got "seven"'),
        ("setting: name\nis:", "6:8: expected a text, a number, or true or false, got null"),
        ("setting: name\nmatches: '(a'", "6:14: expected a regular expression with `)` at character 3"),
        ("setting: name\nmatches: '(a{999}b{999}){9}'", "6:14: expected a regular expression of at most 5000 steps"),
        ("setting: policy.tls\nexists: true", "5:14: policy.tls is no setting of `bucket`"),
        ("setting: tags\nis: x", "5:14: `is` is for a text or true or false or a whole number; tags holds a block"),
        (
            "setting: tags\nsome: {setting: key, is: x}",
            "5:14: `some` is for a list such as lifecycle.rules[]; tags holds a block",
        ),
        (
            "setting: tags[]\nsome: {setting: valeu, is: x}",
            "6:21: valeu is no setting of the items of tags[]; did",
        ),
        ("judges: trail\nsetting: versioning\nexists: true", "6:14: versioning is no setting of `trail`"),
        ("judges: bukket\nsetting: versioning\nexists: true", "5:13: expected one of bucket, identity, store, access_point, "),
        ("setting: address\nis: x", "5:14: address is no setting of `bucket`"),
        (
            "setting: name\nis: x\nwhere: {setting: adress, is: x}",
            "7:22: adress is no setting of `bucket`; did you",
        ),
        (
            "setting: name\nis: x\nmessage: '{adress} is bad'",
            "7:14: expected {address} or {setting} or {value} in",
        ),
        ("setting: name\nis: x\nname: other", "7:5: expected the key `name` once in this map; it stands on line 2 too"),
        ("setting: name\nis: x\nexamples: {bad: [{title: none}]}", "7:23: expected an example: `title`, and a text of "),
        ("setting: name\nis: x\nexamples: {worse: []}", "7:16: unknown key `worse`"),
    ],
)
def test_a_mistake_of_a_rule(tmp_path: Path, text: str, told: str) -> None:
    [found] = of_rule(tmp_path, text)
    assert found.startswith(told)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("rules: [", "1:9: expected a value"),
        ("- name: x\n", "1:1: expected a file of rules: a map with the key `rules`, got"),
        ("rules: []\n", "1:8: expected a list of rules, got []"),
        ("rules:\n  - 3\n", "2:5: expected a rule: a map with one of setting, all-of, any-of, not, got 3"),
        ("", "1:1: expected one document with rules, got 0"),
        ("rules: []\n---\nrules: []\n", "1:1: expected one document with rules, got 2"),
        ("rules: " + "[" * (MAX_DEPTH + 5) + "]" * (MAX_DEPTH + 5), f"1:38: expected at most {MAX_DEPTH} levels of nesting"),
    ],
)
def test_a_file_that_holds_something_else(tmp_path: Path, text: str, told: str) -> None:
    assert mistakes(tmp_path, text)[0].startswith(told)


def test_aliases_that_multiply_are_refused(tmp_path: Path) -> None:
    levels = "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 9))
    [told] = mistakes(tmp_path, f"a0: &a0 [x]\n{levels}")
    assert told.endswith(f"expected at most {MAX_VALUES} values in one file")


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"gone.yaml: cannot read the rules: No such file or directory"):
        load(str(tmp_path / "gone.yaml"))
    latin = tmp_path / "latin.yaml"
    latin.write_bytes(b"rules:\n  - name: \xe9\n")
    with pytest.raises(UsageError, match=r"latin.yaml:2: cannot read the rules: expected UTF-8"):
        load(str(latin))
    large = tmp_path / "large.yaml"
    large.write_bytes(b"#" * (MAX_BYTES + 1))
    with pytest.raises(UsageError, match=rf"large.yaml: cannot read the rules: larger than {MAX_BYTES} bytes"):
        load(str(large))
