"""What a module's expressions mean, computed when it is asked for; each definition once.

In reading order:
  switched_off      what is declared and not there, and where that is said
  modules           a root module and those that it calls: variables, locals, outputs, instances
  resources         one instance of a resource: arguments, settings, regions; `providers` are their provider configurations
  attributes        what others refer to; `attribute_formats` is the data. `policy_document` is `aws_iam_policy_document`
  instances         what `count` and `for_each` make
  handed            what calls hand to modules that can't be seen
  bodies            arguments and blocks, `dynamic` ones too
  expressions       every kind of expression: `decisions` (conditions, operators), `calls` (functions, `try`, `can`), `loops`
  references        what the first words of a reference go to
  evaluated         definitions that were met too deep, evaluated before those that need them
  frame             where an expression stands, and what it may ask of the module around it

It may import `functions`, `declarations`, `values` and `syntax`.
"""
