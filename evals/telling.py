"""One suite or a few told at length in a terminal, split by split: what `python -m evals.safety` and its like run.

The cases, scorers and figures are those of `mend eval`; beside them it shows what one works with.
"""

import argparse
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from evals.frame.cases import own, shipped
from evals.frame.figures import Figure
from evals.frame.local import local_system
from evals.frame.records import Outcome, Suite
from evals.frame.running import SuiteRun, plan, run
from evals.frame.verdict import judged_suite
from evals.report.record import interval_text, value_text
from evals.report.showing import Shown
from service.settings import load_settings


def main(description: str | None, suites: Sequence[Suite], *, more: Callable[[SuiteRun], Iterable[str]] | None = None) -> int:
    """Parse the command line, run the suites on one split and print what they came to, and what `more` has to say."""
    arguments = _arguments(description, suites)
    file = arguments.cases
    planned = [plan(s, own(s, file) if file else shipped(s), split="all" if file else arguments.split, fast=False) for s in suites]
    with local_system(load_settings(), keep=not file, searches=any(s.searches for s in suites)) as system:
        version = system.services.classifier.version
        runs, interrupted = run(planned, system, log=None, parallel=1, progress=_quiet)
    shown = Shown({str(case["id"]): case for one in planned for case in one.cases})
    for one in runs:
        print(
            "\n".join(
                [f"{one.planned.file.name}, {'own' if file else arguments.split}, {version}", *told(one), *(more(one) if more else ())]
            )
        )
        print("\n".join([*(_misses(one, shown) if arguments.misses else ()), *_pairs(one, shown, arguments.pairs)]))
    return 130 if interrupted else 0


def told(one: SuiteRun) -> Iterator[str]:
    """Every figure of a run, whole and by slice, with counts and 95 % intervals."""
    verdict = judged_suite(one, (), None)
    for measure in one.suite.measures:
        figures = [f for f in (*verdict.figures.whole, *verdict.figures.slices) if f.measure == measure.id and f.n]
        for figure in figures:
            yield f"{_name(figure, measure.title)}: {value_text(figure, measure)}, {interval_text(figure, measure)}"
    for bad in one.planned.file.bad:
        yield f"line {bad.number} left out: {bad.reason}"


def _arguments(description: str | None, suites: Sequence[Suite]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--split", choices=("dev", "test"), default="dev", help="dev to work on, test to report")
    parser.add_argument("--misses", "--failures", action="store_true", help="list what went wrong, with its reason; not for test")
    parser.add_argument("--pairs", type=int, default=0, metavar="N", help="show N cases with what came out, evenly spread; not for test")
    parser.set_defaults(cases=None)
    if len(suites) == 1 and suites[0].schema:
        parser.add_argument("--cases", "--posts", type=Path, metavar="FILE", help="JSON lines of your own instead; see mend eval --list")
    arguments = parser.parse_args()
    if arguments.split == "test" and (arguments.misses or arguments.pairs):
        parser.error("looking at single cases of the test split would spoil it; use --split dev")
    return arguments


def _name(figure: Figure, title: str) -> str:
    return f"  {figure.slice[0]} {figure.slice[1]}" if figure.slice else title


def _misses(one: SuiteRun, shown: Shown) -> Iterator[str]:
    failing = {measure.id for measure in one.suite.measures if measure.fails}
    for outcome in one.outcomes:
        if failing & set(outcome.wrong):
            why = "; ".join(part for part in (", ".join(outcome.rules), outcome.reason) if part)
            yield f"{outcome.key}: wanted {outcome.expected}, got {outcome.got}" + (f" ({why})" if why else "")
            yield from _texts(outcome, shown)


def _pairs(one: SuiteRun, shown: Shown, count: int) -> Iterator[str]:
    chosen: Sequence[Outcome] = [outcome for outcome in one.outcomes if outcome.shown]
    for outcome in chosen[:: max(len(chosen) // count, 1)][:count] if count else ():
        yield f"\n{outcome.key}: {outcome.got}" + (f" ({outcome.reason})" if outcome.reason else "")
        yield from _texts(outcome, shown)


def _texts(outcome: Outcome, shown: Shown) -> Iterable[str]:
    given, text = shown.texts(outcome)
    yield from (f"    {part}" for part in given or ())
    if text:
        yield f" -> {text}"


def _quiet(_done: int, _total: int) -> None:
    """No progress: what is printed is read by people and kept in files."""
