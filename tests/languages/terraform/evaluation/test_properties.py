"""Properties of evaluation over random configurations.

Evaluation never raises. Taking a known input away leaves the verdict undecided or as it was, in every world: an answer that
was sure stays among the answers.
"""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from s3lint.base.value import Known, Setting, Text, Unknown
from s3lint.base.worlds import TooManyWorlds, World, explore
from s3lint.languages.inputs import Inputs
from s3lint.languages.unit import Unit
from s3lint.model.bucket import Bucket
from tests.languages.terraform.configurations import plain, single

WORDS = ("Enabled", "Suspended", "", "true", "3")
INPUTS = ("text", "flag", "number", "names", "thing")


def literals() -> st.SearchStrategy[str]:
    return st.one_of(
        st.sampled_from([f'"{word}"' for word in WORDS]),
        st.sampled_from(["true", "false", "null", "0", "1", "2.5", "[]", "{}"]),
        st.sampled_from([f"var.{name}" for name in INPUTS]),
        st.sampled_from(["local.known", "aws_s3_bucket.other.id", "aws_s3_bucket.other.arn", "var.thing.status", "var.thing"]),
    )


def compound(inner: st.SearchStrategy[str], condition: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        st.tuples(condition, inner, inner).map(lambda parts: "({} ? {} : {})".format(*parts)),
        inner.map(lambda one: f'"a${{{one}}}"'),
        st.lists(inner, max_size=3).map(lambda items: f"[{', '.join(items)}]"),
        st.tuples(inner, inner).map(lambda parts: "{{ status = {}, other = {} }}".format(*parts)),
        inner.map(lambda one: f"{one}.status" if one.startswith(("{", "(", "var", "local")) else one),
        inner.map(lambda one: f"[for x in {one} : x if x != null]"),
        inner.map(lambda one: f"{{ for k, x in {one} : k => x }}"),
        inner.map(lambda one: f"({one})[*]"),
        st.tuples(st.sampled_from(["length", "tostring", "flatten", "keys", "tobool", "jsonencode"]), inner).map(
            lambda parts: "{}({})".format(*parts)
        ),
        st.tuples(inner, inner).map(lambda parts: "lookup({}, {}, null)".format(*parts)),
        st.tuples(inner, inner).map(lambda parts: "concat({}, {})".format(*parts)),
        st.tuples(inner, inner).map(lambda parts: "try({}, {})".format(*parts)),
    )


def wild() -> st.SearchStrategy[str]:
    """Expressions of any kind, refused ones too; as arguments of `try` and `can` they are values all the same."""
    return st.recursive(
        literals(),
        lambda inner: st.one_of(
            compound(inner, inner),
            inner.map(lambda one: f"!{one}"),
            inner.map(lambda one: f"can({one})"),
            st.tuples(inner, st.sampled_from(["==", "!=", "&&", "||", "<", "+"]), inner).map(
                lambda parts: "({} {} {})".format(*parts)
            ),
        ),
        max_leaves=5,
    )


def conditions() -> st.SearchStrategy[str]:
    """Conditions that are no error, so that what is judged is a configuration that Terraform takes."""
    plain_ones = st.sampled_from(["var.flag", "length(var.names) > 0", "var.number > 0", 'var.text == "Enabled"'])
    return st.one_of(
        plain_ones,
        wild().map(lambda one: f"can({one})"),
        wild().map(lambda one: f"try(tobool({one}), false) == true"),
        st.tuples(literals(), literals()).map(lambda parts: "{} == {}".format(*parts)),
        st.tuples(plain_ones, st.sampled_from(["&&", "||"]), plain_ones).map(lambda parts: "({} {} {})".format(*parts)),
        plain_ones.map(lambda one: f"!({one})"),
    )


def expressions() -> st.SearchStrategy[str]:
    return st.one_of(
        st.recursive(literals(), lambda inner: compound(inner, conditions()), max_leaves=6),
        st.tuples(wild(), literals()).map(lambda parts: "try({}, {})".format(*parts)),
    )


