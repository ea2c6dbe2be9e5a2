"""Measures what the safety check costs, as ratios within one run: `python -m evals.speed_safety`.

The rules are compared with plain tokenising of the same text, the second tier with the encoder pass of retrieval.
"""

import re
import statistics
import time
from collections.abc import Callable

from service.adapters.data_files import rules_folder
from service.adapters.sentence_embedder import SentenceEmbedder
from service.safety.engine import RuleEngine
from service.safety.loader import load_language, load_rulebook
from service.wiring import meaning_readers, meaning_tier

_SHORT = (
    "we keep having the same argument about money and i end up shouting at him, then he goes quiet for two days. "
    "i feel like he never listens. last week i asked him to help with the kids before dinner and he said he was tired, "
    "so i did it all myself again and cried in the kitchen while he watched the match with the sound up"
)


def main() -> int:
    """Print the table."""
    language = load_language(rules_folder())
    engine = RuleEngine(load_rulebook(rules_folder(), language))
    engine.compile()
    tier = meaning_tier(language, meaning_readers())
    embedder = SentenceEmbedder()
    print("words  rules ms  tokenising ms  ratio  second tier ms  retrieval's pass ms  ratio")
    for words in (60, 250, 1000, 5000, 10_000):
        text = _of(words)
        normal = engine.analyse(text).normal
        rules = timed(lambda t=text: engine.analyse(t))  # type: ignore[misc]
        plain = timed(lambda t=text: re.findall(r"\w+|[^\w\s]", t.lower()))  # type: ignore[misc]
        row = f"{words:5}  {rules:8.2f}  {plain:13.3f}  {rules / plain:5.1f}"
        if words <= 5000:
            second = timed(lambda n=normal: tier.read([n]))  # type: ignore[misc]
            retrieval = timed(lambda t=text: embedder.embed([t]))  # type: ignore[misc]
            row += f"  {second:14.1f}  {retrieval:19.1f}  {second / retrieval:5.2f}"
        print(row)
    return 0


def timed(call: Callable[[], object]) -> float:
    """The median of several calls in milliseconds, after one to warm up."""
    call()
    taken = []
    for _ in range(7):
        begun = time.perf_counter()
        call()
        taken.append((time.perf_counter() - begun) * 1000)
    return statistics.median(taken)


def _of(words: int) -> str:
    whole = (_SHORT + ". ") * (words // 60 + 1)
    return " ".join(whole.split()[:words])


if __name__ == "__main__":
    raise SystemExit(main())
