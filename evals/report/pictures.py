"""Which plots a suite gets, out of the numbers that its outcomes carry."""

from collections import Counter
from collections.abc import Sequence

import numpy as np

from evals.frame.agreement import FEWEST
from evals.frame.figures import wilson
from evals.frame.records import Outcome
from evals.frame.verdict import SuiteVerdict
from evals.report import plots
from evals.report.plots import Plot

_BINS = 5
_DEEPEST = 10


def pictures(verdict: SuiteVerdict) -> list[Plot]:
    """The plots of one suite, on the split that its verdict rests on."""
    outcomes = [outcome for outcome in verdict.run.outcomes if outcome.split == verdict.split and outcome.numbers]
    found = [_trade_off(outcomes), _reliability(outcomes), _ranks(outcomes), _times(outcomes)]
    return [plot for plot in found if plot is not None]


def _trade_off(outcomes: Sequence[Outcome]) -> Plot | None:
    """Recall against false routing while the thresholds of the second tier move together."""
    known = [(o.numbers["margin"], o.numbers["truth"] > 0) for o in outcomes if {"margin", "truth"} <= o.numbers.keys()]
    danger = np.array([margin for margin, truth in known if truth])
    harmless = np.array([margin for margin, truth in known if not truth])
    if len(danger) < FEWEST or len(harmless) < FEWEST:
        return None
    moved = np.unique(np.concatenate([danger, harmless, [-20.0, 0.0, 20.0]]))[::-1]
    points = [(float((harmless >= at).mean()), float((danger >= at).mean())) for at in moved]
    here = (float((harmless >= 0).mean()), float((danger >= 0).mean()))
    steps = [float(at) for at in (3, 2, 1, 0.5, 0, -0.5, -1, -2, -3)]
    rows = tuple((f"{at:+.1f}", f"{(danger >= at).mean():.1%}", f"{(harmless >= at).mean():.1%}") for at in steps)
    words = (
        f"The service stands at {here[1]:.0%} of disclosures found and {here[0]:.0%} of harmless messages routed. "
        "The line shows what both would be if the second tier asked for more or less; messages that a rule decides stay as they are."
    )
    return Plot(
        "Disclosures found against false routing",
        words,
        plots.curve(points, here, "harmless messages routed", "disclosures that reach help", words),
        ("thresholds moved by", "disclosures found", "harmless routed"),
        rows,
    )


def _reliability(outcomes: Sequence[Outcome]) -> Plot | None:
    """Whether a stated confidence is what it says."""
    known = [(o.numbers["confidence"], o.numbers["truth"]) for o in outcomes if {"confidence", "truth"} <= o.numbers.keys()]
    if len(known) < 2 * FEWEST:
        return None
    said, so = np.array(known).T
    edges = np.quantile(said, np.linspace(0, 1, _BINS + 1))
    place = np.clip(np.searchsorted(edges, said, side="right") - 1, 0, _BINS - 1)
    points, rows = [], []
    for chosen in (place == i for i in range(_BINS)):
        if chosen.any():
            x, y, n = float(said[chosen].mean()), float(so[chosen].mean()), int(chosen.sum())
            points.append((x, y, *wilson(int(so[chosen].sum()), n)))
            rows.append((f"{x:.0%}", f"{y:.0%}", str(n)))
    brier = float(((said - so) ** 2).mean())
    words = (
        f"Each point is a fifth of the questions: how sure the coach was that the guides cover them, and how many were covered. "
        f"On the dotted line both agree. Brier score {brier:.3f} (0 is perfect, 0.25 is guessing)."
    )
    return Plot(
        "How far its confidence can be believed",
        words,
        plots.reliability(points, "stated confidence", "really covered", words),
        ("stated", "really", "n"),
        tuple(rows),
    )


def _ranks(outcomes: Sequence[Outcome]) -> Plot | None:
    ranks = Counter(int(o.numbers["rank"]) for o in outcomes if "rank" in o.numbers)
    if not ranks:
        return None
    bars = [(str(rank), ranks[rank]) for rank in range(1, _DEEPEST + 1)] + [("none", sum(n for r, n in ranks.items() if r > _DEEPEST))]
    total = sum(ranks.values())
    words = f"Where the first useful section stands for {total} questions: in first place for {ranks[1]}, not among ten for {bars[-1][1]}."
    return Plot(
        "Rank of the first useful section",
        words,
        plots.columns(bars, "rank", "questions", words),
        ("rank", "questions"),
        tuple((name, str(count)) for name, count in bars),
    )


def _times(outcomes: Sequence[Outcome]) -> Plot | None:
    rows = [
        (o.part or o.case, o.numbers["fast"], o.numbers["middle"], o.numbers["slow"])
        for o in outcomes
        if {"fast", "middle", "slow"} <= o.numbers.keys()
    ]
    if not rows:
        return None
    words = (
        "The middle of all calls as a point, and from the fastest tenth to the slowest twentieth as a line. "
        "They hold for this machine and its load only."
    )
    return Plot(
        "How long an answer takes",
        words,
        plots.spans(rows, "ms", words),
        ("call", "fastest tenth, ms", "middle, ms", "slowest twentieth, ms"),
        tuple((name, f"{low:.1f}", f"{middle:.1f}", f"{high:.1f}") for name, low, middle, high in rows),
    )
