"""Professional help: helplines, text lines, chats and websites."""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

# What people write for a country whose code is another one.
_MEANT = {"UK": "GB", "EL": "GR"}


def country_code(given: str) -> str:
    """The two-letter code that is meant: `uk` is GB."""
    code = given.strip().upper()
    return _MEANT.get(code, code)


# What stands between two numbers of one record, and remarks on them.
_BETWEEN_NUMBERS = re.compile(r"/|,|;|\bor\b|[()]|\balso\b|\band\b")
_NO_DIAL_SIGN = re.compile(r"[^\d*#+]")


def printed_numbers(text: str | None) -> tuple[str, ...]:
    """The numbers that a person would dial after reading `text`: `999 (112 also)` is 999 and 112."""
    numbers = (_NO_DIAL_SIGN.sub("", piece) for piece in _BETWEEN_NUMBERS.split(text or ""))
    return tuple(number for number in numbers if any(sign.isdigit() for sign in number))


class Evidence(StrEnum):
    """What a resource record rests on."""

    OPERATOR_PAGE = "operator_or_government_page"
    THIRD_PARTY_RECORD = "third_party_record_of_operator_check"
    DIRECTORIES = "directories_only"


@dataclass(frozen=True, slots=True)
class TextLine:
    """A text service: send `keyword` to `number`; `text` is how it is printed."""

    number: str
    keyword: str | None
    text: str


@dataclass(frozen=True, slots=True)
class Resource:
    """One professional-help entry.

    `dial` holds the digits of `phone` as they are dialled; `ambulance` is the one of them to call for a life in danger,
    where the first is that of the police. `checked_on` is the day the record was last compared with
    its sources; `evidence` says what kind of sources those were and `confirmed` how many separate ones agree.
    """

    id: str
    country: str
    category: str
    name: str
    phone: str | None
    dial: tuple[str, ...]
    sms: TextLine | None
    chat_url: str | None
    url: str | None
    hours: str | None
    languages: tuple[str, ...]
    scope: str | None
    audience: frozenset[str]
    confirmed: int
    evidence: Evidence
    checked_on: date
    sources: tuple[str, ...]
    note: str | None
    ambulance: str | None = None

    @property
    def numbers(self) -> tuple[str, ...]:
        """Every number that this record can lead somebody to, as digits."""
        return (*self.dial, *printed_numbers(self.phone), *((re.sub(r"\D", "", self.sms.number),) if self.sms else ()))

    @property
    def digits_agree(self) -> bool:
        """Whether what is printed is what is dialled, digit by digit, for calls and for texts."""
        printed = printed_numbers(self.sms.text.replace(self.sms.keyword or "", "")) if self.sms else ()
        texts = {re.sub(r"\D", "", number) for number in printed}
        return printed_numbers(self.phone) == self.dial and (self.sms is None or texts == {re.sub(r"\D", "", self.sms.number)})

    @property
    def trusted(self) -> bool:
        """Whether two separate sources agree, or an operator's or government page was read."""
        return self.confirmed >= 2 or self.evidence is Evidence.OPERATOR_PAGE


@dataclass(frozen=True, slots=True)
class CountryPage:
    """All records of one country, in the order a person should see them."""

    country: str
    name: str
    languages: tuple[str, ...]
    emergency_note: str | None
    records: tuple[Resource, ...]


@dataclass(frozen=True, slots=True)
class NeverUse:
    """A wrong number that public lists carry for a country, and the right one."""

    country: str
    digits: tuple[str, ...]
    right: str
