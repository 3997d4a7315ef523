# What the expressions of the table refer to. Heredocs stand here, because a line of the table is one expression.

variable "name" {
  type    = string
  default = "logs"
}

variable "rules" {
  type = list(object({
    id      = string
    enabled = optional(bool, true)
    days    = optional(number)
    tags    = optional(map(string), { team = "core" })
  }))
  default = [
    { id = "a" },
    { id = 2, enabled = "false", days = "30", extra = "dropped" },
  ]
}

variable "any_list" {
  type    = list(any)
  default = [1, "two", true]
}

variable "numbers" {
  type    = set(number)
  default = [3, 1, 2, 1]
}

variable "nothing" {
  type    = string
  default = null
}

variable "stage" {
  type    = string
  default = "prod"
}

variable "sizes" {
  type    = map(number)
  default = { small = 1, large = 10 }
}

variable "entries" {
  type = list(object({
    name    = string
    enabled = optional(bool, true)
    days    = optional(number)
  }))
  default = [{ name = "first" }, { name = "second", enabled = false, days = 30 }]
}

variable "mixed" {
  type    = any
  default = { a = [1, "two", true], b = null }
}

variable "text" {
  type    = string
  default = 12
}

variable "flag" {
  type    = bool
  default = "true"
}

variable "words" {
  type    = set(string)
  default = ["b", "a", "b"]
}

locals {
  letters = ["x", "y", "z"]
  pair    = { one = 1, two = 2 }
  tree    = { inner = { deep = [{ v = 1 }, { v = 2 }] } }
  null    = null
  none    = []

  list   = ["b", "a", "c", "a"]
  nested = [[1, 2], [3, [4, 5]], []]
  map    = { one = 1, two = 2, three = 3 }
  people = [
    { name = "Ann", langs = ["en", "de"], age = 30 },
    { name = "Bob", langs = [], age = 4 },
  ]
  folk = {
    ann = { name = "Ann", age = 30 }
    bob = { name = "Bob", age = 4 }
  }
  words = toset(["x", "y", "z"])
  yes   = true
  no    = false

  plain = <<EOT
first
  second
EOT

  indented = <<-EOT
    {
      "Version": "2012-10-17"
    }
  EOT

  deeper = <<-EOT
      one
    two

      three
    EOT

  tabbed = <<-EOT
		tab
			two tabs
		EOT

  filled = <<-EOT
    hello ${var.name}
      %{if local.yes~}
      yes
      %{else~}
      no
      %{endif~}
    end
  EOT

  looped = <<-EOT
    %{for word in local.list~}
    - ${word}
    %{endfor~}
    done
  EOT

  trimmed = <<EOT
a ${~ var.name ~} b
  ${var.name}
EOT

  escaped = <<EOT
$${aws:username} %%{not} \n "quoted" $ % $$ %%
EOT

  starts_with_sequence = <<-EOT
    ${var.name}
      two
  EOT

  blank_first = <<-EOT

    text
  EOT

  empty = <<EOT
EOT
}
