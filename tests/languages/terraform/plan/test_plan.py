"""Plans and states of `terraform show -json`."""

from __future__ import annotations

import json
from typing import Any

import pytest

from s3lint.base.value import Known
from s3lint.base.worlds import EVERYWHERE
from s3lint.languages.inputs import Inputs
from s3lint.languages.terraform.plan.document import PlanReader
from s3lint.languages.unit import Unit
from tests.languages.terraform.configurations import addresses, bucket, place, plain, read
from tests.work import calls

BLOCK = "aws_s3_bucket_public_access_block"


def change(address: str, after: object, unknown: object = None, **more: object) -> dict[str, Any]:
    """A resource change; the type and the name are those of the address."""
    kind, name = address.rpartition("module.m.")[2].partition("[")[0].split(".")
    described = {"address": address, "mode": "managed", "type": kind, "name": name}
    return described | {"change": {"actions": ["create"], "after": after, "after_unknown": unknown or {}} | more}


def plan(*changes: dict[str, Any], **parts: object) -> str:
    return json.dumps({"format_version": "1.2", "resource_changes": changes} | parts, indent=1)


def unit(text: str, inputs: Inputs = Inputs(), **sources: str) -> Unit:
    found = [one for one in read(inputs, plan_json=text, **sources) if one.name.endswith("plan.json")]
    assert len(found) == 1
    return found[0]


def configured(*resources: dict[str, Any], **more: object) -> dict[str, Any]:
    return {"root_module": {"resources": resources} | more}


def expressions(address: str, **arguments: object) -> dict[str, Any]:
    return {"address": address, "expressions": arguments}


def references(*names: str) -> dict[str, Any]:
    return {"references": names}


def flags(found: Unit, address: str) -> object:
    block = bucket(found, address).public_access_block
    value = getattr(block, "value", None)
    return plain(block) if value is None else plain(value.block_public_acls)


def test_values_and_their_places_in_the_json() -> None:
    text = plan(
        change("aws_s3_bucket.b", {"bucket": "acme", "versioning": [], "tags": None}),
        change("aws_s3_bucket_versioning.b", {"bucket": "acme", "versioning_configuration": [{"status": "Suspended"}]}),
    )
    found = bucket(unit(text), "aws_s3_bucket.b")
    assert plain(found.name) == "acme"
    assert plain(found.versioning.status) == "Suspended"
    line = text.splitlines().index('       "status": "Suspended"') + 1
    assert place(found.versioning.status.origin) == f'plan.json:{line}:18 "Suspended"'
    assert place(found.origin) == 'plan.json:5:15 "aws_s3_bucket.b"'
    assert plain(found.encryption) == "absent"


def test_what_only_the_provider_knows_is_absent_and_what_the_configuration_says_is_unknown() -> None:
    found = unit(
        plan(
            change("aws_s3_bucket.b", {"bucket": "acme"}, {"policy": True, "logging": True, "acl": True, "id": True}),
            change("aws_s3_bucket_policy.b", {}, {"bucket": True, "policy": True}),
            configuration=configured(
                expressions("aws_s3_bucket.b", bucket={"constant_value": "acme"}),
                expressions(
                    "aws_s3_bucket_policy.b",
                    bucket=references("aws_s3_bucket.b.id", "aws_s3_bucket.b"),
                    policy=references("data.aws_iam_policy_document.b.json"),
                ),
            ),
        )
    )
    b = bucket(found, "aws_s3_bucket.b")
    assert [plain(setting) for setting in (b.acl, b.logging)] == ["absent", "absent"]
    assert plain(b.policy) == "unknown: aws_s3_bucket_policy.b.policy is known after apply"


