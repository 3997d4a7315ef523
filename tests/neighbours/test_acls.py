"""ACLs of buckets and of objects: which rule speaks, and when none does."""

from __future__ import annotations

import pytest

from tests.neighbours.reports import places, said

READ, WRITE, ANYONE = "public-read-acl", "public-write-acl", "authenticated-users-acl"
REFUSED, OBJECT = "acl-without-ownership-controls", "public-object-acl"
RULES = (READ, WRITE, ANYONE, REFUSED)

OF_BUCKET = 'resource "aws_s3_bucket_%s" "b" {\n  bucket = aws_s3_bucket.b.id\n'
GROUPS = "http://acs.amazonaws.com/groups"
SINCE = "without ownership controls S3 refuses such an ACL on a bucket that it creates since April 2023, not on an older one"


def speaking(**files: str) -> list[str]:
    """The rules that fail, in the order of `RULES`."""
    return [rule for rule in RULES if any(place.startswith("fail") for place in places(rule, **files))]


@pytest.mark.parametrize(
    ("word", "rules"),
    [
        ("Private", []),
        ("PublicRead", [READ]),
        ("PublicReadWrite", [WRITE]),
        ("AuthenticatedRead", [ANYONE]),
        ("LogDeliveryWrite", [REFUSED]),
        ("AwsExecRead", [REFUSED]),
        ("BucketOwnerRead", []),
        ("BucketOwnerFullControl", []),
        ("Nonsense", [REFUSED]),
    ],
)
def test_canned_acls_of_cloudformation(word: str, rules: list[str]) -> None:
    template = f"""
        Resources:
          B:
            Type: AWS::S3::Bucket
            Properties:
              AccessControl: {word}
    """
    assert speaking(t_yaml=template) == rules


@pytest.mark.parametrize(
    ("word", "rules"),
    [
        ("private", []),
        ("public-read", [READ]),
        ("public-read-write", [WRITE]),
        ("authenticated-read", [ANYONE]),
        ("log-delivery-write", [REFUSED]),
        ("aws-exec-read", [REFUSED]),
        ("bucket-owner-full-control", []),
    ],
)
def test_canned_acls_of_terraform(word: str, rules: list[str]) -> None:
    split = f'resource "aws_s3_bucket" "b" {{}}\n{OF_BUCKET % "acl"}  acl = "{word}"\n}}\n'
    inline = f'resource "aws_s3_bucket" "b" {{\n  acl = "{word}"\n}}\n'
    assert speaking(main_tf=split) == (rules or [REFUSED])
    assert speaking(main_tf=inline) == rules


@pytest.mark.parametrize(
    ("ownership", "rules"),
    [("BucketOwnerPreferred", []), ("ObjectWriter", []), ("BucketOwnerEnforced", [REFUSED])],
)
def test_a_private_acl_that_is_put(ownership: str, rules: list[str]) -> None:
    bucket = 'resource "aws_s3_bucket" "b" {}\n'
    controls = f'{OF_BUCKET % "ownership_controls"}  rule {{ object_ownership = "{ownership}" }}\n}}\n'
    assert speaking(main_tf=bucket + controls + f'{OF_BUCKET % "acl"}  acl = "private"\n}}\n') == rules


def granting(group: str, *permissions: str) -> str:
    words = ", ".join(f'"{permission}"' for permission in permissions)
    return f"""
        resource "aws_s3_bucket" "b" {{
          grant {{
            type        = "Group"
            uri         = "{GROUPS}/{group}"
            permissions = [{words}]
          }}
        }}
    """


@pytest.mark.parametrize(
    ("group", "permissions", "rules"),
    [
        ("global/AllUsers", ["READ"], [READ]),
        ("global/AllUsers", ["READ_ACP"], [READ]),
        ("global/AllUsers", ["WRITE"], [WRITE]),
        ("global/AllUsers", ["WRITE_ACP"], [WRITE]),
        ("global/AllUsers", ["FULL_CONTROL"], [WRITE]),
        ("global/AllUsers", ["READ", "WRITE"], [READ, WRITE]),
        ("global/AuthenticatedUsers", ["WRITE"], [ANYONE]),
        ("s3/LogDelivery", ["WRITE", "READ_ACP"], [REFUSED]),
    ],
)
def test_grants_to_groups(group: str, permissions: list[str], rules: list[str]) -> None:
    assert speaking(main_tf=granting(group, *permissions)) == rules


