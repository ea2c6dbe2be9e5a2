"""Reads the guides and ledgers under `corpus/`; a broken file is named with line and reason."""

import hashlib
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Annotated, TypeVar

from pydantic import BaseModel, BeforeValidator, Field

from service.adapters.corpus_records import Strict, record
from service.adapters.counsel_files import load_counsel
from service.adapters.data_files import check_search_pattern, parse_yaml, read_yaml
from service.adapters.matter_files import load_matters
from service.domain.corpus import Claim, ClaimStatus, Corpus, Counsel, Guide, OutsideTopic, Phase, Section, Side, Step, Tension
from service.domain.errors import CorpusError

T = TypeVar("T")
_FRONT = re.compile(r"\A---\n(.*?\n)---\n", re.DOTALL)
_HEADING = re.compile(r"^## (?P<heading>.+?) \{#(?P<number>\d+)\}[ \t]*$", re.MULTILINE)
_META = re.compile(r"\A\s*```yaml\n(?P<meta>.*?\n)```\n(?P<text>.*)\Z", re.DOTALL)
_KINDS = ("principle", "example", "procedure", "table", "profile", "assessment", "faq")
Texts = Annotated[tuple[str, ...], BeforeValidator(lambda value: value or ())]


class _Front(Strict):
    guide: str
    title: str
    origin: str
    source_sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    edition: int
    reviewed_on: date | None = None
    audience: str
    notes: Texts = ()


class _Step(Strict):
    do: str
    say: str | None = None
    side: Side | None = None


class _Meta(Strict):
    kind: Annotated[str, Field(pattern=f"^({'|'.join(_KINDS)})$")]
    topics: Annotated[Texts, Field(min_length=1)]
    phase: Phase
    presupposes_safety: bool
    claims: Texts = ()
    tensions: Texts = ()
    inventory: Texts = ()
    steps: Annotated[tuple[_Step, ...], Field(min_length=1)]
    next: str
    question: str
    asks: Annotated[Texts, Field(min_length=1)]


class _Claim(Strict):
    id: str
    sections: Texts = ()
    status: ClaimStatus
    claim: str
    reason: str
    allowed: str | None = None
    blocked_patterns: Texts = ()
    must_catch: Texts = ()
    must_pass: Texts = ()


class _Side(Strict):
    sections: Texts = ()
    says: str


class _Tension(Strict):
    id: str
    title: str
    sides: tuple[_Side, ...]
    rule: str
    topics: Texts = ()


class _Outside(Strict):
    id: str
    near: bool
    pointer: str
    asks: Texts


def load_corpus(folder: Path) -> Corpus:
    """Read all guides, the claims ledger and the tensions under `folder`.

    Raises:
        CorpusError: a file is missing or broken, or ids do not fit together.
    """
    files = sorted((folder / "guides").glob("*.md"))
    if not files:
        raise CorpusError(f"{folder / 'guides'}: no guides found")
    ledgers = [folder / "claims.yaml", folder / "tensions.yaml", folder / "outside.yaml"]
    further = sorted((folder / "asks").glob("*.yaml"))
    asks = _further_asks(further)
    worded = sorted((folder / "counsel").glob("*.yaml"))
    counsel = load_counsel(worded)
    brought = sorted((folder / "matters").glob("*.yaml"))
    related = folder / "related.yaml"
    relations = [related] if related.exists() else []  # a corpus of one's own may do without
    corpus = Corpus(
        version=_version([*files, *ledgers, *further, *worded, *brought, *relations]),
        guides=tuple(_with_counsel(_with_asks(load_guide(file), asks), counsel) for file in files),
        claims=tuple(_entries(ledgers[0], "claims", _claim)),
        tensions=tuple(_entries(ledgers[1], "tensions", _tension)),
        outside=tuple(_entries(ledgers[2], "topics", _outside)),
        related=_related(related) if relations else {},
    )
    corpus = replace(corpus, matters=load_matters(brought, corpus.sections))
    _check_references(corpus, folder)
    for name, left in (("asks", asks), ("counsel", counsel)):
        if left:
            raise CorpusError(f"{folder / name}: there is no section {', '.join(sorted(left))}")
    return corpus


def _related(file: Path) -> dict[str, tuple[str, ...]]:
    found = read_yaml(file, CorpusError).get("sections")
    if not isinstance(found, dict):
        raise CorpusError(f"{file}: sections must map each section to a list of others")
    for section, others in found.items():
        if not isinstance(others, list) or section in others or len(set(others)) < len(others):
            raise CorpusError(f"{file}: {section} must hold a list of other sections, each once")
    return {section: tuple(others) for section, others in found.items()}


def _further_asks(files: Sequence[Path]) -> dict[str, tuple[str, ...]]:
    """What people type, by section, from files beside the guides: too many to read in place."""
    found: dict[str, tuple[str, ...]] = {}
    for file in files:
        for section, texts in read_yaml(file, CorpusError).items():
            if not isinstance(texts, list) or not all(isinstance(text, str) and text.strip() for text in texts):
                raise CorpusError(f"{file}: {section} must hold a list of texts")
            found[section] = found.get(section, ()) + tuple(texts)
    return found


