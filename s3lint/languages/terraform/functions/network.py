"""Functions of IP networks."""

from __future__ import annotations

import ipaddress
from typing import Union

from s3lint.languages.terraform.functions.arguments import Result, at_most, function, strings_list, text, whole
from s3lint.languages.terraform.functions.site import MAX_ITEMS, CallSite, FunctionError

Network = Union[ipaddress.IPv4Network, ipaddress.IPv6Network]


def _network(prefix: str) -> Network:
    if "/" not in prefix:
        raise FunctionError("a prefix such as 10.0.0.0/8")
    address, _, size = prefix.rpartition("/")
    try:
        if not size.isdecimal() or not size.isascii():
            raise ValueError
        plain = _without_leading_zeros(address) if ":" not in address else address
        return ipaddress.ip_network(f"{plain}/{int(size)}", strict=False)
    except ValueError:
        raise FunctionError("a prefix such as 10.0.0.0/8") from None


def _without_leading_zeros(address: str) -> str:
    """Terraform reads `010` in an address as ten."""
    return ".".join(part.lstrip("0") or "0" if part.isdecimal() else part for part in address.split("."))


@function("cidrhost", text, whole)
def _cidrhost(site: CallSite, prefix: str, host: int) -> Result:
    network = _network(prefix)
    size = network.num_addresses
    if not -size <= host < size:
        raise FunctionError(f"a host number that fits into {prefix}")
    return str(network[host])


@function("cidrnetmask", text)
def _cidrnetmask(site: CallSite, prefix: str) -> Result:
    network = _network(prefix)
    if network.version == 6:
        raise FunctionError("an IPv4 prefix; IPv6 has no netmask")
    return str(network.netmask)


def _subnet(network: Network, bits: int, number: int) -> Network:
    size = network.prefixlen + bits
    if bits < 0 or size > network.max_prefixlen:
        raise FunctionError(f"at most {network.max_prefixlen - network.prefixlen} new bits for {network}")
    if not -(1 << bits) <= number < 1 << bits:
        raise FunctionError(f"a subnet number of {bits} bits")
    number %= 1 << bits
    first = int(network.network_address) + (number << (network.max_prefixlen - size))
    return ipaddress.ip_network((first, size)) if network.version == 4 else ipaddress.IPv6Network((first, size))


@function("cidrsubnet", text, whole, whole)
def _cidrsubnet(site: CallSite, prefix: str, bits: int, number: int) -> Result:
    return str(_subnet(_network(prefix), bits, number))


@function("cidrsubnets", text, rest=whole)
def _cidrsubnets(site: CallSite, prefix: str, *sizes: int) -> Result:
    """Consecutive subnets, each on its own boundary."""
    network = _network(prefix)
    at_most(len(sizes), MAX_ITEMS, "items", site)
    made: list[str] = []
    following = int(network.network_address)
    for bits in sizes:
        size = network.prefixlen + bits
        if bits < 1 or size > network.max_prefixlen:
            raise FunctionError(f"from 1 to {network.max_prefixlen - network.prefixlen} new bits for {network}")
        step = 1 << (network.max_prefixlen - size)
        first = -(-following // step) * step
        if first + step > int(network.network_address) + network.num_addresses:
            raise FunctionError(f"subnets that fit into {network}")
        kind = ipaddress.IPv4Network if network.version == 4 else ipaddress.IPv6Network
        made.append(str(kind((first, size))))
        following = first + step
    return strings_list(made, site.origin)
