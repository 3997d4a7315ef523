"""Module calls: arguments and outputs both ways, overrides, inputs, broken files, what can't be read."""

from __future__ import annotations

from s3lint.languages.inputs import Inputs
from tests.languages.terraform.configurations import addresses, bucket, place, placed, plain, read, single, way
from tests.models import known

CALLED = """
variable "name" {
  type = string
}
variable "status" {
  type    = string
  default = "Suspended"
}
resource "aws_s3_bucket" "b" {
  bucket = var.name
}
resource "aws_s3_bucket_versioning" "b" {
  bucket = aws_s3_bucket.b.id
  versioning_configuration {
    status = var.status
  }
}
output "bucket" {
  value = aws_s3_bucket.b
}
output "id" {
  value = aws_s3_bucket.b.id
}
"""


def test_a_called_module_is_judged_through_its_callers_with_their_arguments() -> None:
    unit = single(
        main_tf="""
        module "logs" {
          source   = "./called"
          for_each = { eu = "Enabled", us = "Suspended" }
          name     = "acme-${each.key}"
          status   = each.value
        }
        """,
        called__main_tf=CALLED,
    )
    assert addresses(unit) == ['module.logs["eu"].aws_s3_bucket.b', 'module.logs["us"].aws_s3_bucket.b']
    eu = bucket(unit, 'module.logs["eu"].aws_s3_bucket.b')
    assert plain(eu.name) == "acme-eu"
    assert placed(eu.versioning.status) == ("Enabled", 'main.tf:3:21 "Enabled"')
    assert way(eu.versioning.status.origin) == [
        'module.logs["eu"].status @ main.tf:5',
        "status = var.status @ called/main.tf:14",
    ]


def test_the_module_alone_decides_by_its_default() -> None:
    unit = single(
        main_tf="""
        module "logs" {
          source = "./called"
          name   = "acme"
        }
        """,
        called__main_tf=CALLED,
    )
    status = bucket(unit, "module.logs.aws_s3_bucket.b").versioning.status
    assert placed(status) == ("Suspended", 'called/main.tf:6:13 "Suspended"')
    assert way(status.origin) == ['var.status = "Suspended" @ called/main.tf:4', "status = var.status @ called/main.tf:14"]


def test_an_expression_of_the_module_that_the_caller_decides() -> None:
    unit = single(
        main_tf="""
        module "logs" {
          source = "./called"
          public = true
        }
        """,
        called__main_tf="""
        variable "public" {}
        resource "aws_s3_bucket" "b" {}
        resource "aws_s3_bucket_public_access_block" "b" {
          bucket            = aws_s3_bucket.b.id
          block_public_acls = !var.public
        }
        """,
    )
    block = known(bucket(unit, "module.logs.aws_s3_bucket.b").public_access_block)
    assert placed(block.block_public_acls) == (False, "main.tf:3:12 true")
    assert way(block.block_public_acls.origin) == [
        "module.logs.public @ main.tf:3",
        "block_public_acls = !var.public @ called/main.tf:5",
    ]


def test_companions_link_through_outputs_and_arguments() -> None:
    unit = single(
        main_tf="""
        module "store" {
          source = "./called"
          count  = 1
          name   = "acme"
        }
        module "block" {
          source = "./block"
          bucket = module.store[0].bucket
        }
        resource "aws_s3_bucket_ownership_controls" "b" {
          bucket = module.store[0].id
          rule {
            object_ownership = "ObjectWriter"
          }
        }
        """,
        called__main_tf=CALLED,
        block__main_tf="""
        variable "bucket" {}
        resource "aws_s3_bucket_public_access_block" "b" {
          bucket            = var.bucket.id
          block_public_acls = true
        }
        """,
    )
    found = bucket(unit, "module.store[0].aws_s3_bucket.b")
    assert plain(found.object_ownership) == "ObjectWriter"
    assert plain(known(found.public_access_block).block_public_acls) is True


