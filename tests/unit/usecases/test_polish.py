"""A model may smooth a wording, and only within what the engine said."""

from dataclasses import dataclass
from pathlib import Path
from typing import cast

import pytest

from service.adapters.data_files import data_folder, rewriting_folder, rules_folder
from service.adapters.hanover_grammar import HanoverGrammar
from service.adapters.memory import ScriptedWriter
from service.adapters.prompt_templates import load_template
from service.adapters.rewriting_files import load_rewriting
from service.domain.answers import Composer
from service.domain.rewriting import RewriteAnswer, RewriteKind
from service.domain.safety import RiskLevel, Role, Verdict
from service.domain.text import Message
from service.rewriting.engine import Rewriter
from service.safety.loader import load_language
from service.usecases.polish import WORDING_VARIABLES, Polish
from service.usecases.rewrite import RewriteRequest, Wordings

STATEMENT = "You idiot, you left the stove on again."
SMOOTH = (
    "I felt scared when you left the stove on again. I sleep better when things are off and locked. Would you do a round with me at night?"
)


class Calm:
    """A classifier that finds nothing."""

    def classify(self, messages: list[Message]) -> Verdict:
        return Verdict(RiskLevel.NONE, (), (), (), Role.VICTIM, "none")


@dataclass
class Fake:
    """The engine without the rest of the use case."""

    rewriter: Rewriter
    classifier: Calm
    kind: RewriteKind = RewriteKind.REWRITE

    def answer(self, request: RewriteRequest) -> RewriteAnswer:
        wording = self.rewriter.rewrite(request.statement)
        return RewriteAnswer(
            kind=self.kind,
            blame=wording.blame,
            suggestions=wording.suggestions,
            feelings=wording.feelings,
            receipt=wording.receipt,
            verdict=self.classifier.classify([]),
            question=None,
            resources=(),
            composer=Composer("rules"),
            note=wording.note,
            notice="",
        )


@pytest.fixture(scope="module")
def engine() -> Rewriter:
    return Rewriter(load_rewriting(rewriting_folder(), rules_folder() / "spelling.yaml"), load_language(rules_folder()), HanoverGrammar())


async def polished(engine: Rewriter, reply: str, kind: RewriteKind = RewriteKind.REWRITE) -> tuple[RewriteAnswer, ScriptedWriter]:
    writer = ScriptedWriter([reply])
    folder: Path = data_folder("prompts")
    polish = Polish(cast("Wordings", Fake(engine, Calm(), kind)), writer, load_template(folder, "wording", WORDING_VARIABLES))
    return await polish.answer(RewriteRequest(STATEMENT)), writer


@pytest.mark.anyio
async def test_a_smooth_wording_within_the_facts_comes_first_and_the_engines_stands_behind_it(engine: Rewriter) -> None:
    answer, _ = await polished(engine, SMOOTH)

    assert answer.suggestions[0].text == SMOOTH
    assert answer.composer.name == "llm"
    assert answer.suggestions[1:] == engine.rewrite(STATEMENT).suggestions


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("reply", "fallback"),
    [
        ("You never turn the stove off. Would you?", "rubric: H"),
        ("I feel scared when you left the stove on again on Friday night. I need safety. Would you check?", "facts"),
        ("I feel scared, and I need some safety. Would you check it?", "facts"),
        ("", "empty_or_long"),
    ],
)
async def test_what_blames_invents_or_loses_is_dropped(engine: Rewriter, reply: str, fallback: str) -> None:
    answer, _ = await polished(engine, reply)

    assert answer.suggestions == engine.rewrite(STATEMENT).suggestions
    assert (answer.composer.fallback or "").startswith(fallback)


@pytest.mark.anyio
async def test_no_model_is_asked_where_help_is_the_answer(engine: Rewriter) -> None:
    _, writer = await polished(engine, SMOOTH, RewriteKind.ROUTE)

    assert not writer.prompts
