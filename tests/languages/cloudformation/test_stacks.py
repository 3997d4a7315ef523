"""Nested stacks that lie on disk: judged through their parent, with its parameters."""

from __future__ import annotations

import pickle
import subprocess
import sys
from pathlib import Path
from textwrap import dedent

import pytest

from s3lint.base.value import Known
from s3lint.base.worlds import EVERYWHERE, explore
from s3lint.languages.cloudformation import FRONT_END
from s3lint.languages.files import Files
from s3lint.languages.inputs import Inputs
from s3lint.languages.unit import Unit
from tests.languages.cloudformation.templates import at, units
from tests.models import plain

CHILD = """
Parameters:
  Status: {Type: String, Default: Suspended}
  Log: {Type: String, Default: ''}
Conditions:
  HasLog: !Not [!Equals [!Ref Log, '']]
Resources:
  Data:
    Type: AWS::S3::Bucket
    Properties:
      VersioningConfiguration: {Status: !Ref Status}
      LoggingConfiguration: !If [HasLog, {DestinationBucketName: !Ref Log}, !Ref AWS::NoValue]
Outputs:
  Name: {Value: !Ref Data}
"""


def read(**texts: str) -> dict[str, Unit]:
    overlay = {name.replace("_", "/") + ".yaml": dedent(text) for name, text in texts.items()}
    return {unit.name: unit for unit in units(list(overlay), Files(".", overlay), Inputs())}


def test_a_child_is_judged_through_its_parent_only() -> None:
    found = read(
        nested_child=CHILD,
        parent="""
        Parameters:
          Versioned: {Type: String, Default: Enabled}
        Resources:
          One:
            Type: AWS::CloudFormation::Stack
            Properties:
              TemplateURL: nested/child.yaml
              Parameters: {Status: !Ref Versioned, Log: !GetAtt Two.Outputs.Name}
          Two:
            Type: AWS::CloudFormation::Stack
            Properties: {TemplateURL: ./nested/child.yaml}
          Policy:
            Type: AWS::S3::BucketPolicy
            Properties:
              Bucket: !GetAtt One.Outputs.Name
              PolicyDocument: {Version: 2012-10-17, Statement: []}
        """,
    )
    assert list(found) == ["parent.yaml"]
    unit = found["parent.yaml"]
    assert unit.problems == ()
    assert [source.path for source in unit.sources] == ["parent.yaml", "nested/child.yaml"]
    assert [subject.address for subject in unit.subjects] == ["One/Data", "Two/Data"]
    one, two = (subject.build(EVERYWHERE) for subject in unit.subjects)
    assert (plain(one.versioning.status), plain(two.versioning.status)) == ("Enabled", "Suspended")
    assert at(one.versioning.status.origin) == "3:38 Enabled"
    assert [step.what for step in one.versioning.status.origin.via] == ["!Ref Versioned", "!Ref Status"]
    assert plain(one.logging) == {"target_bucket": "<name>", "target_prefix": None}
    assert isinstance(two.log_target, Known)
    assert two.log_target.value.reason == "One/Data logs to it"
    assert (type(one.policy).__name__, type(two.policy).__name__) == ("Known", "Absent")


def test_what_there_is_to_read_can_be_read_in_another_process(tmp_path: Path) -> None:
    deploying = "Resources:\n  A: {Type: 'AWS::CloudFormation::Stack', Properties: {TemplateURL: child.yaml}}\n"
    texts = {
        "child.yaml": CHILD,
        "empty.yaml": "Resources: {A: {Type: 'AWS::SNS::Topic'}}",
        "notes.yaml": "Resources: none\n",
        "parent.yaml": deploying,
        "two.yaml": CHILD + "---" + CHILD,
        "values.yaml": "[1]",
    }
    for name, text in texts.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    inputs = Inputs(parameter_files=(str(tmp_path / "values.yaml"),))
    pieces = FRONT_END.work([str(tmp_path / name) for name in texts if name != "values.yaml"], Files(str(tmp_path)), inputs)
    assert [Path(work.name).name for work in pieces] == ["values.yaml", "empty.yaml", "parent.yaml", "two.yaml"]
    program = "import pickle, sys\nfor work in pickle.load(sys.stdin.buffer):\n for unit in work.read():\n  " + (
        "print(*[subject.address for subject in unit.subjects], *[problem.message for problem in unit.problems])"
    )
    done = subprocess.run([sys.executable, "-c", program], input=pickle.dumps(pieces), capture_output=True, check=True)
    assert done.stdout.decode().splitlines() == [
        "expected parameters: a list of ParameterKey and ParameterValue, or a map of names",
        "",
        "A/Data",
        "Data",
        "Data",
    ]
    again = [[subject.address for unit in work.read() for subject in unit.subjects] for work in [*pieces, *pieces]]
    assert again == [[], [], ["A/Data"], ["Data", "Data"]] * 2


