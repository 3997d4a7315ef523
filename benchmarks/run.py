"""Measures s3lint beside its budgets: `python -m benchmarks.run` in the root of the repository.

A time is the wall time of a whole process, as a multiple of `python -c pass` in the same environment. In every round the empty
program and each tool take turns, so that a busy moment of the machine hits them all; a figure is the median of the ratios.
s3lint is installed into an environment of its own, which compiles its bytecode. Peers are measured where they are on the PATH.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import venv
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from benchmarks import plans, trees

PATIENCE = 300
"""Seconds after which a process is ended; its figure then says so."""

ROOT = Path(__file__).resolve().parent.parent

GUARD_RULE = """\
rule versioned when Resources exists {
  Resources.*[ Type == "AWS::S3::Bucket" ] { Properties.VersioningConfiguration.Status == "Enabled" }
}
"""


class Case(NamedTuple):
    """One input. `budget` is the ratio that is allowed; `peers` are asked about it, except where that takes minutes."""

    title: str
    arguments: tuple[str, ...]
    budget: float | None = None
    peers: tuple[str, ...] = ()

    @property
    def path(self) -> str:
        return self.arguments[-1]


class Run(NamedTuple):
    """One process: seconds of wall time, and the most memory it held in MiB."""

    seconds: float
    memory: float


class Figure(NamedTuple):
    """Medians over the rounds. `ratio` is to the empty program."""

    ratio: float
    seconds: float
    memory: float


def timed(command: Sequence[str], allowed: Sequence[int] = ()) -> Run:
    """Runs a command, and ends it when it takes longer than anybody waits.

    Where `allowed` is given, another exit status ends the benchmark with what the command said.
    """
    with tempfile.TemporaryFile() as said:
        started = time.perf_counter()
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=said)
        patience = threading.Timer(PATIENCE, process.kill)
        patience.start()
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - started
        patience.cancel()
        process.returncode = os.waitstatus_to_exitcode(status)
        if allowed and process.returncode not in allowed:
            said.seek(0)
            sys.exit(f"{' '.join(command)}: exit status {process.returncode}\n{said.read().decode()}")
    return Run(seconds, usage.ru_maxrss / 1024)


def peer_command(peer: str, path: str, folder: Path) -> list[str]:
    """How a peer is asked about a file or folder; `folder` is a place for its rules."""
    is_folder = os.path.isdir(path)
    match peer:
        case "checkov":
            return [peer, "--quiet", "--compact", "--skip-download", "-d" if is_folder else "-f", path]
        case "cfn-guard":
            rules = folder / "rule.guard"
            rules.write_text(GUARD_RULE, encoding="utf-8")
            return [peer, "validate", "--rules", str(rules), "--data", path]
        case "cfn-lint":
            return [peer, os.path.join(path, "**", "*.yaml") if is_folder else path]
    raise ValueError(peer)


def measured(empty: Sequence[str], commands: dict[str, list[str]], rounds: int) -> dict[str, Figure]:
    """A figure for each command, from rounds in which the empty program and all commands take turns."""
    runs: dict[str, list[tuple[float, Run]]] = {name: [] for name in commands}
    for command in commands.values() if rounds > 1 else ():
        timed(command)  # so that files are in the cache
    for _ in range(rounds):
        for name, command in commands.items():
            base = timed(empty, (0,)).seconds
            run = timed(command, (0, 1) if name == "s3lint" else ())
            runs[name].append((run.seconds / base, run))
    return {
        name: Figure(
            statistics.median(ratio for ratio, _ in found),
            statistics.median(run.seconds for _, run in found),
            max(run.memory for _, run in found),
        )
        for name, found in runs.items()
    }


def cases(folder: Path, corpora: Sequence[str]) -> Iterator[Case]:
    site = shutil.copy(ROOT / "fixtures/demo/site.yaml", folder)
    cfn, tf = ("checkov", "cfn-guard", "cfn-lint"), ("checkov",)
    yield Case("`--version`", ("--version",), 2)
    yield Case("one CloudFormation file", (str(site),), 6, cfn)
    yield Case("one Terraform module of three files", (str(trees.module(folder / "module")),), 8, tf)
    yield Case("344 templates", (str(trees.templates(folder / "templates", 344)),), 40, cfn)
    yield Case("430 `.tf` files", (str(trees.modules(folder / "stacks", 140)),), 60, tf)
    stores = str(trees.stores(folder / "stores"))
    yield Case("19 buckets named with the workspace", (stores,), 12, tf)
    yield Case("the same with `--workspace` given", ("--workspace", "production", stores), 12)
    yield Case("a plan of 8.6 MB", (str(plans.plan(folder / "plan.json")),), 30)
    for corpus in corpora:
        yield Case(f"{count(corpus)} files of `{Path(corpus).name}`", (corpus,), None, ("checkov",))


def count(corpus: str) -> int:
    return sum(path.suffix in {".yaml", ".yml", ".json", ".template", ".tf"} for path in Path(corpus).rglob("*"))


def figure(found: Figure | None) -> str:
    if found is None:
        return ""
    return f"over {PATIENCE} s" if found.seconds >= PATIENCE else f"{found.ratio:.1f}"


def comparison(empty: list[str], program: str, folder: Path, options: argparse.Namespace) -> None:
    """The table of all cases, printed row by row, because the slow peers take their time."""
    peers = [] if options.no_peers else [peer for peer in ("checkov", "cfn-guard", "cfn-lint") if shutil.which(peer)]
    head = ["Input", "s3lint", "Budget", "ms", "MiB", *peers]
    row(head)
    row(["---"] * len(head))
    for case in cases(folder, options.corpus):
        own = {"s3lint": [program, *case.arguments]}
        found = measured(empty, own, options.rounds)
        for peer in peers:
            if peer in case.peers:
                slow = os.path.isdir(case.path)
                found |= measured(empty, {peer: peer_command(peer, case.path, folder)}, 1 if slow else options.rounds)
        mine = found["s3lint"]
        budget = "" if case.budget is None else f"{case.budget:g}"
        others = [figure(found.get(peer)) for peer in peers]
        row([case.title, figure(mine), budget, f"{mine.seconds * 1000:.0f}", f"{mine.memory:.0f}", *others])


def growth(empty: list[str], program: str, folder: Path, rounds: int) -> None:
    """Whether time and memory grow as the tree does."""
    row(["Terraform modules", "s3lint", "ms for each module", "MiB"])
    row(["---"] * 4)
    for modules in (500, 1000, 2000):
        path = trees.modules(folder / f"modules-{modules}", modules)
        found = measured(empty, {"s3lint": [program, str(path)]}, rounds)["s3lint"]
        row([str(modules), figure(found), f"{found.seconds * 1000 / modules:.2f}", f"{found.memory:.0f}"])


def without_s3(empty: list[str], program: str, folder: Path, rounds: int) -> None:
    """What a file costs in which there is nothing to judge; the budget is 0.1 ms."""
    many = 1000
    folders = [trees.templates_without_s3(folder / f"no-s3-{number}", number) for number in (0, many)]
    few, all_of_them = (measured(empty, {"s3lint": [program, str(path)]}, rounds)["s3lint"].seconds for path in folders)
    print(f"A template of 9 KB without S3 costs {(all_of_them - few) * 1000 / many:.2f} ms; the budget is 0.1 ms.")


def hook(empty: list[str], program: str, folder: Path, rounds: int) -> None:
    """What the hook of pre-commit costs, start to finish, where one file of a repository is staged; the budget is 12."""
    path = trees.templates(folder / "repository", 344)
    identity = ["-c", "user.name=benchmark", "-c", "user.email=benchmark@example.com"]
    for words in (["init", "-q"], ["add", "-A"], [*identity, "commit", "-q", "-m", "before"]):
        subprocess.run(["git", *words], cwd=path, check=True)
    changed = min(Path(path).rglob("*.yaml"))
    changed.write_text(changed.read_text(encoding="utf-8") + "# changed\n", encoding="utf-8")
    subprocess.run(["git", "add", "-A"], cwd=path, check=True)
    staged = ["sh", "-c", 'cd "$1" && exec "$2" check --staged', "hook", str(path), program]
    found = measured(empty, {"s3lint": staged}, rounds)["s3lint"]
    print(
        f"The hook, with one of 344 templates staged, takes {figure(found)} ({found.seconds * 1000:.0f} ms); the budget is 12."
    )


def row(cells: Sequence[str]) -> None:
    print(f"| {' | '.join(cells)} |", flush=True)


def installed(folder: Path) -> Path:
    """The `bin` folder of a new environment with s3lint in it."""
    venv.create(folder, with_pip=True)
    shutil.copytree(ROOT, folder / "sources", ignore=shutil.ignore_patterns(".*", "build", "*.egg-info", "__pycache__"))
    pip = [str(folder / "bin/python"), "-m", "pip", "install", "--quiet", "--compile", str(folder / "sources")]
    subprocess.run(pip, check=True)
    return folder / "bin"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("--corpus", action="append", default=[], metavar="DIR", help="a folder to measure besides; repeatable")
    parser.add_argument("--rounds", type=int, default=7, help="rounds for each figure (7)")
    parser.add_argument("--no-peers", action="store_true", help="leave other linters out")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        environment = installed(folder / "environment")
        empty, program = [str(environment / "python"), "-c", "pass"], str(environment / "s3lint")
        base = measured(empty, {"empty": empty}, options.rounds)["empty"].seconds
        print(f"Multiples of `python -c pass`, which takes {base * 1000:.1f} ms here; medians of {options.rounds} rounds.\n")
        comparison(empty, program, folder, options)
        print()
        growth(empty, program, folder, min(3, options.rounds))
        print()
        without_s3(empty, program, folder, min(3, options.rounds))
        print()
        hook(empty, program, folder, options.rounds)
        print(flush=True)
        subprocess.run([str(environment / "python"), str(ROOT / "benchmarks/policies.py")], check=True)


if __name__ == "__main__":
    main()
