"""Plans and states of `terraform show -json`: resources with the values that they will have.

In reading order:
  plan            from a file to a unit
  resources       one resource: what is known after apply, what providers fill in, what is sensitive
  document        what of the JSON is read, and what is passed over
  masking         what no output may show
  configuration   what the plan says of the code: which bucket an argument refers to
  sources         places in the code beside the plan; `code` is what it says of values that are known after apply

It may import all of the language but `roots`, which hands it the files.
"""
