"""Measures the guard on a model's sentences, with counts, 95 % intervals and what each check is worth.

python -m evals.guarding --split test
python -m evals.guarding --split dev --misses    # sentences judged wrongly, to work on
python -m evals.guarding --split dev --traces 10 # dropped sentences with their reasons
"""

import argparse
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from statistics import median
from time import perf_counter, thread_time

from evals.guard_cases import GuardCase, entailment, guard_cases, remembering, shipped
from evals.intervals import share
from evals.remembered import RememberingEntailment
from service.adapters.guard_files import support_model
from service.adapters.language_detector import LanguageDetector
from service.domain.generation import Decision
from service.guarding.knowledge import GuardKnowledge
from service.guarding.sentence_guard import CHECKS, EvidenceGuard
from service.guarding.support import SupportModel
from service.ports import Embedder, Entailment

_DETECTOR = LanguageDetector()
_CITED_AGAIN = frozenset({"other passage", "no citation"})


@dataclass(frozen=True, slots=True)
class Judged:
    """A case with what the guard decided."""

    case: GuardCase
    decision: Decision

    @property
    def shown_badly(self) -> bool:
        """Whether something was shown that should not have been, a true sentence under a wrong number included."""
        if not self.decision.kept or self.case.good:
            return False
        return self.case.label != "miscited" or self.case.own not in self.decision.cited


def main() -> int:
    """Print the figures of one split."""
    arguments = _arguments()
    corpus, knowledge = shipped()
    found = guard_cases(corpus, arguments.split)
    model = support_model()
    with remembering() as embedder:
        judged = judge(found, knowledge, embedder, model)
        _report(judged, f"guard.v1, {arguments.split}, threshold {model.threshold}, repair {model.repair}")
        if arguments.ablation:
            _ablation(found, knowledge, embedder, model)
        _times(found, knowledge, embedder, model)
    if arguments.misses:
        _misses(judged)
    dropped = [j for j in judged if not j.case.good and not j.decision.kept]
    for j in dropped[:: max(len(dropped) // arguments.traces, 1)][: arguments.traces] if arguments.traces else ():
        print(f"{j.decision.reason}: {j.case.text}")
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--split", choices=("train", "dev", "test"), default="dev", help="dev to work on, test to report")
    parser.add_argument("--misses", action="store_true", help="list what was judged wrongly; not for test")
    parser.add_argument("--traces", type=int, default=0, metavar="N", help="show N dropped sentences with reasons; not for test")
    parser.add_argument("--ablation", action="store_true", help="also judge with one check left out at a time; takes minutes")
    arguments = parser.parse_args()
    if arguments.split == "test" and (arguments.misses or arguments.traces):
        parser.error("looking at sentences of the test split would spoil it; use --split dev")
    return arguments


def judge(
    found: Iterable[GuardCase], knowledge: GuardKnowledge, embedder: Embedder, model: SupportModel, checks: Iterable[str] = CHECKS
) -> list[Judged]:
    """Every case with the decision of a guard that runs these checks."""
    guard = EvidenceGuard(knowledge, embedder, model, _entailment(), foreign=_foreign, checks=tuple(checks))
    return [Judged(case, guard.check(case.text, case.cited, case.passages)) for case in found]


@cache
def _entailment() -> Entailment:
    return RememberingEntailment(entailment())


@cache
def _foreign(text: str) -> str | None:
    return _DETECTOR.foreign(text)


def _report(judged: list[Judged], title: str) -> None:
    print(title)
    good = [j for j in judged if j.case.good]
    bad = [j for j in judged if j.case.label in ("harmful", "unsupported")]
    print(f"good sentences kept: {share(sum(j.decision.kept for j in good), len(good))}")
    for kind in ("paraphrase", "plain"):
        of_kind = [j for j in good if j.case.kind == kind]
        print(f"  {kind}: {share(sum(j.decision.kept for j in of_kind), len(of_kind))}")
    print(f"bad sentences shown: {share(sum(j.shown_badly for j in bad), len(bad))}")
    for label in ("harmful", "unsupported"):
        of_label = [j for j in bad if j.case.label == label]
        print(f"  {label}: {share(sum(j.shown_badly for j in of_label), len(of_label))}")
        counts = Counter(j.case.kind for j in of_label)
        shown = Counter(j.case.kind for j in of_label if j.shown_badly)
        print("    " + ", ".join(f"{kind} {shown[kind]}/{count}" for kind, count in sorted(counts.items())))
    miscited = [j for j in judged if j.case.kind in _CITED_AGAIN]
    right = sum(j.decision.kept and not j.shown_badly for j in miscited)
    print(f"true sentences miscited or uncited: right citation put {right}, dropped {sum(not j.decision.kept for j in miscited)}, ", end="")
    print(f"shown under a wrong number {share(sum(j.shown_badly for j in miscited), len(miscited))}")
    print("dropped by: " + ", ".join(f"{c} {n}" for c, n in Counter(j.decision.check for j in judged if not j.decision.kept).most_common()))


def _ablation(found: list[GuardCase], knowledge: GuardKnowledge, embedder: Embedder, model: SupportModel) -> None:
    print("left out: good lost, harmful shown, unsupported shown")
    variants: list[tuple[str, tuple[str, ...], SupportModel]] = [("nothing", CHECKS, model)]
    variants += [(check, tuple(c for c in CHECKS if c != check), model) for check in CHECKS]
    for feature in ("opposite", "turned", "duty", "strong", "times"):
        left = {name: w for name, w in model.weights.items() if not name.startswith(feature)}
        variants.append((f"support without {feature}", CHECKS, replace(model, weights=left)))
    for name, checks, weights in variants:
        judged = judge(found, knowledge, embedder, weights, checks)
        lost = sum(j.case.good and not j.decision.kept for j in judged)
        shown = Counter(j.case.label for j in judged if j.shown_badly)
        print(f"  {name:26} {lost:4} {shown['harmful']:4} {shown['unsupported']:4}")


def _times(found: list[GuardCase], knowledge: GuardKnowledge, embedder: Embedder, model: SupportModel) -> None:
    guard = EvidenceGuard(knowledge, embedder, model, entailment())
    spent, worked = [], []
    for case in found[:60]:
        list(guard.preparing(case.passages))
        start, before = perf_counter(), thread_time()
        guard.check(case.text, case.cited, case.passages)
        spent.append((perf_counter() - start) * 1000)
        worked.append((thread_time() - before) * 1000)
    print(f"milliseconds a sentence, passages read and vectors at hand: median {median(spent):.1f}, longest {max(spent):.1f}", end="")
    print(f"; of processor time, which other work does not blur: median {median(worked):.1f}")


def _misses(judged: list[Judged]) -> None:
    for j in judged:
        if j.shown_badly:
            print(f"shown {j.case.label} {j.case.kind}: {j.case.text}")
        elif j.case.good and not j.decision.kept:
            print(f"lost {j.decision.reason}: {j.case.text}")


if __name__ == "__main__":
    raise SystemExit(main())
