"""The default form, line by line."""

from __future__ import annotations

import re
from textwrap import dedent

import pytest

from s3lint.base.record import replace
from s3lint.base.source import Source, Span
from s3lint.base.value import Note, Origin, Step
from s3lint.outputs import Options, render
from s3lint.run.finding import Finding, Severity, Verdict
from tests.outputs.reports import BROKEN, IN_DEV, PUBLIC, ROOT, SUSPENDED, UNREADABLE, report


def full(*findings: Finding, options: Options = Options()) -> str:
    return render("full", report(findings), options).replace(f"{ROOT}/", "")


def bare(origin: Origin, label: str = "", related: tuple[Note, ...] = ()) -> Finding:
    return Finding("website-hosting", Verdict.FAIL, "a website", origin, label, related, severity=Severity.INFO)


def frame(text: str, start: int, end: int, label: str = "here", options: Options = Options()) -> list[str]:
    """The rows of the only frame, without heading, bars and rule."""
    rows = full(bare(Origin(Source("a.yaml", text), Span(start, end)), label), options=options).split("\n")
    return rows[1:-2]


def test_several_places_in_one_file_make_one_frame_with_gaps() -> None:
    assert full(PUBLIC) == dedent("""\
        error[wildcard-principal]: anyone on the internet can read objects in SiteBucket
          --> templates/site.yaml:13:13
           |
         2 |   SiteBucket:
           |   ----------- the bucket
        ...
        11 |           - Sid: Read
           |                  ---- statement "Read" of SitePolicy
        12 |             Effect: Allow
        13 |             Principal: "*"
           |             ^^^^^^^^^^^^^^ every caller, signed in or not
        ...
        18 |                 aws:Referer: "https://acme.example/*"
           |                 ----------- does not narrow it: the caller chooses this header
           |
           = request: anonymous GET s3://acme-site/<any key>, header Referer: https://acme.example/x
           = result:  allowed by SitePolicy "Read"; no Deny applies
           = help:    name the callers
           = rule:    wildcard-principal, critical severity - s3lint explain wildcard-principal
    """)


def test_a_label_of_the_primary_place_stands_beside_it_also_in_a_long_line() -> None:
    text = '{"Version": "2012-10-17", ' + '"Id": "x", ' * 40 + "}"
    place = Origin(Source("policy.json", text), Span(0, len(text)))
    for options in (Options(), Options(width=80)):
        rows = full(bare(place, related=(Note(place, "no statement denies"),)), options=options).split("\n")
        assert [row for row in rows if row.startswith("1 |")] == rows[3:4]
        assert rows[4].startswith("  | ^^^^")
        assert " ".join(rows[4:6]).split("^")[-1].replace("|", "").split() == ["no", "statement", "denies"]


def test_a_related_place_without_extent_does_not_hide_the_primary_one() -> None:
    source = Source("a.yaml", "x: 1\n")
    related = (Note(Origin(source, Span(0, 0)), "here"),)
    assert full(bare(Origin(source, Span(0, 1)), "wrong", related)).split("\n")[3:6] == [
        "1 | x: 1",
        "  | ^ wrong",
        "  |   here",
    ]


def test_a_value_from_another_file_is_shown_where_it_is_written_and_where_it_is_used() -> None:
    assert full(SUSPENDED) == dedent("""\
        warning[missing-versioning]: versioning of module.logs["eu"].aws_s3_bucket.this[0] is Suspended
         --> infra/prod.tfvars:2:13
          |
        2 | versioned = "Suspended"
          |             ^^^^^^^^^^^
          |
         ::: infra/modules/bucket/main.tf:3:14
          |
        3 |     status = var.status
          |              ---------- used here
          |
          = var.versioned = "Suspended"   infra/prod.tfvars:2   -> module.logs.status   infra/main.tf:3
          = also:    module.logs["us"].aws_s3_bucket.this[0]
          = help:    set the versioning status to Enabled
          = rule:    missing-versioning, medium severity - s3lint explain missing-versioning
    """)


