"""The parts of SARIF 2.1.0 that are written, for type checkers only: nothing imports this module at run time.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/sarif-v2.1.0-errata01-os-complete.html says what each holds.
"""

from __future__ import annotations

from typing import Any, TypedDict


class Message(TypedDict):
    text: str


class MarkdownMessage(Message):
    markdown: str


class ArtifactLocation(TypedDict):
    uri: str
    uriBaseId: str


class Region(TypedDict):
    startLine: int
    startColumn: int
    endLine: int
    endColumn: int


class PhysicalLocation(TypedDict):
    artifactLocation: ArtifactLocation
    region: Region


class LogicalLocation(TypedDict):
    fullyQualifiedName: str
    kind: str


class Location(TypedDict, total=False):
    id: int
    physicalLocation: PhysicalLocation
    logicalLocations: list[LogicalLocation]
    message: Message


class ThreadFlowLocation(TypedDict):
    location: Location


class ThreadFlow(TypedDict):
    locations: list[ThreadFlowLocation]


class CodeFlow(TypedDict):
    threadFlows: list[ThreadFlow]


class Accepted(TypedDict, total=False):
    kind: str
    status: str
    justification: str
    location: Location


class Result(TypedDict, total=False):
    ruleId: str
    ruleIndex: int
    kind: str
    level: str
    message: Message
    locations: list[Location]
    relatedLocations: list[Location]
    codeFlows: list[CodeFlow]
    partialFingerprints: dict[str, str]
    suppressions: list[Accepted]
    properties: dict[str, Any]


class Reference(TypedDict):
    id: str


class Notification(TypedDict, total=False):
    descriptor: Reference
    level: str
    message: Message
    locations: list[Location]


class Invocation(TypedDict, total=False):
    executionSuccessful: bool
    exitCode: int
    toolExecutionNotifications: list[Notification]


class Configuration(TypedDict):
    level: str


class ReportingDescriptor(TypedDict, total=False):
    id: str
    name: str
    shortDescription: Message
    fullDescription: Message
    help: MarkdownMessage
    helpUri: str
    defaultConfiguration: Configuration
    properties: dict[str, Any]
