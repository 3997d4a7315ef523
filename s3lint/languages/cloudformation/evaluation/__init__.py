"""What the nodes of a template mean: values with their places, each as far as the text decides it.

In reading order:
  evaluator         one stack: nodes to values, its resources, named conditions, outputs
  stack             what the others ask of a stack, and the place where a function is called
  intrinsics        the functions; `lookups` is `Fn::FindInMap`, `cidr` is `Fn::Cidr`
  references        what names stand for; `return_values` is the data on attributes
  conditions        `Fn::Equals`, decided by `equality`, and what is made of it; `rules` ask for some in every deployment
  foreach           loops unrolled, in maps and in strings
  parameters        what parameters are set to, by default and by the user; `bounds` is what they can be
  resources         declarations to resources, with when they exist and where they stand
  exports           what a stack exports for others, and what its template imports
  texts             strings: their places, joining and splitting

It may import `syntax`, and of what languages share `arns`, `files` and `inputs`.
"""
