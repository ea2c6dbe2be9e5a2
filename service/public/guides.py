"""The guides and their sections."""

from datetime import date

from service.domain.corpus import Guide, Section
from service.public.records import Schema, plain


class SectionOut(Schema):
    """One section of a guide."""

    id: str
    heading: str
    kind: str
    text: str
    topics: list[str]
    phase: str
    presupposes_safety: bool


class NeighbourOut(Schema):
    """A section beside another."""

    id: str
    heading: str


class PlaceOut(Schema):
    """Where a section stands in its guide, counted from 1, and what is before and after it."""

    section: str
    position: int
    before: NeighbourOut | None
    after: NeighbourOut | None


class GuideOut(Schema):
    """One guide; `sections` is left out in the list of guides, and `place` is set where one section was asked for."""

    id: str
    title: str
    origin: str
    edition: int
    reviewed_on: date | None
    audience: str
    notes: list[str]
    section_count: int
    sections: list[SectionOut] | None = None
    place: PlaceOut | None = None


class GuidesOut(Schema):
    """All guides."""

    guides: list[GuideOut]


def guide_out(guide: Guide, *, with_sections: bool) -> GuideOut:
    """The public form of a guide."""
    values = {name: getattr(guide, name) for name in GuideOut.model_fields if name not in ("sections", "section_count", "place")}
    sections = [section_out(section) for section in guide.sections] if with_sections else None
    return GuideOut(**values, section_count=len(guide.sections), sections=sections)


def placed_out(guide: Guide, section_id: str) -> GuideOut | None:
    """A guide with one of its sections and the place of it; None where the guide has no such section."""
    ids = [section.id for section in guide.sections]
    if section_id not in ids:
        return None
    at = ids.index(section_id)
    before, after = guide.sections[at - 1] if at else None, guide.sections[at + 1] if at + 1 < len(ids) else None
    place = PlaceOut(
        section=section_id,
        position=at + 1,
        before=plain(NeighbourOut, before) if before else None,
        after=plain(NeighbourOut, after) if after else None,
    )
    return guide_out(guide, with_sections=False).model_copy(update={"sections": [section_out(guide.sections[at])], "place": place})


def section_out(section: Section) -> SectionOut:
    """The public form of a section."""
    values = {name: getattr(section, name) for name in SectionOut.model_fields}
    return SectionOut(**values | {"phase": section.phase.value})
