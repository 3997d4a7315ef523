"""HCL, in its native syntax and in JSON, to one tree with the place of everything and the meaning of nothing.

In reading order:
  nodes                  the tree
  reader                 files, expressions and templates in the native syntax; what of a broken file can be read
  json_syntax            `.tf.json` and `.tfvars.json`; reads the templates in their strings with `reader`
  treesitter_tree        tree-sitter's parse of a text; numbers
  treesitter_reader      bodies and blocks; `treesitter_expressions` and `treesitter_templates` what is in them
  layout                 line ends and separators, with which tree-sitter is more lenient than HCL
  strings                escapes, heredocs and `~`; templates from their flat parts
  lexical, problems      what is wrong in a text that tree-sitter refuses: tokens without end; python-hcl2's words
  comments               where they are and what they say

It may import `base` only.
"""
