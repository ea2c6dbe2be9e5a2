"""`speed`: what an answer costs, as ratios within one run, since milliseconds of two machines cannot be compared."""

import re
import time
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from statistics import median, quantiles

from evals.frame.records import Case, Measure, Outcome, Suite
from evals.frame.system import LocalSystem, System, Turn

_ROUNDS = 5


def judge(case: Case, system: System) -> Sequence[Outcome]:
    """One kind of call over its texts; on this machine beside tokenising the same texts, which is the yardstick."""
    texts: Sequence[str] = case["texts"]
    call = _call(str(case["call"]), system)
    rounds = _ROUNDS if isinstance(system, LocalSystem) else 1
    call(texts[0])
    with system.encoding_anew() if isinstance(system, LocalSystem) else nullcontext():
        taken = [_timed(lambda t=text: call(t)) for text in texts for _ in range(rounds)]  # type: ignore[misc]
    plain = median(_timed(lambda t=text: re.findall(r"\w+|[^\w\s]", t.lower())) for text in texts for _ in range(20))  # type: ignore[misc]
    cuts = quantiles(taken, n=20)
    ratio = median(taken) / plain
    limit = float(case["most"])
    return [
        Outcome(
            case=str(case["id"]),
            split=str(case["split"]),
            expected=f"at most {limit:.0f} times as long as splitting the text into words",
            got=f"{ratio:.0f} times; middle {median(taken):.1f} ms, slowest twentieth {cuts[18]:.1f} ms",
            scores={"within": float(ratio <= limit) if isinstance(system, LocalSystem) else None},
            part=str(case["call"]),
            numbers={"fast": cuts[1], "middle": median(taken), "slow": cuts[18], "ratio": ratio},
        )
    ]


def _call(name: str, system: System) -> Callable[[str], object]:
    def turn(text: str) -> list[Turn]:
        return [{"role": "user", "content": text}]

    return {
        "check": lambda text: system.check(turn(text)),
        "search": lambda text: system.search(text, 5),
        "chat": lambda text: system.chat(turn(text)),
        "rewrite": system.rewrite,
    }[name]


def _timed(call: Callable[[], object]) -> float:
    begun = time.perf_counter()
    call()
    return (time.perf_counter() - begun) * 1000


SUITE = Suite(
    name="speed",
    title="Speed",
    question="What does an answer cost, beside a yardstick of the same run?",
    dataset="speed.v1",
    judge=judge,
    slices=(),
    live_note="times are shown and not judged, as the network is part of them",
    measures=(Measure("within", "Calls within their ratio", sliced=False),),
    notes=("The limits are generous: they find what has got slow by far. Encoders compute everything anew here.",),
)
