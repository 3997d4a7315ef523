"""The bucket that a policy is attached to, and texts as comparable strings.

Within one decision every symbol is one private character, so that `${DataBucket.Arn}/*` matches the objects of that bucket
whatever its name is. A text with unknown parts is a string in which some characters are *open*: they may stand for anything.
"""

from __future__ import annotations

from collections.abc import Iterable

from s3lint.base.record import Record
from s3lint.base.value import Known, Piece, Setting, Symbol, Text, Unknown
from s3lint.policy.matching import alphabet
from s3lint.policy.matching.alphabet import is_open, is_private
from s3lint.policy.matching.patterns import Pattern


class Target(Record):
    """The bucket a policy is attached to.

    `name` is usually one symbol, the bucket itself. `account` is the owner's account id, where it is known. `written` are
    other texts that name the same bucket: its configured name where parts of it are unknown. An empty `partition` is taken
    from the policy: the one that all its resources name.

    With `is_access_point` the policy is attached to an access point, and `name` is the access point's; `references` are
    texts that stand for its ARN.

    With `store` it is attached to something else than a bucket, whose ARNs need not be known: whatever resource of that
    service (`s3express`, or `s3` for an access point) its policy names is taken for its own. `subject` says in words what
    requests to it are about.
    """

    name: Text
    account: str = ""
    written: tuple[Text, ...] = ()
    partition: str = ""
    is_access_point: bool = False
    references: tuple[Text, ...] = ()
    store: str = ""
    subject: str = ""

    @staticmethod
    def of(identity: Text, configured: Setting[Text], account: str = "", partition: str = "") -> Target:
        """The target of a bucket with this identity and configured name."""
        match configured:
            case Known(name):
                return Target(identity, account, (name,), partition)
            case Unknown(origin=origin) as unknown:
                return Target(identity, account, (Text((Piece(unknown, origin),)),), partition)
            case _:
                return Target(identity, account, (), partition)