def test_links_by_configuration_references_with_keys_arguments_and_outputs() -> None:
    found = unit(
        plan(
            change('aws_s3_bucket.b["x"]', {}, {"bucket": True}),
            change('aws_s3_bucket.b["y"]', {}, {"bucket": True}),
            change(f'{BLOCK}.each["x"]', {"block_public_acls": True}, {"bucket": True}),
            change(f"module.m.{BLOCK}.argument", {"block_public_acls": False}, {"bucket": True}),
            change("module.m.aws_s3_bucket.inner[0]", {}, {"bucket": True}),
            change(f"{BLOCK}.output", {"block_public_acls": True}, {"bucket": True}),
            configuration=configured(
                expressions("aws_s3_bucket.b"),
                expressions(f"{BLOCK}.each", bucket=references("each.value.id", "each.value"))
                | {"for_each_expression": references("aws_s3_bucket.b")},
                expressions(f"{BLOCK}.output", bucket=references("module.m.id", "module.m")),
                module_calls={
                    "m": {
                        "expressions": {"bucket": references('aws_s3_bucket.b["y"].id', 'aws_s3_bucket.b["y"]')},
                        "module": {
                            "resources": [
                                expressions(f"{BLOCK}.argument", bucket=references("var.bucket"), block_public_acls={})
                            ],
                            "outputs": {
                                "id": {"expression": references("aws_s3_bucket.inner[0].id", "aws_s3_bucket.inner[0]")}
                            },
                        },
                    }
                },
            ),
        )
    )
    assert {address: flags(found, address) for address in addresses(found)} == {
        'aws_s3_bucket.b["x"]': True,
        'aws_s3_bucket.b["y"]': False,
        "module.m.aws_s3_bucket.inner[0]": True,
    }


def test_deletions_are_gone_and_a_change_without_actions_counts() -> None:
    found = unit(
        plan(
            change("aws_s3_bucket.gone", None, actions=["delete"]),
            change("aws_s3_bucket.kept", {"bucket": "acme"}, actions=["no-op"]),
        )
    )
    assert addresses(found) == ["aws_s3_bucket.kept"]


def test_what_providers_fill_in_is_absent() -> None:
    default = {"rule": [{"apply_server_side_encryption_by_default": [{"sse_algorithm": "AES256"}]}]}
    after = {
        "bucket": "acme",
        "versioning": [{"enabled": False, "mfa_delete": False}],
        "server_side_encryption_configuration": [default],
        "logging": [],
        "policy": "",
    }
    found = bucket(unit(plan(change("aws_s3_bucket.b", after))), "aws_s3_bucket.b")
    settings = (found.versioning.status, found.encryption, found.logging, found.policy)
    assert [plain(setting) for setting in settings] == ["absent"] * 4


def test_a_state_and_planned_values() -> None:
    values = {
        "root_module": {
            "resources": [
                {
                    "address": "aws_s3_bucket.b",
                    "mode": "managed",
                    "type": "aws_s3_bucket",
                    "values": {"bucket": "acme"},
                }
            ],
            "child_modules": [
                {
                    "address": "module.m",
                    "resources": [
                        {
                            "address": f"module.m.{BLOCK}.b",
                            "mode": "managed",
                            "type": BLOCK,
                            "values": {"bucket": "acme", "block_public_acls": True},
                        }
                    ],
                }
            ],
        }
    }
    for key in ("values", "planned_values"):
        found = unit(json.dumps({"format_version": "1.0", key: values}))
        assert flags(found, "aws_s3_bucket.b") is True


def test_sensitive_values_are_judged_and_masked_everywhere() -> None:
    text = plan(
        change(
            "aws_s3_bucket.b",
            {"bucket": "acme", "acl": "the secret", "tags": {"token": "hidden"}},
            before={"acl": "an old secret"},
            before_sensitive={"acl": True},
            after_sensitive={"acl": True, "tags": {"token": True}},
        ),
        planned_values={
            "outputs": {"o": {"sensitive": True, "value": "an output"}},
            "root_module": {
                "resources": [{"values": {"acl": "the secret"}, "sensitive_values": {"acl": True}}],
            },
        },
    )
    found = unit(text)
    acl = bucket(found, "aws_s3_bucket.b").acl
    assert isinstance(acl, Known)
    assert plain(acl.value.canned) == "the secret"
    assert found.secrets is not None
    assert set(found.secrets.texts) == {"the secret", "hidden"}
    shown = "".join(source.text for source in found.sources)
    assert len(shown) == len(text)
    assert [word for word in ("secret", "hidden", "an output") if word in shown] == []
    assert "acme" in shown