def test_undecided_findings_are_listed_when_asked_and_name_the_case_and_the_inputs() -> None:
    asked = Options(show_undecided=True)
    assert render("full", report(undecided=(IN_DEV,)), Options()) == ""
    brief = replace(IN_DEV, message="Ledger does not enable versioning: nothing is kept")
    assert render("full", report(undecided=(brief,)), asked).replace(f"{ROOT}/", "") == dedent("""\
        undecided[missing-versioning]: Ledger does not enable versioning when Environment is dev: nothing is kept
         --> templates/staged.yaml:2:3
          |
        2 |   Ledger:
          |   ^^^^^^
          |
          = unknown: parameter Environment and parameter Stage would decide it
          = help:    set the versioning status to Enabled
          = rule:    missing-versioning, medium severity - s3lint explain missing-versioning
    """)


def test_rules_that_are_undecided_for_one_reason_make_one_entry_of_the_most_severe() -> None:
    reason = "is undecided: parameter Policy has no default"
    asked = replace(IN_DEV, message=f"whether its policy is valid {reason}", rule="invalid-policy", cases=())
    severe = replace(asked, message=f"whether anyone gets in {reason}", rule="wildcard-principal", severity=Severity.CRITICAL)
    others = [replace(asked, rule=rule) for rule in ("confused-deputy", "allow-not-action", "wildcard-action", "acls-enabled")]
    elsewhere = replace(asked, inputs=("parameter Stage",))
    found = report(undecided=(asked, severe, *others, elsewhere))
    text = render("full", found, Options(show_undecided=True)).replace(f"{ROOT}/", "")
    assert text.startswith(
        dedent("""        undecided[wildcard-principal]: whether anyone gets in is undecided: parameter Policy has no default
         --> templates/staged.yaml:2:3
          |
        2 |   Ledger:
          |   ^^^^^^
          |
          = unknown: parameter Environment and parameter Stage would decide it
          = help:    set the versioning status to Enabled
          = rules:   undecided for the same reason: acls-enabled, allow-not-action, confused-deputy and 2 more
          = rule:    wildcard-principal, critical severity - s3lint explain wildcard-principal

        undecided[invalid-policy]: whether its policy is valid is undecided: parameter Policy has no default
        """)
    )
    verbose = render("full", found, Options(show_undecided=True, verbose=1))
    assert "acls-enabled, allow-not-action, confused-deputy, invalid-policy and wildcard-action\n" in verbose


def test_a_file_without_text_has_a_place_and_no_frame() -> None:
    assert full(UNREADABLE) == dedent("""\
        error[unreadable-file]: cannot read the file: Permission denied
         --> templates/broken.yaml:1:1
          = help:    correct the file, or exclude it if it is not meant to be read
          = rule:    unreadable-file, high severity - s3lint explain unreadable-file
    """)


def test_a_label_in_a_file_without_text_is_shown() -> None:
    assert full(bare(Origin(BROKEN, Span(0, 0)), "nothing here")) == dedent("""\
        info[website-hosting]: a website
         --> templates/broken.yaml:1:1
          |
        1 |
          | ^ nothing here
          |
          = rule:    website-hosting, info severity - s3lint explain website-hosting
    """)


def test_findings_stand_in_the_order_of_places_with_a_blank_line_between() -> None:
    text = render("full", report((PUBLIC, SUSPENDED), problems=(UNREADABLE,)), Options())
    headings = [row.split("]")[0] for row in text.split("\n") if "]: " in row]
    assert headings == ["warning[missing-versioning", "error[unreadable-file", "error[wildcard-principal"]
    assert text.count("\n\n") == 2
    assert text.endswith("wildcard-principal\n")
    assert render("full", report(), Options()) == ""


@pytest.mark.parametrize(
    ("severity", "word"),
    [
        (Severity.CRITICAL, "error"),
        (Severity.HIGH, "error"),
        (Severity.MEDIUM, "warning"),
        (Severity.LOW, "warning"),
        (Severity.INFO, "info"),
    ],
)
def test_the_heading_says_how_bad_it_is(severity: Severity, word: str) -> None:
    finding = replace(bare(Origin(Source("a", "x"), Span(0, 1))), severity=severity)
    assert full(finding).startswith(f"{word}[website-hosting]: a website\n")
    assert f"= rule:    website-hosting, {severity.word} severity - s3lint explain website-hosting\n" in full(finding)


def test_of_a_block_only_the_first_line_is_underlined() -> None:
    text = "a:\n  b:\n    c: 1\n    d: 2\n"
    assert frame(text, 3, len(text)) == [" --> a.yaml:2:1", "  |", "2 |   b:", "  | ^^^^ here", "  |"]