def test_undecided_parameters_of_the_parent_decide_the_child() -> None:
    unit = read(
        child=CHILD,
        parent="""
        Parameters:
          Versioned: {Type: String, AllowedValues: [Enabled, Suspended]}
          Env: {Type: String, AllowedValues: [dev, prod]}
        Conditions:
          IsProd: !Equals [!Ref Env, prod]
        Resources:
          One:
            Type: AWS::CloudFormation::Stack
            Condition: IsProd
            Properties:
              TemplateURL: child.yaml
              Parameters: {Status: !If [IsProd, !Ref Versioned, Suspended]}
        """,
    )["parent.yaml"]
    (subject,) = unit.subjects
    found = {
        str(world): answer
        for world, answer in explore(
            lambda world: plain(subject.build(world).versioning.status) if world.decide(subject.condition) else None
        )
    }
    assert found == {
        "Env is prod and Versioned is Enabled": "Enabled",
        "Env is prod and Versioned is Suspended": "Suspended",
        "Env is dev": None,
    }


def test_templates_that_are_not_on_disk() -> None:
    found = read(
        parent="""
        Resources:
          Far: {Type: 'AWS::CloudFormation::Stack', Properties: {TemplateURL: 'https://example.com/t.yaml'}}
          Lost: {Type: 'AWS::CloudFormation::Stack', Properties: {TemplateURL: lost.yaml}}
          Outside: {Type: 'AWS::Serverless::Application', Properties: {Location: ../../../../etc/passwd}}
          Repository: {Type: 'AWS::Serverless::Application', Properties: {Location: {ApplicationId: x, SemanticVersion: 1.0.0}}}
          Bucket: {Type: 'AWS::S3::Bucket', Properties: {VersioningConfiguration: {Status: !GetAtt Lost.Outputs.Status}}}
        """
    )["parent.yaml"]
    assert [(problem.kind, problem.message, at(problem.origin)) for problem in found.problems] == [
        (
            "unresolved-module",
            "Far is not judged: https://example.com/t.yaml lies behind a URL and was not fetched",
            "3:71 'https://example.com/t.yaml'",
        ),
        ("unresolved-module", "Lost is not judged: lost.yaml was not read", "4:72 lost.yaml"),
        (
            "unresolved-module",
            "Outside is not judged: ../../../../etc/passwd was not read",
            "5:74 ../../../../etc/passwd",
        ),
        (
            "unresolved-module",
            "Repository is not judged: its template is not named by a path",
            "6:77 {ApplicationId: x, SemanticVersion: 1.0.0}",
        ),
    ]
    (subject,) = found.subjects
    status = subject.build(EVERYWHERE).versioning.status
    assert status.reason == "the template of the nested stack Lost was not read"


def test_stacks_in_a_circle() -> None:
    found = read(
        a="Resources:\n  B: {Type: 'AWS::CloudFormation::Stack', Properties: {TemplateURL: b.yaml}}\n",
        b="Resources:\n  A: {Type: 'AWS::CloudFormation::Stack', Properties: {TemplateURL: a.yaml}}\n",
    )
    assert {name: [problem.message for problem in unit.problems] for name, unit in found.items()} == {
        "a.yaml": ["B/A is not judged: its template deploys itself in the end"],
        "b.yaml": ["A/B is not judged: its template deploys itself in the end"],
    }