def test_places_in_sources_beside_the_plan() -> None:
    found = unit(
        plan(
            change("module.m.aws_s3_bucket.b[0]", {"bucket": "acme"}),
            change(
                "module.m.aws_s3_bucket_versioning.b[0]",
                {"bucket": "acme", "versioning_configuration": [{"status": "Suspended"}]},
            ),
        ),
        main_tf='module "m" {\n  source = "./m"\n}\n',
        m__main_tf="""
        resource "aws_s3_bucket" "b" {
          count = 1
        }
        resource "aws_s3_bucket_versioning" "b" {
          count  = 1
          bucket = aws_s3_bucket.b[0].id
          versioning_configuration {
            status = var.status
          }
        }
        """,
    )
    b = bucket(found, "module.m.aws_s3_bucket.b[0]")
    assert place(b.origin) == 'm/main.tf:1:1 resource "aws_s3_bucket" "b"'
    assert place(b.versioning.status.origin) == "m/main.tf:8:14 var.status"


def test_a_resource_lies_in_the_blocks_of_the_sources_beside_the_plan() -> None:
    text = plan(change("module.m.aws_s3_bucket.b[0]", {"bucket": "acme"}))
    found = unit(
        text,
        main_tf='module "m" {\n  source = "./m"\n}\n',
        m__main_tf='resource "aws_s3_bucket" "b" {\n  count = 1\n}\n',
    )
    assert [(scope.kind, scope.name, place(scope.origin)) for scope in found.resources[0].scopes] == [
        (
            "resource",
            "module.m.aws_s3_bucket.b[0]",
            'm/main.tf:1:1 resource "aws_s3_bucket" "b" {\n  count = 1\n}',
        ),
        ("module", "module.m", 'main.tf:1:1 module "m" {\n  source = "./m"\n}'),
    ]


def test_without_sources_a_resource_lies_in_its_object_in_the_plan() -> None:
    written = change("aws_s3_bucket.b", {"bucket": "acme"})
    (resource,) = unit(plan(written)).resources
    assert [(scope.kind, scope.name, json.loads(scope.origin.text)) for scope in resource.scopes] == [
        ("resource", "aws_s3_bucket.b", written)
    ]


def test_a_broken_plan_is_a_problem_with_its_place() -> None:
    text = plan(change("aws_s3_bucket.b", {}))[:-20]
    found = unit(text)
    assert [problem.kind for problem in found.problems] == ["unreadable-file"]
    assert found.subjects == ()


@pytest.mark.parametrize(
    ("parts", "message", "place"),
    [
        ({"resource_changes": {}}, "expected a list of resource changes", "{}"),
        ({"resource_changes": [None]}, "expected a resource change", "null"),
        ({"planned_values": 3}, "expected an object of planned_values", "3"),
        (
            {"resource_changes": [{"type": "aws_s3_bucket", "change": None}]},
            "expected a `change` whose `after` is an object or null",
            '{"type": "aws_s3_bucket", "change": null}',
        ),
        (
            {"resource_changes": [{"type": "aws_s3_bucket", "change": {"after": []}}]},
            "expected a `change` whose `after` is an object or null",
            '{"type": "aws_s3_bucket", "change": {"after": []}}',
        ),
    ],
)
def test_what_is_no_plan_inside_is_a_problem_and_not_passed_over(parts: dict[str, Any], message: str, place: str) -> None:
    found = unit(json.dumps({"format_version": "1.2", "note": "aws_s3_bucket", **parts}))
    told = [(problem.message, problem.origin.text) for problem in found.problems]
    assert told == [(message, place)]


def test_json_that_is_no_plan_is_left_alone() -> None:
    assert read(package_json='{"name": "aws_s3_bucket"}') == []


@pytest.mark.parametrize(
    ("old", "new", "place", "message"),
    [
        ('"prior": 1', '"prior": NaN', "NaN", "expected a value, found `N`"),
        ('"other": {}', '"other": {"a" 1}', "1", "expected `:`, found `1`"),
        ('"prior": 1', '"prior": 1,', "}", "expected another element after the comma, found `}`"),
    ],
)
def test_a_fault_in_a_part_that_nobody_asks_for_is_a_problem_of_the_plan(old: str, new: str, place: str, message: str) -> None:
    text = json.dumps(
        {"resource_changes": [{"type": "aws_sqs_queue", "other": {}}], "format_version": "aws_s3_bucket", "prior": 1}
    )
    found = unit(text.replace(old, new))
    (problem,) = found.problems
    assert problem.message == message
    assert problem.origin.text == place[:1]


