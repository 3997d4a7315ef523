"""What the parts of a statement mean, in IAM's terms and by AWS's documentation.

In reading order:

* `principals`: callers, and which of them a principal designates. `actions`: which there are, and what a pattern covers.
* `keys`: condition keys: their type, and which requests have them. `operators`: condition operators, and what they compare.
* `conditions`: whether a condition entry holds for the values of its key.
* `compiled`: all of it together: a policy made ready to be asked about one bucket.
* `tables`: AWS's facts in JSON, each with source and date.

Imports `documents` and `matching`.
"""