def test_files_that_a_transform_includes() -> None:
    overlay = {
        "t.yaml": dedent("""
            Parameters:
              Status: {Type: String, Default: Enabled}
            Conditions:
              On: !Equals [!Ref Status, Enabled]
            Resources:
              Fn::Transform: {Name: AWS::Include, Parameters: {Location: parts/buckets.yaml}}
              Other:
                Type: AWS::S3::Bucket
                Properties:
                  Fn::Transform: {Name: 'AWS::Include', Parameters: {Location: ./parts/settings.json}}
                  BucketName: acme
              Lost:
                Type: AWS::S3::Bucket
                Properties:
                  Fn::Transform: {Name: 'AWS::Include', Parameters: {Location: s3://acme/x.yaml}}
                  BucketName: lost
            """),
        "parts/buckets.yaml": dedent("""\
            One:
              Type: AWS::S3::Bucket
              Properties:
                VersioningConfiguration: {Status: !If [On, !Ref Status, x]}
            """),
        "parts/settings.json": '{"AccessControl": "PublicRead"}',
    }
    (unit,) = units(["t.yaml"], Files(".", overlay), Inputs())
    assert unit.problems == ()
    assert [source.path for source in unit.sources] == ["t.yaml", "parts/buckets.yaml", "parts/settings.json"]
    one, other, lost = (subject.build(EVERYWHERE) for subject in unit.subjects)
    assert (one.origin.source.path, at(one.origin)) == ("parts/buckets.yaml", "1:1 One")
    status = one.versioning.status
    assert (status.value, status.origin.source.path, at(status.origin)) == ("Enabled", "t.yaml", "3:35 Enabled")
    assert [(step.what, step.source.path) for step in status.origin.via] == [
        ("!Ref Status", "parts/buckets.yaml"),
        ("condition On is true", "parts/buckets.yaml"),
    ]
    assert (plain(other.name), plain(other.acl.value.canned)) == ("acme", "public-read")
    assert other.acl.origin.source.path == "parts/settings.json"
    assert plain(lost.name) == "lost"
    assert lost.versioning.status.reason == "a transform may add settings here"


SECTIONS = """\
Conditions:
  On: !Equals [!Ref Stage, prod]
Resources:
  Archive:
    Type: AWS::S3::Bucket
    Condition: On
    Properties: {BucketName: !Sub "acme-${Stage}"}
"""


@pytest.mark.parametrize(
    "include",
    [
        "Fn::Transform: {Name: AWS::Include, Parameters: {Location: parts/all.yaml}}\n",
        "Transform: {Name: AWS::Include, Parameters: {Location: parts/all.yaml}}\n",
        "Transform: ['AWS::LanguageExtensions', {Name: AWS::Include, Parameters: {Location: parts/all.yaml}}]\n",
    ],
)
@pytest.mark.parametrize("own", ["", "Resources:\n  Own: {Type: 'AWS::S3::Bucket'}\n"])
def test_a_transform_that_includes_whole_sections(include: str, own: str) -> None:
    head = "AWSTemplateFormatVersion: '2010-09-09'\nParameters:\n  Stage: {Type: String, Default: prod}\n"
    overlay = {"t.yaml": head + include + own, "parts/all.yaml": SECTIONS}
    (unit,) = units(["t.yaml"], Files(".", overlay), Inputs())
    assert unit.problems == ()
    assert [subject.address for subject in unit.subjects] == (["Own"] if own else []) + ["Archive"]
    archive = unit.subjects[-1]
    assert (archive.condition, archive.origin.source.path, at(archive.origin)) == (True, "parts/all.yaml", "4:3 Archive")
    assert plain(archive.build(EVERYWHERE).name) == "acme-prod"


