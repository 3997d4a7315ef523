"""Comments are kept with their places, and what only looks like one is none."""

from __future__ import annotations

import pytest

from s3lint.base.source import Source
from s3lint.languages.front_end import front_end
from s3lint.languages.unit import Language
from tests.languages.terraform.syntax.notation import place
from tests.work import calls


def comments(text: str, path: str = "main.tf") -> list[str]:
    """Place and text of each in the source, what it says, and `alone` where nothing stands before it."""
    source = Source(path, text)
    found = front_end(Language.TERRAFORM).comments(source)
    return [f"{place(source, one.span)} {one.text!r}{' alone' if one.stands_alone else ''}" for one in found]


def test_comments_of_the_native_syntax() -> None:
    text = """\
# s3lint: all of it
resource "aws_s3_bucket" "b" { // the bucket
  bucket = "acme" /* its
    name */ # twice
  ## acl
  tags = { /**/ a = [1, # one
    f(2 /* two */)] }
}
//"""
    assert comments(text) == [
        "1:1-1:20 '# s3lint: all of it' 's3lint: all of it' alone",
        "2:32-2:45 '// the bucket' 'the bucket'",
        "3:19-4:12 '/* its\\n    name */' 'its\\n    name'",
        "4:13-4:20 '# twice' 'twice'",
        "5:3-5:9 '## acl' 'acl' alone",
        "6:12-6:16 '/**/' ''",
        "6:25-6:30 '# one' 'one'",
        "7:9-7:18 '/* two */' 'two'",
        "9:1-9:3 '//' '' alone",
    ]


def test_carriage_returns_are_no_part_of_a_comment() -> None:
    assert comments("a = 1 # b\r\n# c\r\n", "x.tofu") == ["1:7-1:10 '# b' 'b'", "2:1-2:4 '# c' 'c' alone"]


def test_a_sign_inside_a_string_or_a_heredoc_is_none() -> None:
    text = """\
a "#" "//" {
  b = "# c // d /* e */ ${ f /* g */ } # h"
  i = <<-EOT
    # j
    ${ k # l
    }
    // %{ if m /* n */ }/* o */%{ endif }
  EOT
}
"""
    assert comments(text) == ["2:30-2:37 '/* g */' 'g'", "5:10-5:13 '# l' 'l'", "7:16-7:23 '/* n */' 'n'"]


def test_comments_beside_a_broken_statement() -> None:
    text = '# a\nb = "\n# c\nd = 1 # é\ne = <<EOT\n# f\nEOT\ng = @\n# h\ni = 1 # j\n'
    assert comments(text) == ["1:1-1:4 '# a' 'a' alone", "4:7-4:10 '# é' 'é'", "10:7-10:10 '# j' 'j'"]


def test_values_of_variables_have_comments() -> None:
    assert comments("a = 1 # b\n", "terraform.tfvars") == ["1:7-1:10 '# b' 'b'"]


def test_comments_of_the_json_syntax_are_the_members_that_terraform_ignores() -> None:
    text = """\
{
  "//": "of the file",
  "resource": {"//": "of all", "aws_s3_bucket": {
    "b": {"tags": {"//": "a tag"},
      "//": "of \\u00e9", "bucket": "x"}}},
  "//": ["no string"]
}
"""
    assert comments(text, "main.tf.json") == [
        "2:3-2:22 '\"//\": \"of the file\"' 'of the file' alone",
        "3:16-3:30 '\"//\": \"of all\"' 'of all'",
        "5:7-5:24 '\"//\": \"of \\\\u00e9\"' 'of é' alone",
    ]
    assert comments('{"//": "x"}', "terraform.tfvars.json") == ["1:2-1:11 '\"//\": \"x\"' 'x'"]


@pytest.mark.parametrize("path", ["plan.json", "page.tftpl", "policy.json"])
def test_other_files_have_none(path: str) -> None:
    assert comments('# a\n{"//": "b"}', path) == []


@pytest.mark.parametrize("text", ["/**/" * 20_000, "#\n" * 40_000, 'a = "#"\n' * 10_000, "a = {\n" * 5_000 + "#"])
def test_many_comments_take_time_as_they_are_many(text: str) -> None:
    calls(lambda: comments(text), most=60 * len(text))
