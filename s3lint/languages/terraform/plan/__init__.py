"""Plans and states of `terraform show -json`: resources with the values that they will have.

In reading order:
  plan            the resources, what is known after apply, what is sensitive
  configuration   what the plan says of the code: which bucket an argument refers to
  sources         places in the code beside the plan

It may import `subjects`, `declarations` and `syntax`.
"""