def test_carriage_returns_are_no_part_of_a_line() -> None:
    assert frame("a: 1\r\nb: two\r\n", 6, 14) == [" --> a.yaml:2:1", "  |", "2 | b: two", "  | ^^^^^^ here", "  |"]
    assert frame("a: 1\r\nb: two\r\n", 5, 6) == [" --> a.yaml:1:5", "  |", "1 | a: 1", "  |     ^ here", "  |"]


def test_tabs_are_expanded_and_columns_are_the_file_s_own() -> None:
    assert frame('{\n\t"a":\ttrue\n}', 8, 12) == [
        " --> a.yaml:2:7",
        "  |",
        '2 |     "a":    true',
        "  |             ^^^^ here",
        "  |",
    ]


def test_wide_characters_and_combining_marks_take_the_columns_they_look_like() -> None:
    text = 'name: "名前😀" # e\u0301 here'
    assert frame(text, 6, 11) == [" --> a.yaml:1:7", "  |", f"1 | {text}", "  |       ^^^^^^^^ here", "  |"]
    assert frame(text, 14, 16) == [" --> a.yaml:1:15", "  |", f"1 | {text}", "  |                  ^ here", "  |"]


def test_the_end_of_a_file_is_a_place() -> None:
    assert frame("a: 1\n", 5, 5) == [" --> a.yaml:2:1", "  |", "2 |", "  | ^ here", "  |"]
    assert frame("a: 1", 4, 4) == [" --> a.yaml:1:5", "  |", "1 | a: 1", "  |     ^ here", "  |"]


def test_what_a_file_holds_cannot_steer_the_terminal() -> None:
    text = 'a: "\x1b[2J\u202e\ud800"'
    rows = frame(text, 3, 11, label="\x1b[31m\nred")
    assert rows == [" --> a.yaml:1:4", "  |", '1 | a: "�[2J��"', "  |    ^^^^^^^^ �[31m red", "  |"]
    loud = replace(bare(Origin(Source("a\nb.yaml", "x"), Span(0, 1))), message="a\nwebsite\x07")
    assert full(loud).split("\n")[:2] == ["info[website-hosting]: a website�", " --> a b.yaml:1:1"]


def test_a_long_line_is_cut_around_the_place() -> None:
    text = '{"a": "' + "x" * 300 + '", "public": true, "b": "' + "y" * 300 + '"}'
    start = text.index("true")
    [_, _, code, underline, _] = frame(text, start, start + 4)
    assert len(code) == 100
    assert code[:5] == "1 | …"
    assert code[-1] == "…"
    assert code.index("true") == underline.index("^^^^ here")
    [_, _, code, underline, _] = frame(text, start, len(text))
    assert code[:5] == "1 | …"
    assert len(code) == 100
    assert underline[code.index("true") :] == "^" * (99 - code.index("true")) + " here"
    [_, _, code, underline, _] = frame(text, 0, 1)
    assert code == '1 | {"a": "' + "x" * 88 + "…"
    [_, _, code, underline, _] = frame(text, len(text) - 1, len(text))
    assert code == "1 | …" + "y" * 93 + '"}'
    assert underline == "  | " + " " * 95 + "^ here"


def test_a_long_line_is_repeated_for_places_far_apart() -> None:
    where = Source("a.json", '{"first": 1, ' + '"x": 0, ' * 60 + '"last": 2}')
    first, last = where.text.index("1"), where.text.index("2")
    finding = bare(Origin(where, Span(last, last + 1)), "this", (Note(Origin(where, Span(first, first + 1)), "and this"),))
    rows = full(finding).split("\n")
    assert rows[3].startswith('1 | {"first": 1, "x": 0, ')
    assert rows[4] == "  |           - and this"
    assert rows[5].endswith('"x": 0, "last": 2}')
    assert rows[6].index("^ this") == rows[5].index("2}")


def test_wide_characters_at_the_edges_of_a_cut_line_leave_a_blank() -> None:
    [_, _, code, underline, _] = frame("名" * 100 + "x" + "名" * 100, 100, 101)
    assert code == "1 | …" + "名" * 23 + "x" + "名" * 23 + " …"
    assert underline == "  | " + " " * 47 + "^ here"
    [_, _, code, underline, _] = frame("名" * 100 + "xyz" + "名" * 100, 100, 103)
    assert code == "1 | … " + "名" * 22 + "xyz" + "名" * 23 + "…"
    assert underline == "  | " + " " * 46 + "^^^ here"


