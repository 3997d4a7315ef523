"""From files to subjects: what templates, modules, plans and policies say, as models that rules can judge.

In reading order:
  front_end       what a front end is, and the table of languages with the endings of their files' names
  discover        which files below a path are candidates; `files` reads them within limits
  inputs          what the user says about a deployment beside the files
  unit            what comes out: the subjects of one template, root module, plan or policy
  secrets         what of it is sensitive
  cloudformation  and `terraform`: a room with a map of its own for each
  policy_file     bucket policies without a template
  subjects        from the resources of a unit to what rules judge; `sites` are these things in one world, read when asked
  estate          the resources of a unit, linked; `linking` says which companion belongs to which bucket, by what
                  `namings` make of names; `unseen` which bucket is given to what nobody can read
  dialect         a language's table of where each setting stands, in the words of `locators` and `site`
  computed        the settings that need code, for all languages; `trails` what CloudTrail records, `conflicts` what a text
                  says twice, `identities` who has which policies, and what caps them, `deliveries` which logs need an ACL
  parts           what stands at a key, in the shapes of the model; `arns` the formats of ARNs and domains

It may import `model`, `policy` and `base`. Languages know nothing of each other, and nothing of rules.
"""
