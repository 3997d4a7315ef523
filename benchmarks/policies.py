"""What one policy costs, read and asked, inside a running process: `python benchmarks/policies.py`."""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Callable
from functools import partial
from typing import Any

from s3lint.policy import Policy, Target, bucket_of, denies_plain_http, parse_policy, public_access

ROUNDS, ROUNDS_OF_A_LARGE_ONE = 50, 5
"""A policy is read anew in each round, so that no answer is remembered from the one before."""

BUCKET = "arn:aws:s3:::acme-data"
EVERYTHING = [BUCKET, f"{BUCKET}/*"]


def statement(
    sid: str, effect: str, principal: object, action: object, resource: object, **condition: object
) -> dict[str, Any]:
    found = {"Sid": sid, "Effect": effect, "Principal": principal, "Action": action, "Resource": resource}
    return {**found, "Condition": condition} if condition else found


def six_statements() -> str:
    """As a careful team writes them: readers, writers, a log service, and what nobody may."""
    role = {"AWS": "arn:aws:iam::111122223333:role/reader"}
    service = {"Service": "logging.s3.amazonaws.com"}
    return policy(
        statement("Read", "Allow", role, ["s3:GetObject", "s3:ListBucket"], EVERYTHING),
        statement("Write", "Allow", {"AWS": "111122223333"}, "s3:PutObject", f"{BUCKET}/in/*"),
        statement(
            "Logs", "Allow", service, "s3:PutObject", f"{BUCKET}/logs/*", StringEquals={"aws:SourceAccount": "111122223333"}
        ),
        statement("Organization", "Allow", "*", "s3:GetObject", f"{BUCKET}/*", StringEquals={"aws:PrincipalOrgID": "o-acme"}),
        statement("Tls", "Deny", "*", "s3:*", EVERYTHING, Bool={"aws:SecureTransport": "false"}),
        statement("Network", "Deny", "*", "s3:Delete*", EVERYTHING, NotIpAddress={"aws:SourceIp": "203.0.113.0/24"}),
    )


def twenty_kilobytes() -> str:
    """As large as S3 accepts, with overlapping patterns and a condition in every statement."""
    statements: list[dict[str, Any]] = []
    while len(policy(*statements)) < 20_000:
        number = len(statements)
        condition = {"aws:UserAgent": f"*agent-{number}*"}
        resource = f"{BUCKET}/*part-{number}*/x*"
        effect = "Allow" if number % 4 == 0 else "Deny"
        statements.append(statement(f"S{number}", effect, "*", f"s3:*{number % 10}*Object*", resource, StringLike=condition))
    return policy(*statements[:-1])


def policy(*statements: dict[str, Any]) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": statements})


def milliseconds(rounds: int, question: Callable[[], object]) -> float:
    question()
    seconds = []
    for _ in range(rounds):
        started = time.perf_counter()
        question()
        seconds.append(time.perf_counter() - started)
    return statistics.median(seconds) * 1000


def main() -> None:
    print("| Policy, ms | read | read, plain HTTP | read, public |")
    print("| --- | --- | --- | --- |")
    for title, text, rounds in (
        ("six statements", six_statements(), ROUNDS),
        ("20 KB, patterns that overlap", twenty_kilobytes(), ROUNDS_OF_A_LARGE_ONE),
    ):
        read = milliseconds(rounds, partial(parse_policy, text))
        asked = [milliseconds(rounds, partial(ask, question, text)) for question in (denies_plain_http, public_access)]
        print(f"| {title} | {read:.2f} | {asked[0]:.2f} | {asked[1]:.2f} |", flush=True)


def ask(question: Callable[[Policy, Target], object], text: str) -> object:
    document = parse_policy(text)
    return question(document, bucket_of(document))


if __name__ == "__main__":
    main()
