"""Who has which identity policies, and what caps them: attachments, permissions boundaries, AWS's policies named by ARN."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TypeVar

from s3lint.base.comparison import same_text
from s3lint.base.condition import Truth
from s3lint.base.record import Record, replace
from s3lint.base.resource import Resource
from s3lint.base.value import Absent, Known, Setting, Symbol, Text, Unknown
from s3lint.base.view import View
from s3lint.languages.dialect import Kind
from s3lint.languages.estate import words_in
from s3lint.languages.locators import Locator, Place, Places, RecordOf, Some, always, nothing, record, strings
from s3lint.languages.site import Elsewhere, clue, computed
from s3lint.languages.sites import NeighbourSite, refers_to
from s3lint.model.bucket import Strings
from s3lint.model.neighbours import Documents, Identity
from s3lint.policy import Policy, aws_policy

T = TypeVar("T")


class Holder(Record):
    """A role or user: its name, the ARN of its permissions boundary, and those of the policies that it names itself."""

    name: Setting[Text]
    boundary: Setting[Text]
    policies: Strings


class Attachment(Record):
    """What gives policies to somebody: the names of roles, users and groups, and the ARNs of the policies."""

    roles: Strings
    users: Strings
    groups: Strings
    policies: Strings


class Declared(Record):
    """A managed policy: its name and its document."""

    name: Setting[Text]
    document: Setting[Policy]


class Given(Record):
    """A policy that names those who have it, or that stands in one of them: the names of these, and the documents."""

    users: Strings
    groups: Strings
    documents: Documents


class Membership(Record):
    """What puts users into groups: the names of both."""

    users: Strings
    groups: Strings


class UserPlaces(Places):
    """Where a language declares users and groups, puts those into these, and gives both policies.

    `attachments` are those that stand in a user or group itself; `shared` has the others, and the managed policies.
    """

    users: Elsewhere[Holder]
    groups: Elsewhere[Holder]
    memberships: tuple[Elsewhere[Membership], ...]
    given: tuple[Elsewhere[Given], ...]
    attachments: tuple[Elsewhere[Attachment], ...]
    shared: IdentityPlaces

    def places(self, at: Place) -> Iterator[tuple[str, Place]]:
        for locator in (*self.memberships, *self.given, *self.attachments):
            for _, place in locator.places(at):
                if place.path:
                    yield "", replace(place, is_exact=False)
        yield from self.shared.places(at)

    def reached(self) -> Iterator[Place]:
        for locator in (self.groups, *self.memberships, *self.given, *self.attachments):
            yield from locator.reached()
        yield from self.shared.reached()


class IdentityPlaces(Places):
    """Where a language declares holders, attachments and managed policies; only the code that it is given to reads them."""

    holders: tuple[Elsewhere[Holder], ...]
    attachments: tuple[Elsewhere[Attachment], ...]
    policies: tuple[Elsewhere[Declared], ...]

    def places(self, at: Place) -> Iterator[tuple[str, Place]]:
        for locator in (*self.holders, *self.attachments, *self.policies):
            for _, place in locator.places(at):
                if place.path:
                    yield "", replace(place, is_exact=False)

    def reached(self) -> Iterator[Place]:
        for locator in (*self.holders, *self.attachments, *self.policies):
            yield from locator.reached()


def given(*, roles: str = "", users: str = "", groups: str = "", policies: str = "") -> RecordOf[Attachment]:
    """Who is given which policies, by the paths of the lists, or of the one, that a resource names."""
    paths = {"roles": roles, "users": users, "groups": groups, "policies": policies}
    return record(Attachment, **{name: strings(path) if path else always(Strings(())) for name, path in paths.items()})


def policy_kind(
    documents: Locator[Documents],
    own: Locator[Attachment],
    places: IdentityPlaces,
    name: Locator[Setting[Text]] = nothing("its name names nothing"),
) -> Kind:
    """The model of what is a policy, or gives one to somebody: `own` says whom it names itself, `name` is its own name."""
    settings = {
        "documents": documents,
        "permissions_boundaries": computed(boundaries_of_holders, places, clue(own)),
        "is_only_boundary": computed(is_only_boundary, places, clue(own)),
    }
    return Kind(Identity, settings, name=name)


def holder_kind(documents: Locator[Documents], boundary: Locator[Setting[Text]] | None, places: IdentityPlaces) -> Kind:
    """The model of what has policies; a group has no permissions boundary."""
    none = always(Documents(()))
    settings = {
        "documents": documents,
        "permissions_boundaries": none if boundary is None else computed(own_boundary, places, clue(boundary)),
        "is_only_boundary": nothing("it is no policy"),
    }
    return Kind(Identity, settings)


def aws_policies(view: View, arns: Locator[Strings]) -> Some[Setting[Policy]]:
    """The policies of AWS among those that are named by ARN.

    What is not AWS's is judged where it is declared; so is what a module that was not read, another root or a data source
    gives: only an input may be the ARN of one of AWS's.
    """
    named = arns.read(view)
    found: list[Setting[Policy]] = []
    for arn in named.items:
        match arn:
            case Known(text, origin):
                policy = aws_policy(text, origin)
                found += [] if policy is None else [policy]
            case Unknown() if _may_be_of_aws(arn):
                found.append(arn)
    rest = named.unknown
    return tuple(found), rest if rest is not None and _may_be_of_aws(rest) else None


def _may_be_of_aws(arn: Unknown) -> bool:
    return arn.candidates is None and not arn.names_one


def membership(users: str, groups: str) -> RecordOf[Membership]:
    """Who is put into which groups, by the paths of the lists, or of the one, that a resource names."""
    return record(Membership, users=strings(users), groups=strings(groups))


def documents_of_user(site: NeighbourSite, places: UserPlaces, user: Locator[Setting[Text]]) -> Documents:
    """The policies of the user that something is made for, and those of the user's groups."""
    named = user.read(site)
    if not isinstance(named, Known):
        return Documents((), named if isinstance(named, Unknown) else None)
    names = [named, *_names_of(named, site, places.users)]
    found = [*_documents_given(names, "users", site, places)]
    for group in _groups_of(names, site, places):
        found += _documents_given([group, *_names_of(group, site, places.groups)], "groups", site, places)
    policies = tuple(policy for each in found for policy in each.policies)
    return Documents(policies, next((each.unknown for each in found if each.unknown is not None), None))


