"""What authors say is known and accepted: suppressions of findings, as they are written down, and what they hide.

In reading order:
  settings    what the configuration says about all of them, and the findings that it names itself
  directive   one suppression: its grammar, and what it covers
  metadata    suppressions in the metadata of CloudFormation's resources
  carriers    all suppressions in the files of a unit
  marking     findings marked with the suppressions that cover them, and what is wrong with these
  pruning     texts without those that hide nothing

It may import what `run` knows of findings and their regions. Only `settings` is imported where nothing is suppressed.
"""
