"""The built-in rules, one file each; the file is called as its rule is.

A file reads from the top: the page (what the rule checks, why, what it can't see), what lists say of it, examples that fail,
that pass, that are undecided and that don't apply, and last the question that it asks, of one object in one world.

`missing_versioning` is the plainest about a setting, `wildcard_action` about a policy. `docs/rules/README.md` lists all by
their groups. A rule imports what `s3lint` exports and nothing else, as rules of other packages do.
"""
