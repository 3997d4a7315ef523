"""What is printed about rules: the page of one, and the list of all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from s3lint.run.input_findings import NOTICES
from s3lint.run.option import toml
from s3lint.run.registry import select
from s3lint.run.rule import Descriptor, Example, NotExpressible, Rule


def explanations(words: Sequence[str], rules: Sequence[type[Rule]]) -> str:
    """The pages that the words mean: names, groups, other tools' ids, or notices of the engine. Raises UsageError."""
    notices = {notice.name: notice for notice in NOTICES}
    pages: dict[str, str] = {}
    for word in words:
        if word in notices:
            pages[word] = page(notices[word])
        else:
            for rule in select(rules, [word], ()):
                pages[rule.name] = page(rule.descriptor(), _examples(rule))
    return "\n\n".join(pages.values())


def _examples(rule: type[Rule]) -> Iterator[tuple[str, Example]]:
    for heading, examples in (
        ("Fails", rule.bad),
        ("Passes", rule.good),
        ("Undecided", rule.undecidable),
        ("Not applicable", rule.inapplicable),
    ):
        for example in examples:
            yield f"{heading}: {example.title}", example


def page(rule: Descriptor, examples: Iterable[tuple[str, Example]] = ()) -> str:
    """Markdown, which reads well in a terminal as it stands."""
    facts = [f"{rule.severity.word} severity", rule.group, "on by default" if rule.default else "off by default"]
    lines = [f"# {rule.name}", "", f"{_sentence(rule.summary)}", "", f"{', '.join(facts)}, since {rule.since}"]
    if rule.aliases:
        lines += [f"In other tools: {', '.join(rule.aliases)}"]
    if rule.controls:
        lines += [f"Serves: {', '.join(rule.controls)}"]
    lines += ["", rule.page, "", "## What to do", f"{_sentence(rule.help)}"]
    if rule.options:
        lines += ["", "## Options", f"In the table `[rules.{rule.name}]` of the configuration:", ""]
        lines += [f"* `{option.name} = {toml(option.default)}`: {option.help}" for option in rule.options]
    for title, example in examples:
        lines += ["", f"## {title}", *_given(rule, example), *_twin("CloudFormation", "yaml", example.cloudformation)]
        lines += ["", *_twin("Terraform", "hcl", example.terraform)]
    if rule.references:
        lines += ["", "## References", *(f"* {reference}" for reference in rule.references)]
    return "\n".join(lines) + "\n"


def _given(rule: Descriptor, example: Example) -> list[str]:
    lines = [f"Run with `--account {example.account}`.", ""] if example.account else []
    if example.options:
        table = [f"{name} = {toml(value)}" for name, value in example.options]
        lines += ["```toml", f"[rules.{rule.name}]", *table, "```", ""]
    return lines


def _twin(language: str, fence: str, text: str | NotExpressible) -> list[str]:
    if isinstance(text, NotExpressible):
        return [f"{language}: can't be written there, {text.reason}"]
    from inspect import cleandoc  # slow to import, and a check needs no pages

    return [f"```{fence}", cleandoc(text), "```"]


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:] + ("" if text.endswith(".") else ".")


def table(rules: Sequence[type[Rule]]) -> str:
    """One line for each rule: name, severity, group, whether it is on, and what it says."""
    rows = [(rule.name, rule.severity.word, rule.group.value, "on" if rule.default else "off", rule.summary) for rule in rules]
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    lines = ["  ".join((*(f"{cell:{width}}" for cell, width in zip(row, widths, strict=False)), row[4])) for row in rows]
    return "\n".join(lines) + "\n"


def as_json(rules: Sequence[type[Rule]]) -> str:
    """A list of objects with the fields of `Descriptor`, in that order, the page without its examples."""
    import json  # only for this form

    return json.dumps([_fields(rule.descriptor()) for rule in rules], indent=2) + "\n"


def _fields(rule: Descriptor) -> dict[str, object]:
    return {
        "name": rule.name,
        "summary": rule.summary,
        "group": rule.group,
        "severity": rule.severity.word,
        "default": rule.default,
        "since": rule.since,
        "help": rule.help,
        "page": rule.page,
        "references": list(rule.references),
        "aliases": list(rule.aliases),
        "controls": list(rule.controls),
        "options": [{"name": option.name, "default": option.default, "help": option.help} for option in rule.options],
    }