def test_the_owner_and_nobody_else() -> None:
    text = """
        data "aws_canonical_user_id" "me" {}
        resource "aws_s3_bucket" "b" {}
        resource "aws_s3_bucket_acl" "b" {
          bucket = aws_s3_bucket.b.id
          access_control_policy {
            grant {
              grantee {
                type = "CanonicalUser"
                id   = data.aws_canonical_user_id.me.id
              }
              permission = "FULL_CONTROL"
            }
            owner { id = data.aws_canonical_user_id.me.id }
          }
        }
    """
    assert [places(rule, main_tf=text) for rule in RULES] == [[], [], [], ["fail 3"]]


def test_a_user_is_no_group_whoever_it_is() -> None:
    text = """
        variable "partner" {}
        resource "aws_s3_bucket" "b" {
          grant {
            type        = "CanonicalUser"
            id          = var.partner
            permissions = ["FULL_CONTROL"]
          }
        }
    """
    assert [places(rule, main_tf=text) for rule in RULES] == [[], [], [], ["undecided 1"]]


def test_an_unknown_group_may_be_everyone() -> None:
    text = granting("global/AllUsers", "READ").replace(f'"{GROUPS}/global/AllUsers"', "var.group")
    text = '        variable "group" {}\n' + text
    assert [places(rule, main_tf=text) for rule in (READ, WRITE, ANYONE)] == [["undecided 1"], [], ["undecided 1"]]


def test_messages() -> None:
    template = """
        Resources:
          B:
            Type: AWS::S3::Bucket
            Properties:
              AccessControl: PublicRead
    """
    message = f"anyone on the internet can read B: its ACL has public-read; {SINCE}"
    assert said(READ, t_yaml=template) == [f"fail t.yaml:5:22 B: {message}"]
    owned = template.rstrip() + "\n              OwnershipControls: {Rules: [{ObjectOwnership: ObjectWriter}]}\n"
    assert said(READ, t_yaml=owned) == ["fail t.yaml:5:22 B: anyone on the internet can read B: its ACL has public-read"]
    assert said(WRITE, t_yaml=owned.replace("PublicRead", "PublicReadWrite")) == [
        "fail t.yaml:5:22 B: anyone on the internet can write to B: its ACL has public-read-write"
    ]
    assert said(ANYONE, t_yaml=owned.replace("PublicRead", "AuthenticatedRead")) == [
        "fail t.yaml:5:22 B: any AWS account in the world has access to B: its ACL has authenticated-read"
    ]
    assert said(REFUSED, t_yaml=template.replace("PublicRead", "LogDeliveryWrite")) == [
        "fail t.yaml:5:22 B: S3 refuses the ACL of B, log-delivery-write: it has no ownership controls, "
        "and S3 has turned ACLs of new buckets off since April 2023"
    ]


HOLDS = {
    "the bucket's block": f"{OF_BUCKET % 'public_access_block'}  ignore_public_acls = true\n}}",
    "the account's block": 'resource "aws_s3_account_public_access_block" "a" {\n  ignore_public_acls = true\n}',
    "ownership": f'{OF_BUCKET % "ownership_controls"}  rule {{\n    object_ownership = "BucketOwnerEnforced"\n  }}\n}}',
}
NO_HOLDS = {
    "another flag": f"{OF_BUCKET % 'public_access_block'}  block_public_acls = true\n}}",
    "ACLs turned on": f'{OF_BUCKET % "ownership_controls"}  rule {{\n    object_ownership = "ObjectWriter"\n  }}\n}}',
    "nothing": "",
}
BUCKET = 'resource "aws_s3_bucket" "b" {\n  acl = "%s"\n}\n'
ITEM = 'resource "aws_s3_bucket" "b" {}\nresource "%s" "o" {\n  bucket = aws_s3_bucket.b.id\n  key = "k"\n  acl = "%s"\n}\n'
OBJECT_TYPES = ("aws_s3_object", "aws_s3_bucket_object", "aws_s3_object_copy")


