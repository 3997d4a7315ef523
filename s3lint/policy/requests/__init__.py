"""Requests: the finitely many classes that the statements of a policy can tell apart, and the search among them.

In reading order:

* `kinds`: which requests a question is about. `request`: a request in words. `candidate`: one as statements are asked about it.
* `evaluate`: what a policy makes of a candidate, without any search.
* `callers`: the callers to try, and the keys that a caller fixes. `key_values`: the values of a condition key to try.
* `key_settings`: ways to set keys, and the statements that each rules out.
* `request_classes`: the classes of requests of a kind. `search`: is there one that none of some statements matches?
* `request_syntax`: requests as people write them: `GET anonymous s3://bucket/key http`.

Imports `language`, `documents` and `matching`.
"""
