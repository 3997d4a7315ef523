"""`Fn::Cidr`, apart because hardly any template that concerns S3 needs it and `ipaddress` is slow to import."""

from __future__ import annotations

from collections.abc import Sequence
from ipaddress import ip_network
from itertools import islice

from s3lint.base.value import Data, Known, ListValue, Origin, Unknown, Value

MAX_BLOCKS = 256
"""As many as CloudFormation gives out at once."""


def cidr_blocks(words: Sequence[str], origin: Origin) -> Value[Data]:
    """Address blocks of a network: `words` are the network, how many blocks, and the bits left to hosts (default 8)."""
    try:
        network = ip_network(words[0], strict=False)
        count, bits = int(words[1]), int(words[2]) if len(words) > 2 else 8
        if not 0 < count <= MAX_BLOCKS:
            return Unknown(f"expected a count from 1 to {MAX_BLOCKS} in Fn::Cidr", origin)
        blocks = list(islice(network.subnets(new_prefix=network.max_prefixlen - bits), count))
    except ValueError as error:
        return Unknown(f"expected an address block, a count and bits in Fn::Cidr: {error}", origin)
    if len(blocks) < count:
        return Unknown(f"the network has only {len(blocks)} blocks of that size", origin)
    return Known(ListValue(tuple(Known(str(block), origin) for block in blocks)), origin)
