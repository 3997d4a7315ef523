"""The pages of rules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from s3lint.languages.cloudformation.dialect import DIALECT as CLOUDFORMATION
from s3lint.languages.locators import Place
from s3lint.languages.terraform.dialect import DIALECT as TERRAFORM
from s3lint.model.thing import Thing
from s3lint.run.example import Example, NotExpressible, PolicyExample
from s3lint.run.input_findings import NOTICES
from s3lint.run.option import toml
from s3lint.run.profile import by_standard
from s3lint.run.registry import select
from s3lint.run.rule import Descriptor, Rule


def explanations(words: Sequence[str], rules: Sequence[type[Rule]]) -> str:
    """The pages that the words mean: names, groups, other tools' ids, or notices of the engine. Raises UsageError."""
    notices = {notice.name: notice for notice in NOTICES}
    pages: dict[str, str] = {}
    for word in words:
        if word in notices:
            pages[word] = page(notices[word])
        else:
            for rule in select(rules, [word], ()):
                pages[rule.name] = page(rule.descriptor(), _examples(rule), _places(rule))
    return "\n\n".join(pages.values())


def _examples(rule: type[Rule]) -> Iterator[tuple[str, Example | PolicyExample]]:
    for heading, examples in (
        ("Fails", rule.bad),
        ("Passes", rule.good),
        ("Undecided", rule.undecidable),
        ("Not applicable", rule.inapplicable),
    ):
        for example in examples:
            yield f"{heading}: {example.title}", example


def _places(rule: type[Rule]) -> Iterator[str]:
    """Where the setting that it is about stands in each language."""
    kinds = rule.judges if isinstance(rule.judges, tuple) else (rule.judges,)
    # What is asked of a policy has no place of its own.
    setting = "policy" if rule.settings[0].startswith("policy.") else rule.settings[0]
    keys = [f"{kind.key}.{setting}" if issubclass(kind, Thing) and kind.key else setting for kind in kinds]
    for language, dialect in (("CloudFormation", CLOUDFORMATION), ("Terraform", TERRAFORM)):
        found = next((places for key, places in dialect.all_places().items() if key in keys), ())
        there = dict.fromkeys(_place(place) for place in found if not place.why_none)
        if found:
            yield f"* {language}: {', or '.join(there) or f'it has no place there, {found[0].why_none}'}"


def _place(place: Place) -> str:
    return f"`{'.'.join(place.path)}` of `{place.type}`" if place.path else f"`{place.type}`"


def page(rule: Descriptor, examples: Iterable[tuple[str, Example | PolicyExample]] = (), places: Iterable[str] = ()) -> str:
    """Markdown, which reads well in a terminal as it stands; `places` say where in each language there is something to do."""
    facts = [f"{rule.severity.word} severity", rule.group, "on by default" if rule.default else "off by default"]
    facts += [f"since {rule.since}"] if rule.since else []
    lines = [f"# {rule.name}", "", f"{_sentence(rule.summary)}", "", ", ".join(facts)]
    if rule.aliases:
        lines += ["", f"In other tools: {', '.join(rule.aliases)}"]
    lines += ["", rule.page, "", "## What to do", f"{_sentence(rule.help)}", "", *places]
    lines = lines[: None if lines[-1] else -1]
    if rule.options:
        lines += ["", "## Options", f"In the table `[rules.{rule.name}]` of the configuration:", ""]
        lines += [f"* `{option.name} = {toml(option.default)}`: {option.help}" for option in rule.options]
    for title, example in examples:
        twins = example.twins
        lines += ["", f"## {title}", *_given(rule, example), *_twin("CloudFormation", "yaml", twins.cloudformation)]
        other = _twin("Terraform", "hcl", twins.terraform)
        lines += ["", *other] if other else []
    if rule.controls:
        lines += ["", "## Controls", *_served(rule.controls)]
    if rule.references:
        lines += ["", "## References", *(f"* {reference}" for reference in rule.references)]
    return "\n".join(lines) + "\n"


def _served(controls: Iterable[str]) -> Iterator[str]:
    """A line for each standard."""
    for standard, named in by_standard(controls).items():
        yield f"* `{standard}`: {', '.join(control.removeprefix(f'{standard}/') for control in named)}"


def _given(rule: Descriptor, example: Example | PolicyExample) -> list[str]:
    lines = [f"Run with `--account {example.account}`.", ""] if example.account else []
    if example.options:
        table = [f"{name} = {toml(value)}" for name, value in example.options]
        lines += ["```toml", f"[rules.{rule.name}]", *table, "```", ""]
    return lines


def _twin(language: str, fence: str, text: str | NotExpressible) -> list[str]:
    if isinstance(text, NotExpressible) and not text.reason:
        return []
    if isinstance(text, NotExpressible):
        return [f"{language}: can't be written there, {text.reason}"]
    return [f"```{fence}", text, "```"]


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:] + ("" if text.endswith(".") else ".")
