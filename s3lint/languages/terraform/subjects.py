"""What the model is read from: the types of resources that count, and the subjects of those that a unit has."""

from __future__ import annotations

from collections.abc import Sequence

from s3lint.base.resource import Resource
from s3lint.base.value import Symbol, Unknown
from s3lint.languages.terraform import buckets, linked, neighbours, s3_objects
from s3lint.languages.unit import Subject

TYPES = linked.TYPES | neighbours.TYPES | s3_objects.TYPES
"""The resource types that are read into the model."""


def subjects_of(
    resources: Sequence[Resource], symbols: dict[str, Symbol], unread: Unknown | None = None
) -> tuple[Subject, ...]:
    """All subjects of a unit's resources; `symbols` are the names by which references call the buckets."""
    elsewhere = {resource.address for resource in neighbours.of_directory_buckets(resources)}
    own = [resource for resource in resources if resource.address not in elsewhere]
    found = linked.Estate(own, symbols, unread)
    return (*buckets.subjects(found), *neighbours.subjects(resources), *s3_objects.subjects(own, found))