class Names:
    """One decision's vocabulary: the strings of texts, and how to write such strings for people.

    `bucket` is the bucket's name, `account` its owner's account, `partition` the partition they live in. `place` is the ARN
    of the bucket, or of the access point that the policy is attached to, and `objects` how the ARNs of its objects begin.
    """

    def __init__(self, target: Target, partition: str) -> None:
        self._symbols: dict[Symbol, str] = {}
        self._open: dict[str, str] = {}
        self._written: dict[str, str] = {}
        self._written_names: list[str] = []
        self._is_access_point = target.is_access_point and not target.store
        self._store = target.store
        self.partition = partition
        self.account = target.account or self._character(Symbol("", "account", "the owner's account"))
        self.bucket = self._bucket(target)
        self.place = f"arn:{partition}:s3:::{self.bucket}"
        self.objects = self.place + "/"
        if target.store:
            self.place = self.objects = f"arn:{partition}:{target.store}:::"
        elif target.is_access_point:
            region = self._character(Symbol("", "region", "the region"))
            self.place = f"arn:{partition}:s3:{region}:{self.account}:accesspoint/{self.bucket}"
            self.objects = self.place + "/object/"
            for text in target.references:
                content = text.pieces[0].content if len(text.pieces) == 1 else ""
                if isinstance(content, Symbol):
                    self._symbols[content] = self.place

    def _bucket(self, target: Target) -> str:
        literal = target.name.literal
        if literal is not None:
            return literal
        identity = self._string(target.name)
        self._written_names = [name for name in map(self._string, target.written) if name != identity]
        if not target.name.unknowns:
            return identity
        # An unknown text may hold wildcards, but not where it is the name of a bucket.
        self._written_names.insert(0, identity)
        return self._character(Symbol("", "bucket", self.shown(identity)))

    def _character(self, symbol: Symbol) -> str:
        found = self._symbols.get(symbol)
        if found is None:
            found = self._symbols[symbol] = alphabet.symbol(len(self._symbols))
            self._written[found] = _shown(symbol.written)
        return found

    def _symbol(self, symbol: Symbol) -> str:
        if symbol.attribute == "partition" and not symbol.resource:
            return self.partition
        if symbol.literal is not None:
            return symbol.literal
        if symbol.resource:
            return self._character(symbol)
        match symbol.attribute:
            case "account":
                return self.account
            case attribute:
                # A fact of the deployment may equal a literal elsewhere in the policy, so it is open.
                return self._opened(f"\0{attribute}", symbol.written)

    def _opened(self, identity: str, written: str, *, is_plain: bool = False) -> str:
        found = self._open.get(identity) if identity else None
        if found is None:
            found = alphabet.opened(len(self._open), is_plain=is_plain or identity.startswith("\0"))
            self._open[identity or f"\1{found}"] = found
            self._written[found] = _shown(written)
        return found

    def _string(self, text: Text) -> str:
        parts: list[str] = []
        for number, piece in enumerate(text.pieces):
            match piece.content:
                case str() as literal:
                    parts.append(alphabet.public(literal))
                case Symbol() as symbol:
                    parts.append(self._symbol(symbol))
                case Unknown() if is_partition(text, number):
                    # S3 refuses every partition but its own, so whatever is deployed is right.
                    parts.append(self.partition)
                case Unknown(identity=identity) as unknown:
                    parts.append(self._opened(identity, unknown.written, is_plain=unknown.is_plain))
        return "".join(parts)

    def string(self, text: Text) -> str:
        """The text with private characters for what is symbolic or open."""
        if len(text.pieces) == 1:
            only = text.pieces[0].content
            if isinstance(only, str) and only.isascii():
                return only
        return self._string(text)

    def resource(self, text: Text, *, is_own: bool = False) -> str:
        """The text of an ARN; the configured name of the bucket, however unknown, is the bucket.

        `is_own` tells that it can only be about the store that the policy is attached to. S3 refuses a policy about anything
        else than its bucket, so an ARN that is known to name one thing names the bucket.
        """
        first = text.pieces[0].content if text.pieces else ""
        if isinstance(first, Unknown) and first.names_one:
            return self.place + self._string(Text(text.pieces[1:]))
        found = self.string(text)
        if self._store:
            return self._in_store(found, is_own=is_own)
        if self._is_access_point:
            return self._own_access_point(found)
        for name in self._written_names:
            head, separator, tail = found.partition(f":::{name}")
            if separator and (not tail or tail[0] in "/*?"):
                return f"{head}:::{self.bucket}{tail}"
        return self._by_pattern(found) if self._written_names and self.bucket not in found else found

    def _in_store(self, arn: str, *, is_own: bool) -> str:
        """An ARN without region and account, which are those of the store; a reference is the ARN of what it refers to."""
        if is_own:
            arn = alphabet.own(arn)
        fields = arn.split(":", 5)
        if len(fields) == 6:
            return f"{fields[0]}:{fields[1]}:{fields[2]}:::{fields[5]}"
        return self.objects + arn if arn and alphabet.is_private(arn[0]) else arn

    def _own_access_point(self, arn: str) -> str:
        """An ARN of an access point of this name is this one's: S3 takes no other, so region and account agree."""
        head, separator, tail = arn.partition(f":accesspoint/{self.bucket}")
        if not separator or (tail and tail[0] not in "/*?") or "*" in head or "?" in head:
            return arn
        return self.place + tail

    def _by_pattern(self, arn: str) -> str:
        """An ARN that names buckets by a pattern or a literal, where it covers, or may be, the configured name."""
        fields = arn.split(":", 5)
        if len(fields) < 6:
            return arn
        part, slash, key = fields[5].partition("/")
        pattern = Pattern(part)
        for name in self._written_names:
            known_later = [character for character in name if is_open(character) or character == self.account]
            is_literal = not any(map(is_private, part))
            if pattern.matches(name) or (is_literal and pattern.may_match(name, known_later)):
                # S3 refuses a policy about any other bucket, so one that is deployed means this one.
                covered = self.bucket + ("*" if part.endswith("*") else "")
            elif pattern.may_match(name, known_later):
                covered = self._opened(f"\0{part}", part)
            else:
                continue
            return ":".join((*fields[:5], covered + slash + key))
        return arn

    def is_declared(self, text: str) -> bool:
        """Whether a string is a reference to something that the same code declares, and nothing else."""
        return any(symbol.resource and character == text for symbol, character in self._symbols.items())

    def shown(self, text: str) -> str:
        """A string as the template writes it: `${DataBucket}` for a symbol."""
        if text.isascii():
            return text
        return "".join(self._written.get(character, character) for character in text)

    @property
    def owner_is_known(self) -> bool:
        return self.account.isascii()


def is_partition(text: Text, number: int) -> bool:
    """Whether a piece of a text is the partition of an ARN, which is all between its first two colons."""
    before = "".join(piece.content for piece in text.pieces[:number] if isinstance(piece.content, str))
    after = text.pieces[number + 1 : number + 2]
    return before == "arn:" and bool(after) and isinstance(after[0].content, str) and after[0].content.startswith(":")


def _shown(written: str) -> str:
    return written if written.startswith("${") or " " in written else "${" + written + "}"


def unknown_in(texts: Iterable[Text]) -> Unknown | None:
    """The first unknown part of the texts."""
    for text in texts:
        for unknown in text.unknowns:
            return unknown
    return None
