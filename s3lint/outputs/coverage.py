"""What serves the controls of standards, for people."""

from __future__ import annotations

from collections.abc import Sequence

from s3lint.run.profile import Profile


def render(profiles: Sequence[Profile]) -> str:
    """Control by control: the rules that serve it, those that are not installed left out, or why none does."""
    return "\n".join(_text(profile) for profile in profiles)


def _text(profile: Profile) -> str:
    lines = [f"{profile.title}, {profile.source}"]
    for control in profile.controls:
        lines += [f"  {control.id}  {control.title}", f"    {', '.join(control.rules) or f'not checked: {control.why}'}"]
    return "\n".join(lines) + "\n"
