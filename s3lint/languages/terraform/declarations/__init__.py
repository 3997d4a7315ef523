"""What the files of a folder declare, nothing evaluated, and which folders are root modules.

In reading order:
  discover        which directories lead to S3, and which of them no other calls
  configuration   blocks by kind and name, overrides merged
  project         what a root module shares with those that it calls: parsed folders, assignments, problems, limits
  documented      modules that are not on disk, as their documentation describes them; `versions` are what a constraint allows
  bystanders      modules that configure no bucket, whatever they are given
  variables       values given from outside, and what a variable makes of one

It may import `values` and `syntax`.
"""
