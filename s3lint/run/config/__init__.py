"""The configuration: which file counts for a path, and what it says there.

In reading order:
  keys       the table of keys, from which files are checked, the schema is made and `s3lint config show` is written
  discovery  the file that counts for what is checked; what it extends, and what it says of a path alone
  effective  what holds for a path, each value with its place; as the settings of a run
  document   one file: read within limits, checked, with the place of everything
  places     where each key of a text in TOML stands
  schema     the JSON Schema of the file; `s3lint.schema.json` beside it is what comes of it
  starter    the file that `s3lint config init` writes

It may import `finding` and `option`, of what languages share `discover`, and `base`. Nothing that a file says makes s3lint run
code, write, or read what lies outside of the repository that the file is in.
"""
