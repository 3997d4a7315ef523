"""What serves the controls of standards, for programs: a list of profiles."""

from __future__ import annotations

import json
from collections.abc import Sequence

from s3lint.run.profile import Profile


def render(profiles: Sequence[Profile]) -> str:
    """JSON in ASCII; `why` is empty where rules serve a control."""
    return json.dumps([_fields(profile) for profile in profiles], indent=2) + "\n"


def _fields(profile: Profile) -> dict[str, object]:
    return {
        "name": profile.name,
        "title": profile.title,
        "source": profile.source,
        "controls": [
            {"id": control.id, "title": control.title, "rules": list(control.rules), "why": control.why}
            for control in profile.controls
        ],
    }
