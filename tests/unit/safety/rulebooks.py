"""Writes small rule folders, so that a test of the engine says which rules it runs on."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml

from service.safety.engine import RuleEngine
from service.safety.loader import load_rulebook
from service.safety.verdict import Classifier

TOLD = """
subject: he
object: him
spoken: [you]
words: {your: his}
object_after: ["hit|kill"]
asks: ["did|will"]
forms: {are: is, were: was, have: has, do: does}
verbs: ["hit|kill"]
between: ["never"]
clipped: ["always"]
openings: ["why"]
stops: ["stop"]
goes_on: keeps
"""
Record = dict[str, Any]
# Kinds that a rule of a test may name though the test is about something else.
_KINDS = {"negation", "fiction", "past", "resolved"}
SPELLING = """
rewrites: {"don't": do not, "didn't": did not, "never": never, "i'm": i am}
watched: [hit, hits, kill]
signs: {"🔪": knife}
lookalikes: {"і": i}
"""


def rule(rule_id: str, *patterns: str, **changes: Any) -> Record:
    plain = {"id": rule_id, "level": "acute", "reason": "It was said.", "patterns": list(patterns), "fires": ["an example"]}
    return plain | changes


def negation(**changes: Any) -> Record:
    plain = {"id": "negation.not", "kind": "negation", "why": "It did not happen.", "direction": "before", "reach": 2}
    return plain | {"cues": ["not|never"]} | changes


def aggravator(aggravator_id: str, *patterns: str, **changes: Any) -> Record:
    plain = {"id": aggravator_id, "reason": "It is worse.", "patterns": list(patterns), "raises": {"cue": "concern", "concern": "acute"}}
    return plain | changes


def write_folder(
    folder: Path,
    *rules: Record,
    contexts: Sequence[Record] = (),
    aggravators: Sequence[Record] = (),
    markers: Sequence[Record] = (),
    category: str = "PHYSICAL",
    frames: bool = False,
) -> Path:
    """A whole rules folder; each rule may name a category of its own."""
    for name in ("lexicons", "signals"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    (folder / "version").write_text("test\n", encoding="utf-8")
    (folder / "spelling.yaml").write_text(SPELLING, encoding="utf-8")
    (folder / "vocabulary.txt").write_text("chair\n", encoding="utf-8")
    (folder / "told.yaml").write_text(TOLD, encoding="utf-8")
    _write(folder / "lexicons" / "people.yaml", {"partner": ["he", "she", "they", "my partner"]})
    unused = [negation(id=f"{kind}.unused", kind=kind, cues=["unheard-of"]) for kind in _KINDS - {context["kind"] for context in contexts}]
    _write(folder / "contexts.yaml", {"contexts": [*contexts, *unused]})
    _write(folder / "aggravators.yaml", {"aggravators": list(aggravators)})
    _write(folder / "roles.yaml", {"markers": list(markers)})
    _write(
        folder / "signals" / "some.yaml",
        {"category": category, "source": "a test"} | ({"frames": True} if frames else {}) | {"rules": list(rules)},
    )
    return folder


def engine(folder: Path, *rules: Record, **rest: Any) -> RuleEngine:
    return RuleEngine(load_rulebook(write_folder(folder, *rules, **rest)))


def classifier(folder: Path, *rules: Record, **rest: Any) -> Classifier:
    return Classifier(engine(folder, *rules, **rest))


def _write(file: Path, data: Record) -> None:
    file.write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False), encoding="utf-8")