def test_values_of_root_variables_in_the_order_of_terraform() -> None:
    files = {
        "main_tf": """
        variable "name" {
          default = "from-default"
        }
        resource "aws_s3_bucket" "b" {
          bucket = var.name
        }
        """,
        "terraform_tfvars": 'name = "from-terraform"\n',
        "a_auto_tfvars": 'name = "from-a"\n',
        "b_auto_tfvars": 'name = "from-b"\n',
        "given_tfvars": 'name = "from-file"\n',
    }

    def name(inputs: Inputs, *left_out: str) -> tuple[object, str]:
        unit = single(inputs, **{key: text for key, text in files.items() if key not in left_out})
        return placed(bucket(unit, "aws_s3_bucket.b").name)

    assert name(Inputs()) == ("from-b", 'b.auto.tfvars:1:8 "from-b"')
    assert name(Inputs(), "b_auto_tfvars") == ("from-a", 'a.auto.tfvars:1:8 "from-a"')
    assert name(Inputs(), "a_auto_tfvars", "b_auto_tfvars") == ("from-terraform", 'terraform.tfvars:1:8 "from-terraform"')
    assert name(Inputs(var_files=("stack/given.tfvars",))) == ("from-file", 'given.tfvars:1:8 "from-file"')
    given = Inputs(var_files=("stack/given.tfvars",), variables=(("name", "from-line"),))
    assert name(given) == ("from-line", "--var name:1:1 from-line")


def test_types_convert_values_and_optional_attributes_have_defaults() -> None:
    unit = single(
        Inputs(variables=(("settings", '{ enabled = "true" }'),)),
        main_tf="""
        variable "settings" {
          type = object({
            enabled = bool
            name    = optional(string, "acme")
          })
        }
        variable "count" {
          type    = number
          default = "1"
        }
        variable "fallback" {
          type     = string
          default  = "given"
          nullable = false
        }
        resource "aws_s3_bucket" "b" {
          count  = var.count
          bucket = "${var.settings.name}-${var.fallback}"
          versioning {
            enabled = var.settings.enabled == true
          }
        }
        """,
    )
    found = bucket(unit, "aws_s3_bucket.b[0]")
    assert plain(found.name) == "acme-given"
    assert plain(found.versioning.status) == "Enabled"


def test_override_files_merge_and_tofu_files_hide_terraform_ones() -> None:
    unit = single(
        main_tf="""
        resource "aws_s3_bucket" "b" {
          bucket = "acme"
          versioning {
            enabled = false
          }
        }
        """,
        other_tf='resource "aws_s3_bucket" "hidden" {}\n',
        other_tofu='resource "aws_s3_bucket" "shown" {}\n',
        x_override_tf="""
        resource "aws_s3_bucket" "b" {
          bucket = "acme-override"
          versioning {
            enabled = true
          }
        }
        """,
    )
    assert sorted(addresses(unit)) == ["aws_s3_bucket.b", "aws_s3_bucket.shown"]
    found = bucket(unit, "aws_s3_bucket.b")
    assert placed(found.name) == ("acme-override", 'x_override.tf:2:12 "acme-override"')
    assert placed(found.versioning.status) == ("Enabled", "x_override.tf:4:15 true")


def test_json_syntax_is_terraform() -> None:
    unit = single(
        main_tf_json="""
        {
          "//": "a comment",
          "variable": {"status": {"default": "Enabled"}},
          "resource": {
            "aws_s3_bucket": {"b": {"bucket": "acme", "count": 1}},
            "aws_s3_bucket_versioning": {
              "b": {
                "bucket": "${aws_s3_bucket.b[0].id}",
                "versioning_configuration": {"status": "${var.status}"}
              }
            }
          }
        }
        """
    )
    status = bucket(unit, "aws_s3_bucket.b[0]").versioning.status
    assert placed(status) == ("Enabled", 'main.tf.json:3:38 "Enabled"')


def test_directories_that_no_call_reaches_are_roots() -> None:
    called = 'resource "aws_s3_bucket" "b" {}\n'
    found = read(
        one__main_tf='module "m" {\n  source = "../shared"\n}\n',
        two__main_tf='module "m" {\n  source = "../shared"\n}\n',
        shared__main_tf=called,
        alone__main_tf=called,
        nothing__main_tf='module "m" {\n  source = "../network"\n}\n',
        network__main_tf='resource "aws_vpc" "v" {}\n',
    )
    assert {unit.name: addresses(unit) for unit in found} == {
        "stack/alone": ["aws_s3_bucket.b"],
        "stack/nothing": [],
        "stack/one": ["module.m.aws_s3_bucket.b"],
        "stack/two": ["module.m.aws_s3_bucket.b"],
    }


def test_a_module_that_is_not_there_is_said_and_its_outputs_are_unknown() -> None:
    unit = single(
        main_tf="""
        module "names" {
          source = "acme/names/aws"
        }
        resource "aws_s3_bucket" "b" {
          bucket = module.names.bucket
        }
        """
    )
    (problem,) = unit.problems
    assert problem.kind == "unresolved-module"
    assert problem.message == ('module.names is not judged: "acme/names/aws" is not on disk; terraform init puts it there')
    assert place(problem.origin) == 'main.tf:2:12 "acme/names/aws"'
    assert plain(bucket(unit, "aws_s3_bucket.b").name) == (
        'unknown: module.names could not be read: "acme/names/aws" is not on disk; terraform init puts it there'
    )


