"""SARIF: what the standard demands, and what code-scanning services reject, merge or do not show otherwise."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from s3lint.base.record import replace
from s3lint.base.source import Source, Span
from s3lint.base.value import Note, Origin, Step
from s3lint.outputs import Options, render
from s3lint.run.finding import Finding, Severity, Verdict
from s3lint.run.fingerprints import Fingerprints
from s3lint.run.report import Report
from s3lint.version import VERSION
from tests.outputs.reports import IN_DEV, INSTANCES, PUBLIC, ROOT, SUSPENDED, UNREADABLE, report, source

SCHEMA = json.loads(Path(__file__).with_name("sarif-2.1.0.schema.json").read_text(encoding="utf-8"))
VALIDATOR = Draft202012Validator(SCHEMA)
ALL = report((PUBLIC, SUSPENDED), (IN_DEV,), (UNREADABLE,), ("rule x failed on Logs: KeyError: 'a'",))


def log(of: Report = ALL, options: Options = Options(show_undecided=True)) -> dict[str, Any]:
    decoded: dict[str, Any] = json.loads(render("sarif", of, options))
    return decoded


def run_of(of: Report = ALL, options: Options = Options(show_undecided=True)) -> dict[str, Any]:
    [run] = log(of, options)["runs"]
    assert isinstance(run, dict)
    return run


def result_of(finding: Finding) -> dict[str, Any]:
    [result] = run_of(report((finding,)))["results"]
    assert isinstance(result, dict)
    return result


def physical(uri: str, line: int, column: int, end_line: int, end_column: int) -> dict[str, Any]:
    return {
        "artifactLocation": {"uri": uri, "uriBaseId": "%SRCROOT%"},
        "region": {"startLine": line, "startColumn": column, "endLine": end_line, "endColumn": end_column},
    }


def bare(origin: Origin, **changes: object) -> Finding:
    finding = Finding("website-hosting", Verdict.FAIL, "a website", origin, severity=Severity.INFO, subjects=("Site",))
    return replace(finding, **changes)


def every_uri(node: object) -> list[str]:
    if isinstance(node, dict):
        own = [node["artifactLocation"]["uri"]] if "artifactLocation" in node else []
        return own + [uri for value in node.values() for uri in every_uri(value)]
    return [uri for value in node for uri in every_uri(value)] if isinstance(node, list) else []


# The standard


@pytest.mark.parametrize("of", [ALL, report(), report((PUBLIC,))], ids=["all", "empty", "one"])
def test_the_log_fits_the_schema(of: Report) -> None:
    assert list(VALIDATOR.iter_errors(log(of))) == []
    assert list(VALIDATOR.iter_errors(log(of, Options(exit_status=1)))) == []


def test_the_log_around_the_results() -> None:
    whole, run = log(), run_of(options=Options(exit_status=1))
    assert whole["version"] == "2.1.0"
    assert whole["$schema"].endswith("/sarif-schema-2.1.0.json")
    driver = run["tool"]["driver"]
    assert (driver["name"], driver["fullName"], driver["semanticVersion"]) == ("s3lint", f"s3lint {VERSION}", VERSION)
    assert run["columnKind"] == "utf16CodeUnits"
    assert run["automationDetails"] == {"id": "s3lint/"}
    assert run["originalUriBaseIds"] == {
        "%SRCROOT%": {"description": {"text": "The root of the repository, or of what was scanned."}}
    }
    assert run["invocations"][0]["executionSuccessful"] is False
    assert run["invocations"][0]["exitCode"] == 1
    assert run_of(report())["invocations"] == [{"executionSuccessful": True, "toolExecutionNotifications": []}]
    assert run_of(report())["results"] == []


def test_a_result_in_full() -> None:
    assert run_of()["results"][2] == {
        "ruleId": "wildcard-principal",
        "ruleIndex": 0,
        "kind": "fail",
        "level": "error",
        "message": {
            "text": "anyone on the internet can read objects in SiteBucket."
            " Request: anonymous GET s3://acme-site/<any key>, header Referer: https://acme.example/x."
            ' See: [statement "Read" of SitePolicy](1), [does not narrow it: the caller chooses this header](2)'
            " and [the bucket](3)."
        },
        "locations": [
            {
                "physicalLocation": physical("templates/site.yaml", 13, 13, 13, 27),
                "message": {"text": "every caller, signed in or not"},
                "logicalLocations": [{"fullyQualifiedName": "SiteBucket", "kind": "resource"}],
            }
        ],
        "relatedLocations": [
            {
                "id": 1,
                "physicalLocation": physical("templates/site.yaml", 11, 18, 11, 22),
                "message": {"text": 'statement "Read" of SitePolicy'},
            },
            {
                "id": 2,
                "physicalLocation": physical("templates/site.yaml", 18, 17, 18, 28),
                "message": {"text": "does not narrow it: the caller chooses this header"},
            },
            {
                "id": 3,
                "physicalLocation": physical("templates/site.yaml", 2, 3, 2, 14),
                "message": {"text": "the bucket"},
            },
        ],
        "properties": {
            "severity": "critical",
            "setting": "policy.public",
            "request": "anonymous GET s3://acme-site/<any key>, header Referer: https://acme.example/x",
            "result": 'allowed by SitePolicy "Read"; no Deny applies',
            "details": {"actions": "s3:GetObject"},
        },
        "partialFingerprints": {
            "primaryLocationLineHash": "8479a7a07829d874:1",
            "s3lint/v1": Fingerprints(ALL).of(PUBLIC),
        },
    }


def test_the_way_of_a_value_is_a_code_flow_and_linked_from_the_message() -> None:
    result = result_of(SUSPENDED)
    assert result["message"]["text"] == (
        'versioning of module.logs["eu"].aws_s3_bucket.this[0] is Suspended.'
        ' Also: module.logs["us"].aws_s3_bucket.this[0].'
        ' See: [var.versioned = "Suspended"](1), [module.logs.status](2) and [var.status](3).'
    )
    [flow] = result["codeFlows"]
    assert [
        (step["location"]["message"]["text"], step["location"]["physicalLocation"])
        for step in flow["threadFlows"][0]["locations"]
    ] == [
        ("the value", physical("infra/prod.tfvars", 2, 13, 2, 24)),
        ('var.versioned = "Suspended"', physical("infra/prod.tfvars", 2, 1, 2, 10)),
        ("module.logs.status", physical("infra/main.tf", 3, 12, 3, 25)),
        ("var.status", physical("infra/modules/bucket/main.tf", 3, 14, 3, 24)),
    ]
    assert [place["id"] for place in result["relatedLocations"]] == [1, 2, 3]
    assert "codeFlows" not in result_of(PUBLIC)


def test_every_subject_is_a_logical_location() -> None:
    [location] = result_of(SUSPENDED)["locations"]
    assert location["logicalLocations"] == [{"fullyQualifiedName": name, "kind": "resource"} for name in INSTANCES]


def test_undecided_results_are_open_and_have_no_level() -> None:
    opened = [result for result in run_of()["results"] if result["kind"] == "open"]
    [result] = opened
    assert result["level"] == "none"
    assert result["message"]["text"] == (
        "Ledger does not enable versioning when Environment is dev: S3 keeps no earlier versions then."
    )
    assert result["properties"]["cases"] == ["Environment is dev"]
    assert result["properties"]["inputs"] == ["parameter Environment", "parameter Stage"]
    assert all(result["kind"] == "fail" for result in run_of(options=Options())["results"])


@pytest.mark.parametrize(
    ("severity", "level"),
    [("critical", "error"), ("high", "error"), ("medium", "warning"), ("low", "warning"), ("info", "note")],
)
def test_levels_follow_the_severity(severity: str, level: str) -> None:
    result = result_of(replace(PUBLIC, severity=Severity.named(severity)))
    assert (result["level"], result["properties"]["severity"]) == (level, severity)


# Rules


def test_all_selected_rules_are_described_whatever_was_found() -> None:
    rules = run_of()["tool"]["driver"]["rules"]
    notices = ["unreadable-file", "unresolved-module", "invalid-configuration", "null-value"]
    notices += ["unused-suppression", "expired-suppression", "invalid-suppression"]
    names = ["wildcard-principal", "missing-versioning", "website-hosting", *notices]
    assert [rule["id"] for rule in rules] == names
    assert rules == run_of(report())["tool"]["driver"]["rules"]
    for result in run_of()["results"]:
        assert names[result["ruleIndex"]] == result["ruleId"]


def test_a_rule_in_full() -> None:
    page = "What it checks\nThat the policy of the bucket\nnames somebody.\n\n{0}Why it matters\nAnyone can read.\n\n"
    rest = "How to fix it\nName the callers.\n\n{0}References\n- CIS S3.1\n- https://docs.example/policy\n\n"
    text = page + "{0}" + rest + "Other tools call it CKV_AWS_70."
    assert run_of()["tool"]["driver"]["rules"][2] == {
        "id": "website-hosting",
        "name": "WebsiteHosting",
        "shortDescription": {"text": "Website-hosting was found."},
        "fullDescription": {"text": "That the policy of the bucket names somebody."},
        "help": {"text": text.format(""), "markdown": "## " + text.format("## ")},
        "helpUri": "https://docs.example/policy",
        "defaultConfiguration": {"level": "note"},
        "properties": {
            "tags": ["security", "s3", "policy", "acme/2.1"],
            "precision": "high",
            "problem.severity": "recommendation",
            "security-severity": "1.0",
            "severity": "info",
            "controls": ["acme/2.1"],
        },
    }


def test_controls_that_say_the_most_are_tags() -> None:
    rule = {rule["id"]: rule["properties"] for rule in run_of()["tool"]["driver"]["rules"]}["missing-versioning"]
    hipaa = [
        f"hipaa/164.{number}" for number in ("308(a)(7)(i)", "308(a)(7)(ii)(A)", "308(a)(7)(ii)(B)", "312(c)(1)", "312(c)(2)")
    ]
    assert rule["tags"] == ["security", "s3", "policy", "acme/2.1", *hipaa, "nist-800-53-r5/AU-9(2)"]
    nist = ("AU-9(2)", "CP-6", "CP-6(1)", "CP-6(2)", "CP-9", "CP-10", "SC-5(2)", "SI-12", "SI-13(5)")
    assert rule["controls"] == [*hipaa, *(f"nist-800-53-r5/{number}" for number in nist), "acme/2.1"]


def test_security_severity_is_a_string_in_the_range_of_its_word() -> None:
    floors = {"critical": 9.0, "high": 7.0, "medium": 4.0, "low": 0.0, "info": 0.0}
    ceilings = {"critical": 10.0, "high": 8.9, "medium": 6.9, "low": 3.9, "info": 3.9}
    for rule in run_of()["tool"]["driver"]["rules"]:
        score, word = rule["properties"]["security-severity"], rule["properties"]["severity"]
        assert isinstance(score, str)
        assert floors[word] < float(score) <= ceilings[word]


def test_rules_have_what_services_ask_for_within_their_limits() -> None:
    driver = run_of()["tool"]["driver"]
    for described in driver["rules"] + driver["notifications"]:
        assert described["shortDescription"]["text"]
        assert described["fullDescription"]["text"]
        assert described["help"]["text"]
        assert described["help"]["markdown"]
        assert len(described["name"]) <= 255
        assert len(described["shortDescription"]["text"]) <= 1024
        assert len(described["fullDescription"]["text"]) <= 1024
    for rule in driver["rules"]:
        assert "security" in rule["properties"]["tags"]
        assert len(rule["properties"]["tags"]) <= 10


# What makes services reject or misplace a log


def test_there_is_exactly_one_run() -> None:
    assert len(log()["runs"]) == len(log(report())["runs"]) == 1


def test_every_result_has_one_location_on_one_line() -> None:
    for result in run_of()["results"]:
        [location] = result["locations"]
        region = location["physicalLocation"]["region"]
        assert 1 <= region["startLine"] == region["endLine"]
        assert 1 <= region["startColumn"] <= region["endColumn"]


def test_the_region_of_a_block_is_its_first_line() -> None:
    where = source("a.yaml", "a:\r\n  b😀:\r\n    c: 1\r\n")
    finding = bare(Origin(where, Span(6, len(where.text))), related=(Note(Origin(where, Span(6, 16)), "whole"),))
    result = result_of(finding)
    assert result["locations"][0]["physicalLocation"] == physical("a.yaml", 2, 3, 2, 7)
    assert result["relatedLocations"][0]["physicalLocation"] == physical("a.yaml", 2, 3, 3, 6)


def test_columns_are_counted_in_utf_16_units() -> None:
    where = source("a.yaml", "é😀\t名😀: x")
    assert result_of(bare(Origin(where, Span(3, 5))))["locations"][0]["physicalLocation"] == physical("a.yaml", 1, 5, 1, 8)


def test_the_end_of_a_file_is_a_place() -> None:
    where = source("a.yaml", "a: 1\n")
    assert result_of(bare(Origin(where, Span(5, 5))))["locations"][0]["physicalLocation"] == physical("a.yaml", 2, 1, 2, 1)


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        (f"{ROOT}/a b#c?d%.yaml", "a%20b%23c%3Fd%25.yaml"),
        (f"{ROOT}/é/名.yaml", "%C3%A9/%E5%90%8D.yaml"),
        (f"{ROOT}/git::https://example.com/x.tf", "git%3A%3Ahttps%3A/example.com/x.tf"),
        (f"{ROOT}/./x/../y[0].tf", "y%5B0%5D.tf"),
        (f"{ROOT}/bad\udcff.yaml", "bad%FF.yaml"),
    ],
)
def test_uris_are_relative_encoded_and_have_no_scheme(path: str, uri: str) -> None:
    result = result_of(bare(Origin(Source(path, "x"), Span(0, 1))))
    assert result["locations"][0]["physicalLocation"]["artifactLocation"] == {"uri": uri, "uriBaseId": "%SRCROOT%"}


def test_a_file_outside_the_root_is_relative_to_a_base_of_its_own() -> None:
    run = run_of(report((bare(Origin(Source("/nowhere/shared/x.tf", "x"), Span(0, 1))),)))
    [result] = run["results"]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"] == {"uri": "shared/x.tf", "uriBaseId": "%OUTSIDE%"}
    assert run["originalUriBaseIds"]["%OUTSIDE%"] == {
        "description": {"text": "A folder that holds the root and files beside it."}
    }


def test_a_value_from_outside_the_root_is_shown_at_the_definition_that_uses_it() -> None:
    shared, caller = Source("/nowhere/shared/x.tf", "x = 1"), source("main.tf", 'module "a" {}')
    origin = Origin(shared, Span(4, 5), via=(Step("module.a.x", caller, Span(0, 10)),))
    result = result_of(bare(origin, label="one"))
    assert result["locations"][0] == {
        "physicalLocation": physical("main.tf", 1, 1, 1, 11),
        "logicalLocations": [{"fullyQualifiedName": "Site", "kind": "resource"}],
    }
    assert [place["message"]["text"] for place in result["relatedLocations"]] == ["one", "module.a.x"]


def test_no_uri_is_empty_absolute_or_has_a_scheme() -> None:
    uris = every_uri(log())
    assert len(uris) == 15
    for uri in uris:
        assert uri
        assert not uri.startswith(("/", "./", "../"))
        assert ":" not in uri.split("/")[0]
        assert re.fullmatch(r"(?:[A-Za-z0-9._~!$&'()*+,;=@/-]|%[0-9A-F]{2})+", uri)
    assert ROOT not in json.dumps(log())


def test_what_services_mistake_is_left_out() -> None:
    for result in run_of()["results"]:
        assert "suppressions" not in result
        assert "fixes" not in result


# Fingerprints


def test_results_of_one_rule_on_one_line_have_different_line_hashes() -> None:
    where = source("min.json", '{"A": {"x": 1}, "B": {"x": 1}, "C": {"x": 1}}')
    findings = tuple(
        bare(Origin(where, Span(offset, offset + 1)), subjects=(name,)) for name, offset in (("A", 12), ("B", 27), ("C", 42))
    )
    prints = [result["partialFingerprints"] for result in run_of(report(findings))["results"]]
    hashes = [each["primaryLocationLineHash"] for each in prints]
    assert hashes[0] == result_of(findings[0])["partialFingerprints"]["primaryLocationLineHash"]
    assert hashes[1:] == [f"{each['s3lint/v1'][:16]}:1" for each in prints[1:]]
    assert len(set(hashes)) == 3
    other = bare(findings[0].origin, rule="missing-versioning")
    both = run_of(report((findings[0], other)))["results"]
    assert len({result["partialFingerprints"]["primaryLocationLineHash"] for result in both}) == 1


def test_equal_findings_on_one_line_still_have_different_line_hashes() -> None:
    where = source("min.json", "[1, 2, 3]")
    findings = tuple(bare(Origin(where, Span(offset, offset + 1))) for offset in (1, 4, 7))
    hashes = [result["partialFingerprints"]["primaryLocationLineHash"] for result in run_of(report(findings))["results"]]
    assert len(set(hashes)) == 3
    assert all(re.fullmatch("[0-9a-f]+:[0-9]+", each) for each in hashes)


def test_the_same_report_gives_the_same_text() -> None:
    assert render("sarif", ALL) == render("sarif", replace(ALL, seconds=9.0))
    assert render("sarif", ALL).isascii()


# Problems


def test_problems_are_results_and_notifications() -> None:
    run = run_of()
    [result] = [result for result in run["results"] if result["ruleId"] == "unreadable-file"]
    assert (result["level"], result["message"]["text"]) == ("error", "cannot read the file: Permission denied.")
    assert "logicalLocations" not in result["locations"][0]
    assert run["invocations"][0]["toolExecutionNotifications"] == [
        {
            "descriptor": {"id": "unreadable-file"},
            "level": "error",
            "message": {"text": "cannot read the file: Permission denied."},
            "locations": [{"physicalLocation": physical("templates/broken.yaml", 1, 1, 1, 1)}],
        },
        {
            "descriptor": {"id": "rule-failure"},
            "level": "error",
            "message": {"text": "rule x failed on Logs: KeyError: 'a'."},
        },
    ]
    ids = {described["id"] for described in run["tool"]["driver"]["notifications"]}
    notices = {"unreadable-file", "unresolved-module", "invalid-configuration", "null-value"}
    notices |= {"unused-suppression", "expired-suppression", "invalid-suppression"}
    assert ids == {*notices, "rule-failure", "open-input"}


# Messages


def test_brackets_in_labels_and_messages_make_no_links_of_their_own() -> None:
    where = source("a.tf", "x = 1\n")
    note = Note(Origin(where, Span(0, 1)), "this[0] \\ that")
    result = result_of(bare(Origin(where, Span(4, 5)), message="b[0](1) is a website", related=(note, replace(note, label=""))))
    assert result["message"]["text"] == ("b[0] (1) is a website. See: [this\\[0\\] \\\\ that](1) and [related place](2).")
    assert result["relatedLocations"][0]["message"]["text"] == "this[0] \\ that"


def test_many_places_are_bounded() -> None:
    where = source("a.tf", "x" * 200)
    notes = tuple(Note(Origin(where, Span(number, number + 1)), f"place {number}") for number in range(150))
    result = result_of(bare(Origin(where, Span(0, 1)), related=notes))
    assert len(result["relatedLocations"]) == 99
    assert result["message"]["text"].count("](") == 10


# Other readers


def test_another_program_reads_the_log(tmp_path: Path) -> None:
    from sarif.loader import load_sarif_file

    path = tmp_path / "out.sarif"
    path.write_text(render("sarif", ALL), encoding="utf-8")
    read = load_sarif_file(str(path))
    assert read.get_distinct_tool_names() == ["s3lint"]
    counts = {severity: read.get_report().get_issue_count_for_severity(severity) for severity in ("error", "warning", "note")}
    assert counts == {"error": 2, "warning": 1, "note": 0}
    found = [(record["Location"], record["Line"], record["Code"].split(" ")[0]) for record in read.get_records()]
    assert sorted(found) == [
        ("infra/prod.tfvars", 2, "missing-versioning"),
        ("templates/broken.yaml", 1, "unreadable-file"),
        ("templates/site.yaml", 13, "wildcard-principal"),
    ]


@settings(max_examples=50)
@given(st.text(max_size=30), st.integers(0, 30), st.integers(0, 30), st.text(max_size=12))
def test_any_text_and_place_fit_the_schema(text: str, one: int, other: int, words: str) -> None:
    start, end = sorted((min(one, len(text)), min(other, len(text))))
    origin = Origin(source("a.yaml", text), Span(start, end))
    finding = bare(origin, message=words or "x", label=words, related=(Note(origin, words),), request=words)
    whole = log(report((finding,)))
    assert list(VALIDATOR.iter_errors(whole)) == []
    region = whole["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"]
    assert region["startColumn"] <= region["endColumn"]