def test_resources_of_other_services_are_passed_over() -> None:
    bucket_change = change("aws_s3_bucket.b", {"bucket": "acme"})
    others = [change(f"aws_sqs_queue.q{number}", {"name": f"q{number}", "tags": {"a": ["b"] * 40}}) for number in range(1000)]
    text = plan(bucket_change, *others)
    calls(lambda: PlanReader(text, {"aws_s3_bucket"}).plan(), most=20 * len(others))
    assert addresses(unit(text)) == ["aws_s3_bucket.b"]


SSE = "aws_s3_bucket_server_side_encryption_configuration"


@pytest.mark.parametrize("said", [{}, {"rule": [{}]}])
def test_blocks_that_are_known_after_apply_are_unknown_although_the_configuration_has_no_dynamic_ones(said: Any) -> None:
    text = plan(
        change(
            "aws_s3_bucket.b", {"bucket": "acme"}, {"versioning": True, "logging": True}, after_sensitive={"versioning": []}
        ),
        change(f"{SSE}.b", {"bucket": "acme"}, {"id": True, "rule": True}, after_sensitive={"rule": []}),
        configuration=configured(
            expressions("aws_s3_bucket.b", bucket={"constant_value": "acme"}),
            expressions(f"{SSE}.b", bucket={"constant_value": "acme"}, **said),
        ),
    )
    found = bucket(unit(text), "aws_s3_bucket.b")
    assert isinstance(found.encryption, Known)
    assert plain(found.encryption.value.algorithm) == f"unknown: {SSE}.b.rule is known after apply"
    assert [plain(found.versioning.status), plain(found.logging)] == ["absent", "absent"]


def test_what_is_unknown_inside_of_a_dynamic_block_is_unknown() -> None:
    text = plan(
        change("aws_s3_bucket.b", {"logging": [{"target_prefix": "x/"}]}, {"logging": [{"target_bucket": True}], "id": True}),
        configuration=configured(expressions("aws_s3_bucket.b")),
    )
    logging = bucket(unit(text), "aws_s3_bucket.b").logging
    assert isinstance(logging, Known)
    assert plain(logging.value.target_bucket) == "unknown: aws_s3_bucket.b.logging.0.target_bucket is known after apply"


def test_tags_are_those_of_the_resource_and_of_its_provider() -> None:
    for tags, every, wanted in (
        ({"team": "a"}, {"team": "a", "owner": "b"}, {"team": "a", "owner": "b"}),
        (None, {"owner": "b"}, {"owner": "b"}),
        ({"team": "a"}, None, {"team": "a"}),
    ):
        text = plan(
            change("aws_s3_bucket.b", {"tags": tags, "tags_all": every}),
            configuration=configured(expressions("aws_s3_bucket.b", tags={})),
        )
        found = bucket(unit(text), "aws_s3_bucket.b").tags
        assert isinstance(found, Known)
        assert {plain(tag.key): plain(tag.value) for tag in found.value.tags} == wanted


def test_defaults_of_the_provider_are_those_that_nobody_says() -> None:
    after = {"bucket": "acme", "block_public_acls": False, "block_public_policy": False, "ignore_public_acls": True}
    for said, wanted in (
        ({"bucket": {}, "block_public_policy": {"constant_value": False}, "ignore_public_acls": {}}, ["absent", False, True]),
        ({"bucket": {}, "block_public_acls": {}, "block_public_policy": {}, "ignore_public_acls": {}}, [False, False, True]),
    ):
        text = plan(
            change("aws_s3_bucket.b", {"bucket": "acme"}),
            change(f"{BLOCK}.b", after),
            configuration=configured(expressions("aws_s3_bucket.b", bucket={}), expressions(f"{BLOCK}.b", **said)),
        )
        block = bucket(unit(text), "aws_s3_bucket.b").public_access_block
        assert isinstance(block, Known)
        flags = (block.value.block_public_acls, block.value.block_public_policy, block.value.ignore_public_acls)
        assert [plain(flag) for flag in flags] == wanted


