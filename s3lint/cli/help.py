"""What `--help` prints: the commands, the table of options, the exit status."""

from __future__ import annotations

from s3lint.cli.options import GROUPS, OPTIONS

USAGE = """\
s3lint checks Amazon S3 in CloudFormation and Terraform.

Usage:
  s3lint [check] PATH...       judge templates and modules in files and folders; - is standard input
  s3lint why TARGET [PATH...]  what each rule says of one bucket, and what it looked at
  s3lint model PATH...         the settings of all buckets, and of what stands around them, as JSON
  s3lint inventory PATH...     every bucket with its settings, as a table or as a page for auditors
  s3lint policy FILE...        judge bucket policies in JSON; - is standard input
  s3lint suppressions list PATH...   what is suppressed, why, until when, and whether that is needed
  s3lint suppressions prune PATH...  the difference without those that are not; --write makes it
  s3lint baseline create|update|prune|show [PATH...]
                               accept what is found today; later runs report what is new
  s3lint explain RULE...       what a rule checks and why, with examples; other tools' ids work too
  s3lint config show [PATH]    what the configuration says for a path, and where; validate checks
                               it, schema prints its schema, init writes a file to start from
  s3lint rules                 list the rules
  s3lint test FOLDER...        try the examples of rules of your own; a folder so named: ./test
"""
ENVIRONMENT = """\
Variables such as S3LINT_FAIL_ON=high stand for options of `check` that are not given, also where
`why`, `model`, `inventory` and `policy` take them.
"""
STATUSES = """\
Exit status:
  0    nothing found at or above --fail-on
  1    something found, or a file could not be read
  2    wrong option, path or configuration, or s3lint failed: the result means nothing
  3    nothing to check
  130  interrupted
"""


def help_text() -> str:
    left = {option: ", ".join(filter(None, (option.short, option.long))) + f" {option.value}".rstrip() for option in OPTIONS}
    width = max(map(len, left.values()))
    groups = [
        f"{title}:\n" + "".join(f"  {left[option]:{width}}  {option.help}\n" for option in options)
        for title, options in GROUPS.items()
    ]
    return "\n".join([USAGE, *groups, ENVIRONMENT, STATUSES])
