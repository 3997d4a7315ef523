"""Findings that were there when s3lint was switched on: kept in a file, and hidden as long as they stay what they are.

In reading order:
  entries  what identifies a finding from one run to the next, whatever moves
  hiding   a report without what is known, and the entries that lapsed
  file     `s3lint-baseline.json`, read and written
  sarif    what another tool found, as a choice among the findings of a run

`baseline-v1.schema.json` describes the file. A run without one imports none of this.
"""
