"""Answers a request event by event: one path for streams and whole answers, with a language model or without."""

from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterator
from contextlib import aclosing, suppress
from dataclasses import dataclass, field, replace
from threading import Event as Flag

from anyio import create_task_group
from anyio.to_thread import run_sync

from service.composing.choose import user_texts
from service.composing.citing import cite_as_given
from service.domain.answers import Answer, Citation, Composer, Draft, Purpose, Sentence
from service.domain.corpus import SearchResult
from service.domain.errors import ModelUnavailableError
from service.domain.events import Event, Finished, HelpShown, Judged, SourcesFound, Spoken
from service.domain.generation import Decision, GivenPassage
from service.domain.safety import Verdict
from service.generating.prompt import CoachPrompt, given
from service.generating.reading import refusal
from service.generating.sentences import SentenceStream, Written
from service.ports import SentenceGuard, Writer
from service.usecases.answer import Coach, Request

_PASSAGES = 5
# Less than this is no reply: the composed one is more use. It also decides when the first sentence may leave, since what
# has left cannot be taken back.
_FEWEST_WORDS = 15
_FEWEST_CITED = 1
# A reply that broke off is filled up from the guides while it holds fewer cited sentences than this.
_WHOLE_REPLY = 3
_MOST_SENTENCES = 12
_MOST_DROPPED_IN_A_ROW = 8
LITTLE_LEFT = "too_little_left"


@dataclass(frozen=True, slots=True)
class Generation:
    """What wording by a model takes."""

    writer: Writer
    prompt: CoachPrompt
    guard: SentenceGuard


@dataclass(slots=True)
class _Reply:
    """The sentences of one reply so far; they are held back until there are enough for a reply."""

    passages: tuple[GivenPassage, ...]
    kept: list[Spoken] = field(default_factory=list)
    dropped: list[str] = field(default_factory=list)
    leaving: list[Spoken] = field(default_factory=list)
    dropped_in_a_row: int = 0

    @property
    def texts(self) -> list[str]:
        """What was kept, in order."""
        return [spoken.sentence.text for spoken in self.kept]

    @property
    def cited(self) -> int:
        """How many of the kept sentences rest on a passage."""
        return sum(bool(spoken.cited) for spoken in self.kept)

    @property
    def enough(self) -> bool:
        """Whether what was kept is a reply."""
        return self.cited >= _FEWEST_CITED and sum(len(text.split()) for text in self.texts) >= _FEWEST_WORDS

    @property
    def over(self) -> bool:
        """Whether reading on is of no use."""
        return len(self.kept) >= _MOST_SENTENCES or self.dropped_in_a_row >= _MOST_DROPPED_IN_A_ROW

    def take(self, decision: Decision, *, opens: bool) -> None:
        """Add a sentence or the reason why it is left out."""
        if not decision.kept:
            self.dropped.append(decision.check)
            self.dropped_in_a_row += 1
            return
        self.dropped_in_a_row = 0
        sections = {passage.n: passage.section for passage in self.passages}
        purpose = Purpose.ADVICE if decision.cited else Purpose.REFLECTION
        self.add(Sentence(decision.text, purpose, tuple(sections[n] for n in decision.cited)), decision.cited, opens=opens)

    def add(self, sentence: Sentence, cited: tuple[int, ...], *, opens: bool) -> None:
        """Add a sentence that may be shown."""
        spoken = Spoken(sentence, cited, opens=opens or not self.kept)
        self.kept.append(spoken)
        self.leaving.append(spoken)

    def draft(self) -> Draft:
        """What was kept, by paragraphs."""
        paragraphs: list[list[Sentence]] = []
        for spoken in self.kept:
            if spoken.opens:
                paragraphs.append([])
            paragraphs[-1].append(spoken.sentence)
        return Draft(tuple(tuple(paragraph) for paragraph in paragraphs))