def _documents_given(names: list[Known[Text]], kind: str, site: NeighbourSite, places: UserPlaces) -> Iterator[Documents]:
    """What is given to one of the `users` or `groups`, which has several names."""
    words = _words_of(names)
    for given, resource in _each(places.given, site, words):
        if _is_one_of(names, getattr(given, kind), resource) and site.world.decide(resource.condition):
            yield given.documents
    for attachment, resource in _each((*places.attachments, *places.shared.attachments), site, words):
        if _is_one_of(names, getattr(attachment, kind), resource) and site.world.decide(resource.condition):
            named = attachment.policies
            stated = (arn for arn in named.items if not isinstance(arn, Known) or arn.value.literal != "")
            yield Documents(tuple(_document(arn, site, places.shared, "policy") for arn in stated), named.unknown)


def _groups_of(names: list[Known[Text]], site: NeighbourSite, places: UserPlaces) -> Iterator[Known[Text]]:
    """The groups that a user is in, as far as the same code says so."""
    for found, resource in _each(places.memberships, site, _words_of(names)):
        if _is_one_of(names, found.users, resource) and site.world.decide(resource.condition):
            yield from (group for group in found.groups.items if isinstance(group, Known))


def _words_of(names: list[Known[Text]]) -> frozenset[str]:
    return frozenset(word for name in names for word in words_in(name))


def _names_of(named: Setting[Text], site: NeighbourSite, place: Elsewhere[Holder]) -> Iterator[Known[Text]]:
    """The name that a user or group gives itself, where it is declared."""
    for holder, resource in _each((place,), site, frozenset(words_in(named))):
        if isinstance(holder.name, Known) and _is_named(named, resource, holder.name):
            yield holder.name


def _is_one_of(names: list[Known[Text]], others: Strings, holder: Resource) -> bool:
    """Whether one of some names is for sure among others, or names what holds these.

    It is, by a reference to the same resource or by its text.
    """
    if any(refers_to(name.value, holder.address) for name in names):
        return True
    symbols = [piece.content for name in names for piece in name.value.pieces if isinstance(piece.content, Symbol)]
    resources = {symbol.resource for symbol in symbols if symbol.resource}
    known = [each.value for each in others.items if isinstance(each, Known)]
    return any(
        any(same_text(name.value, each) is Truth.YES for name in names)
        or any(refers_to(each, resource) for resource in resources)
        for each in known
    )


