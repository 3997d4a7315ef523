"""Hashes and what identifies by them."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable

from s3lint.base.value import Unknown
from s3lint.languages.terraform.functions.arguments import Result, function, text
from s3lint.languages.terraform.functions.site import CallSite, FunctionError

_NAMESPACES = {
    "dns": "6ba7b810-9dad-11d1-80b4-00c04fd430c8",
    "url": "6ba7b811-9dad-11d1-80b4-00c04fd430c8",
    "oid": "6ba7b812-9dad-11d1-80b4-00c04fd430c8",
    "x500": "6ba7b814-9dad-11d1-80b4-00c04fd430c8",
}


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


@function("uuidv5", text, text)
def _uuidv5(site: CallSite, namespace: str, name: str) -> Result:
    import uuid  # 3 ms, only for this function

    try:
        return str(uuid.uuid5(uuid.UUID(_NAMESPACES.get(namespace, namespace)), name))
    except ValueError:
        raise FunctionError("dns, url, oid, x500 or a UUID as the namespace") from None


@function("rsadecrypt", text, text)
def _rsadecrypt(site: CallSite, ciphertext: str, key: str) -> Result:
    return Unknown("s3lint decrypts nothing", site.origin)
