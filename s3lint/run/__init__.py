"""From units to a report: which rules are asked what about which files, and what comes of their answers.

In reading order:
  engine          paths and settings to a report; the only module that knows all stages
  question        what a run is asked to do, and what comes of it for each piece of work
  judged          a unit, judged: what stays of it, and what all units of a run settle together
  registry        finds the rules and selects some; `packs` loads those of one folder
  config          the configuration, a room with a map of its own; `option` is what it can say to one rule
  profile         which rules serve the controls of a standard
  rule, finding   what a rule is, and what it says; `example` is a configuration that a rule shows and is tested with, for which
                  `policy_twins` writes what is the same around every policy
  requirements    rules in YAML, a room with a map of its own
  trials          examples tried; `example_files` finds those of a pack in files, `twin_models` compares twins
  judge           one rule's verdict on one subject over all worlds; one finding for what shares a cause
  claims          findings that rest on what no other unit of the run declares
  documented      findings about what is only known by its documentation, told where somebody can act on them
  scopes          the regions of files that a finding lies in
  suppressions    findings that somebody has accepted, a room with a map of its own
  redaction       findings without what is sensitive; `occurrences` finds that in texts
  changes         which findings a run about a change reports; `git` knows the change
  input_findings  what the engine itself reports, of input that it could not judge
  open_inputs     what undecided findings rest on, and the option that would decide most
  baseline        findings that are known from before, a room with a map of its own
  report          what a run found: the only thing that outputs see; `fingerprints` tell its findings apart in the next run

It may import `languages` and all below, and knows nothing of outputs or the command line.
"""
