"""The cases of `guard.v1` with their passages, as the guard is given them."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from evals.datasets import cases
from evals.remembered import RememberingEmbedder
from service.adapters.corpus_files import load_corpus
from service.adapters.data_files import data_folder, entailment_folder, rules_folder
from service.adapters.guard_files import guard_knowledge
from service.adapters.onnx_entailment import OnnxEntailment
from service.adapters.prompt_files import PromptFiles
from service.adapters.sentence_embedder import SentenceEmbedder
from service.domain.corpus import Corpus, Section
from service.domain.generation import GivenPassage
from service.guarding.knowledge import GuardKnowledge
from service.safety.loader import load_language
from service.settings import load_settings

NAME = "guard.v1"


@dataclass(frozen=True, slots=True)
class GuardCase:
    """One labelled sentence; `own` is the number of the passage that it was written for."""

    id: str
    split: str
    text: str
    label: str
    kind: str
    section: str
    cited: tuple[int, ...]
    own: int
    passages: tuple[GivenPassage, ...]

    @property
    def good(self) -> bool:
        """Whether it should be shown with the citation that it has, or with none."""
        return self.label == "supported"


def guard_cases(corpus: Corpus, split: str | None = None) -> list[GuardCase]:
    """The cases of one split, or all."""
    return [_case(row, corpus.sections) for row in cases(NAME, split)]


def shipped() -> tuple[Corpus, GuardKnowledge]:
    """The corpus and the guard's knowledge that ship with the service."""
    corpus = load_corpus(data_folder("corpus"))
    prompts = PromptFiles(data_folder("prompts"), load_language(rules_folder()))
    return corpus, guard_knowledge(prompts, corpus)


def entailment() -> OnnxEntailment:
    """The entailment model that ships with the service."""
    return OnnxEntailment(entailment_folder())


@contextmanager
def remembering() -> Iterator[RememberingEmbedder]:
    """The real encoder with a memory on disk, saved at the end."""
    embedder = RememberingEmbedder(SentenceEmbedder(), load_settings().cache_dir / "guard-vectors.npz")
    yield embedder
    embedder.save()


def given(number: int, section: Section) -> GivenPassage:
    """A section as it is put before a model: text, steps, next action."""
    steps = [line for step in section.steps for line in (step.do, f'"{step.say}"' if step.say else "") if line]
    return GivenPassage(number, section.id, section.heading, "\n".join([section.text, *steps, section.next_action]))


def _case(row: dict[str, Any], sections: Mapping[str, Section]) -> GuardCase:
    passages = tuple(given(number, sections[section]) for number, section in enumerate(row["given"], start=1))
    numbers = {passage.section: passage.n for passage in passages}
    cited = tuple(numbers[section] for section in row["cited"])
    return GuardCase(
        row["id"], row["split"], row["text"], row["label"], row["kind"], row["section"], cited, numbers[row["section"]], passages
    )
