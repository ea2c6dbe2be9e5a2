"""`judge`: what a language model thinks of replies, beside rules and hand labels. Only where one is configured, and never a gate."""

from collections.abc import Sequence

from evals.frame.records import Case, Measure, Outcome, Suite
from evals.frame.system import System
from evals.judging import Reader, UnclearOpinionError, meaning
from evals.mirror import judging_words
from evals.suites.ending import hooks
from service.domain.errors import ModelUnavailableError

_RULES = {"side": judging_words, "hook": hooks}


def judge(case: Case, system: System) -> Sequence[Outcome]:
    """The model's answer about a written reply, or about the coach's own where the case holds none."""
    written = case["reply"] is not None
    reply = str(case["reply"]) if written else str(system.chat([{"role": "user", "content": case["message"]}])["reply"]["text"])
    readings = {"rules": bool(_RULES[case["question"]](reply))} | ({"hand": case["hand"] == "yes"} if written else {})
    try:
        readings["model"] = _asked(system).says(case["question"], case["message"], reply)
        why = ""
    except UnclearOpinionError:
        why = "the model answered neither yes nor no"
    except ModelUnavailableError as error:
        why = f"the model gave no answer: {error.reason}"
    return [_outcome(case, reply, readings, why)]


def _asked(system: System) -> Reader:
    assert system.reader is not None  # noqa: S101  without one the suite is left out
    return system.reader


def _outcome(case: Case, reply: str, readings: dict[str, bool], why: str) -> Outcome:
    model = readings.get("model")
    yes, no = meaning(case["question"]), "does not"
    scores: dict[str, float | None] = {}
    for other in ("hand", "rules"):
        if other in readings and "hand" in readings:
            scores[f"model_{other}"] = None if model is None else float(model == readings[other])
    if "hand" in readings:
        scores["rules_hand"] = float(readings["rules"] == readings["hand"])
    else:
        scores["coach"] = None if model is None else float(not model)
    return Outcome(
        case=str(case["id"]),
        split=str(case["split"]),
        expected=f"{yes if readings.get('hand') else no}, by hand" if "hand" in readings else no,
        got="not scored" if model is None else f"{yes if model else no}, says the model",
        scores=scores,
        slices={"question": str(case["question"])},
        given=(str(case["message"]),),
        shown=reply,
        reason=why or f"the rules say it {'does' if readings['rules'] else 'does not'}",
        numbers={name: float(said) for name, said in readings.items()},
    )


SUITE = Suite(
    name="judge",
    title="A model's opinion",
    question="What does a language model think of the replies, and how far can it be believed?",
    dataset="judge.v1",
    judge=judge,
    by_model=True,
    slices=("question",),
    measures=(
        Measure("model_hand", "The model with the hand labels", "kappa", readers=("model", "hand"), digits=2, fails=False),
        Measure("model_rules", "The model with the checks by rules", "kappa", readers=("model", "rules"), digits=2, fails=False),
        Measure("rules_hand", "The checks by rules with the hand labels", "kappa", readers=("rules", "hand"), digits=2, fails=False),
        Measure("coach", "Replies of the coach without fault, in the model's opinion"),
    ),
    notes=(
        "A model's opinion, which may be another one tomorrow. It is no gate and no regression; read it only as far as it agrees.",
        "Kappa is agreement beyond chance: 0 is chance, 1 is perfect; below 0.6 the opinion says little.",
    ),
)