def test_an_installed_module_is_read_from_where_init_put_it() -> None:
    unit = single(
        Inputs(),
        main_tf="""
        module "store" {
          source = "acme/store/aws"
          name   = "acme"
        }
        """,
        **{
            ".terraform__modules__modules_json": """
            {"Modules": [{"Key": "", "Dir": "."}, {"Key": "store", "Dir": ".terraform/modules/store"}]}
            """,
            ".terraform__modules__store__main_tf": CALLED,
        },
    )
    assert addresses(unit) == ["module.store.aws_s3_bucket.b"]
    assert unit.problems == ()


def test_cycles_are_reported_and_the_rest_is_judged() -> None:
    unit = single(
        main_tf="""
        locals {
          a = local.b
          b = local.a
        }
        module "m" {
          source = "./m"
        }
        resource "aws_s3_bucket" "b" {
          bucket = local.a
        }
        """,
        m__main_tf='module "again" {\n  source = "../m"\n}\nresource "aws_s3_bucket" "b" {}\n',
    )
    assert [(problem.kind, problem.message, place(problem.origin)) for problem in unit.problems] == [
        ("invalid-configuration", "expected no cycle, but local.a is defined by itself", "main.tf:2:3 a = local.b"),
        (
            "unresolved-module",
            "module.m.module.again is not judged: the module calls itself",
            'm/main.tf:1:1 module "again"',
        ),
    ]
    assert addresses(unit) == ["aws_s3_bucket.b", "module.m.aws_s3_bucket.b"]
    assert plain(bucket(unit, "aws_s3_bucket.b").name) == "unknown: local.a is defined by itself"


def test_a_broken_file_is_one_problem_and_the_others_count() -> None:
    unit = single(
        main_tf="""
        resource "aws_s3_bucket" "b" {
          bucket = var.name
        }
        """,
        variables_tf='variable "name" {\n  default = "acme\n}\n',
    )
    assert [problem.kind for problem in unit.problems] == ["unreadable-file"]
    assert unit.problems[0].origin.source.path == "stack/variables.tf"
    assert addresses(unit) == ["aws_s3_bucket.b"]
    found = bucket(unit, "aws_s3_bucket.b")
    assert plain(found.name).startswith("unknown: var.name ")
    assert plain(found.public_access_block) == "unknown: stack/variables.tf could not be read in full"


def test_limits_are_named() -> None:
    unit = single(
        main_tf="""
        locals {
          many = [for i in range(1000) : [for j in range(1000) : [for k in range(1000) : k]]]
        }
        resource "aws_s3_bucket" "many" {
          count = 1000000
        }
        resource "aws_s3_bucket" "outside" {
          bucket = file("/etc/passwd")
        }
        """
    )
    assert [problem.message for problem in unit.problems] == [
        "aws_s3_bucket.many has 999000 more instances than 1000, the limit of s3lint"
    ]
    assert len(addresses(unit)) == 1001
    assert plain(bucket(unit, "aws_s3_bucket.outside").name) == "unknown: /etc/passwd is outside the scanned files"


def test_a_source_may_be_computed_from_what_is_known() -> None:
    units = read(
        main_tf="""
        locals {
          version = "v2"
        }
        module "m" {
          source = "./${local.version}"
        }
        module "unknown" {
          source = var.where
        }
        variable "where" {
          type = string
        }
        resource "aws_s3_bucket" "b" {}
        """,
        v2__main_tf="""
        resource "aws_s3_bucket" "b" {}
        """,
    )
    (unit,) = [one for one in units if one.name == "stack"]
    assert addresses(unit) == ["aws_s3_bucket.b", "module.m.aws_s3_bucket.b"]
    assert [problem.message for problem in unit.problems] == [
        "module.unknown is not judged: its source is not a string that is known"
    ]


def test_a_broken_variable_file_is_a_problem_although_no_variable_asks_for_it() -> None:
    texts = {"main_tf": 'resource "aws_s3_bucket" "b" {}\n', "given_tfvars": "name =\n"}
    found = single(Inputs(var_files=("stack/given.tfvars",)), **texts)
    assert [(problem.origin.source.path, problem.kind) for problem in found.problems] == [
        ("stack/given.tfvars", "unreadable-file")
    ]
