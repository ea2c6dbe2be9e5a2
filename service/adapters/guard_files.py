"""Reads what the sentence guard has to know: word lists, never-say records, blocked claims, support weights."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from service.adapters.data_files import check_search_pattern, entailment_folder, read_yaml
from service.adapters.onnx_entailment import OnnxEntailment
from service.adapters.prompt_files import PromptFiles
from service.domain.corpus import ClaimStatus, Corpus
from service.domain.errors import PromptError
from service.guarding.guard import Phrase, whole_text
from service.guarding.knowledge import GuardKnowledge, Principle, WordKnowledge
from service.guarding.sentence_guard import EvidenceGuard, Foreign
from service.guarding.support import SupportModel
from service.ports import Embedder, Entailment

_WEIGHTS = Path(__file__).parent.parent / "guarding" / "support.json"
_PATTERNS = ("harm", "joint", "excused")


def guard_knowledge(prompts: PromptFiles, corpus: Corpus) -> GuardKnowledge:
    """Everything reviewed that the sentence guard applies.

    Raises:
        PromptError: a file is missing or broken.
    """
    coaching = prompts.coaching()
    own = [line for situation in coaching.situations for line in situation.lines]
    own += [*coaching.fallbacks, *coaching.follow_up, *coaching.covers, *coaching.covers_later]
    own += [section.question for section in corpus.sections.values()]
    blocked = {claim.id: claim.blocked_patterns for claim in corpus.claims if claim.status is ClaimStatus.BLOCKED}
    return GuardKnowledge(
        words=_words(prompts.file("guard")),
        phrases=[Phrase(r.id, r.pattern, r.reason, r.applies_to) for r in prompts.never_say()],
        blocked=blocked,
        own_phrases=own,
        sections=[whole_text(section) for section in corpus.sections.values()],
    )


def sentence_guard(
    prompts: PromptFiles, corpus: Corpus, embedder: Embedder, foreign: Foreign | None = None, entailment: Entailment | None = None
) -> EvidenceGuard:
    """The guard on a model's sentences, with the word knowledge of this prompts folder and the models that ship.

    Raises:
        PromptError: a file of words is missing or broken.
        DataError: the weights of the entailment model are missing.
    """
    entailment = entailment or OnnxEntailment(entailment_folder())
    return EvidenceGuard(guard_knowledge(prompts, corpus), embedder, support_model(), entailment, foreign=foreign)


def support_model(file: Path = _WEIGHTS) -> SupportModel:
    """The calibrated weights that ship with the code."""
    return SupportModel(**json.loads(file.read_text(encoding="utf-8")))


def _words(file: Path) -> WordKnowledge:
    data = read_yaml(file, PromptError)
    try:
        principles = [Principle(**record) for record in data["principles"]]
        of_principles = [pattern for record in principles for pattern in (record.pattern, record.unless)]
        for pattern in (*data["plain_frames"], *data["plain_never"], *(data[name] for name in _PATTERNS), *of_principles):
            check_search_pattern(pattern, str(file), PromptError)
        return WordKnowledge(
            version=file.stem,
            irregular=data["irregular"],
            opposites=[[str(word) for word in pair] for pair in data["opposites"]],
            strong=_set(data["strong"]),
            generic=_set(data["generic"]),
            times=_set(data["times"]),
            plain_frames=data["plain_frames"],
            plain_never=data["plain_never"],
            plain_words=data["plain_words"].split(),
            principles=principles,
            genders=[_set(group) for group in data["genders"]],
            **{name: data[name] for name in _PATTERNS},
        )
    except (KeyError, TypeError, AttributeError) as broken:
        raise PromptError(f"{file}: lacks {broken} or holds it in another form") from broken


def _set(words: Iterable[Any]) -> frozenset[str]:
    return frozenset(str(word) for word in words)
