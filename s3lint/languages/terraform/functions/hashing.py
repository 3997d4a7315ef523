"""Hashes and what identifies by them."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable

from s3lint.languages.terraform.functions.arguments import Result, function, text
from s3lint.languages.terraform.functions.site import CallSite


def digest(algorithm: str, content: bytes) -> bytes:
    return hashlib.new(algorithm, content, usedforsecurity=False).digest()


def _hex(algorithm: str) -> Callable[[CallSite, str], Result]:
    return lambda site, value: digest(algorithm, value.encode()).hex()


def _base64(algorithm: str) -> Callable[[CallSite, str], Result]:
    return lambda site, value: base64.b64encode(digest(algorithm, value.encode())).decode()


for _algorithm in ("md5", "sha1", "sha256", "sha512"):
    function(_algorithm, text)(_hex(_algorithm))
for _algorithm in ("sha256", "sha512"):
    function(f"base64{_algorithm}", text)(_base64(_algorithm))