def test_included_files_that_are_not_on_disk_are_told() -> None:
    content = dedent("""\
        Transform: {Name: AWS::Include, Parameters: {Location: 's3://acme/all.yaml'}}
        Resources:
          Fn::Transform: {Name: AWS::Include, Parameters: {Location: lost.yaml}}
          Own: {Type: 'AWS::S3::Bucket'}
        """)
    (unit,) = units(["t.yaml"], Files(".", {"t.yaml": content}), Inputs())
    assert [subject.address for subject in unit.subjects] == ["Own"]
    message = "expected a file on disk to include; what the transform adds was not read"
    assert [(problem.kind, problem.message, problem.origin.start.line) for problem in unit.problems] == [
        ("unresolved-module", message, 1),
        ("unresolved-module", message, 3),
    ]


INCLUDE = "Fn::Transform: {{Name: AWS::Include, Parameters: {{Location: {0}.yaml}}}}\n{1}: {{Type: 'AWS::S3::Bucket'}}\n"


@pytest.mark.parametrize(("first", "expected"), [("t", ["T"]), ("a", ["A", "B", "T"])])
def test_files_that_include_each_other(first: str, expected: list[str]) -> None:
    overlay = {
        "t.yaml": "Resources:\n  " + INCLUDE.format(first, "T").replace("\n", "\n  "),
        "a.yaml": INCLUDE.format("b", "A"),
        "b.yaml": INCLUDE.format("a", "B"),
    }
    (unit,) = units(["t.yaml"], Files(".", overlay), Inputs())
    assert sorted(subject.address for subject in unit.subjects) == expected


def test_resources_of_a_unit_are_limited() -> None:
    content = "Resources:\n" + "".join(f"  B{number}: {{Type: 'AWS::S3::Bucket'}}\n" for number in range(2100))
    (unit,) = units(["t.yaml"], Files(".", {"t.yaml": content}), Inputs())
    assert len(unit.subjects) == 2000
    assert [(problem.message, at(problem.origin)) for problem in unit.problems] == [
        ("expected at most 2000 resources that concern S3", "2002:3 B2000")
    ]


NET = """
Parameters:
  Strict: {Type: String, Default: 'yes'}
Conditions:
  IsStrict: !Equals [!Ref Strict, 'yes']
Resources:
  Certificate:
    Type: AWS::CertificateManager::Certificate
    Properties: {DomainName: acme.example}
Outputs:
  Versions: {Value: !If [IsStrict, Enabled, Suspended]}
"""


@pytest.mark.parametrize(("given", "status"), [("{}", "Enabled"), ("{Strict: 'no'}", "Suspended")])
@pytest.mark.parametrize("between", [False, True], ids=["child", "grandchild"])
def test_a_child_that_names_nothing_of_s3_is_read_for_its_outputs(between: bool, given: str, status: str) -> None:
    through = f"""
    Resources:
      Inner:
        Type: AWS::CloudFormation::Stack
        Properties: {{TemplateURL: ./net.yaml, Parameters: {given}}}
    Outputs:
      Versions: {{Value: !GetAtt Inner.Outputs.Versions}}
    """
    parent = f"""
    Resources:
      Net:
        Type: AWS::CloudFormation::Stack
        Properties: {{TemplateURL: {"./through.yaml" if between else "./net.yaml"}, Parameters: {"{}" if between else given}}}
      Data:
        Type: AWS::S3::Bucket
        Properties:
          VersioningConfiguration: {{Status: !GetAtt Net.Outputs.Versions}}
    """
    found = read(net=NET, through=through if between else NET, parent=parent)
    assert found["parent.yaml"].problems == ()
    assert "net.yaml" not in found
    [bucket] = found["parent.yaml"].subjects
    assert [plain(model.versioning.status) for _, model in explore(bucket.build)] == [status]


def test_a_child_that_holds_nothing_of_s3_is_no_missing_template() -> None:
    parent = """
    Resources:
      Net: {Type: 'AWS::CloudFormation::Stack', Properties: {TemplateURL: ./net.yaml}}
      Lost: {Type: 'AWS::CloudFormation::Stack', Properties: {TemplateURL: ./lost.yaml}}
      Data: {Type: 'AWS::S3::Bucket'}
    """
    [problem] = read(net=NET, parent=parent)["parent.yaml"].problems
    assert (problem.kind, problem.message) == (
        "unresolved-module",
        "Lost is not judged: ./lost.yaml was not read",
    )
