variable "stage" {
  type    = string
  default = "prod"
}

variable "sizes" {
  type    = map(number)
  default = { small = 1, large = 10 }
}

variable "rules" {
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
  list   = ["x", "y", "z"]
  map    = { one = 1, two = 2 }
  nested = { inner = { deep = [{ v = 1 }, { v = 2 }] } }
  null   = null
  empty  = []
}
