"""Values as Terraform has them: what every evaluation asks of them, none of it knows modules or expressions.

`origins` small questions: literals, words, what is derived · `value_types` types, and the one that several have in common ·
`types` constraints and conversion · `items` members of collections · `rendering` structures as JSON and text ·
`operators` equality and arithmetic · `placeholders` words in texts that are symbolic in part.

May import `syntax`.
"""