@pytest.mark.parametrize("hold", HOLDS)
def test_what_is_declared_makes_an_acl_void(hold: str) -> None:
    for word, rule in (("public-read", READ), ("public-read-write", WRITE), ("authenticated-read", ANYONE)):
        assert places(rule, main_tf=BUCKET % word + HOLDS[hold]) == []
    for kind in OBJECT_TYPES:
        assert places(OBJECT, main_tf=ITEM % (kind, "public-read") + HOLDS[hold]) == []


@pytest.mark.parametrize("hold", NO_HOLDS)
def test_what_does_not_make_an_acl_void(hold: str) -> None:
    for word, rule in (("public-read", READ), ("public-read-write", WRITE), ("authenticated-read", ANYONE)):
        assert places(rule, main_tf=BUCKET % word + NO_HOLDS[hold]) == ["fail 2"]
    for kind in OBJECT_TYPES:
        assert places(OBJECT, main_tf=ITEM % (kind, "authenticated-read") + NO_HOLDS[hold]) == ["fail 5"]


def test_an_object_in_a_bucket_from_elsewhere() -> None:
    text = """
        resource "aws_s3_object" "o" {
          bucket = "acme-site"
          key    = "k"
          acl    = "public-read"
        }
    """
    block = """
        resource "aws_s3_bucket_public_access_block" "site" {
          bucket             = "acme-site"
          ignore_public_acls = true
        }
    """
    assert said(OBJECT, main_tf=text) == [
        "fail main.tf:4:12 aws_s3_object.o: aws_s3_object.o in acme-site is public: its ACL has public-read"
    ]
    assert said(OBJECT, main_tf=text + block) == []
    assert said(OBJECT, main_tf=text + block.replace("acme-site", "acme-other")) != []


def test_an_object_in_the_bucket_of_a_module() -> None:
    files = {
        "main_tf": """
            module "site" {
              source = "./site"
              closed = true
            }
            resource "aws_s3_object" "o" {
              bucket = module.site.name
              key    = "k"
              acl    = "public-read"
            }
        """,
        "site__main_tf": """
            variable "closed" {}
            resource "aws_s3_bucket" "b" {}
            resource "aws_s3_bucket_public_access_block" "b" {
              bucket             = aws_s3_bucket.b.bucket
              ignore_public_acls = var.closed
            }
            output "name" { value = aws_s3_bucket.b.id }
        """,
    }
    assert places(OBJECT, **files) == []
    files["main_tf"] = files["main_tf"].replace("closed = true", "closed = false")
    assert places(OBJECT, **files) == ["fail 8"]


def test_an_object_in_an_unknown_bucket() -> None:
    text = """
        variable "name" {}
        resource "aws_s3_bucket" "b" {
          bucket = "acme"
        }
        resource "aws_s3_bucket_public_access_block" "b" {
          bucket             = aws_s3_bucket.b.id
          ignore_public_acls = true
        }
        resource "aws_s3_object" "o" {
          bucket = var.name
          key    = "k"
          acl    = "public-read"
        }
    """
    assert said(OBJECT, main_tf=text) == [
        "undecided main.tf:1:1 aws_s3_object.o: whether aws_s3_object.o is public by its ACL is undecided: "
        "the bucket of aws_s3_object.o may be aws_s3_bucket.b"
    ]


def test_a_bucket_from_elsewhere_with_a_public_acl() -> None:
    text = """
        resource "aws_s3_bucket_acl" "site" {
          bucket = "acme-site"
          acl    = "public-read"
        }
    """
    assert said(READ, main_tf=text) == [
        "fail main.tf:3:12 aws_s3_bucket_acl.site: anyone on the internet can read acme-site: its ACL has public-read"
    ]
    assert places(REFUSED, main_tf=text.replace("public-read", "log-delivery-write")) == ["not applicable 1"]


def test_instances_of_one_object_are_one_finding() -> None:
    text = """
        resource "aws_s3_bucket" "b" {}
        resource "aws_s3_object" "o" {
          for_each = toset(["x", "y"])
          bucket   = aws_s3_bucket.b.id
          key      = each.key
          acl      = "public-read"
        }
    """
    assert said(OBJECT, main_tf=text) == [
        'fail main.tf:6:14 aws_s3_object.o["x"], aws_s3_object.o["y"]: '
        f'aws_s3_object.o["x"] in aws_s3_bucket.b is public: its ACL has public-read; {SINCE}'
    ]