@dataclass(frozen=True, slots=True)
class StreamingCoach:
    """The coach with its wording by a language model where one is set, and composed from the guides where not."""

    coach: Coach
    generation: Generation | None = None

    async def answer(self, request: Request) -> Answer:
        """The whole answer, the same that a stream ends with.

        Raises:
            MendError: as `events`.
        """
        async with aclosing(self.events(request)) as events:
            async for event in events:
                if isinstance(event, Finished):
                    return event.answer
        raise AssertionError("the events ended without the answer")

    async def events(self, request: Request) -> AsyncGenerator[Event, None]:
        """What happens while the reply is made; closing it ends the model's work.

        No model is called before the verdict is known, nor where anything but a coaching reply is due.

        Raises:
            StoreUnavailableError: the passage store does not answer.
            NotReadyError: the encoder still loads.
            DataError: the encoder's weights are missing or wrong.
        """
        verdict = await run_sync(self.coach.verdict, request)
        yield Judged(verdict)
        plan = await run_sync(self.coach.plan, request, verdict)
        if isinstance(plan, Answer):
            for event in _told(plan):
                yield event
        elif self.generation is None or not self.coach.rows(request, verdict, plan):
            for event in _told(await run_sync(self.coach.coaching, request, verdict, plan)):
                yield event
        else:
            wording = _Wording(self.coach, self.generation, request, verdict, plan)
            async with aclosing(wording.events()) as events:
                async for event in events:
                    yield event


class _Wording:
    """One reply in the words of a model: what passes leaves at once, and what is missing comes from the guides."""

    def __init__(self, coach: Coach, by: Generation, request: Request, verdict: Verdict, result: SearchResult) -> None:
        self._coach, self._by, self._request, self._verdict, self._result = coach, by, request, verdict, result
        self._rows = coach.rows(request, verdict, result)[:_PASSAGES]
        passages = {row.section.id for row in self._rows}
        matters = tuple(one for one in result.matters if passages.issuperset(one.matter.sections))
        self._found = replace(result, rows=tuple(self._rows), matters=matters)
        self._resources = coach.resources_beside(request, verdict)
        self._said = user_texts(request.messages)
        self._reply = _Reply(given([row.section for row in self._rows]))
        self._shown = False
        self._fault: str | None = None

    async def events(self) -> AsyncGenerator[Event, None]:
        """From the sources to the whole answer."""
        try:
            async with aclosing(self._written()) as events:
                async for event in events:
                    yield event
        except ModelUnavailableError as error:
            self._fault = error.reason
        for event in await run_sync(self._ending if self._shown else self._composed):
            yield event

    async def _written(self) -> AsyncGenerator[Event, None]:
        """The model's own sentences, as far as they pass.

        Raises:
            ModelUnavailableError: the model is not there, or broke off.
        """
        prompt = self._by.prompt.render(self._reply.passages, self._request.messages)
        async with aclosing(self._by.writer.write(prompt)) as pieces, aclosing(_sentences(pieces, self._prepare)) as sentences:
            async for written in sentences:
                self._reply.take(await run_sync(self._decide, written), opens=written.new_paragraph)
                for event in self._leaving():
                    yield event
                if self._reply.over:
                    return

    def _prepare(self, stop: Flag) -> None:
        """Let the guard read the passages until told to stop; one that breaks breaks at each sentence too, where it is dealt with."""
        with suppress(Exception):
            for _ in self._by.guard.preparing(self._reply.passages):
                if stop.is_set():
                    return

    def _decide(self, written: Written) -> Decision:
        """What the guard says of a sentence; a guard that breaks lets nothing through."""
        reply = self._reply
        if reason := refusal(written, reply.texts):
            return Decision(kept=False, reason=reason, text="")
        try:
            decision = self._by.guard.check(
                written.text, written.cited, reply.passages, said=self._said, before=reply.texts, resources=self._resources
            )
        except Exception:  # noqa: BLE001  whatever breaks, an unchecked sentence must not be shown
            return Decision(kept=False, reason="guard", text="")
        if decision.kept and not set(decision.cited) <= {passage.n for passage in reply.passages}:
            return Decision(kept=False, reason="citation", text="")
        return decision

    def _leaving(self) -> Iterator[Event]:
        """What may leave now: nothing until there is enough for a reply, then first the sources."""
        if not self._reply.enough:
            return
        if not self._shown:
            self._shown = True
            yield SourcesFound(cite_as_given(self._rows, self._coach.guides, {row.section.id: self._said[-1] for row in self._rows}))
        leaving, self._reply.leaving = self._reply.leaving, []
        yield from leaving

    def _composed(self) -> list[Event]:
        """The reply from the guides, with the reason why the model's is not there."""
        answer = self._coach.coaching(self._request, self._verdict, self._result)
        composer = replace(answer.composer, fallback=self._fault or LITTLE_LEFT, dropped=tuple(self._reply.dropped))
        return list(_told(replace(answer, composer=composer)))

    def _ending(self) -> list[Event]:
        """What comes after the model's sentences, and the whole answer."""
        reply = self._reply
        if reply.dropped_in_a_row >= _MOST_DROPPED_IN_A_ROW:
            self._fault = self._fault or LITTLE_LEFT
        if self._fault and reply.cited < _WHOLE_REPLY:
            self._fill_up()
        events: list[Event] = list(self._leaving())
        events += [Spoken(sentence, (), opens=True) for paragraph in self._coach.beside(self._verdict) for sentence in paragraph]
        if self._resources:
            events.append(HelpShown(self._resources))
        composer = Composer("llm", self._by.writer.name, self._by.prompt.version, self._fault, tuple(reply.dropped))
        answer = self._coach.coached(self._request, self._verdict, reply.draft(), self._citations(), composer)
        return [*events, Finished(answer)]

    def _fill_up(self) -> None:
        """Add cited sentences from the guides to a reply that broke off."""
        draft = self._coach.checked(self._request, self._verdict, self._found, avoid="\n".join(self._reply.texts))
        numbers = {passage.section: passage.n for passage in self._reply.passages}
        advice = [s for s in draft.sentences if s.purpose.needs_citation] if draft else []
        for position, sentence in enumerate(advice):
            self._reply.add(sentence, tuple(numbers[section] for section in sentence.sections), opens=position == 0)

    def _citations(self) -> tuple[Citation, ...]:
        """The sources that were cited, with the numbers that they were given."""
        about: dict[str, str] = {}
        for spoken in self._reply.kept:
            for section in spoken.sentence.sections:
                about[section] = f"{about.get(section, '')} {spoken.sentence.text}"
        return tuple(citation for citation in cite_as_given(self._rows, self._coach.guides, about) if citation.section in about)


