"""Chooses which help lines to show: the right kind for the signal, two or three, never a guess at the country."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from service.domain.resources import CountryPage, Resource
from service.domain.safety import RiskLevel, Verdict
from service.ports import ResourceBook

EMERGENCY, DIRECTORY = "emergency", "directory"
# A record that nobody has compared with its sources for this long is hidden; emergency numbers and finders stay.
_FRESH_FOR = timedelta(days=183)
_PER_CATEGORY = 2
_MOST_LINES = 3
_MOST_REGIONAL = 4


@dataclass(frozen=True, slots=True)
class Needs:
    """Which resource categories serve which signal, best first; roles come before categories."""

    by_role: Mapping[str, tuple[str, ...]]
    by_category: Mapping[str, tuple[str, ...]]
    otherwise: tuple[str, ...]

    def of(self, verdict: Verdict) -> tuple[str, ...]:
        """The categories for a verdict, without repeats."""
        wanted = [*self.by_role.get(verdict.role.value, ())]
        for category in verdict.categories:
            wanted += self.by_category.get(category, ())
        return tuple(dict.fromkeys(wanted)) or self.otherwise


class HelpLines:
    """Shows records of a resource book; `today` tells the date, so that stale records stay hidden."""

    def __init__(self, book: ResourceBook, needs: Needs, today: Callable[[], date]) -> None:
        self._book = book
        self._needs = needs
        self._today = today

    def shown(self, page: CountryPage) -> tuple[Resource, ...]:
        """The records of a page that may be shown."""
        return tuple(record for record in page.records if record.trusted and (self.fresh(record) or _permanent(record)))

    def fresh(self, record: Resource) -> bool:
        """Whether the record was compared with its sources lately enough."""
        return self._today() - record.checked_on <= _FRESH_FOR

    def emergency(self, country: str | None) -> Resource | None:
        """The emergency record of a known country."""
        page = self._book.page(country)
        return next((r for r in self.shown(page) if r.category == EMERGENCY), None) if page else None

    def for_verdict(self, verdict: Verdict, country: str | None) -> tuple[Resource, ...]:
        """Emergency number first where there is danger, then two or three lines; the finder where lines are few."""
        page = self._book.page(country)
        finders = [r for r in self.shown(self._book.international) if r.category == DIRECTORY]
        if page is None:
            return tuple(finders)
        records = self.shown(page)
        emergency = [r for r in records if r.category == EMERGENCY][:1]
        lines = _lines(records, self._needs.of(verdict))
        extra = finders if len(lines) < _PER_CATEGORY else []
        ordered = [*emergency, *lines, *extra] if verdict.level >= RiskLevel.ACUTE else [*lines, *emergency, *extra]
        return tuple(ordered)

    def listed(self, country: str | None, category: str | None) -> tuple[Resource, ...]:
        """Everything shown for a country, and for no known country the international records."""
        page = self._book.page(country) or self._book.international
        records = self.shown(page)
        wanted = tuple(r for r in records if category is None or r.category == category)
        if page is not self._book.international and not wanted:
            return tuple(r for r in self.shown(self._book.international) if r.category == DIRECTORY)
        return wanted


def _permanent(record: Resource) -> bool:
    return record.category in (EMERGENCY, DIRECTORY)


def _lines(records: Sequence[Resource], categories: Iterable[str]) -> list[Resource]:
    """Lines for everybody before lines for some; regional lines of one kind stay together."""
    lines: list[Resource] = []
    for category in categories:
        found = [record for record in records if record.category == category]
        everybody = [r for r in found if not r.audience and r.scope is None]
        regional = [r for r in found if not r.audience and r.scope is not None]
        limited = [r for r in found if r.audience]
        if everybody:
            lines += everybody[:_PER_CATEGORY]
        elif regional:
            lines += regional[:_MOST_REGIONAL]
        else:
            lines += limited[:_PER_CATEGORY]
        if len(lines) >= _MOST_LINES:
            break
    return lines[:_MOST_REGIONAL]