def test_ascii_streams_get_ascii() -> None:
    text = 'name: "名é" # ' + "z" * 200
    finding = replace(
        bare(Origin(Source("é.yaml", text), Span(6, 10)), "“quoted” – so"), message="the café → open…", help="don’t"
    )
    assert full(finding, options=Options(ascii=True)) == (
        "info[website-hosting]: the caf\\xe9 -> open...\n"
        " --> \\xe9.yaml:1:7\n"
        "  |\n"
        f'1 | name: "??" # {"z" * 80}...\n'
        '  |       ^^^^ "quoted" - so\n'
        "  |\n"
        "  = help:    don't\n"
        "  = rule:    website-hosting, info severity - s3lint explain website-hosting\n"
    )


def test_a_terminal_gets_messages_and_labels_wrapped_at_words() -> None:
    assert full(PUBLIC, options=Options(width=64)) == dedent("""\
        error[wildcard-principal]: anyone on the internet can read
          objects in SiteBucket
          --> templates/site.yaml:13:13
           |
         2 |   SiteBucket:
           |   ----------- the bucket
        ...
        11 |           - Sid: Read
           |                  ---- statement "Read" of SitePolicy
        12 |             Effect: Allow
        13 |             Principal: "*"
           |             ^^^^^^^^^^^^^^ every caller, signed in or not
        ...
        18 |                 aws:Referer: "https://acme.example/*"
           |                 -----------
           |                 does not narrow it: the caller chooses this
           |                 header
           |
           = request: anonymous GET s3://acme-site/<any key>, header
                      Referer: https://acme.example/x
           = result:  allowed by SitePolicy "Read"; no Deny applies
           = help:    name the callers
           = rule:    wildcard-principal, critical severity - s3lint
                      explain wildcard-principal
    """)


def test_a_narrow_terminal_gets_no_gutter() -> None:
    assert full(SUSPENDED, options=Options(width=50)) == dedent("""\
        warning[missing-versioning]: versioning of
          module.logs["eu"].aws_s3_bucket.this[0] is
          Suspended
        --> infra/prod.tfvars:2:13
        versioned = "Suspended"
                    ^^^^^^^^^^^
        ::: infra/modules/bucket/main.tf:3:14
            status = var.status
                     ---------- used here
        = var.versioned = "Suspended"   infra/prod.tfvars:2
          -> module.logs.status   infra/main.tf:3
        = also:    module.logs["us"].aws_s3_bucket.this[0]
        = help:    set the versioning status to Enabled
        = rule:    missing-versioning, medium severity -
                   s3lint explain missing-versioning
    """)


def test_colour_adds_nothing_but_colour() -> None:
    for finding in (PUBLIC, SUSPENDED, UNREADABLE):
        coloured = full(finding, options=Options(colour=True))
        assert re.sub("\x1b\\[[0-9;]*m", "", coloured) == full(finding)
    assert full(PUBLIC, options=Options(colour=True)).startswith(
        "\x1b[1;31merror[wildcard-principal]\x1b[0m\x1b[1m: anyone on the internet can read objects in SiteBucket\x1b[0m\n"
        "  \x1b[1;34m-->\x1b[0m templates/site.yaml:13:13\n"
    )


def test_at_most_three_files_are_shown_unless_all_are_asked_for() -> None:
    sources = [Source(f"{name}.tf", f"{name} = 1\n") for name in "abcde"]
    first, *others = (Origin(where, Span(0, 1)) for where in sources)
    finding = bare(first, related=tuple(Note(origin, "see") for origin in others))
    rows = full(finding).split("\n")
    assert [row for row in rows if "tf:1" in row] == [" --> a.tf:1:1", " ::: b.tf:1:1", " ::: c.tf:1:1"]
    assert rows[-3] == "  = 2 more places: -v"
    everything = full(finding, options=Options(verbose=1))
    assert "more place" not in everything
    assert " ::: e.tf:1:1\n" in everything
    one_more = replace(finding, related=finding.related[:3])
    assert "  = 1 more place: -v\n" in full(one_more)


