"""Values as Terraform has them: what every evaluation asks of them. None of it knows modules or expressions.

In reading order:
  origins        small questions: literals, words, what is derived of a value
  order          lists of which nobody knows in which order all items stand
  value_types    types, and the one that several have in common
  types          constraints as they are written, and conversion
  items          members of collections; `choosing` tells which of them a key means that is not known
  operators      equality and arithmetic
  rendering      structures as JSON, and as parts of a text
  placeholders   words replaced in texts of which parts are symbolic

It may import `syntax`.
"""