async def _sentences(pieces: AsyncIterator[str], meanwhile: Callable[[Flag], None]) -> AsyncGenerator[Written, None]:
    """The sentences of a stream, each as soon as it is complete.

    Raises:
        ModelUnavailableError: the stream broke, for whatever reason.
    """
    stream = SentenceStream()
    try:
        for written in stream.feed(await _first(pieces, meanwhile)):
            yield written
        async for piece in pieces:
            for written in stream.feed(piece):
                yield written
    except (ModelUnavailableError, GeneratorExit):
        raise
    except Exception:  # noqa: BLE001  a fault that the writer did not name costs the model's reply and nothing else
        raise ModelUnavailableError("unreadable") from None
    for written in stream.finish():
        yield written


async def _first(pieces: AsyncIterator[str], meanwhile: Callable[[Flag], None]) -> str:
    """The first piece, empty where none comes; what is done beside it stops after its next small step."""
    first, fault, stop = "", None, Flag()
    async with create_task_group() as beside:
        beside.start_soon(run_sync, meanwhile, stop)
        try:
            first = await anext(pieces, "")
        except Exception as error:  # noqa: BLE001  handed on below, out of the task group, which would wrap it
            fault = error
        finally:
            stop.set()
    if fault is not None:
        raise fault
    return first


def _told(answer: Answer) -> Iterator[Event]:
    """A finished answer as events."""
    numbers = {citation.section: citation.n for citation in answer.citations}
    if answer.citations:
        yield SourcesFound(answer.citations)
    for paragraph in answer.draft.paragraphs:
        for position, sentence in enumerate(paragraph):
            yield Spoken(sentence, tuple(numbers[s] for s in sentence.sections if s in numbers), opens=position == 0)
    if answer.resources:
        yield HelpShown(answer.resources)
    yield Finished(answer)
