"""A question for the guides and the sections found."""

from typing import Annotated

from pydantic import Field

from service.domain.corpus import SearchResult
from service.public.records import Schema


class SearchIn(Schema):
    """A question for the guides."""

    query: Annotated[str, Field(description="What to look for, in anybody's words.")]
    k: Annotated[int, Field(ge=1, le=50)] = Field(5, description="How many sections.")


class SearchRow(Schema):
    """One section found."""

    section: str
    guide: str
    heading: str
    text: str
    score: float


class SearchOut(Schema):
    """Sections, best first, and whether the guides cover the question."""

    in_scope: bool
    confidence: float
    results: list[SearchRow]


def search_out(result: SearchResult) -> SearchOut:
    """The public form of a search result."""
    return SearchOut(
        in_scope=result.in_scope,
        confidence=result.confidence,
        results=[
            SearchRow(section=row.section.id, guide=row.section.guide, heading=row.section.heading, text=row.section.text, score=row.score)
            for row in result.rows
        ],
    )
