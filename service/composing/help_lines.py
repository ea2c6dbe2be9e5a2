"""Chooses which help lines to show: the right kind for the signal, two or three, never a guess at the country."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from service.composing.audiences import MEN, WOMEN, YOUNG
from service.domain.resources import CountryPage, Resource
from service.domain.safety import RiskLevel, Role, Verdict
from service.ports import ResourceBook

EMERGENCY, DIRECTORY = "emergency", "directory"
# A record that nobody has compared with its sources for this long is hidden; emergency numbers and finders stay.
FRESH_FOR = timedelta(days=183)
_PER_KIND = 2
# A group of regional lines counts as one choice, as a person looks for their own region only.
_MOST_CHOICES = 3
_MOST_BEFORE_REGIONS = 1
_MOST_REGIONAL = 4
_FEWEST_LINES = 2
# Lines for these are shown to nobody who has not said to be one of them.
_ONLY_FOR = frozenset({"men", "lgbtq", "trans", "indigenous", "deaf"})
# Whom the lines for an age call so.
_AGES = {Role.MINOR: frozenset({"children", "teens"}), Role.ELDER: frozenset({"older"})}
_HARMED_OR_NEAR = frozenset({Role.VICTIM, Role.MINOR, Role.ELDER, Role.THIRD_PARTY})


@dataclass(frozen=True, slots=True)
class Needs:
    """Which kinds of record serve which signal, best first; see `corpus/resources/needs.yaml` for each table."""

    by_role: Mapping[str, tuple[str, ...]]
    by_category: Mapping[str, tuple[str, ...]]
    otherwise: tuple[str, ...]
    for_role: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)
    first_for: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    last_for: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def of(self, verdict: Verdict, groups: frozenset[str] = frozenset()) -> tuple[str, ...]:
        """The kinds for a verdict on somebody of these groups, without repeats."""
        role = verdict.role.value
        own = self.for_role.get(role)
        wanted = [kind for category in verdict.categories for kind in (own or {}).get(category, ())]
        wanted += self.by_role.get(role, ())
        if verdict.role in _HARMED_OR_NEAR:
            wanted += [kind for group in sorted(groups) for kind in self.first_for.get(group, ())]
        general = [] if own is not None else [kind for category in verdict.categories for kind in self.by_category.get(category, ())]
        wanted += general or ([] if wanted and self.by_role.get(role) else self.otherwise)
        wanted += [kind for group in sorted(groups) for kind in self.last_for.get(group, ())]
        return tuple(dict.fromkeys(wanted))


class HelpLines:
    """Shows records of a resource book; `today` tells the date, so that stale records stay hidden."""

    def __init__(self, book: ResourceBook, needs: Needs, today: Callable[[], date]) -> None:
        self._book = book
        self._needs = needs
        self._today = today

    def shown(self, page: CountryPage) -> tuple[Resource, ...]:
        """The records of a page that may be shown."""
        return tuple(record for record in page.records if self.why_hidden(record) is None)

    def why_hidden(self, record: Resource) -> str | None:
        """Why people do not see a record; None where they do."""
        if not record.trusted:
            return "no: one source only, and nobody has read the operator's page"
        return None if self.fresh(record) or _permanent(record) else "no: not checked for six months"

    def age(self, record: Resource) -> int:
        """Days since the record was compared with its sources."""
        return (self._today() - record.checked_on).days

    def fresh(self, record: Resource) -> bool:
        """Whether the record was compared with its sources lately enough."""
        return self._today() - record.checked_on <= FRESH_FOR

    @property
    def finders(self) -> tuple[Resource, ...]:
        """The international directories."""
        return tuple(record for record in self.shown(self._book.international) if record.category == DIRECTORY)

    def emergency(self, country: str | None) -> Resource | None:
        """The emergency record of a known country."""
        page = self._book.page(country)
        return next((r for r in self.shown(page) if r.category == EMERGENCY), None) if page else None

    def for_verdict(self, verdict: Verdict, country: str | None, groups: frozenset[str] = frozenset()) -> tuple[Resource, ...]:
        """Emergency number first where there is danger, then two or three lines; the finder where lines are few.

        `groups` are those that the person says to belong to.
        """
        page = self._book.page(country)
        if page is None:
            return self.finders
        records = self.shown(page)
        groups |= _AGES.get(verdict.role, frozenset()) | (_AGES[Role.MINOR] if YOUNG in groups else frozenset())
        emergency = [r for r in records if r.category == EMERGENCY][:1]
        lines = _lines([r for r in records if _suits(r, groups)], self._needs.of(verdict, groups), groups)
        anybody = any(not line.audience or line.audience & groups for line in lines)
        extra = self.finders if len(lines) < _FEWEST_LINES or not anybody else ()
        ordered = [*emergency, *lines, *extra] if verdict.level >= RiskLevel.ACUTE else [*lines, *emergency, *extra]
        return tuple(ordered)

    def listed(self, country: str | None, category: str | None) -> tuple[Resource, ...]:
        """Everything shown for a country, and for no known country the international records."""
        page = self._book.page(country) or self._book.international
        records = self.shown(page)
        wanted = tuple(r for r in records if category is None or r.category == category)
        if page is not self._book.international and not wanted:
            return self.finders
        return wanted


def _permanent(record: Resource) -> bool:
    return record.category in (EMERGENCY, DIRECTORY)


def _suits(record: Resource, groups: frozenset[str]) -> bool:
    """Whether a line may be shown to somebody of these groups: not one for women to a man, nor one for a group they did not name."""
    if not record.audience or record.audience & groups:
        return True
    return not (record.audience <= _ONLY_FOR or (record.audience == {WOMEN} and MEN in groups))


def _lines(records: Sequence[Resource], kinds: Sequence[str], groups: frozenset[str]) -> list[Resource]:
    """The lines of the kinds wanted, best first."""
    lines: list[Resource] = []
    choices = 0
    for found in _by_kind(records, kinds):
        national = [r for r in found if r.scope is None or r.audience & groups]
        suited = [r for r in national if r.audience & groups] + [r for r in national if not r.audience]
        regional = [r for r in found if not r.audience and r.scope is not None]
        if suited:
            new = suited[: min(_PER_KIND, _MOST_CHOICES - choices)]
            choices += len(new)
        elif regional:
            new = regional[:_MOST_REGIONAL] if choices <= _MOST_BEFORE_REGIONS else []
            choices += bool(new)
        else:
            new = found[: min(_PER_KIND, _MOST_CHOICES - choices)]
            choices += len(new)
        lines += [line for line in new if line not in lines]
        if choices >= _MOST_CHOICES:
            break
    return lines


def _by_kind(records: Sequence[Resource], kinds: Sequence[str]) -> Iterator[list[Resource]]:
    """The records of each kind; of `a|b` those of the first kind that has any."""
    for kind in kinds:
        for one in kind.split("|"):
            if found := [record for record in records if record.category == one]:
                yield found
                break
