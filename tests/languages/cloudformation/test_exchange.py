"""Exports and imports between the templates of one run."""

from __future__ import annotations

import pickle
from functools import partial
from textwrap import dedent
from typing import Any

from s3lint.base.value import Absent, Known, Unknown
from s3lint.base.worlds import EVERYWHERE, World, explore
from s3lint.languages.cloudformation import FRONT_END
from s3lint.languages.files import Files
from s3lint.languages.inputs import Inputs
from s3lint.languages.unit import Subject, Unit
from s3lint.model.bucket import Bucket
from s3lint.model.neighbours import Identity
from s3lint.run.engine import check
from s3lint.run.question import Settings
from tests.languages.cloudformation.templates import at, units
from tests.models import known

STORE = """
Parameters:
  Env: {Type: String}
Resources:
  Shared: {Type: AWS::S3::Bucket}
Outputs:
  Name: {Value: !Ref Shared, Export: {Name: NAME}}
  Arn: {Value: !GetAtt Shared.Arn, Export: {Name: shared-arn}}
"""
POLICY = """
Parameters:
  Env: {Type: String}
  Store: {Type: String}
Resources:
  Policy:
    Type: AWS::S3::BucketPolicy
    Properties:
      Bucket: {'Fn::ImportValue': NAME}
      PolicyDocument:
        Version: '2012-10-17'
        Statement:
          Effect: Allow
          Principal: '*'
          Action: s3:GetObject
          Resource: !Sub ['${A}/*', {A: !ImportValue shared-arn}]
"""


def read(inputs: Inputs | None = None, **texts: str) -> dict[str, Unit]:
    overlay = {f"{name}.yaml": dedent(text) for name, text in texts.items()}
    return {unit.name: unit for unit in units(list(overlay), Files(".", overlay), inputs or Inputs())}


def addresses(unit: Unit) -> list[str]:
    return [subject.address for subject in unit.subjects]


def only(unit: Unit, kind: type = Bucket) -> Any:
    (subject,) = [subject for subject in unit.subjects if subject.kind is kind]
    return subject.build(EVERYWHERE)


def policy_in(subject: Subject, world: World) -> Any:
    return subject.build(world).policy if world.decide(subject.condition) else None


def joined(exported: str, imported: str, inputs: Inputs | None = None) -> str:
    """How the policy is the bucket's that two templates share by what one calls it, and the other."""
    found = read(inputs, a=STORE.replace("NAME", exported), b=POLICY.replace("NAME", imported))
    policy = only(found["a.yaml"]).policy
    elsewhere = addresses(found["b.yaml"])
    match policy:
        case Known():
            assert elsewhere == []
            assert at(policy.origin).startswith("9:7 PolicyDocument") or policy.origin.source.path == "b.yaml"
            return "surely"
        case Unknown(reason):
            assert elsewhere != []
            return reason
    assert isinstance(policy, Absent)
    assert elsewhere != []
    return "no"


def test_a_policy_in_another_template_is_the_policy_of_the_bucket_that_it_imports() -> None:
    assert joined("shared-name", "shared-name") == "surely"
    assert joined("!Sub '${Env}-name'", "!Sub '${Env}-name'") == "surely"
    assert joined("!Sub '${Env}-name'", "!Join ['-', [!Ref Env, name]]") == "surely"
    assert joined("!Sub '${AWS::Region}-name'", "!Sub '${AWS::Region}-name'") == "surely"
    assert joined("!Sub '${Env}-name'", "prod-name", Inputs(parameters=(("Env", "prod"),))) == "surely"


def test_an_import_of_something_else_is_not_joined() -> None:
    assert joined("shared-name", "other-name") == "no"
    assert joined("!Sub '${Env}-name'", "!Sub '${Env}-arn'") == "no"
    assert joined("!Sub '${Env}-name'", "prod-name", Inputs(parameters=(("Env", "dev"),))) == "no"


