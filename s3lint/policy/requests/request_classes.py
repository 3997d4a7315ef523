"""The requests that statements can tell apart: finitely many classes of callers, actions, resources and condition values."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial

from s3lint.base.condition import Truth
from s3lint.base.record import Record
from s3lint.policy.language.actions import BUCKET, OBJECT, Action
from s3lint.policy.language.compiled import CompiledPolicy, CompiledStatement
from s3lint.policy.language.conditions import ConditionEntry
from s3lint.policy.language.keys import (
    ACCESS_POINT_KEYS,
    NETWORK_KEYS,
    SECURE_TRANSPORT,
    SOURCE_IP,
    TLS_VERSION,
    VIA_SERVICE_KEYS,
    key_of,
)
from s3lint.policy.language.principals import ANONYMOUS, Caller, CallerKind
from s3lint.policy.matching.alphabet import open_characters
from s3lint.policy.matching.patterns import TooComplex, classes, instance
from s3lint.policy.matching.text_templates import KeyState, Lookup, nothing_known
from s3lint.policy.requests.callers import Callers, fixed
from s3lint.policy.requests.key_settings import KeySetting, all_of, combined, distinct
from s3lint.policy.requests.key_values import values_of
from s3lint.policy.requests.kinds import RequestKind, Transport

MAX_STEPS = 1_000_000
"""Comparisons that one question may make; a second or two."""

_SEARCH_STEP = 4
"""What a step of a search costs, in comparisons."""

_LOW_TLS = ("0",)


class ResourceClass(Record):
    """The ARN of the bucket or of one object, and the statements whose resources cover it, certainly and possibly."""

    resource: str
    kind: str
    certain: int
    possible: int


class Pair(Record):
    """An action on a resource, and the statements that cover both, certainly and possibly."""

    action: Action
    resource: str
    certain: int
    possible: int


class RequestClasses:
    """The requests of one kind, in classes: of those that no statement can tell apart, one stands for all."""

    def __init__(self, policy: CompiledPolicy, statements: Sequence[CompiledStatement], kind: RequestKind) -> None:
        self.policy = policy
        self.statements = statements
        self.kind = kind
        self.entries: dict[str, list[tuple[int, ConditionEntry]]] = {}
        for statement in statements:
            for entry in statement.entries:
                self.entries.setdefault(entry.key.name.lower(), []).append((statement.bit, entry))
        self.capped = sum(statement.bit for statement in statements if statement.is_capped)
        self._steps = 0
        self._rows: dict[tuple[str, tuple[str, ...] | None], tuple[int, int]] = {}
        self._settings: dict[tuple[object, ...], list[KeySetting]] = {}
        self._variables = self._variables_with_places()
        self._shared_variables = frozenset(name for name, places in self._variables.items() if len(places) > 1)
        self._resources: list[ResourceClass] | TooComplex | None = None
        self._pairs: list[Pair] | None = None

    def spend(self, steps: int = _SEARCH_STEP) -> None:
        """Count comparisons. Raises `TooComplex` past the cap."""
        self._steps += steps
        if self._steps > MAX_STEPS:
            raise TooComplex(f"the policy needs more than {MAX_STEPS} steps to decide")

    def mentioned(self) -> tuple[str, ...]:
        """The keys that tell requests apart, lower-cased: of conditions, of variables and of the kind; and TLS."""
        restricted = (restriction.key for restriction in self.kind.restrictions)
        return tuple(dict.fromkeys((SECURE_TRANSPORT, *self.entries, *self._variables, *restricted)))

    def _variables_with_places(self) -> dict[str, set[str]]:
        """Policy variables with the condition keys that they are compared with; those of resources count as shared by two."""
        seen: dict[str, set[str]] = {}
        for statement in self.statements:
            for template in statement.resources.templates:
                for name in template.variables:
                    seen.setdefault(name, set()).update(("", name))
            for entry in statement.entries:
                for template in entry.templates:
                    for name in template.variables:
                        seen.setdefault(name, set()).add(entry.key.name.lower())
        return seen

    # Condition keys

    def row(self, key: str, values: tuple[str, ...] | None, lookup: Lookup = nothing_known) -> tuple[int, int]:
        """The masks `no` and `not_yes` of a value of a key."""
        remembered = self._rows.get((key, values)) if lookup is nothing_known else None
        if remembered is not None:
            return remembered
        no = not_yes = 0
        for bit, entry in self.entries[key]:
            answer = entry.truth(values, lookup)
            if answer is Truth.NO:
                no |= bit
                not_yes |= bit
            elif answer is Truth.MAYBE:
                not_yes |= bit
        if lookup is nothing_known:
            self._rows[key, values] = no, not_yes
        return no, not_yes

    def setting(self, key: str, values: tuple[str, ...] | None) -> KeySetting:
        return KeySetting(((key, values),), *self.row(key, values))

    def settings(self, key: str, caller: Caller) -> list[KeySetting]:
        """All values of a key, absence first, together with those of keys that only its policy variables name."""
        entries = [entry for _, entry in self.entries[key]]
        restriction = self.kind.restriction(key)
        apart = restriction.literals if restriction is not None else ()
        values = values_of(key_of(key), key, entries, self.policy.names.partition, apart)
        if restriction is not None:
            values = [value for value in values if restriction.admits(value)]
        variables = {name for entry in entries for template in entry.templates for name in template.variables}
        if not variables:
            return [self.setting(key, value) for value in values]
        free = [name for name in sorted(variables) if fixed(caller, name, key_of(name).presence) is KeyState.OPEN]
        lookup = self.known_of(caller)
        found: list[KeySetting] = []
        for name in free:
            if name not in self.entries and name not in self._shared_variables:
                found += self._with_variable(key, entries, values, name, lookup)
        if len(free) == 1 and found and all(entry.has_bare_variables for entry in entries):
            return found
        matching = _matching(entries, lookup) if not free else []
        return [*found, *(KeySetting(((key, value),), *self.row(key, value, lookup)) for value in [*values, *matching])]

    def _with_variable(
        self,
        key: str,
        entries: Sequence[ConditionEntry],
        values: Sequence[tuple[str, ...] | None],
        variable: str,
        known: Lookup,
    ) -> Iterator[KeySetting]:
        """The values of a key with those of a variable: none, one that the policy names, or another one."""
        taken = [value for value in values if value is not None and len(value) == 1]
        other = key_of(variable).fresh
        while (other,) in taken:
            other += "x"
        for given in (None, (other,), *taken):

            def lookup(name: str, given: tuple[str, ...] | None = given) -> tuple[str, ...] | KeyState:
                return known(name) if name != variable else KeyState.ABSENT if given is None else given

            for value in dict.fromkeys([*_matching(entries, lookup), *values]):
                yield KeySetting(((key, value), (variable, given)), *self.row(key, value, lookup))

    @staticmethod
    def known_of(caller: Caller) -> Lookup:
        """What is known of a request by its caller alone."""
        return lambda key: fixed(caller, key, key_of(key).presence)

    def transports(self) -> list[KeySetting]:
        """TLS or not, and the version of TLS."""
        found: list[KeySetting] = []
        for is_secure in (True, False):
            if self.kind.transport is (Transport.HTTP if is_secure else Transport.HTTPS):
                continue
            secured = [KeySetting(((SECURE_TRANSPORT, ("true" if is_secure else "false",)),), 0, 0)]
            if SECURE_TRANSPORT in self.entries:
                secured = [self.setting(SECURE_TRANSPORT, ("true" if is_secure else "false",))]
            if TLS_VERSION in self.entries:
                versions = self._versions() if is_secure else [self._version_over_http()]
                secured = combined(secured, versions)
            found += secured
        return found

    def _versions(self) -> list[KeySetting]:
        return [setting for setting in self.settings(TLS_VERSION, ANONYMOUS) if setting.assignment[0][1] is not None]

    def _version_over_http(self) -> KeySetting:
        """AWS does not say whether plain HTTP has a TLS version; what both readings agree on is certain."""
        absent, low = self.row(TLS_VERSION, None), self.row(TLS_VERSION, _LOW_TLS)
        return KeySetting(((TLS_VERSION, None),), absent[0] & low[0], absent[1] | low[1])

    def dimensions(self, caller: Caller, *, by_services: bool) -> list[list[KeySetting]]:
        """The settings of everything that the caller does not fix, keys that depend on each other together."""
        free = [
            key
            for key in self.entries
            if key not in (SECURE_TRANSPORT, TLS_VERSION) and fixed(caller, key, key_of(key).presence) is KeyState.OPEN
        ]
        found = [self._remembered("transport", ANONYMOUS, self.transports)]
        network = [key for key in free if key in NETWORK_KEYS or key == SOURCE_IP]
        if network:
            found.append(self._remembered("network", caller, lambda: self._network(network, caller)))
        points = [key for key in free if key in ACCESS_POINT_KEYS]
        if points:
            found.append(self._remembered("access point", caller, lambda: self._together(points, caller)))
        for key in free:
            if key in network or key in points:
                continue
            settings = self._remembered(key, caller, partial(self.settings, key, caller))
            if key in VIA_SERVICE_KEYS and not by_services:
                settings = [setting for setting in settings if setting.assignment[0][1] in (None, ("false",))]
            found.append(settings)
        for restriction in self.kind.restrictions:
            if restriction.key not in self.entries:
                value = None if restriction.may_be_absent else (restriction.sample,)
                found.append([KeySetting(((restriction.key, value),), 0, 0)])
        return found

    def _remembered(self, name: str, caller: Caller, build: Callable[[], list[KeySetting]]) -> list[KeySetting]:
        known = self.known_of(caller)
        variant = (name, caller.kind, *(known(variable) for variable in self._variables))
        found = self._settings.get(variant)
        if found is None:
            found = self._settings[variant] = distinct(build())
        return found

    def _together(self, keys: Sequence[str], caller: Caller) -> list[KeySetting]:
        """Keys that are all absent, or present together."""
        absent = all_of([self.setting(key, None) for key in keys])
        present = [KeySetting((), 0, 0)]
        for key in keys:
            present = combined(
                present, [setting for setting in self.settings(key, caller) if setting.assignment[0][1] is not None]
            )
        return [absent, *present]

    def _network(self, keys: Sequence[str], caller: Caller) -> list[KeySetting]:
        """From a public address, or through a VPC endpoint; a service's calls have neither."""
        absent = {key: self.setting(key, None) for key in keys}
        nowhere = all_of(list(absent.values()))
        if caller.kind is CallerKind.SERVICE:
            return [nowhere]
        endpoints = [key for key in keys if key != SOURCE_IP]
        inside = [KeySetting((), 0, 0)]
        for key in endpoints:
            inside = combined(inside, self.settings(key, caller))
        if SOURCE_IP in keys:
            inside = combined(inside, [absent[SOURCE_IP]])
            public = [setting for setting in self.settings(SOURCE_IP, caller) if setting.assignment[0][1] is not None]
            outside = combined(public, [all_of([absent[key] for key in endpoints])])
        else:
            outside = [nowhere]
        return outside + inside

    def fixed_masks(self, caller: Caller) -> tuple[int, int]:
        """What the keys that the caller fixes rule out, policy variables included."""
        no = not_yes = 0
        for key in self.entries:
            found = fixed(caller, key, key_of(key).presence)
            if found is not KeyState.OPEN:
                values = None if isinstance(found, KeyState) else found
                is_constant = all(entry.is_constant for _, entry in self.entries[key])
                row = self.row(key, values) if is_constant else self.row(key, values, self.known_of(caller))
                no |= row[0]
                not_yes |= row[1]
        return no, not_yes

    # Actions and resources

    def pairs(self, caller: Caller) -> list[Pair]:
        """An action and a resource of its kind for each class of both; future actions only where no known one is like them."""
        if self._pairs is not None:
            return self._pairs
        found: dict[tuple[int, int, bool], Pair] = {}
        resources = self.resources(caller)
        for action, mask in self._actions():
            certain, possible = self._action_masks(mask)
            self.spend(len(resources))
            for resource in resources:
                if resource.kind == action.kind:
                    masks = certain & resource.certain, possible & resource.possible
                    found.setdefault((*masks, action.is_future), Pair(action, resource.resource, *masks))
        answer = list(found.values())
        if self._resources is not None:
            self._pairs = answer
        return answer

    def _actions(self) -> list[tuple[Action, int]]:
        """One action of each class with its mask, the best known first."""
        catalogue = self.policy.actions
        wanted = catalogue.everything
        if self.kind.actions:
            wanted = 0
            for name in self.kind.actions:
                wanted |= catalogue.mask(name)
        groups = [wanted]
        masks = {mask for statement in self.statements for mask in (statement.actions.certain, statement.actions.possible)}
        masks.add(catalogue.of_kind(OBJECT))
        for mask in masks:
            groups = [part for group in groups for part in (group & mask, group & ~mask) if part]
        known = [group & catalogue.known or group for group in groups]
        return [(catalogue.actions[mask.bit_length() - 1], mask) for mask in sorted(group & -group for group in known)]

    def resources(self, caller: Caller) -> list[ResourceClass]:
        """The bucket, last, and one object of each class."""
        match self._resources:
            case list() as known:
                return known
            case TooComplex() as error:
                raise error
        if not all(statement.resources.is_constant for statement in self.statements):
            return self.resources_of(self.known_of(caller))
        try:
            self._resources = self.resources_of(nothing_known)
        except TooComplex as error:
            # The same classes serve many statements: what takes too long is not tried again for each.
            self._resources = error
            raise
        return self._resources

    def resources_of(self, lookup: Lookup) -> list[ResourceClass]:
        """The resources for what is known of a request."""
        patterns = [pattern for statement in self.statements for pattern in statement.resources.patterns(lookup)]
        found: dict[tuple[int, int], ResourceClass] = {}
        for resource in classes(tuple(dict.fromkeys(patterns)), self.policy.objects):
            self.spend(len(patterns))
            covering = self._covering(resource, lookup)
            found.setdefault(covering, ResourceClass(resource, OBJECT, *covering))
        return [*found.values(), ResourceClass(self.policy.bucket, BUCKET, *self._covering(self.policy.bucket, lookup))]

    def _covering(self, resource: str, lookup: Lookup) -> tuple[int, int]:
        certain = possible = 0
        for statement in self.statements:
            answer = statement.resources.truth(resource, lookup)
            if answer is not Truth.NO:
                possible |= statement.bit
                if answer is Truth.YES:
                    certain |= statement.bit
        return certain, possible

    def principal_masks(self, caller: Caller) -> tuple[int, int]:
        certain = possible = 0
        for statement in self.statements:
            answer = statement.principals.truth(caller)
            if answer is not Truth.NO:
                possible |= statement.bit
                if answer is Truth.YES:
                    certain |= statement.bit
        return certain, possible

    def _action_masks(self, action: int) -> tuple[int, int]:
        certain = possible = 0
        for statement in self.statements:
            if statement.actions.possible & action:
                possible |= statement.bit
                if statement.actions.certain & action:
                    certain |= statement.bit
        return certain, possible

    def callers(self) -> Iterator[tuple[Caller, int, int]]:
        """One caller of each class, with the statements whose principal part covers it, certainly and possibly."""
        seen: set[object] = set()
        depends = any(key not in (SECURE_TRANSPORT, TLS_VERSION) for key in self.entries)
        for caller, certain, possible in self.every_caller():
            known = self.known_of(caller)
            kind: list[object] = [caller.kind is CallerKind.SERVICE]
            if depends:
                kind += [known(key) is KeyState.OPEN for key in self.entries]
            kind += [known(key) for key in self._variables]
            signature = (certain, possible, *self.fixed_masks(caller), *kind)
            if signature not in seen:
                seen.add(signature)
                yield caller, certain, possible

    def every_caller(self) -> Iterator[tuple[Caller, int, int]]:
        """Callers as in `callers`, but each that the policy names, however alike they are."""
        comparisons = sum(1 + len(statement.principals.designations) for statement in self.statements)
        for caller in Callers(self.policy, self.statements):
            self.spend(comparisons)
            yield (caller, *self.principal_masks(caller))


def _matching(entries: Iterable[ConditionEntry], lookup: Lookup) -> list[tuple[str, ...]]:
    """A value for each text with variables that makes the key match it."""
    texts = [template.resolved(lookup) for entry in entries for template in entry.templates if not template.is_constant]
    return [(instance(text),) for text in texts if text is not None and not open_characters(text)]
