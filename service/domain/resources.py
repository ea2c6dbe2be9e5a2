"""Professional help: helplines, text lines, chats and websites."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

# What people write for a country whose code is another one.
_MEANT = {"UK": "GB", "EL": "GR"}


def country_code(given: str) -> str:
    """The two-letter code that is meant: `uk` is GB."""
    code = given.strip().upper()
    return _MEANT.get(code, code)


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