def test_where_nobody_knows_whether_the_names_are_the_same_the_policy_may_be_the_bucket_s() -> None:
    reason = "b.yaml:Policy may belong to this bucket: it is imported from another stack, which exports it as "
    assert joined("!Sub '${AWS::StackName}-name'", "!Sub '${Store}-name'") == reason + "${Store}-name"
    assert joined("!Sub '${Env}-name'", "prod-name") == reason + "prod-name"
    # Two stacks of one region never have the same name.
    assert joined("!Sub '${AWS::StackName}-name'", "!Sub '${AWS::StackName}-name'") == reason + "${AWS::StackName}-name"


def test_a_name_that_is_exported_twice_is_nobody_s() -> None:
    store = STORE.replace("NAME", "shared-name")
    found = read(one=store, two=store.replace("shared-arn", "two-arn"), b=POLICY.replace("NAME", "shared-name"))
    for name in ("one", "two"):
        policy = only(found[f"{name}.yaml"]).policy
        assert isinstance(policy, Unknown)
        assert policy.reason.endswith("shared-name is exported 2 times in this run, by one.yaml and two.yaml")
    assert addresses(found["b.yaml"]) == ["Policy"]


def test_exports_under_conditions_that_exclude_each_other_are_one() -> None:
    found = read(
        a="""
        Parameters: {Env: {Type: String}}
        Conditions:
          Prod: !Equals [!Ref Env, prod]
          Other: !Not [!Condition Prod]
        Resources:
          One: {Type: AWS::S3::Bucket, Condition: Prod}
          Two: {Type: AWS::S3::Bucket, Condition: Other}
        Outputs:
          One: {Value: !Ref One, Condition: Prod, Export: {Name: shared-name}}
          Two: {Value: !Ref Two, Condition: Other, Export: {Name: shared-name}}
        """,
        b=POLICY.replace("NAME", "shared-name"),
    )
    subjects = found["a.yaml"].subjects
    assert [len(list(explore(partial(policy_in, subject)))) for subject in subjects] == [2, 2]
    assert {type(policy) for subject in subjects for _, policy in explore(partial(policy_in, subject))} == {Known, type(None)}
    assert addresses(found["b.yaml"]) == []


def test_an_identity_that_is_given_an_imported_arn_is_given_one_bucket() -> None:
    found = read(
        a=STORE.replace("NAME", "shared-name"),
        b="""
        Resources:
          Reader:
            Type: AWS::IAM::Role
            Properties:
              Policies:
                - PolicyDocument: {Statement: {Effect: Allow, Action: 's3:GetObject', Resource: !ImportValue shared-arn}}
        """,
    )
    (document,) = only(found["b.yaml"], Identity).documents.policies
    (resource,) = known(document).statements[0].resources.items
    assert str(resource.text).endswith(":s3:::${Shared}")
    assert addresses(found["a.yaml"]) == ["Shared"]


def test_what_is_passed_on_by_a_third_template_is_joined() -> None:
    found = read(
        a=STORE.replace("NAME", "first-name"),
        middle="""
        Resources: {Own: {Type: AWS::S3::Bucket}}
        Outputs: {Again: {Value: !ImportValue first-name, Export: {Name: second-name}}}
        """,
        b=POLICY.replace("NAME", "second-name"),
    )
    assert isinstance(only(found["a.yaml"]).policy, Known)
    assert isinstance(only(found["middle.yaml"]).policy, Absent)
    assert addresses(found["b.yaml"]) == []


def test_nested_stacks_export_and_import_too() -> None:
    found = read(
        store=STORE.replace("NAME", "shared-name"),
        policy=POLICY.replace("NAME", "shared-name"),
        parent="""
        Resources:
          Store: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: store.yaml}}
          Policy: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: policy.yaml}}
        """,
    )
    assert list(found) == ["parent.yaml"]
    assert addresses(found["parent.yaml"]) == ["Store/Shared"]
    assert isinstance(only(found["parent.yaml"]).policy, Known)


