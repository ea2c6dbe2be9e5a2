"""Chooses where the reader of brief messages begins to count, on the development cases of the project.

python -m evals.meaning.calibrate_brief --offsets 0 0.5 1        # a table; nothing is written
python -m evals.meaning.calibrate_brief --ordinary -3 -2 -1      # the same for where a brief message is clearly ordinary
python -m evals.meaning.calibrate_brief --offsets 0.25 --stretch 1 1.5 2 --posts posts.jsonl   # and for stretches of long ones
python -m evals.meaning.calibrate_brief --words 30 --ordinary -2 --stretch 2 --write 0.8   # writes all four into calibration.json

Each line says what rules and tier route together. Only `dev` cases and the exemplars that training leaves out are read; figures on
them are figures of choice. An offset of 99 shows the rules alone.
"""

import argparse
import json
import sys
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import product
from pathlib import Path
from random import Random

from evals.datasets import cases
from evals.meaning.material import held_out
from evals.remembered import RememberingMeaning
from evals.robustness import surrounded
from service.adapters.data_files import meaning_folder, rules_folder
from service.domain.text import Message, Speaker
from service.safety.engine import RuleEngine
from service.safety.loader import load_language, load_rulebook
from service.safety.meaning.exemplars import load_exemplars
from service.safety.meaning.tier import Readers
from service.safety.verdict import Classifier
from service.wiring import meaning_readers, meaning_tier

_FILE = meaning_folder() / "calibration.json"


@dataclass(frozen=True, slots=True)
class Group:
    """Conversations of one kind, each as what its person wrote."""

    name: str
    told: tuple[tuple[str, ...], ...]


def long_groups(posts: Path | None) -> list[Group]:
    """Long messages by kind: cases of dev, short disclosures inside an ordinary message, and labelled posts where there are some."""
    labelled = [json.loads(line) for line in posts.read_text("utf-8").splitlines()] if posts else []
    told = {(row["text"], row["label"] == "route") for row in labelled if row["label"] != "borderline"}
    long = {(case["text"], case["level"] != "none") for case in cases("long.v1", "dev")}
    chance = Random(0)  # noqa: S311  nothing secret
    within = {(surrounded(case["text"], chance)[0], case["level"] != "none") for case in cases("safety.v2", "dev")}
    return [
        Group(f"{name} {'disclosed' if disclosed else 'harmless'}", _single(sorted(text for text, really in texts if really is disclosed)))
        for name, texts in (("long", long), ("within", within), ("posts", told))
        for disclosed in (True, False)
        if texts
    ]


def groups() -> list[Group]:
    """The development cases by kind."""
    safety, rewrite, chats = (cases(name, "dev") for name in ("safety.v2", "rewrite.v1", "chat.v1"))
    held = [e for e in load_exemplars(meaning_folder() / "exemplars") if held_out(e) and e.style == "line"]
    asked = [case["query"] for name in ("retrieval.v1", "scope.v1", "scope.v2") for case in cases(name, "dev")]
    return [
        Group("disclosed", _single(case["text"] for case in safety if case["level"] != "none")),
        Group("harmless", _single(case["text"] for case in safety if case["level"] == "none")),
        Group("dangerous statements", _single(case["statement"] for case in rewrite if case["kind"] == "route")),
        Group("other statements", _single(case["statement"] for case in rewrite if case["kind"] != "route")),
        Group("asked", _single(asked)),
        Group("held-out exemplars", _single(e.text for e in held if not e.harmless)),
        Group("their twins", _single(e.twin for e in held if e.twin)),
        Group("conversations", tuple(_spoken(chat) for chat in chats if not _routed(chat))),
    ]


def _single(texts: Iterable[str]) -> tuple[tuple[str, ...], ...]:
    return tuple((text,) for text in texts)


def _spoken(chat: dict[str, list[dict[str, str]]]) -> tuple[str, ...]:
    return tuple(turn["say"] for turn in chat["turns"])


def _routed(chat: dict[str, list[dict[str, str]]]) -> bool:
    return any(turn["kind"] == "resources" for turn in chat["turns"])


def main() -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--offsets", type=float, nargs="+", default=[-1.0, -0.5, 0.0, 0.5, 1.0, 1.5, 2.0, 2.5])
    parser.add_argument("--words", type=int, nargs="+", default=[12, 40], help="how many words a brief message has at most")
    parser.add_argument("--ordinary", type=float, nargs="+", help="what a clearly ordinary message scores at most; default: as it is")
    parser.add_argument("--stretch", type=float, nargs="+", help="how much more a stretch of a long message must say; shows long messages")
    parser.add_argument("--posts", type=Path, help="labelled posts, to be shown beside the long messages")
    parser.add_argument("--write", type=float, metavar="OFFSET", help="write this offset and the first of --words")
    wanted = parser.parse_args()
    if wanted.write is not None:
        record = json.loads(_FILE.read_text("utf-8")) | {"brief_offset": wanted.write, "brief_words": wanted.words[0]}
        record |= {"ordinary": wanted.ordinary[0]} if wanted.ordinary else {}
        record |= {"stretch_offset": wanted.stretch[0]} if wanted.stretch else {}
        _FILE.write_text(json.dumps(record, indent=2) + "\n", "utf-8")
        return 0
    language = load_language(rules_folder())
    shipped = meaning_readers(threads=2)
    readers = Readers(RememberingMeaning(shipped.posts, None), RememberingMeaning(shipped.brief, None))
    tier = meaning_tier(language, readers)
    classifier = Classifier(RuleEngine(load_rulebook(rules_folder(), language)), tier)
    found, now = long_groups(wanted.posts) if wanted.stretch else groups(), tier.calibration
    moved = product(wanted.words, wanted.offsets, wanted.ordinary or [now.ordinary], wanted.stretch or [now.stretch_offset])
    for words, offset, ordinary, stretch in moved:
        tier.calibration = replace(now, brief_words=words, brief_offset=offset, ordinary=ordinary, stretch_offset=stretch)
        told = "; ".join(_line(classifier, group) for group in found)
        print(f"{words:3d} words {offset:5.2f} {ordinary:6.2f} {stretch:5.2f} ", told, flush=True)
    return 0


def _line(classifier: Classifier, group: Group) -> str:
    routed = sum(classifier.classify([Message(Speaker.USER, text) for text in texts]).routed for texts in group.told)
    return f"{group.name} {routed}/{len(group.told)}"


if __name__ == "__main__":
    sys.exit(main())
