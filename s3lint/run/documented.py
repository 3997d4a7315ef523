"""Findings that rest on documentation, told at the call of what it documents, with what the call can say."""

from __future__ import annotations

from s3lint.base.documented import Documented, editable
from s3lint.base.record import replace
from s3lint.base.value import Origin
from s3lint.run.finding import Finding


def told(finding: Finding, subject: Origin) -> Finding:
    """A finding about the subject at a place, as somebody can act on it who has no code but that of the call."""
    origin = finding.origin
    sources = (origin.source, *(note.origin.source for note in finding.related))
    found = next((source for source in (*sources, subject.source) if isinstance(source, Documented)), None)
    if found is None:
        return finding
    argument = found.arguments.get(finding.setting)
    is_moved = isinstance(origin.source, Documented)
    return replace(
        finding,
        origin=editable(origin),
        label="".join(step.what for step in origin.via[:1]) if is_moved else finding.label,
        related=tuple(note for note in finding.related if not isinstance(note.origin.source, Documented)),
        help=f"set `{argument}` in the call of the module" if argument else finding.help,
        basis=found.basis,
    )
