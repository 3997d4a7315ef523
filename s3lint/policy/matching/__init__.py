"""Strings of policies and requests compared: wildcards, policy variables, numbers, and parts that a template leaves open.

In reading order:

* `alphabet`: the private characters that stand for symbols and unknown parts, and the map of their ranges.
* `patterns`: `*` and `?`, and the finitely many classes of strings that a set of patterns can tell apart.
* `symbols`: the bucket that a policy is attached to, and texts of a template as comparable strings.
* `text_templates`: comparison with three answers, and texts that name policy variables.
* `scalars`: numbers, instants and ranges of addresses.

Imports nothing of the other rooms.
"""
