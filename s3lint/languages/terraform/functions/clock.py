"""Functions of timestamps. A timestamp is nanoseconds since the first of January of the year 1, and its offset from UTC."""

from __future__ import annotations

import re
from datetime import date

from s3lint.base.record import Record
from s3lint.languages.terraform.functions.arguments import Result, function, text
from s3lint.languages.terraform.functions.site import CallSite, FunctionError

_TIMESTAMP = re.compile(r"(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d{1,9})\d*)?(?:Z|([+-])(\d\d):(\d\d))", re.ASCII)
_DURATION = re.compile(r"(?:\d+(?:\.\d*)?|\.\d+)(?:ns|us|µs|μs|ms|s|m|h)", re.ASCII)
_UNITS = {"ns": 1, "us": 10**3, "µs": 10**3, "μs": 10**3, "ms": 10**6, "s": 10**9, "m": 60 * 10**9, "h": 3600 * 10**9}
_SECOND = 10**9
_DAY = 24 * 3600 * _SECOND
_MONTHS = [
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
]
_WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
MAX_DURATION = 64
"""Characters of a duration."""


class Moment(Record):
    """`nanoseconds` are of the local time; `offset` is in minutes."""

    nanoseconds: int
    offset: int

    @property
    def instant(self) -> int:
        return self.nanoseconds - self.offset * 60 * _SECOND

    @property
    def day(self) -> date:
        try:
            return date.fromordinal(self.nanoseconds // _DAY + 1)
        except (ValueError, OverflowError):
            raise FunctionError("a time in the years 1 to 9999") from None

    @property
    def time(self) -> tuple[int, int, int]:
        seconds = self.nanoseconds % _DAY // _SECOND
        return seconds // 3600, seconds // 60 % 60, seconds % 60

    def zone(self, separator: str) -> str:
        minutes = abs(self.offset)
        return f"{'-' if self.offset < 0 else '+'}{minutes // 60:02d}{separator}{minutes % 60:02d}"


def moment(value: str) -> Moment:
    """A timestamp in RFC 3339. Raises FunctionError."""
    match = _TIMESTAMP.fullmatch(value)
    if match is None:
        raise FunctionError("a timestamp such as 2024-01-31T12:00:00Z")
    year, month, day, hour, minute, second = (int(part) for part in match.group(1, 2, 3, 4, 5, 6))
    sign, hours, minutes = match.group(8) or "+", int(match.group(9) or 0), int(match.group(10) or 0)
    try:
        days = date(year, month, day).toordinal() - 1
    except ValueError:
        raise FunctionError("a date that exists in the timestamp") from None
    if hour > 23 or minute > 59 or second > 59 or hours > 23 or minutes > 59:
        raise FunctionError("a time of day that exists in the timestamp")
    offset = hours * 60 + minutes
    fraction = int((match.group(7) or "").ljust(9, "0"))
    local = days * _DAY + (hour * 3600 + minute * 60 + second) * _SECOND + fraction
    return Moment(local, -offset if sign == "-" else offset)


def _nanoseconds(duration: str) -> int:
    from decimal import Decimal  # loaded already by whoever has numbers

    unsigned = duration[1:] if duration[:1] in ("+", "-") else duration
    total = 0
    offset = 0
    while len(duration) <= MAX_DURATION and (match := _DURATION.match(unsigned, offset)):
        unit = match.group().lstrip("0123456789.")
        total += int(Decimal(match.group()[: -len(unit)]) * _UNITS[unit])
        offset = match.end()
    if offset != len(unsigned) or not unsigned:
        if unsigned == "0":
            return 0
        raise FunctionError("a duration such as 1h30m")
    return -total if duration[0] == "-" else total


def written(when: Moment) -> str:
    """In RFC 3339, without fractions of a second."""
    hour, minute, second = when.time
    zone = when.zone(":") if when.offset else "Z"
    return f"{when.day.isoformat()}T{hour:02d}:{minute:02d}:{second:02d}{zone}"


@function("timeadd", text, text)
def _timeadd(site: CallSite, timestamp: str, duration: str) -> Result:
    start = moment(timestamp)
    return written(Moment(start.nanoseconds + _nanoseconds(duration), start.offset))


@function("timecmp", text, text)
def _timecmp(site: CallSite, one: str, other: str) -> Result:
    left, right = moment(one).instant, moment(other).instant
    return (left > right) - (left < right)


@function("formatdate", text, text)
def _formatdate(site: CallSite, pattern: str, timestamp: str) -> Result:
    when = moment(timestamp)
    made: list[str] = []
    offset = 0
    while offset < len(pattern):
        character = pattern[offset]
        if character == "'":
            literal, offset = _quoted(pattern, offset + 1)
            made.append(literal)
            continue
        end = offset
        while end < len(pattern) and pattern[end] == character:
            end += 1
        token = pattern[offset:end]
        made.append(_token(token, when) if character.isascii() and character.isalpha() else token)
        offset = end
    return "".join(made)


def _quoted(pattern: str, offset: int) -> tuple[str, int]:
    """The literal text after a quote, in which two quotes are one, and the offset after the closing one."""
    literal: list[str] = []
    while offset < len(pattern):
        if pattern[offset] != "'":
            literal.append(pattern[offset])
        elif pattern[offset + 1 : offset + 2] == "'":
            literal.append("'")
            offset += 1
        else:
            return "".join(literal), offset + 1
        offset += 1
    raise FunctionError("a closing quote in the format")


def _token(token: str, when: Moment) -> str:
    day = when.day
    hour, minute, second = when.time
    half = hour % 12 or 12
    words = {
        "YYYY": f"{day.year:04d}",
        "YY": f"{day.year % 100:02d}",
        "MMMM": _MONTHS[day.month - 1],
        "MMM": _MONTHS[day.month - 1][:3],
        "MM": f"{day.month:02d}",
        "M": str(day.month),
        "DD": f"{day.day:02d}",
        "D": str(day.day),
        "EEEE": _WEEKDAYS[day.weekday()],
        "EEE": _WEEKDAYS[day.weekday()][:3],
        "hh": f"{hour:02d}",
        "h": str(hour),
        "HH": f"{half:02d}",
        "H": str(half),
        "AA": "AM" if hour < 12 else "PM",
        "aa": "am" if hour < 12 else "pm",
        "mm": f"{minute:02d}",
        "m": str(minute),
        "ss": f"{second:02d}",
        "s": str(second),
        "ZZZZZ": when.zone(":"),
        "ZZZZ": when.zone(""),
        "ZZZ": when.zone("") if when.offset else "UTC",
        "Z": when.zone(":") if when.offset else "Z",
    }
    if token not in words:
        raise FunctionError(f"a format with the tokens of formatdate, found {token}")
    return words[token]
