"""What credentials look like, so that one that stands in a template is seen.

Kinds with a form of their own only: a word that merely looks random is none. Forms as their issuers document them, 2026-11-28:
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids,
https://docs.github.com/en/authentication/keeping-your-account-and-data-secure/about-authentication-to-github#githubs-token-formats,
https://docs.gitlab.com/security/tokens/#token-prefixes, https://docs.slack.dev/authentication/tokens, https://docs.stripe.com/keys,
RFC 7468 for private keys, RFC 3986 section 3.2.1 for passwords in addresses.
"""

from __future__ import annotations

import re

# Runs of any character are bounded, so that a long text takes no square of its length.
# Expressions are compiled when a value is first looked at: most runs meet none, and each takes as long as a small module.
_FORMS = {
    "an access key of AWS": r"\b(?:AKIA|ASIA)[A-Z2-7]{16}\b",
    "a secret access key of AWS": (
        r"(?i:secret_?access_?key)[\"']?\s*[:=]\s*[\"']?(?P<value>[A-Za-z0-9/+]{40})(?![A-Za-z0-9/+=])"
    ),
    "a private key": r"-----BEGIN (?:[A-Z]+ )*PRIVATE KEY(?: BLOCK)?-----",
    "a token of GitHub": r"\b(?:gh[pousr]_[A-Za-z0-9]{36,}|github_pat_[A-Za-z0-9_]{22,})\b",
    "a token of GitLab": r"\bglpat-[A-Za-z0-9_-]{20,}",
    "a token of Slack": r"\bxox[abeoprs]-[A-Za-z0-9-]{10,}|https://hooks\.slack\.com/services/T\w+/B\w+/\w+",
    "a key of Stripe": r"\b[rs]k_live_[A-Za-z0-9]{16,}",
    "a key of Google": r"\bAIza[A-Za-z0-9_-]{35}\b",
    "a password in an address": (r"\b[a-z][a-z0-9+.-]{0,30}://[^\s/:@\"'{}$]{1,200}:(?P<value>[^\s/:@\"'{}$]{3,200})@"),
}
_SIGN = r"AKIA|ASIA|(?i:secret_?access)|-----BEGIN|gh[pousr]_|github_pat_|glpat-|xox|hooks\.slack|_live_|AIza|://"
"""A part of each form, so that most texts are looked at once."""

_NAMED = r"(?i)(?:^|[^a-z])(?:pass(?:word|wd|phrase)?|pwd|secret|token|(?:api|private|access)[-_ ]?key)$"
_PLACEHOLDER = r"(?i)example|changeme|placeholder|redacted|dummy|xxxx|\*\*\*|<|\.\.\.|password|secret"
"""What documentation and templates write in the place of a secret."""


def secret_in(text: str) -> str:
    """The kind of credential that a text holds, in words; empty where it holds none."""
    if not re.search(_SIGN, text):
        return ""
    for kind, form in _FORMS.items():
        for found in re.finditer(form, text):
            if not re.search(_PLACEHOLDER, found.groupdict().get("value") or found[0]):
                return kind
    return ""


def secret_named(name: str, value: str) -> str:
    """As `secret_in`, where the text has a name: a value of several kinds of characters is one if its name says so."""
    found = secret_in(value)
    if found or not re.search(_NAMED, name) or re.search(_PLACEHOLDER, value) or not re.fullmatch(r"[!-~]{8,}", value):
        return found
    is_reference = re.match(r"(?i)arn:|https?:|ssm:|/|[a-z0-9-]+(/[a-z0-9-]+)+$", value) is not None
    is_mixed = re.search(r"[0-9]", value) is not None and re.search(r"[A-Za-z]", value) is not None
    return "a secret by its name" if is_mixed and not is_reference else ""
