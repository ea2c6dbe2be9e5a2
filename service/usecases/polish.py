"""A language model may smooth the first wording; what fails a check is dropped, and the engine's text is the answer."""

from contextlib import aclosing
from dataclasses import dataclass, replace

from anyio.to_thread import run_sync

from service.domain.answers import Composer
from service.domain.errors import ModelUnavailableError
from service.domain.rewriting import Mode, RewriteAnswer, RewriteKind, Suggestion
from service.domain.text import Message, Speaker
from service.generating.prompt import Template
from service.ports import Writer
from service.usecases.rewrite import RewriteRequest, Wordings

WORDING_VARIABLES = frozenset({"statement", "draft"})
_MOST_CHARS = 700


@dataclass(frozen=True, slots=True)
class Polish:
    """Wordings, smoothed by a model where one is set."""

    wordings: Wordings
    writer: Writer | None
    prompt: Template

    async def answer(self, request: RewriteRequest) -> RewriteAnswer:
        """The engine's answer; its first wording smoothed where a model is set and every check passes.

        The safety verdict comes first: for a routed statement no model is asked.
        """
        answer = await run_sync(self.wordings.answer, request)
        if self.writer is None or answer.kind is not RewriteKind.REWRITE or request.mode is Mode.HEAR or not answer.suggestions:
            return answer
        first = answer.suggestions[0]
        composer = Composer("llm", model=self.writer.name, prompt=self.prompt.version)
        try:
            text = await self._written(request.statement, first.text)
        except ModelUnavailableError as fault:
            return replace(answer, composer=replace(answer.composer, fallback=fault.reason))
        if (fault_name := await run_sync(self._fault, request.statement, first, text)) is not None:
            return replace(answer, composer=replace(answer.composer, fallback=fault_name))
        smooth = replace(first, text=text, shape="smoothed", kept=tuple(part for part in first.kept if part in text))
        return replace(answer, suggestions=(smooth, *answer.suggestions), composer=composer)

    async def _written(self, statement: str, draft: str) -> str:
        assert self.writer is not None  # noqa: S101  the caller has looked
        prompt = self.prompt.fill({"statement": _quoted(statement), "draft": _quoted(draft)})
        pieces: list[str] = []
        async with aclosing(self.writer.write(prompt)) as stream:
            async for piece in stream:
                pieces.append(piece)
                if sum(map(len, pieces)) > _MOST_CHARS:
                    break
        return " ".join("".join(pieces).split()).strip('"“” ')

    def _fault(self, statement: str, draft: Suggestion, text: str) -> str | None:
        """The first check that the text fails; None where it passes all."""
        rewriter = self.wordings.rewriter
        if not text or len(text) > _MOST_CHARS:
            return "empty_or_long"
        if failed := [finding.id for finding in rewriter.rubric.check(statement, text) if finding.hard]:
            return f"rubric: {failed[0]}"
        if rewriter.new_things(f"{statement} {draft.text}", text) or rewriter.new_things(text, draft.observation):
            return "facts"
        if self.wordings.classifier.classify([Message(Speaker.USER, text)]).routed:
            return "verdict"
        return None


def _quoted(text: str) -> str:
    return "\n".join(f"> {line}" for line in text.splitlines() or [""])
