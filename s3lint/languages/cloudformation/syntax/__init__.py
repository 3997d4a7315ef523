"""Templates, in YAML and in JSON, to one tree with the place of everything and the meaning of nothing.

In reading order:
  nodes          the tree
  reader         a text to trees, with limits; `libyaml` gives the events, `surrogates` makes JSON readable for it
  messages       what is wrong with a text, in words that say what was expected
  call           how functions are written
  scalars        what a scalar stands for
  template       sections, and how a file is told to be a template
  comments       comments with their places, only when they are asked for

It may import `base`, and of what languages share `files`.
"""
