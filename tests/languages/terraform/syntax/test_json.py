"""`.tf.json` and `.tfvars.json` become the nodes of native syntax, with exact places."""

from __future__ import annotations

import pytest

from s3lint.base.source import Source
from s3lint.languages.terraform.syntax import json_syntax
from s3lint.languages.terraform.syntax.nodes import File, TemplateExpression
from tests.languages.terraform.syntax.notation import literals, outline, place, problems

TEXT = r"""{
  "//": "a comment",
  "terraform": {"required_version": ">= 1.5", "backend": {"s3": {"bucket": "${state}"}}},
  "variable": {
    "name": {"type": "map(string)", "default": {"a": "${not}"}, "description": "x"},
    "flag": [{"type": "bool"}]
  },
  "locals": {"x": "${var.name[\"a\"]}", "list": [1, true, null, 1.5, "$${y}"], "%{if true}a%{endif}": 1},
  "resource": [
    {
      "aws_s3_bucket": {
        "b": {
          "//": "ignored",
          "bucket": "logs-${var.name}",
          "provider": "aws.east",
          "depends_on": ["aws_kms_key.k"],
          "lifecycle": {"ignore_changes": ["tags", "acl"], "prevent_destroy": true},
          "versioning": {"enabled": true},
          "tags": {"${var.key}": "v"},
          "dynamic": {"rule": {"for_each": "${var.rules}", "content": {"id": "${rule.value}"}}}
        }
      }
    },
    {"aws_s3_bucket": {"c": [{"bucket": "c"}]}}
  ],
  "module": {"m": {"source": "./m", "providers": {"aws": "aws.east"}, "on": true}}
}
"""


def test_a_configuration() -> None:
    file = json_syntax.read(Source("main.tf.json", TEXT))
    assert file.problems == ()
    assert outline(file.body) == {
        "terraform": {"required_version": '">= 1.5"', 'backend "s3"': {"bucket": "(template ${state})"}},
        'variable "name"': {"type": "(map string)", "default": '{"a"="${not}"}', "description": '"x"'},
        'variable "flag"': {"type": "bool"},
        "locals": {
            "x": '(template ${([] (. var name) "a")})',
            "list": '[1 true null 1.5 "${y}"]',
            "%{if true}a%{endif}": "1",
        },
        'resource "aws_s3_bucket" "b"': {
            "bucket": '(template "logs-" ${(. var name)})',
            "provider": "(. aws east)",
            "depends_on": "[(. aws_kms_key k)]",
            "lifecycle": {"ignore_changes": "[tags acl]", "prevent_destroy": "true"},
            "versioning": '{"enabled"=true}',
            "tags": '{(template ${(. var key)})="v"}',
            'dynamic "rule"': {
                "for_each": "(template ${(. var rules)})",
                "content": {"id": "(template ${(. rule value)})"},
            },
        },
        'resource "aws_s3_bucket" "c"': {"bucket": '"c"'},
        'module "m"': {"source": '"./m"', "providers": '{"aws"=(. aws east)}', "on": "true"},
    }


def read(text: str, path: str = "main.tf.json") -> File:
    return json_syntax.read(Source(path, text))


def test_places() -> None:
    file = read('{"resource": {"aws_s3_bucket": {"b": {"bucket": "a-${var.n}-\\u00e9", "acl": "x"}}}}')
    (block,) = file.body.blocks
    assert place(file.source, block.header) == "1:33-1:36 '\"b\"'"
    assert [place(file.source, label.span) for label in block.labels] == ["1:15-1:30 '\"aws_s3_bucket\"'", "1:33-1:36 '\"b\"'"]
    bucket = block.body.arguments["bucket"]
    assert place(file.source, bucket.name_span) == "1:39-1:47 '\"bucket\"'"
    assert isinstance(bucket.expression, TemplateExpression)
    assert [place(file.source, part.span) for part in bucket.expression.parts] == [
        "1:50-1:52 'a-'",
        "1:52-1:60 '${var.n}'",
        "1:60-1:61 '-'",
        "1:61-1:67 '\\\\u00e9'",
    ]


def test_places_inside_a_policy_behind_escapes() -> None:
    file = read('{"locals": {"p": "{\\"Effect\\": \\"Deny\\", \\"Resource\\": \\"${x}/*\\"}", "q": "{\\"a\\": 1}"}}')
    found = file.body.blocks[0].body.arguments
    policy, plain = found["p"].expression, found["q"].expression
    assert isinstance(policy, TemplateExpression)
    assert isinstance(plain, TemplateExpression)
    texts = {str(part.value): place(file.source, part.span) for part in literals(policy)}
    assert texts["Deny"] == "1:34-1:38 'Deny'"
    assert texts["/*"] == "1:62-1:64 '/*'"
    assert "".join(str(part.value) for part in literals(plain)) == '{"a": 1}'


def test_values_of_variables_are_no_templates() -> None:
    file = read('{"//": 1, "name": "${x}", "list": ["a"]}', "terraform.tfvars.json")
    assert outline(file.body) == {"name": '"${x}"', "list": '["a"]'}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "1:1-1:1 expected a value, found the end of the text"),
        ('{"locals": }', "1:12-1:13 expected a value, found `}`"),
        ('{"locals": {"a": 1,}}', "1:20-1:21 expected another element after the comma, found `}`"),
        ('{"locals": {"a": 1 "b": 2}}', '1:20-1:21 expected `,` or `}`, found `"`'),
        ('{"locals": {"a" 1}}', "1:17-1:18 expected `:`, found `1`"),
        ('{"locals": {a: 1}}', "1:13-1:14 expected a key in quotes or `}`, found `a`"),
        ('{"locals": {"a": "x', '1:20-1:20 expected `"` at the end of the string, found the end of the text'),
        ('{"locals": {"a": "\\x"}}', "1:19-1:20 expected an escape that JSON knows, found `\\`"),
        ('{"locals": {"a": 01}}', "1:19-1:20 expected `,` or `}`, found `1`"),
        ('{"locals": {}} x', "1:16-1:17 expected the end of the text, found `x`"),
        ('{"locals": {"a": "${x"}}', "1:19-1:21 expected `}` for this `${`"),
        ('{"locals": {"a": 1, "a": 2}}', "1:22-1:23 expected the argument a once in this body, it is set again here"),
        ('{"ressource": {}}', "1:2-1:13 expected a block of Terraform, found `ressource`"),
        ('{"locals": {"a": 1e99999}}', "1:18-1:25 expected a number of at most 4096 digits, the limit of s3lint"),
        ('{"locals": 5}', "1:12-1:13 expected an object"),
        ('{"locals": ' + "[" * 200, "1:111-1:112 expected at most 100 levels of nesting, found `[`"),
    ],
)
def test_a_problem_names_the_place_and_what_was_expected(text: str, expected: str) -> None:
    assert problems(read(text)) == [expected]


def test_what_was_complete_before_an_error_is_read() -> None:
    file = read('{"locals": {"a": 1}, "resource": {"t": {"one": {"x": 1}, "two": {"y": 2,}}}}')
    assert outline(file.body) == {"locals": {"a": "1"}, 'resource "t" "one"': {"x": "1"}}
    assert len(file.problems) == 1