COLLECTIONS = (
    "toset(var.names)",
    "{ for name in var.names : name => 1 }",
    'toset([for name in var.names : name if name != "a"])',
    'toset(concat(var.names, var.flag ? ["c"] : []))',
    "var.flag ? toset(var.names) : toset([])",
    "toset([var.text])",
    'toset(["a-${var.text}", "b-${var.text}"])',
    '{ for name in ["a", "b"] : "${name}-${var.text}" => 1 if var.flag }',
    'merge({ "a-${var.text}" = 1 }, var.flag ? { "${var.text}-b" = 2 } : {})',
    "{ for name in [var.text] : name => 1 if var.flag }",
    "{ for index in range(var.number) : index => 1 }",
    "merge({ for name in var.names : name => 1 }, var.number > 1 ? { c = 1 } : {})",
)
"""What `for_each` takes whatever the inputs are."""

VALUES = {
    "text": st.sampled_from(['"Enabled"', '"Suspended"', '""']),
    "flag": st.sampled_from(["true", "false"]),
    "number": st.sampled_from(["0", "1", "2"]),
    "names": st.sampled_from(["[]", '["a"]', '["a", "b"]']),
    "thing": st.sampled_from(['{ status = "Enabled" }', "{}", '"text"']),
}
TYPES = {"text": "string", "flag": "bool", "number": "number", "names": "list(string)", "thing": "any"}


def configuration(status: str, count: str, block: str, each: str, given: dict[str, str]) -> str:
    variables = "".join(
        f'variable "{name}" {{\n  type = {TYPES[name]}\n' + (f"  default = {given[name]}\n" if name in given else "") + "}\n"
        for name in INPUTS
    )
    return (
        variables
        + f"""
locals {{
  known = {{ status = "Enabled", list = [1, "two"] }}
}}
resource "aws_s3_bucket" "other" {{}}
resource "aws_s3_bucket" "b" {{
  bucket = {status}
}}
resource "aws_s3_bucket_versioning" "b" {{
  count  = {count}
  bucket = aws_s3_bucket.b.id
  versioning_configuration {{
    status = {status}
  }}
}}
resource "aws_s3_bucket_public_access_block" "b" {{
  for_each          = {each}
  bucket            = aws_s3_bucket.b.id
  block_public_acls = true
}}
resource "aws_s3_bucket_ownership_controls" "b" {{
  bucket = aws_s3_bucket.b.id
  dynamic "rule" {{
    for_each = {block}
    content {{
      object_ownership = rule.value
    }}
  }}
}}
"""
    )


def is_whole(setting: Setting[Any]) -> bool:
    """Whether a text is known to its end, symbols aside."""
    return not (isinstance(setting, Known) and isinstance(setting.value, Text) and setting.value.unknowns)


def answers(unit: Unit, ask: Any) -> set[str] | None:
    """What may be said of the bucket; None where it is plainly open."""
    (subject,) = [one for one in unit.subjects if one.address == "aws_s3_bucket.b" and one.kind is Bucket]

    def question(world: World) -> Any:
        return ask(subject.build(world))

    try:
        found = [setting for _, setting in explore(question)]
    except TooManyWorlds:
        return None
    if any(isinstance(setting, Unknown) or not is_whole(setting) for setting in found):
        return None
    return {str(plain(setting)) for setting in found}


def blocks_acls(found: Bucket) -> Setting[Any]:
    block = found.public_access_block
    return block.value.block_public_acls if isinstance(block, Known) else block


ASKED = (
    lambda found: found.versioning.status,
    lambda found: found.object_ownership,
    lambda found: found.name,
    blocks_acls,
)


@settings(max_examples=120, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.fixed_dictionaries(VALUES),
    expressions(),
    conditions().map(lambda one: f"({one}) ? 1 : 0"),
    expressions(),
    st.sampled_from(COLLECTIONS),
    st.sets(st.sampled_from(INPUTS), min_size=1),
)
def test_taking_inputs_away_never_flips_an_answer(
    given_values: dict[str, str], status: str, count: str, block: str, each: str, taken: set[str]
) -> None:
    sure = single(Inputs(), main_tf=configuration(status, count, block, each, given_values))
    left = {name: value for name, value in given_values.items() if name not in taken}
    open_ended = single(Inputs(), main_tf=configuration(status, count, block, each, left))
    for ask in ASKED:
        before, after = answers(sure, ask), answers(open_ended, ask)
        if before is not None and after is not None:
            assert before <= after
