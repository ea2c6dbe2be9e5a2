"""Measures what a wording costs: `python -m evals.speed_rewriting`. Processor time of one thread, so that neighbours do not count."""

import statistics
from itertools import cycle, islice
from time import thread_time

from evals.datasets import cases
from service.adapters.data_files import observations_folder, rewriting_folder, rules_folder
from service.adapters.hanover_grammar import HanoverGrammar
from service.adapters.onnx_observations import OnnxObservationMarker
from service.adapters.rewriting_files import load_rewriting
from service.rewriting.engine import Rewriter
from service.safety.loader import load_language

_ROUNDS = 3


def main() -> int:
    """Print the time for statements cut or joined to a number of words: median, and of twenty the slowest but one."""
    data, language = load_rewriting(rewriting_folder(), rules_folder() / "spelling.yaml"), load_language(rules_folder())
    rewriter = Rewriter(data, language, HanoverGrammar(), OnnxObservationMarker(observations_folder()))
    rewriter.warm_up()
    texts = [case["statement"] for case in cases("rewrite_work.v1")]
    print("words  median ms  95 % ms")
    for words in (10, 30, 60):
        taken = sorted(_milliseconds(rewriter, text) for _ in range(_ROUNDS) for text in _of(texts, words))
        print(f"{words:5}  {statistics.median(taken):9.2f}  {taken[int(len(taken) * 0.95)]:7.2f}")
    return 0


def _of(texts: list[str], words: int) -> list[str]:
    """Statements of exactly so many words, from the cases one after another."""
    stream = cycle(" ".join(f"{text}." if text[-1].isalnum() else text for text in texts).split())
    return [" ".join(islice(stream, words)) for _ in range(40)]


def _milliseconds(rewriter: Rewriter, text: str) -> float:
    begun = thread_time()
    rewriter.rewrite(text)
    return (thread_time() - begun) * 1000


if __name__ == "__main__":
    raise SystemExit(main())
