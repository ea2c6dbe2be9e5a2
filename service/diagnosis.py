"""`mend doctor`: every check that an operator or reviewer can run on data and set-up."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import aclosing
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import anyio
import re2

from service.adapters.data_files import (
    data_folder,
    entailment_folder,
    matters_folder,
    meaning_folder,
    observations_folder,
    read_yaml,
    rules_folder,
)
from service.adapters.onnx_entailment import OnnxEntailment
from service.adapters.onnx_matters import OnnxMatterReader
from service.adapters.onnx_meaning import OnnxMeaningEncoder
from service.adapters.onnx_observations import OnnxObservationMarker
from service.adapters.prompt_files import PromptFiles
from service.adapters.sentence_embedder import check_weights, packaged_weights
from service.composing.courtesy import Courtesies
from service.composing.reflection import Reflector
from service.composing.wording import counsel_of, spoken_text
from service.domain.answers import AnswerKind
from service.domain.corpus import ClaimStatus
from service.domain.errors import CorpusError, MendError, ModelUnavailableError
from service.domain.generation import Prompt
from service.domain.resources import Evidence
from service.domain.safety import Hit, RiskLevel, Role, Verdict, Voice
from service.domain.text import Message, Span, Speaker
from service.guarding.guard import whole_text
from service.language.matching import PatternIndex
from service.safety.engine import RuleEngine
from service.safety.loader import load_language, load_rulebook
from service.safety.proving import prove
from service.settings import Settings
from service.wiring import Services, build

if TYPE_CHECKING:
    from service.adapters.openai_writer import OpenAIWriter

Status = Literal["ok", "warning", "broken"]
_SHOWN = 5
_MONTH, _MONTHS = 31, 6
_AGES = ("under a month old", *(f"{months} to {months + 1} months old" for months in range(1, _MONTHS)), "over 6 months old")
_MOST_WORDS = 125
MODEL = "language model"
_MODEL_HINTS = {
    "unreachable": "is the server of MEND_LLM_BASE_URL running?",
    "not_found": "does MEND_LLM_BASE_URL end in /v1, and is MEND_LLM_MODEL a model of that server?",
    "key_refused": "check MEND_LLM_API_KEY",
    "not_a_stream": "MEND_LLM_BASE_URL leads to something that does not stream chat completions",
    "silent": "it may still load; MEND_LLM_SILENCE_TIMEOUT says how long to wait",
    "too_slow": "MEND_LLM_TIMEOUT says how long a reply may take",
}
_TRIAL = Prompt("doctor", "Answer with one short sentence.", "Say that you can be reached.")


@dataclass(frozen=True, slots=True)
class Finding:
    """One check: what was looked at, how it stands, and the detail."""

    what: str
    status: Status
    detail: str

    def record(self) -> dict[str, str]:
        """The finding as JSON."""
        return asdict(self)


def examine(settings: Settings) -> Iterator[Finding]:
    """Run every check; each yields one finding, and a broken part does not stop the others."""
    yield _tried("rules", lambda: _rules(settings))
    yield _tried("reply texts", lambda: _texts(settings))
    try:
        services = build(settings)
    except MendError as error:
        yield Finding("service", "broken", str(error))
        return
    try:
        checks: tuple[tuple[str, Callable[[Services], Finding]], ...] = (
            ("guides", _guides),
            ("claims", _claims),
            ("help replies", _help_replies),
            ("help lines", help_lines),
            ("help lines by evidence", _evidence),
            ("encoder weights", _weights),
            ("second safety tier", _second_tier),
            ("entailment model", _entailment),
            ("marker of observations", _marker),
            ("reader of matters", _matters),
            ("index", _index),
            (MODEL, language_model),
        )
        for what, check in checks:
            yield _tried(what, lambda check=check: check(services))  # type: ignore[misc]
    finally:
        services.close()


def _tried(what: str, check: Callable[[], Finding]) -> Finding:
    try:
        return check()
    except MendError as error:
        return Finding(what, "broken", str(error))


def _verdict(what: str, wrong: list[str], fine: str) -> Finding:
    if not wrong:
        return Finding(what, "ok", fine)
    more = f" and {len(wrong) - _SHOWN} more" if len(wrong) > _SHOWN else ""
    return Finding(what, "broken", "; ".join(wrong[:_SHOWN]) + more)


def _rules(settings: Settings) -> Finding:
    engine = RuleEngine(book := load_rulebook(settings.rules_dir or rules_folder()))
    tried = list(prove(book))
    examples = len(tried)
    wrong = [
        f"{one.place} {one.rule} does not fire on its own example {one.text!r}"
        if one.must_fire
        else f"{one.place} {one.rule} fires on {one.text!r}, which must stay silent"
        for one in tried
        if not one.right
    ]
    for aggravator in book.aggravators:
        examples += len(aggravator.fires) + len(aggravator.silent)
        wrong += [
            f"{aggravator.place} {aggravator.id} does not fire on {text!r}"
            for text in aggravator.fires
            if aggravator.id not in engine.analyse(text).aggravators
        ]
        wrong += [
            f"{aggravator.place} {aggravator.id} fires on {text!r}"
            for text in aggravator.silent
            if aggravator.id in engine.analyse(text).aggravators
        ]
    return _verdict("rules", wrong, f"{len(book.rules)} rules, {examples} examples hold, {book.version}")


def _texts(settings: Settings) -> Finding:
    language = load_language(settings.rules_dir or rules_folder())
    files = PromptFiles(settings.prompts_dir or data_folder("prompts"), language)
    coaching, courtesies, help_texts, never_say = files.coaching(), files.courtesies(), files.help(), files.never_say()
    reflector, finder = Reflector(coaching, language), Courtesies(courtesies, language)
    turns = PatternIndex((turn, turn.patterns) for turn in help_texts.turns)
    wrong = []
    for situation in coaching.situations:
        wrong += [f"{situation.id} does not match {t!r}" for t in situation.fires if situation not in reflector.situations(t)]
        wrong += [f"{situation.id} matches {t!r}" for t in situation.silent if situation in reflector.situations(t)]
    for courtesy in courtesies:
        wrong += [f"{courtesy.id} does not match {t!r}" for t in courtesy.fires if finder.find(t) != courtesy]
        wrong += [f"{courtesy.id} matches {t!r}" for t in courtesy.silent if finder.find(t) == courtesy]
    for turn in help_texts.turns:
        matched = {t: {found.id for found, _ in turns.matches(language.normalise(t))} for t in (*turn.fires, *turn.silent)}
        wrong += [f"{turn.id} does not match {t!r}" for t in turn.fires if turn.id not in matched[t]]
        wrong += [f"{turn.id} matches {t!r}" for t in turn.silent if turn.id in matched[t]]
    for record in never_say:
        pattern = re2.compile(f"(?i){record.pattern}")
        wrong += [f"{record.id} does not catch {t!r}" for t in record.must_catch if not pattern.search(t)]
        wrong += [f"{record.id} catches {t!r}" for t in record.must_pass if pattern.search(t)]
    fine = f"{len(coaching.situations)} situations, {len(courtesies)} courtesies, {len(never_say)} never-say records hold"
    return _verdict("reply texts", wrong, fine)


def _guides(services: Services) -> Finding:
    folder = services.settings.corpus_dir or data_folder("corpus")
    wanted = _manifest(folder / "manifest.yaml")
    found = {guide.id: [section.id for section in guide.sections] for guide in services.corpus.guides}
    wrong = [
        f"section {section} is missing" for guide, sections in wanted.items() for section in sections if section not in found.get(guide, [])
    ]
    wrong += [f"section {section.id} has no text" for section in services.corpus.sections.values() if not section.text]
    extra = sorted(found.keys() - wanted.keys())
    added = f", and {len(extra)} of your own" if extra else ""
    return _verdict(
        "guides", wrong, f"{len(services.corpus.sections)} sections in {len(found)} guides, corpus {services.corpus.version}{added}"
    )


def _manifest(file: Path) -> dict[str, list[str]]:
    guides = read_yaml(file, CorpusError).get("guides")
    if not isinstance(guides, dict):
        raise CorpusError(f"{file}: guides must map ids to sections")
    wanted = {}
    for guide, entry in guides.items():
        first, last = (int(number) for number in str(entry["sections"]).split("-"))
        left_out = set(entry.get("left_out", []))
        wanted[guide] = [f"{guide}#{number}" for number in range(first, last + 1) if number not in left_out]
    return wanted


def _claims(services: Services) -> Finding:
    wrong = []
    texts = {section.id: f"{whole_text(section)} {spoken_text(counsel_of(section))}" for section in services.corpus.sections.values()}
    blocked = [claim for claim in services.corpus.claims if claim.status is ClaimStatus.BLOCKED]
    for claim in blocked:
        patterns = [re2.compile(f"(?i){pattern}") for pattern in claim.blocked_patterns]
        wrong += [f"{section} repeats blocked claim {claim.id}" for section, text in texts.items() if any(p.search(text) for p in patterns)]
        wrong += [f"{claim.id} does not catch {t!r}" for t in claim.must_catch if not any(p.search(t) for p in patterns)]
        wrong += [f"{claim.id} catches {t!r}" for t in claim.must_pass if any(p.search(t) for p in patterns)]
    return _verdict("claims", wrong, f"{len(services.corpus.claims)} claims, {len(blocked)} blocked and in no section")


def _help_replies(services: Services) -> Finding:
    wrong: list[str] = []
    count = 0
    for verdict, country in situations(services.engine):
        lines = services.lines.for_verdict(verdict, country)
        reply = services.coach.help.compose(
            (Message(Speaker.USER, ""),), verdict, country=country, emergency=services.lines.emergency(country), check_in=None, lines=lines
        )
        count += 1
        where = f"{verdict.level.label}/{verdict.role.value}/{'+'.join(verdict.categories)}/{country}"
        wrong += [f"{where}: {p.check}: {p.reason}" for p in services.guard.check(reply.draft, AnswerKind.RESOURCES, lines)]
        if len(reply.draft.text.split()) > _MOST_WORDS:
            wrong.append(f"{where}: {len(reply.draft.text.split())} words")
        if not lines:
            wrong.append(f"{where}: no help line")
    return _verdict("help replies", wrong, f"{count} assembled replies pass the guard")


def situations(engine: RuleEngine) -> Iterator[tuple[Verdict, str | None]]:
    """Every level, role and category, in a known and in an unknown country."""
    for level in (RiskLevel.CONCERN, RiskLevel.ACUTE, RiskLevel.EMERGENCY):
        for role in Role:
            for category in sorted(engine.categories):
                hit = Hit("doctor", category, level, 0, Span(0, 0), "", Voice.VICTIM)
                verdict = Verdict(level, (category,), (hit,), (), role, engine.version)
                yield verdict, "GB"
                yield verdict, None


def help_lines(services: Services) -> Finding:
    """Whether every record is right in itself, and every shown one was checked lately."""
    records = services.resources.all()
    wrong = [f"{identity} carries a wrong number" for identity in services.guard.wrong_numbers(records)]
    shown = [record for record in records if record.trusted]
    stale = [record for record in shown if not services.lines.fresh(record)]
    wrong += [f"{record.id} was last checked on {record.checked_on}, {services.lines.age(record)} days ago" for record in stale]
    audiences = services.coach.audiences
    wrong += [
        f"audience {group.id} is not heard in {text!r}"
        for group in audiences.groups
        for text in group.fires
        if group.id not in audiences.said_in(text)
    ]
    return _verdict(
        "help lines", wrong, f"{len(records)} records in {len(services.resources.countries)} countries, {len(shown)} trusted, none stale"
    )


def _evidence(services: Services) -> Finding:
    records = services.resources.all()
    counts = Counter((record.evidence.value, min(services.lines.age(record) // _MONTH, _MONTHS)) for record in records)
    parts = [f"{count} {kind.replace('_', ' ')} {_AGES[age]}" for (kind, age), count in sorted(counts.items())]
    detail = f"{', '.join(parts)}; `mend doctor --lines` lists them; read each operator's page before launch (docs/help-lines.md)"
    return Finding("help lines by evidence", "warning", detail)


def help_line_table(services: Services) -> list[dict[str, str | int]]:
    """Every help record, weakest evidence and oldest check first, with whether people see it and why not."""
    order = list(Evidence)
    records = sorted(services.resources.all(), key=lambda r: (-order.index(r.evidence), r.confirmed, r.checked_on, r.id))
    return [
        {
            "id": record.id,
            "evidence": record.evidence.value,
            "confirmed": record.confirmed,
            "checked_on": record.checked_on.isoformat(),
            "age_days": services.lines.age(record),
            "shown": services.lines.why_hidden(record) or "yes",
        }
        for record in records
    ]


def _weights(_: Services) -> Finding:
    check_weights(folder := packaged_weights())
    return Finding("encoder weights", "ok", f"the original all-MiniLM-L6-v2 in {folder.parent.name}")


def _second_tier(services: Services) -> Finding:
    for name in ("weights", "weights_brief"):
        OnnxMeaningEncoder(meaning_folder() / name).load()
    return Finding("second safety tier", "ok", f"both sets of weights are the ones of their manifests; {services.classifier.version}")


def _marker(_: Services) -> Finding:
    marker = OnnxObservationMarker(observations_folder())
    marker.load()
    return Finding("marker of observations", "ok", f"weights {marker.version} are the ones of the manifest")


def _matters(services: Services) -> Finding:
    reader = OnnxMatterReader(matters_folder())
    reader.load()
    return Finding(
        "reader of matters", "ok", f"{len(services.corpus.matters)} cards; weights {reader.version} are the ones of the manifest"
    )


def _entailment(_: Services) -> Finding:
    model = OnnxEntailment(entailment_folder())
    model.load()
    return Finding("entailment model", "ok", f"weights {model.version} are the ones of the manifest")


def language_model(services: Services) -> Finding:
    """Address, name and a round trip; nothing of a conversation is sent."""
    writer = services.generation.writer if services.generation else None
    if writer is None:
        return Finding(MODEL, "ok", "none is set; replies are composed from the guides")
    from service.adapters.openai_writer import OpenAIWriter

    if not isinstance(writer, OpenAIWriter):
        return Finding(MODEL, "ok", "none is set; replies are composed from the guides")
    try:
        return anyio.run(_round_trip, writer)
    except ModelUnavailableError as error:
        hint = _MODEL_HINTS.get(error.reason, "see the server's own log")
        return Finding(MODEL, "broken", f"{writer.name} gives no reply: {error.reason}; {hint}")


async def _round_trip(writer: "OpenAIWriter") -> Finding:
    try:
        try:
            names = await writer.models()
        except ModelUnavailableError as error:
            if error.reason in ("unreachable", "key_refused"):
                raise
            names = ()  # not every compatible server has a list
        started = anyio.current_time()
        async with aclosing(writer.write(_TRIAL)) as pieces:
            size = len("".join([piece async for piece in pieces]))
        took = f"{writer.name} answered with {size} characters in {anyio.current_time() - started:.1f} s"
        if names and writer.name not in names:
            return Finding(MODEL, "warning", f"{took}, and is not in the server's list: {', '.join(names[:_SHOWN])}")
        return Finding(MODEL, "ok", took)
    finally:
        await writer.close()


def _index(services: Services) -> Finding:
    if services.advice:
        return Finding("index", "warning", services.advice)
    if services.index.fresh:
        return Finding("index", "ok", f"{services.index.size} passages of corpus {services.corpus.version}")
    return Finding("index", "warning", "missing or stale; `mend index` or the next start builds it")
