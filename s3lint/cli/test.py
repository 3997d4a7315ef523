"""`s3lint test`: the examples of rules of one's own, tried."""

from __future__ import annotations

from s3lint.cli import streams
from s3lint.cli.check import FOUND, SILENT
from s3lint.cli.options import Arguments
from s3lint.errors import UsageError
from s3lint.outputs import trials as output
from s3lint.run import example_files, packs, trials
from s3lint.run.registry import listed, select
from s3lint.run.trials import Trial


def test(arguments: Arguments) -> int:
    if not arguments.words:
        raise UsageError("test what? Name a folder with rules: s3lint test FOLDER")
    listed(arguments.words)  # what is wrong with the packs beside other rules
    of_folders = {folder: packs.of_folder(folder) for folder in dict.fromkeys(arguments.words)}
    everything = [rule for rules in of_folders.values() for rule in rules]
    selected = {rule.name for rule in select(everything, arguments.select or ("all",), arguments.ignore)}
    tried: list[Trial] = []
    for folder, rules in of_folders.items():
        asked = [rule for rule in rules if rule.name in selected]
        tried += (trial for rule in asked for trial in trials.of_rule(rule))
        tried += example_files.of_pack(folder, rules, asked)
    if arguments.quiet < SILENT:
        streams.write(output.render(tried))
    if not arguments.quiet:
        streams.say(output.summary(tried, len(selected)))
    return 0 if all(trial.is_as_expected for trial in tried) else FOUND