def _with_asks(guide: Guide, asks: dict[str, tuple[str, ...]]) -> Guide:
    """The guide with further asks at its sections, which are taken out of the table."""
    return replace(guide, sections=tuple(replace(s, asks=s.asks + asks.pop(s.id, ())) for s in guide.sections))


def _with_counsel(guide: Guide, counsel: dict[str, Counsel]) -> Guide:
    """The guide with the wording of its sections, which is taken out of the table."""
    return replace(guide, sections=tuple(replace(s, counsel=counsel.pop(s.id, None)) for s in guide.sections))


def load_guide(file: Path) -> Guide:
    """Read one edition; whether the ledger entries it names exist is checked with the whole corpus.

    Raises:
        CorpusError: the file is missing or broken.
    """
    try:
        text = file.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise CorpusError(f"{file}: cannot be read: it is not UTF-8") from error
    match = _FRONT.match(text)
    if match is None:
        raise CorpusError(f"{file}:1: front matter between --- lines is missing")
    front = record(_Front, parse_yaml(match.group(1), file, CorpusError, first_line=2), f"{file}:2")
    return Guide(
        id=front.guide,
        title=front.title,
        origin=front.origin,
        source_sha256=front.source_sha256,
        edition=front.edition,
        reviewed_on=front.reviewed_on,
        audience=front.audience,
        notes=front.notes,
        sections=tuple(_sections(text, front.guide, file)),
    )


def _sections(text: str, guide: str, file: Path) -> Iterator[Section]:
    headings = list(_HEADING.finditer(text))
    ends = [heading.start() for heading in headings[1:]] + [len(text)]
    previous = 0
    for heading, end in zip(headings, ends, strict=True):
        line = text.count("\n", 0, heading.start()) + 1
        number = int(heading["number"])
        if number <= previous:
            raise CorpusError(f"{file}:{line}: section #{number} stands after #{previous}")
        previous = number
        body = _META.match(text[heading.end() : end])
        if body is None:
            raise CorpusError(f"{file}:{line}: the yaml block below the heading is missing")
        if not body["text"].strip():
            raise CorpusError(f"{file}:{line}: section #{number} has no text")
        data = parse_yaml(body["meta"], file, CorpusError, first_line=line + 3)
        meta = record(_Meta, data, f"{file}:{line + 3}")
        yield _section(f"{guide}#{number}", guide, heading["heading"], meta, body["text"].strip())


def _section(section_id: str, guide: str, heading: str, meta: _Meta, text: str) -> Section:
    return Section(
        id=section_id,
        guide=guide,
        heading=heading,
        kind=meta.kind,
        text=text,
        topics=meta.topics,
        phase=meta.phase,
        presupposes_safety=meta.presupposes_safety,
        claims=meta.claims,
        tensions=meta.tensions,
        steps=tuple(Step(step.do, step.say, step.side) for step in meta.steps),
        next_action=meta.next,
        question=meta.question,
        asks=meta.asks,
    )


def _claim(data: object, file: Path) -> Claim:
    claim = record(_Claim, data, f"{file}:1")
    for pattern in claim.blocked_patterns:
        check_search_pattern(pattern, f"{file}:1: {claim.id}", CorpusError)
    return Claim(**claim.model_dump())


def _tension(data: object, file: Path) -> Tension:
    found = record(_Tension, data, f"{file}:1")
    sides = tuple((side.sections, side.says) for side in found.sides)
    return Tension(found.id, found.title, sides, found.rule, found.topics)


def _outside(data: object, file: Path) -> OutsideTopic:
    return OutsideTopic(**record(_Outside, data, f"{file}:1").model_dump())


def _entries(file: Path, key: str, make: Callable[[object, Path], T]) -> Iterator[T]:
    entries = read_yaml(file, CorpusError).get(key)
    if not isinstance(entries, list):
        raise CorpusError(f"{file}:1: {key} must be a list")
    for entry in entries:
        yield make(entry, file)


M = TypeVar("M", bound=BaseModel)


def _check_references(corpus: Corpus, folder: Path) -> None:
    sections, claims = corpus.sections, {claim.id for claim in corpus.claims}
    tensions = {tension.id for tension in corpus.tensions}
    seen: set[str] = set()
    for guide in corpus.guides:
        if guide.id in seen:
            raise CorpusError(f"{folder / 'guides'}: two guides have the id {guide.id}")
        seen.add(guide.id)
    for section in sections.values():
        if unknown := set(section.claims) - claims | set(section.tensions) - tensions:
            raise CorpusError(f"{folder}: section {section.id} names unknown ledger entries: {', '.join(sorted(unknown))}")
    if unknown := {name for section, others in corpus.related.items() for name in (section, *others)} - sections.keys():
        raise CorpusError(f"{folder / 'related.yaml'}: there is no section {', '.join(sorted(map(str, unknown)))}")
    for tension in corpus.tensions:
        if unknown := {s for ids, _ in tension.sides for s in ids} - sections.keys():
            raise CorpusError(f"{folder}: tension {tension.id} names unknown sections: {', '.join(sorted(unknown))}")


def _version(files: Sequence[Path]) -> str:
    digest = hashlib.sha256()
    for file in files:
        try:
            digest.update(file.name.encode() + b"\0" + file.read_bytes())
        except OSError as error:
            raise CorpusError(f"{file}: cannot be read: {error.strerror}") from error
    return digest.hexdigest()[:16]
