"""What can be wrong with a call of s3lint, as opposed to with a template.

UsageError          a bad option, configuration or path: the result would mean nothing, exit status 2
  NothingToCheck    no file of a kind that s3lint reads: exit status 3
"""

from __future__ import annotations


class UsageError(Exception):
    """The message is one line: what is wrong and, where there is one, what was probably meant."""


class NothingToCheck(UsageError):
    """The paths hold no template and no Terraform file."""


_CLOSE = 0.7
"""How alike two words must be, of 1; below it, the two dashes of options alone make them alike."""


def did_you_mean(word: str, known: list[str]) -> str:
    """`; did you mean …?`, or nothing where no known word is close."""
    from difflib import get_close_matches  # only on the way to an error

    close = get_close_matches(word, known, n=1, cutoff=_CLOSE)
    return f"; did you mean {close[0]}?" if close else ""
