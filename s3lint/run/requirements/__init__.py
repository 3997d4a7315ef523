"""Rules in YAML: what a setting of the model must be, for whom, and what to say where it is not.

In reading order:
  reading     a file to rules, or to all its mistakes with their places
  schema      what a file may hold, as JSON Schema; `mistakes` says what is wrong with one, by that schema
  requirement a rule that asks a condition
  conditions  what is asked of a thing, answered yes, no, or by what would decide it
  operators   the table of what can be asked of one setting
  lookup      what stands at a key of the model

Nothing of it is loaded for rules in Python.
"""

from __future__ import annotations

from s3lint.run.requirements.reading import load as load
