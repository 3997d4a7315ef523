"""The file to start from: what most repositories say, as comments, and everything else in the schema that it names."""

from __future__ import annotations

STARTER = """\
# What s3lint does here. `s3lint config show PATH` tells what holds for a path, and why; `s3lint config schema` lists all keys.
# Paths start from the folder of this file. For the folders below it counts until one of them has a file of its own.

# Rules to ask: names, groups, other tools' ids, `default`, `all`.
# select = ["default"]
# ignore = ["missing-access-logging"]

# The least severity that fails a run, of critical, high, medium, low, info.
# fail-on = "low"

# Files and folders to pass over.
# exclude = ["examples", "vendor/**"]

# What a rule's findings are worth here.
# [severity]
# "missing-versioning" = "info"

# What the code leaves open, and what is yours: rules about others' access trust it.
# [values]
# account = "111122223333"
# accounts = { production = "111122223333" }
# org-ids = ["o-a1b2c3d4e5"]
# vpc-endpoints = ["vpce-0123456789abcdef0"]
# networks = ["203.0.113.0/24"]
# parameters = { Stage = "production" }
# variables = { stage = "production" }

# Options of one rule; `s3lint explain NAME` lists them.
# [rules.cross-account-grant]
# trusted = ["444455556666"]

# Findings that are accepted in files that nobody can edit, such as plans; elsewhere, say so in a comment.
# [[ignore-finding]]
# rule = "missing-versioning"
# resource = "module.site.*"
# reason = "built anew from the sources"
# until = 2099-01-31

# What holds for some paths alone.
# [[per-path]]
# path = "sandbox/**"
# ignore = ["durability"]
# fail-on = "high"
"""
