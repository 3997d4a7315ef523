"""Rules in YAML among the others: what a run without any loads, and their pages."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from s3lint.outputs.pages import explanations
from tests.run.requirements.rules import NAME, rule


def test_a_run_without_any_loads_nothing_for_them() -> None:
    code = (
        "import sys, s3lint; s3lint.check(['fixtures/demo']);"
        "print([name for name in sys.modules if name.partition('.')[0] == 'jsonschema' or 'requirements' in name])"
    )
    assert subprocess.check_output([sys.executable, "-c", code], text=True) == "[]\n"


def test_a_page_shows_the_examples_in_the_languages_that_they_are_written_in(tmp_path: Path) -> None:
    asked = rule(
        tmp_path,
        """
        setting: encryption
        exists: true
        examples:
          bad:
            - title: nothing is said
              terraform: |
                resource "aws_s3_bucket" "ledger" {  # expect: own-rule
                }
          good:
            - title: S3 encrypts
              cloudformation: |
                Resources:
                  Ledger:
                    Type: AWS::S3::Bucket
        """,
    )
    page = explanations([NAME], [asked])
    assert page.startswith("# own-rule\n\nSomething is amiss.\n\nhigh severity, hygiene, on by default\n\n## What it checks\n")
    assert page.endswith(
        """\
## Fails: nothing is said

```hcl
resource "aws_s3_bucket" "ledger" {  # expect: own-rule
}
```

## Passes: S3 encrypts
```yaml
Resources:
  Ledger:
    Type: AWS::S3::Bucket
```
"""
    )
