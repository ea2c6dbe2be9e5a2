"""Reads the helpline records under `corpus/resources/`; a broken file is named with the reason."""

import re
from datetime import date
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from service.adapters.data_files import read_yaml
from service.domain.errors import CorpusError
from service.domain.resources import CountryPage, Evidence, NeverUse, Resource, TextLine

INTERNATIONAL = "XX"
Texts = Annotated[tuple[str, ...], BeforeValidator(lambda value: value or ())]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


class _Sms(_Strict):
    keyword: str | None
    number: str
    text: str


class _Record(_Strict):
    id: str
    category: str
    name: str
    phone: str | None
    dial: Texts
    ambulance: str | None = None
    sms: _Sms | None
    chat_url: str | None
    url: str | None
    hours: str | None
    languages: Texts
    scope: str | None
    audience: Texts
    confirmed: Annotated[int, Field(ge=1)]
    evidence: Evidence
    checked_on: date
    sources: Texts
    note: str | None


class _Page(_Strict):
    country: Annotated[str, Field(pattern=r"^[A-Z]{2}$")]
    name: str
    languages: Texts = ()
    emergency_note: str | None = None
    records: tuple[_Record, ...]


class _NeverUse(_Strict):
    country: str
    digits: Texts
    purpose: str | None = None
    right: str
    where: str


class FileResourceBook:
    """The records of a folder, read once."""

    def __init__(self, folder: Path) -> None:
        pages = [_page(file) for file in sorted(folder.glob("[A-Z][A-Z].yaml"))]
        self._pages = {page.country: page for page in pages}
        if INTERNATIONAL not in self._pages:
            raise CorpusError(f"{folder}: {INTERNATIONAL}.yaml with the international finders is missing")
        self._check_unique(folder)
        self.never_use = _never_use(folder / "never_use.yaml")
        self._check_numbers(folder)

    @property
    def countries(self) -> tuple[str, ...]:
        """ISO codes of the countries with records of their own."""
        return tuple(sorted(self._pages.keys() - {INTERNATIONAL}))

    @property
    def international(self) -> CountryPage:
        """The records that hold everywhere: the finders."""
        return self._pages[INTERNATIONAL]

    def page(self, country: str | None) -> CountryPage | None:
        """The records of a country; None where there are none."""
        return self._pages.get(country) if country and country != INTERNATIONAL else None

    def all(self) -> tuple[Resource, ...]:
        """Every record, shown or not."""
        return tuple(record for page in self._pages.values() for record in page.records)

    def _check_unique(self, folder: Path) -> None:
        seen: set[str] = set()
        for record in self.all():
            if record.id in seen:
                raise CorpusError(f"{folder}: two records have the id {record.id}")
            seen.add(record.id)

    def _check_numbers(self, folder: Path) -> None:
        """A wrong number is worse than none: a record with one stops the start."""
        wrong = {(entry.country, digits): entry.right for entry in self.never_use for digits in entry.digits}
        for page in self._pages.values():
            for record in page.records:
                place = f"{folder / page.country}.yaml: {record.id}"
                if not record.digits_agree:
                    raise CorpusError(f"{place}: what is printed is not what is dialled: {record.phone} {record.dial} {record.sms}")
                if bad := [number for number in record.numbers if (page.country, number) in wrong]:
                    raise CorpusError(f"{place}: {bad[0]} is known to be wrong; right is {wrong[page.country, bad[0]]}")
            note = re.sub(r"(?<=\d)[ .-](?=\d)", "", page.emergency_note or "")
            if any((page.country, number) in wrong for number in re.findall(r"\d+", note)):
                raise CorpusError(f"{folder / page.country}.yaml: emergency_note holds a number that is known to be wrong")


def _page(file: Path) -> CountryPage:
    try:
        page = _Page.model_validate(read_yaml(file, CorpusError))
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        raise CorpusError(f"{file}: {'.'.join(str(part) for part in first['loc'])}: {first['msg']}") from error
    if page.country != file.stem:
        raise CorpusError(f"{file}: country is {page.country}, the file name says {file.stem}")
    records = tuple(_resource(record, page.country, file) for record in page.records)
    return CountryPage(page.country, page.name, page.languages, page.emergency_note, records)


def _resource(record: _Record, country: str, file: Path) -> Resource:
    if record.ambulance is not None and record.ambulance not in record.dial:
        raise CorpusError(f"{file}: {record.id}: ambulance is {record.ambulance}, which is not in dial")
    sms = TextLine(record.sms.number, record.sms.keyword, record.sms.text) if record.sms else None
    fields = record.model_dump(exclude={"sms", "audience"})
    return Resource(country=country, sms=sms, audience=frozenset(record.audience), **fields)


def _never_use(file: Path) -> tuple[NeverUse, ...]:
    entries = read_yaml(file, CorpusError).get("entries")
    if not isinstance(entries, list):
        raise CorpusError(f"{file}: entries must be a list")
    try:
        found = [_NeverUse.model_validate(entry) for entry in entries]
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        raise CorpusError(f"{file}: {'.'.join(str(part) for part in first['loc'])}: {first['msg']}") from error
    return tuple(NeverUse(entry.country, entry.digits, entry.right) for entry in found)
