"""Whether words read as a whole sentence: their order is weighed by what was learnt from sentences that careful writers told.

A list knows single faults ("ends on `the`"); what makes "back your gym buddy" no sentence is what is missing.
The weights are learnt by `python -m evals.observations.sentences`; see docs/decisions/0090.
"""

from collections.abc import Iterator, Sequence
from math import exp

from service.ports import Grammar
from service.rewriting.records import SentenceWeights

FUNCTION_WORDS = frozenset(
    "i we you they he she it me us them him her my your our his their the a an this that these those there here who which what "  # noqa: SIM905
    "when where while because if so and but or not no to of in on at for from with by about after before since until till than "
    "then as is are was were am be been have has had do does did will would can could should must may might one only just even "
    "still again all every any some".split()
)
"""Words that stand for themselves; all others are known by their tag alone."""
_FINITE = frozenset({"VVD", "VVZ", "VVB", "VBD", "VBZ", "VBB", "VHD", "VHZ", "VHB", "VDD", "VDZ", "VDB", "VM0"})
_MOST_WORDS, _FEWEST_TAGS, _MOST_TAGS, _AT_THE_ENDS = 3, 3, 4, 4


class WellFormed:
    """Weighs sentences."""

    def __init__(self, weights: SentenceWeights, grammar: Grammar) -> None:
        self._weights, self._grammar = weights, grammar

    def stands(self, words: Sequence[str]) -> bool:
        """Whether lower-case words are likely to be a whole sentence; commas between them tell nothing."""
        return self.share([word for word in words if word != ","]) >= self._weights.least

    def share(self, words: Sequence[str]) -> float:
        """How likely that is, from 0 to 1."""
        known = self._weights.cues
        weight = self._weights.bias + sum(known[cue] for cue in sorted(set(cues(words, self._grammar)) & known.keys()))
        return 1 / (1 + exp(-weight))


def cues(words: Sequence[str], grammar: Grammar) -> Iterator[str]:
    """Runs of words and tags in a sentence, and how it opens and ends."""
    tags = grammar.tag([word if word != "i" else "I" for word in words])
    mixed = ["<", *(word if word in FUNCTION_WORDS else tag for word, tag in zip(words, tags, strict=True)), ">"]
    bounded = ["<", *tags, ">"]
    for size in range(1, _MOST_WORDS + 1):
        yield from (f"words: {' '.join(mixed[at : at + size])}" for at in range(len(mixed) - size + 1))
    for size in range(_FEWEST_TAGS, _MOST_TAGS + 1):
        yield from (f"tags: {' '.join(bounded[at : at + size])}" for at in range(len(bounded) - size + 1))
    yield f"opens: {' '.join(mixed[1 : 1 + _AT_THE_ENDS])}"
    yield f"opens in tags: {' '.join(bounded[1 : 2 + _AT_THE_ENDS])}"
    yield f"ends: {' '.join(mixed[-_AT_THE_ENDS:])}"
    if not _FINITE & set(tags):
        yield "no finite verb"
