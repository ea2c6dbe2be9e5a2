"""What the commands print for people."""

import textwrap
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from service.diagnosis import Finding
from service.domain.answers import Answer
from service.domain.corpus import SearchResult
from service.domain.resources import CountryPage, Resource
from service.domain.rewriting import RewriteAnswer
from service.domain.safety import Verdict
from service.domain.text import Span
from service.settings import Settings

_WIDTH = 88


def answer_text(answer: Answer) -> str:
    """A whole answer: reply, footnotes, help lines."""
    numbers = {citation.section: citation.n for citation in answer.citations}
    paragraphs = []
    for paragraph in answer.draft.paragraphs:
        words = " ".join(s.text + "".join(f" [{numbers[i]}]" for i in s.sections if i in numbers) for s in paragraph)
        paragraphs.append(textwrap.fill(words, _WIDTH))
    notes = [f"[{c.n}] {c.title} · {c.heading} ({c.section})" for c in answer.citations]
    parts = ["\n\n".join(paragraphs), "\n".join(_line(r) for r in answer.resources), "\n".join(notes)]
    return "\n\n".join(part for part in parts if part)


def worded(answer: RewriteAnswer) -> str:
    """A rewrite answer: wordings, what changed, help lines."""
    parts = [textwrap.fill(s.text, _WIDTH, initial_indent="* ", subsequent_indent="  ") for s in answer.suggestions]
    marks = [f"{mark.text!r}: {mark.reason}" for mark in answer.blame]
    guessed = ["Guessed: " + "; ".join(answer.receipt.guessed)] if answer.receipt.guessed else []
    note = "\n\n".join(textwrap.fill(paragraph, _WIDTH) for paragraph in answer.note.split("\n\n"))
    blocks = ["\n".join(parts), "\n".join(marks), "\n".join(guessed), note, "\n".join(_line(r) for r in answer.resources)]
    return "\n\n".join(block for block in blocks if block)


def verdict_record(verdict: Verdict) -> dict[str, Any]:
    """A verdict as JSON, the same as the service gives."""
    from service.public import verdict_out

    return verdict_out(verdict).model_dump(mode="json")


def explained(verdict: Verdict, texts: Sequence[str], *, explain: bool) -> str:
    """A verdict in words; with `explain` also spans, what lowered or raised a hit, and what was set aside and why.

    `texts` are the messages that the verdict counts.
    """
    lines = [f"level: {verdict.level.label}" + (" (goes to professional help)" if verdict.routed else " (coaching)")]
    for hit in verdict.hits:
        raised = f", raised by {', '.join(hit.raised_by)}" if hit.raised_by else ""
        lines.append(f"  {hit.level.label:9} {hit.category}: {hit.reason} [{hit.rule}{raised}]")
        if explain:
            lines.append(f"            {_place(hit.message, hit.through, hit.span, texts)}; {hit.voice.value.replace('_', ' ')}")
        if explain and hit.lowered_by:
            lines.append(f"            lowered by {hit.lowered_by}")
    if explain:
        for item in verdict.set_aside:
            lines.append(f"  set aside {item.category}: {item.why} [{item.rule} by {item.context}]")
            lines.append(f"            {_place(item.message, None, item.span, texts)}")
        lines += [
            f"  second tier: {item.score:+.2f} of {item.needed:+.2f} needed, nearest to {item.category}" for item in verdict.scores
        ] or ["  second tier: not asked, a rule has spoken"]
        lines += ["  past abuse that is over: support is offered beside coaching"] if verdict.survivor else []
        lines += ["  the answer no to the closed question lifted it"] if verdict.lifted else []
        lines.append(f"reply for: {verdict.role.value}; classifier {verdict.classifier}")
    return "\n".join(lines)


def _place(message: int, through: int | None, span: Span, texts: Sequence[str]) -> str:
    where = "" if len(texts) == 1 else f"message {message + 1}, "
    if through is not None:
        where = f"messages {message + 1} to {through + 1} read as one, "
    return f"{where}characters {span.start} to {span.end}: {texts[message][span.start : span.end]!r}"


def found(result: SearchResult) -> str:
    """Search results in words."""
    head = "" if result.in_scope else f"The guides do not seem to cover this (confidence {result.confidence:.2f}). Nearest:\n\n"
    rows = [
        f"{row.score:.3f}  {row.section.id}  {row.section.heading}\n"
        + textwrap.indent(textwrap.fill(textwrap.shorten(row.section.text, 240, placeholder=" …"), _WIDTH - 7), "       ")
        for row in result.rows
    ]
    return head + "\n".join(rows)


def help_lines(page: CountryPage | None, records: Sequence[Resource], *, hidden: Collection[Resource]) -> str:
    """Help lines in words, with what each rests on."""
    head = page.name if page else "International (name a country, such as `mend resources GB`, for the lines there)"
    lines = [head] + ([page.emergency_note] if page and page.emergency_note else [])
    for record in records:
        rests = f"checked {record.checked_on}, {record.evidence.value.replace('_', ' ')}, {record.confirmed} source(s)"
        reason = "NOT SHOWN TO PEOPLE: " if record in hidden else ""
        lines.append(f"{reason}{_line(record)}\n    {record.category}; {rests}")
    return "\n".join(lines)


def diagnosis(findings: Iterable[Finding]) -> str:
    """Findings in words, a line each."""
    return "\n".join(f"{finding.status:7} {finding.what}: {finding.detail}" for finding in findings)


def help_records(table: Iterable[Mapping[str, str | int]]) -> str:
    """Every help record in words, a line each."""
    lines = []
    for row in table:
        rests = f"{str(row['evidence']).replace('_', ' '):36}  {row['confirmed']} source(s)"
        lines.append(f"{row['age_days']:>4} days  {rests}  {row['id']}  shown: {row['shown']}")
    return "\n".join(lines)


def settings_table(settings: Settings) -> list[dict[str, str]]:
    """Every setting with its variable, meaning and value; secrets stay hidden."""
    return [
        {
            "variable": f"MEND_{name.upper()}",
            "value": "" if (value := getattr(settings, name)) in (None, ()) else str(value),
            "meaning": field.description or "",
        }
        for name, field in type(settings).model_fields.items()
    ]


def _line(record: Resource) -> str:
    ways = [record.phone, record.sms and f"text {record.sms.text}", record.chat_url or record.url]
    notes = [record.hours, record.scope, f"for {', '.join(sorted(record.audience))}" if record.audience else None]
    details = ", ".join(note for note in notes if note)
    return f"• {record.name}: {' · '.join(way for way in ways if way)}" + (f" ({details})" if details else "")
