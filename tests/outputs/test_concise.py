"""One line per finding."""

from __future__ import annotations

from s3lint.base.record import replace
from s3lint.outputs import Options, render
from tests.outputs.reports import IN_DEV, PUBLIC, ROOT, SUSPENDED, UNREADABLE, report

ALL = report((PUBLIC, SUSPENDED), (IN_DEV,), (UNREADABLE,))


def test_one_line_per_finding_in_the_order_of_places() -> None:
    assert render("concise", ALL, Options(show_undecided=True)).replace(f"{ROOT}/", "") == (
        "infra/prod.tfvars:2:13: warning[missing-versioning] versioning of"
        ' module.logs["eu"].aws_s3_bucket.this[0] is Suspended (also: module.logs["us"].aws_s3_bucket.this[0])\n'
        "templates/broken.yaml:1:1: error[unreadable-file] cannot read the file: Permission denied\n"
        "templates/site.yaml:13:13: error[wildcard-principal] anyone on the internet can read objects in SiteBucket\n"
        "templates/staged.yaml:2:3: undecided[missing-versioning] Ledger does not enable versioning when Environment is dev:"
        " S3 keeps no earlier versions then\n"
    )


def test_undecided_findings_are_left_out_unless_asked_for() -> None:
    assert "staged.yaml" not in render("concise", ALL)
    assert render("concise", report()) == ""


def test_what_leaves_several_rules_undecided_is_one_line() -> None:
    reason = "is undecided: module.backup is given this bucket and not read"
    logged = replace(IN_DEV, message=f"whether Ledger is logged {reason}", rule="missing-access-logging", cases=())
    open_ones = [replace(logged, rule=rule) for rule in ("missing-versioning", "plain-http-allowed")]
    elsewhere = replace(logged, message="whether Ledger is logged is undecided: something else", inputs=("module.other",))
    found = report(undecided=(logged, *open_ones, elsewhere))
    assert render("concise", found, Options(show_undecided=True)).replace(f"{ROOT}/", "") == (
        f"templates/staged.yaml:2:3: undecided[missing-access-logging] whether Ledger is logged {reason}"
        " (undecided likewise: missing-versioning and plain-http-allowed)\n"
        "templates/staged.yaml:2:3: undecided[missing-access-logging] whether Ledger is logged is undecided: something else\n"
    )


def test_a_message_stays_on_its_line() -> None:
    finding = replace(PUBLIC, message="first\nsecond: \x1b[1mé")
    assert render("concise", report((finding,))).endswith(" error[wildcard-principal] first second: �[1mé\n")
    assert render("concise", report((finding,)), Options(ascii=True)).endswith(" first second: ?[1m\\xe9\n")


def test_colour_is_for_the_level() -> None:
    assert render("concise", report((PUBLIC,)), Options(colour=True)).replace(f"{ROOT}/", "") == (
        "templates/site.yaml:13:13: \x1b[1;31merror[wildcard-principal]\x1b[0m"
        " anyone on the internet can read objects in SiteBucket\n"
    )