def test_a_stack_that_another_one_deploys_exports_for_the_whole_run() -> None:
    found = read(
        store=STORE.replace("NAME", "shared-name"),
        parent="Resources: {Store: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: store.yaml}}}",
        outside=POLICY.replace("NAME", "shared-name"),
    )
    assert isinstance(only(found["parent.yaml"]).policy, Known)
    assert addresses(found["outside.yaml"]) == []


def test_logs_from_a_bucket_of_another_template_make_a_log_target() -> None:
    found = read(
        a=STORE.replace("NAME", "log-bucket"),
        b="""
        Resources:
          Data:
            Type: AWS::S3::Bucket
            Properties: {LoggingConfiguration: {DestinationBucketName: !ImportValue log-bucket}}
        """,
    )
    target = only(found["a.yaml"]).log_target
    assert isinstance(target, Known)
    assert target.value.reason == "b.yaml:Data logs to it"
    assert addresses(found["b.yaml"]) == ["Data"]


def test_what_another_template_declares_is_found_by_what_refers_to_it() -> None:
    found = read(
        a="""
        Resources: {Key: {Type: AWS::KMS::Key, Properties: {EnableKeyRotation: false}}}
        Outputs: {Key: {Value: !GetAtt Key.Arn, Export: {Name: key}}}
        """,
        b="""
        Resources:
          Data:
            Type: AWS::S3::Bucket
            Properties:
              BucketEncryption:
                ServerSideEncryptionConfiguration:
                  - ServerSideEncryptionByDefault: {SSEAlgorithm: 'aws:kms', KMSMasterKeyID: !ImportValue key}
        """,
    )
    key = only(found["b.yaml"]).encryption_key
    assert isinstance(key, Known)
    assert key.value.rotation.origin.source.path == "a.yaml"


def test_templates_that_import_from_each_other_end() -> None:
    found = read(
        a="""
        Resources: {A: {Type: AWS::S3::Bucket, Properties: {BucketName: !ImportValue b}}}
        Outputs: {A: {Value: !ImportValue b, Export: {Name: a}}}
        """,
        b="""
        Resources: {B: {Type: AWS::S3::Bucket, Properties: {BucketName: !ImportValue a}}}
        Outputs: {B: {Value: !ImportValue a, Export: {Name: b}}}
        """,
    )
    assert [isinstance(only(unit).name, Unknown) for unit in found.values()] == [True, True]


def test_each_template_can_be_read_in_another_process() -> None:
    overlay = {"a.yaml": STORE.replace("NAME", "shared-name"), "b.yaml": POLICY.replace("NAME", "shared-name")}
    pieces = FRONT_END.work(list(overlay), Files(".", overlay), Inputs())
    for piece in pieces:
        copy = pickle.loads(pickle.dumps(piece))
        assert [addresses(unit) for unit in copy.read()] == [addresses(unit) for unit in piece.read()]
    (unit,) = pickle.loads(pickle.dumps(pieces[0])).read()
    assert isinstance(only(unit).policy, Known)


def test_a_finding_stands_once_and_where_the_statement_is() -> None:
    overlay = {"a.yaml": STORE.replace("NAME", "shared-name"), "b.yaml": POLICY.replace("NAME", "shared-name")}
    report = check(list(overlay), Settings(select=("all",)), overlay)
    found = [finding for finding in report.findings if finding.rule == "wildcard-principal"]
    assert [(finding.origin.source.path, finding.subjects) for finding in found] == [("b.yaml", ("Shared",))]
    assert report.counts.buckets == 1
    alone = check(["b.yaml"], Settings(select=("all",)), {"b.yaml": overlay["b.yaml"]})
    assert [f.subjects for f in alone.undecided if f.rule == "wildcard-principal"] == [("Policy",)]