def own_boundary(site: NeighbourSite, places: IdentityPlaces, boundary: Locator[Setting[Text]]) -> Documents:
    """The permissions boundary of a role or user."""
    named = boundary.read(site)
    return Documents(()) if isinstance(named, Absent) else Documents((_document(named, site, places),))


def boundaries_of_holders(site: NeighbourSite, places: IdentityPlaces, own: Locator[Attachment]) -> Documents:
    """The permissions boundaries of all who have a policy, one for each; none where somebody has none, or nobody is named."""
    found = list(_boundaries(site, places, own.read(site)))
    if any(isinstance(named, Absent) for named in found):
        return Documents(())
    return Documents(tuple(_document(named, site, places) for named in found))


def is_only_boundary(site: NeighbourSite, places: IdentityPlaces, own: Locator[Attachment]) -> Setting[bool]:
    """True where a policy is somebody's permissions boundary, and attached to nobody."""
    for holder, resource in _each(places.holders, site, _own_words(site)):
        if _is_named(holder.boundary, site.resource, site.name.read(site)) and site.world.decide(resource.condition):
            if next(_boundaries(site, places, own.read(site)), None) is None:
                return Known(True, holder.boundary.origin)
            break
    return Absent(site.header)


def _boundaries(site: NeighbourSite, places: IdentityPlaces, own: Attachment) -> Iterator[Setting[Text]]:
    """The boundary of each who has the policy of a site: absent for groups, and for those of whom nothing is known."""
    name, words = site.name.read(site), _own_words(site)
    given = [own]
    for attachment, resource in _each(places.attachments, site, words):
        if resource is not site.resource and _is_among(attachment.policies, site.resource, name):
            given += [attachment] if site.world.decide(resource.condition) else []
    for each in given:
        for holder in (*each.roles.items, *each.users.items):
            yield _boundary_of(holder, site, places)
        if each.groups.items or any(names.unknown is not None for names in (each.roles, each.users, each.groups)):
            yield Absent(site.header)
    for found, resource in _each(places.holders, site, words):
        if _is_among(found.policies, site.resource, name) and site.world.decide(resource.condition):
            yield found.boundary


def _boundary_of(named: Setting[Text], site: NeighbourSite, places: IdentityPlaces) -> Setting[Text]:
    for holder, resource in _each(places.holders, site, frozenset(words_in(named))):
        if _is_named(named, resource, holder.name) and site.world.decide(resource.condition):
            return holder.boundary
    return Absent(named.origin)


def _document(
    named: Setting[Text], site: NeighbourSite, places: IdentityPlaces, kind: str = "permissions boundary"
) -> Setting[Policy]:
    """The document of the policy that an ARN names; `kind` is what it is called where it is not declared."""
    if not isinstance(named, Known):
        return named
    for declared, resource in _each(places.policies, site, frozenset(words_in(named))):
        if _is_named(named, resource, declared.name) and site.world.decide(resource.condition):
            return declared.document
    found = aws_policy(named.value, named.origin)
    if found is not None:
        return found
    return Unknown(f"the {kind} {named.value} is not declared here", named.origin)


def _each(places: tuple[Elsewhere[T], ...], site: NeighbourSite, words: Collection[str]) -> Iterator[tuple[T, Resource]]:
    for place in places:
        for resource in site.estate.with_words(place.type, words):
            yield place.read(site.view_of(resource)), resource


def _own_words(site: NeighbourSite) -> frozenset[str]:
    """What the thing of a site can be called by."""
    name = site.name.read(site)
    return frozenset((site.resource.address, *(words_in(name) if isinstance(name, Known) else ())))


def _is_among(named: Strings, resource: Resource, name: Setting[Text]) -> bool:
    return any(_is_named(each, resource, name) for each in named.items)


def _is_named(named: Setting[Text], resource: Resource, name: Setting[Text]) -> bool:
    """Whether a text is for sure the name or the ARN of a resource, which ends in the name."""
    if not isinstance(named, Known):
        return False
    if refers_to(named.value, resource.address):
        return True
    *_, last = named.value.pieces or (None,)
    if not isinstance(name, Known) or last is None or not isinstance(last.content, str) or ":iam::aws:" in last.content:
        return False
    return same_text(name.value, Text((replace(last, content=last.content.rpartition("/")[2]),))) is Truth.YES