def test_a_key_is_followed_by_its_arn_unless_that_is_written_out() -> None:
    arn = "arn:aws:kms:eu-west-1:111122223333:key/1234"
    rule = [{"apply_server_side_encryption_by_default": [{"sse_algorithm": "aws:kms", "kms_master_key_id": arn}]}]
    for said, wanted in (({"references": ["aws_kms_key.k.arn", "aws_kms_key.k"]}, True), ({"constant_value": arn}, False)):
        inner = {"apply_server_side_encryption_by_default": [{"sse_algorithm": {}, "kms_master_key_id": said}]}
        text = plan(
            change("aws_s3_bucket.b", {"bucket": "acme"}),
            change("aws_kms_key.k", {"arn": arn, "key_id": "1234", "enable_key_rotation": True}),
            change(f"{SSE}.b", {"bucket": "acme", "rule": rule}),
            configuration=configured(
                expressions("aws_s3_bucket.b", bucket={}),
                expressions("aws_kms_key.k", enable_key_rotation={"constant_value": True}),
                expressions(f"{SSE}.b", bucket={}, rule=[inner]),
            ),
        )
        assert isinstance(bucket(unit(text), "aws_s3_bucket.b").encryption_key, Known) is wanted


def test_the_policy_of_an_access_point_is_found_by_reference() -> None:
    policy = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}]}
    text = plan(
        change("aws_s3_access_point.door", {"bucket": "acme", "name": "door"}, {"arn": True}),
        change("aws_s3control_access_point_policy.door", {"policy": json.dumps(policy)}, {"access_point_arn": True}),
        configuration=configured(
            expressions("aws_s3_access_point.door", bucket={}, name={}),
            expressions(
                "aws_s3control_access_point_policy.door",
                policy={},
                access_point_arn=references("aws_s3_access_point.door.arn", "aws_s3_access_point.door"),
            ),
        ),
    )
    (door,) = [subject for subject in unit(text).subjects if subject.address == "aws_s3_access_point.door"]
    assert isinstance(door.build(EVERYWHERE).policy, Known)


def test_policies_that_are_made_with_their_attachments_are_found_by_reference() -> None:
    everything = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]}
    arns = [f"aws_iam_policy.{name}.arn" for name in ("all", "boundary")]
    text = plan(
        *(change(f"aws_iam_policy.{name}", {"name": name, "policy": json.dumps(everything)}) for name in ("all", "boundary")),
        change("aws_iam_role.app", {"name": "app"}, {"permissions_boundary": True}),
        change("aws_iam_role_policy_attachment.app", {"role": "app"}, {"policy_arn": True}),
        configuration=configured(
            *(expressions(f"aws_iam_policy.{name}", name={}, policy={}) for name in ("all", "boundary")),
            expressions("aws_iam_role.app", name={}, permissions_boundary=references(arns[1], "aws_iam_policy.boundary")),
            expressions("aws_iam_role_policy_attachment.app", role={}, policy_arn=references(arns[0], "aws_iam_policy.all")),
        ),
    )
    found = {subject.address: subject.build(EVERYWHERE) for subject in unit(text).subjects}
    assert found["aws_iam_role_policy_attachment.app"].documents.policies == ()
    assert isinstance(found["aws_iam_policy.boundary"].is_only_boundary, Known)
    assert not isinstance(found["aws_iam_policy.all"].is_only_boundary, Known)
    for address in ("aws_iam_role.app", "aws_iam_policy.all", "aws_iam_role_policy_attachment.app"):
        (boundary,) = found[address].permissions_boundaries.policies
        assert isinstance(boundary, Known)


@pytest.mark.parametrize("action", ["*", "s3:*", ["*"]])
def test_identities_make_a_plan_one_of_s3(action: object) -> None:
    policy = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": action, "Resource": "*"}]}
    text = plan(change("aws_iam_policy.p", {"policy": json.dumps(policy)}))
    assert [subject.address for subject in unit(text).subjects] == ["aws_iam_policy.p"]