def test_at_most_eight_places_are_shown_unless_all_are_asked_for() -> None:
    where = Source("a.tf", "".join(f"line{number}\n" for number in range(12)))
    first, *others = (Origin(where, Span(number * 6, number * 6 + 4)) for number in range(9))
    finding = bare(first, related=tuple(Note(origin, "see") for origin in others))
    assert full(finding).count("---- see") == 7
    assert "= 1 more place: -v\n" in full(finding)
    assert full(finding, options=Options(verbose=1)).count("---- see") == 8


def test_gaps_of_two_lines_are_shown_and_larger_ones_left_out() -> None:
    where = Source("a.tf", "one\n\ntwo\n  x\n  y\nthree\n1\n2\n3\nfour\n")
    notes = tuple(
        Note(Origin(where, Span(where.text.index(word), where.text.index(word) + 1)), "") for word in ("two", "three", "four")
    )
    assert full(bare(Origin(where, Span(0, 3)), related=notes)).split("\n")[1:-2] == [
        "  --> a.tf:1:1",
        "   |",
        " 1 | one",
        "   | ^^^",
        " 2 |",
        " 3 | two",
        "   | -",
        " 4 |   x",
        " 5 |   y",
        " 6 | three",
        "   | -",
        "...",
        "10 | four",
        "   | -",
        "   |",
    ]


def test_places_of_one_line_have_a_row_each_and_the_same_place_is_shown_once() -> None:
    where = Source("a.tf", "acl = var.acl\n")
    whole, name = Origin(where, Span(6, 13)), Origin(where, Span(10, 13))
    finding = bare(whole, "public-read", (Note(name, "the variable"), Note(whole, ""), Note(whole, "public-read")))
    assert full(finding).split("\n")[1:-2] == [
        " --> a.tf:1:7",
        "  |",
        "1 | acl = var.acl",
        "  |       ^^^^^^^ public-read",
        "  |           --- the variable",
        "  |",
    ]


def test_several_labels_of_one_place_stand_below_each_other() -> None:
    where = Source("a.tf", "block {\n}\n")
    whole = Origin(where, Span(0, 5))
    finding = bare(whole, "one is off", (Note(whole, "two is off"), Note(whole, "three is off")))
    assert full(finding).split("\n")[3:6] == ["1 | block {", "  | ^^^^^ one is off", "  |       two is off"]
    assert full(finding).split("\n")[6] == "  |       three is off"


def test_a_value_with_one_definition_is_shown_at_its_use_only() -> None:
    where = Source("a.yaml", "Default: Suspended\nStatus: !Ref Status\n")
    origin = Origin(where, Span(9, 18), via=(Step("!Ref Status", where, Span(27, 38)),))
    assert full(bare(origin, "the default")).split("\n")[1:-2] == [
        " --> a.yaml:1:10",
        "  |",
        "1 | Default: Suspended",
        "  |          ^^^^^^^^^ the default",
        "2 | Status: !Ref Status",
        "  |         ----------- used here",
        "  |",
    ]


def test_a_step_that_says_more_than_its_line_is_its_label() -> None:
    where = Source("a.yaml", "Status: !Ref Status\nIsProd: !Equals [a, b]\n")
    via = (Step("!Ref Status", where, Span(8, 19)), Step("condition IsProd is false", where, Span(20, 26)))
    assert "  | ------ condition IsProd is false\n" in full(bare(Origin(where, Span(8, 19), via=via)))


def test_many_subjects_and_cases_are_counted_unless_all_are_asked_for() -> None:
    finding = replace(
        bare(Origin(Source("a", "x"), Span(0, 1))),
        subjects=tuple(f"b[{number}]" for number in range(6)),
        cases=tuple(f"Stage is {name}" for name in "abcde"),
    )
    assert full(finding).split("\n")[0] == (
        "info[website-hosting]: a website when Stage is a, Stage is b, Stage is c or 2 more"
    )
    assert "  = also:    b[1], b[2], b[3] and 2 more\n" in full(finding)
    everything = full(finding, options=Options(verbose=1))
    assert "a website when Stage is a, Stage is b, Stage is c, Stage is d or Stage is e\n" in everything
    assert "  = also:    b[1], b[2], b[3], b[4] and b[5]\n" in everything
