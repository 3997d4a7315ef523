"""Every node knows where it stands: in ASCII text, in other text, in heredocs, behind escapes."""

from __future__ import annotations

from s3lint.base.source import Source
from s3lint.languages.terraform.syntax import reader
from s3lint.languages.terraform.syntax.nodes import Binary, Conditional, File, FunctionCall, Literal, Splat, TemplateExpression
from tests.languages.terraform.syntax.notation import literals, outline, place

TEXT = """\
resource "aws_s3_bucket" "b" {
  bucket = "${var.name}-é-logs" # ü
  acl    = var.public ? "public-read" : f("x", y...)

  versioning {
    enabled = local.a[*].b[0]
  }
}
"""


def read(text: str) -> File:
    file = reader.read(Source("main.tf", text))
    assert file.problems == ()
    return file


def test_statements_and_expressions() -> None:
    file = read(TEXT)
    source = file.source
    (block,) = file.body.blocks
    assert place(source, block.header) == '1:1-1:29 \'resource "aws_s3_bucket" "b"\''
    assert place(source, block.span)[:8] == "1:1-8:2 "
    assert [place(source, label.span) for label in block.labels] == ["1:10-1:25 '\"aws_s3_bucket\"'", "1:26-1:29 '\"b\"'"]
    bucket, acl = block.body.arguments["bucket"], block.body.arguments["acl"]
    assert place(source, bucket.span) == "2:3-2:32 'bucket = \"${var.name}-é-logs\"'"
    assert place(source, bucket.name_span) == "2:3-2:9 'bucket'"
    assert isinstance(bucket.expression, TemplateExpression)
    assert [place(source, part.span) for part in bucket.expression.parts] == [
        "2:13-2:24 '${var.name}'",
        "2:24-2:31 '-é-logs'",
    ]
    assert isinstance(acl.expression, Conditional)
    assert place(source, acl.expression.span) == '3:12-3:53 \'var.public ? "public-read" : f("x", y...)\''
    assert place(source, acl.expression.if_true.span) == "3:25-3:38 '\"public-read\"'"
    call = acl.expression.if_false
    assert isinstance(call, FunctionCall)
    assert place(source, call.name_span) == "3:41-3:42 'f'"
    (inner,) = block.body.blocks
    splat = inner.body.arguments["enabled"].expression
    assert isinstance(splat, Splat)
    assert place(source, splat.span) == "6:15-6:30 'local.a[*].b[0]'"
    assert place(source, splat.each.span) == "6:22-6:30 '[*].b[0]'"


def test_offsets_behind_characters_beyond_ascii() -> None:
    file = read('# 中文 😀\na = "é${b}ü"\nöl = 1 + 2\n')
    template = file.body.arguments["a"].expression
    assert isinstance(template, TemplateExpression)
    assert [place(file.source, part.span) for part in template.parts] == ["2:6-2:7 'é'", "2:7-2:11 '${b}'", "2:11-2:12 'ü'"]
    total = file.body.arguments["öl"].expression
    assert isinstance(total, Binary)
    assert place(file.source, total.right.span) == "3:10-3:11 '2'"


POLICY = """\
policy = <<-EOT
  {
    "Resource": "arn:aws:s3:::${var.name}/$${aws:username}/*",
    "é": 1
  }
EOT
"""


def test_a_heredoc_gives_one_literal_per_line_at_its_place() -> None:
    file = read(POLICY)
    template = file.body.arguments["policy"].expression
    assert isinstance(template, TemplateExpression)
    assert [place(file.source, part.span) for part in template.parts] == [
        "2:3-3:1 '{\\n'",
        '3:3-3:31 \'  "Resource": "arn:aws:s3:::\'',
        "3:31-3:42 '${var.name}'",
        "3:42-3:44 '/$'",
        "3:45-4:1 '{aws:username}/*\",\\n'",
        "4:3-5:1 '  \"é\": 1\\n'",
        "5:3-6:1 '}\\n'",
    ]
    for literal in literals(template):
        if isinstance(literal.value, str):
            assert literal.value == file.source.text[literal.span.start : literal.span.end]


def test_a_heredoc_of_one_line_is_a_literal_at_the_place_of_that_line() -> None:
    file = read("a = <<EOT\nx y\nEOT\n")
    found = file.body.arguments["a"].expression
    assert found == Literal("x y\n", found.span)
    assert place(file.source, found.span) == "2:1-3:1 'x y\\n'"


def test_quoted_json_keeps_the_places_between_its_escapes() -> None:
    file = read('a = "{\\"Effect\\": \\"Deny\\"}"\nb = "x\\ty"\n')
    template = file.body.arguments["a"].expression
    assert isinstance(template, TemplateExpression)
    assert "".join(str(part.value) for part in literals(template)) == '{"Effect": "Deny"}'
    assert place(file.source, literals(template)[6].span) == "1:21-1:25 'Deny'"
    plain = file.body.arguments["b"].expression
    assert plain == Literal("x\ty", plain.span)
    assert place(file.source, plain.span) == "2:5-2:11 '\"x\\\\ty\"'"


HEREDOCS = """\
plain = <<EOT
  a
    b

EOT
indented = <<-EOT
    a
      b

    c
  EOT
tabbed = <<-EOT
\t\ta
\t  b
\tEOT
marked = <<-EOT
  %{ if x ~}
    a
  %{ endif ~}
  b
EOT
windows = <<EOT\r
a\r
EOT\r
empty = <<EOT
EOT
"""


def test_heredocs_lose_the_indentation_that_hcl_takes() -> None:
    assert outline(read(HEREDOCS).body) == {
        "plain": '(template "  a\\n" "    b\\n" "\\n")',
        "indented": '(template "a\\n" "  b\\n" "\\n" "c\\n")',
        "tabbed": '(template "a\\n" " b\\n")',
        # A line behind `~}` is no new line to the stripping, in Terraform too.
        "marked": '(template (if x ("    a\\n") ()) "  b\\n")',
        "windows": '(template "a" "\\r\\n")',
        "empty": '""',
    }
