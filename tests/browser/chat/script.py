"""A coach whose coaching replies are played from a script; verdicts, help replies and help lines are the real ones."""

from collections.abc import AsyncGenerator
from threading import Event

from anyio.to_thread import run_sync

from service.domain.answers import Answer, Citation, Composer, Draft, Purpose, Sentence
from service.domain.errors import NotReadyError
from service.domain.events import Event as Told
from service.domain.events import Finished, HelpShown, Judged, SourcesFound, Spoken
from service.domain.safety import Verdict
from service.usecases.answer import Coach, Request
from service.usecases.stream import StreamingCoach

DISHES = "We keep quarrelling about the dishes"
SLOW = "It happens every evening"  # says two sentences, and waits before the third
SILENT = "It begins all over again"  # waits before the first
BREAKS = "It has been like this for years"  # breaks off after the second
BUSY = "Tell me something quickly"
CHORES, NEED = "saving-from-breakup#7", "saving-from-breakup#3"
SENTENCES = (
    ("The same quarrel keeps coming back, and that is tiring.", ()),
    ("Say how the load feels to you, and ask for a plan that you make together.", (1,)),
    ("Let the other one finish before you answer.", (1, 2)),
    ("Which job weighs on you most?", ()),
)
OPENS = (True, True, False, True)


class ScriptedCoach(StreamingCoach):
    """Plays; `asked` holds the requests, and `released` lets a waiting reply go on."""

    def __init__(self, coach: Coach) -> None:
        super().__init__(coach)
        object.__setattr__(self, "asked", [])
        object.__setattr__(self, "released", Event())

    asked: list[Request]
    released: Event

    async def events(self, request: Request) -> AsyncGenerator[Told, None]:
        """What happens while the reply is made."""
        self.asked.append(request)
        text = request.messages[-1].content
        verdict = await run_sync(self.coach.verdict, request)
        if BUSY in text:
            raise NotReadyError("still loading")
        if SILENT in text:
            await self._wait()
        if verdict.routed:
            async for event in super().events(request):
                yield event
            return
        yield Judged(verdict)
        citations = self._citations()
        yield SourcesFound(citations)
        for number, (words, cited) in enumerate(SENTENCES):
            if number == 2 and SLOW in text:
                await self._wait()
            if number == 2 and BREAKS in text:
                raise RuntimeError("scripted")
            yield Spoken(_sentence(words, cited, citations), cited, opens=OPENS[number])
        answer = self._answer(request, verdict, citations)
        if answer.resources:
            yield HelpShown(answer.resources)
        yield Finished(answer)

    async def _wait(self) -> None:
        await run_sync(self.released.wait, 20, abandon_on_cancel=True)

    def _citations(self) -> tuple[Citation, ...]:
        guides = self.coach.guides
        sections = [self.coach.corpus.sections[name] for name in (CHORES, NEED)]
        return tuple(
            Citation(n, one.id, one.guide, guides[one.guide].title, one.heading, one.text.split(". ")[0], 0.5)
            for n, one in enumerate(sections, 1)
        )

    def _answer(self, request: Request, verdict: Verdict, citations: tuple[Citation, ...]) -> Answer:
        paragraphs: list[list[Sentence]] = []
        for (words, cited), opens in zip(SENTENCES, OPENS, strict=True):
            if opens:
                paragraphs.append([])
            paragraphs[-1].append(_sentence(words, cited, citations))
        draft = Draft(tuple(tuple(paragraph) for paragraph in paragraphs))
        return self.coach.coached(request, verdict, draft, citations, Composer("script"))


def _sentence(words: str, cited: tuple[int, ...], citations: tuple[Citation, ...]) -> Sentence:
    return Sentence(words, Purpose.ADVICE if cited else Purpose.PLAIN, tuple(citations[n - 1].section for n in cited))
