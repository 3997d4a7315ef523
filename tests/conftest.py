"""Hypothesis draws the same examples in every run, so that a gate that was green stays green, and sets no deadline for one.

`pytest --hypothesis-profile draw` draws anew; a failure that it finds becomes an `@example` of its test.
"""

from hypothesis import settings

settings.register_profile("gate", derandomize=True, deadline=None)
settings.register_profile("draw", derandomize=False, deadline=None, print_blob=True)
settings.load_profile("gate")
