"""The policy lab: what would flip if rules, texts, guides or a threshold were changed."""

import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from evals.frame import gates as gate_files
from evals.frame import provenance
from evals.frame.baseline import in_memory
from evals.frame.local import local_system
from evals.frame.records import Outcome
from evals.frame.running import Planned, SuiteRun, run
from evals.frame.verdict import RunVerdict, judged_suite
from evals.report.record import as_json
from evals.report.showing import Shown
from evals.session import Result, Tell, Wanted, planned, seldom, told, write_report
from evals.suites.all import BY_NAME
from service.cli.progress import shown_progress
from service.domain.errors import InvalidInputError
from service.settings import Settings, load_settings

_MOST_LISTED = 200
_DIRECTIONS = ("worse", "better", "changed")
_TOUCHED = {
    "rules_dir": ("safety", "long", "talks", "robustness", "redteam", "rewrite"),
    "prompts_dir": ("claims", "ending", "chat", "mirror"),
    "corpus_dir": ("retrieval", "scope", "sections", "claims", "ending", "chat", "mirror"),
    "meaning": ("safety", "long", "talks", "robustness", "redteam", "rewrite"),
    "scope": ("scope",),
}


@dataclass(frozen=True, slots=True)
class Change:
    """A changed policy: folders in place of the ones in force, and thresholds by name."""

    folders: Mapping[str, Path]
    thresholds: Mapping[str, float]

    @classmethod
    def of(cls, rules: Path | None, prompt: Path | None, corpus: Path | None, thresholds: Sequence[str]) -> "Change":
        """The change that the options name.

        Raises:
            InvalidInputError: there is none, a folder is missing, or a threshold is no `name=number`.
        """
        named = {"rules_dir": rules, "prompts_dir": prompt, "corpus_dir": corpus}
        folders = {name: folder for name, folder in named.items() if folder is not None}
        for folder in folders.values():
            if not folder.is_dir():
                raise InvalidInputError(f"{folder} is no folder")
        moved: dict[str, float] = {}
        for text in thresholds:
            name, _, value = text.partition("=")
            try:
                moved[name.strip()] = float(value)
            except ValueError as error:
                raise InvalidInputError(f"--threshold takes NAME=VALUE with a number, not {text!r}") from error
        if not folders and not moved:
            raise InvalidInputError("name a change: --rules, --prompt, --corpus or --threshold")
        return cls(folders, moved)

    @property
    def words(self) -> str:
        """The change in words."""
        parts = [f"{name.removesuffix('_dir')} from {folder.name}" for name, folder in self.folders.items()]
        return ", ".join(parts + [f"{name} = {value:g}" for name, value in self.thresholds.items()])

    @property
    def touched(self) -> tuple[str, ...]:
        """The suites that it can touch."""
        parts = [*self.folders, *(name.partition(".")[0] for name in self.thresholds)]
        wanted = {suite for part in parts for suite in _TOUCHED.get(part, ())}
        return tuple(name for name in BY_NAME if name in wanted)


@dataclass(frozen=True, slots=True)
class Flip:
    """An answer that differs; `direction` is better, worse or changed, by the scores of its suite."""

    suite: str
    key: str
    wanted: str
    direction: str
    before: Outcome
    after: Outcome
    given: Sequence[str] | None
    before_text: str | None
    after_text: str | None

    def record(self) -> dict[str, Any]:
        """The same for programs."""
        sides = {
            name: {"got": o.got, "rules": list(o.rules), "reason": o.reason, "text": text}
            for name, o, text in (("before", self.before, self.before_text), ("after", self.after, self.after_text))
        }
        given = list(self.given) if self.given is not None else None
        return {"suite": self.suite, "case": self.key, "direction": self.direction, "wanted": self.wanted, "input": given, **sides}


@dataclass(frozen=True, slots=True)
class Flips:
    """All of them, as the report shows them."""

    words: str
    by_slice: tuple[tuple[str, str, Mapping[str, int], int], ...]
    listed: tuple[Flip, ...]
    more: int


def replay(wanted: Wanted, change: Change, tell: Tell) -> Result:
    """Run the cases as things are and as they would be, and tell what flips.

    Raises:
        InvalidInputError: a suite that is not there, or a change that makes no sense.
        MendError: the service cannot be built as it is or as it would be.
    """
    begun = time.perf_counter()
    chosen, _ = planned(replace(wanted, suites=wanted.suites or change.touched))
    settings = load_settings()
    changed = settings.model_copy(update=dict(change.folders))
    tell("As it is ...")
    before, made_before, cut_before = _run(settings, {}, chosen)
    tell(f"With {change.words} ...")
    after, made_by, cut = _run(changed, change.thresholds, chosen)
    against = in_memory("the policy in force", made_before, [(one.suite, one.outcomes) for one in before])
    gates = gate_files.load_gates(gate_files.SHIPPED, BY_NAME)
    verdict = RunVerdict(
        suites=tuple(judged_suite(one, gates, against) for one in after),
        made_by=made_by | {"change": change.words},
        baseline=against,
        interrupted=cut or cut_before,
        seconds=time.perf_counter() - begun,
        part=any(one.part for one in chosen),
    )
    shown = Shown({str(case["id"]): case for one in chosen for case in one.cases}, inputs=wanted.inputs)
    flips = [flip for one, other in zip(before, after, strict=True) for flip in flipped(one, other, shown)]
    summary = _summary(flips, after, change)
    out = wanted.out or settings.cache_dir / "eval-diff"
    write_report(out, verdict, shown, flips=summary)
    record = as_json(verdict, shown) | {"change": change.words, "flips": [flip.record() for flip in flips]}
    return Result(verdict, record, "\n".join([_told(flips), told(verdict, out), summary.words]))


def flipped(before: SuiteRun, after: SuiteRun, shown: Shown) -> list[Flip]:
    """The outcomes of one suite that differ in their decision or their text."""
    old = {outcome.key: outcome for outcome in before.outcomes}
    found = []
    for new in after.outcomes:
        was = old.get(new.key)
        if was is None or (was.got == new.got and was.shown == new.shown):
            continue
        given, text = shown.texts(new)
        _, text_before = shown.texts(was)
        found.append(Flip(before.suite.name, new.key, new.expected, _direction(was, new), was, new, given, text_before, text))
    return found


def _run(settings: Settings, thresholds: Mapping[str, float], chosen: Sequence[Planned]) -> tuple[list[SuiteRun], dict[str, Any], bool]:
    searches = any(one.suite.searches for one in chosen)
    with local_system(settings, searches=searches, thresholds=thresholds) as system, shown_progress("cases") as progress:
        runs, cut = run(chosen, system, log=None, parallel=1, progress=seldom(progress))
        return runs, provenance.of_services(system.services, system.embedder.name), cut


def _direction(before: Outcome, after: Outcome) -> str:
    gains = [
        float(score) - float(was)
        for name, score in after.scores.items()
        if score is not None and (was := before.scores.get(name)) is not None
    ]
    if any(gain < 0 for gain in gains):
        return "worse"
    return "better" if any(gain > 0 for gain in gains) else "changed"


def _summary(flips: Sequence[Flip], after: Sequence[SuiteRun], change: Change) -> Flips:
    ways = Counter(flip.direction for flip in flips)
    total = sum(len(one.outcomes) for one in after)
    words = (
        f"With {change.words}, {len(flips)} of {total} answers flip: {ways['worse']} for the worse, {ways['better']} for the better, "
        f"{ways['changed']} to something else."
    )
    counts: dict[tuple[str, str], Counter[str]] = {}
    for flip in flips:
        for name, value in flip.after.slices.items():
            counts.setdefault((flip.suite, f"{name} {value}"), Counter(dict.fromkeys(_DIRECTIONS, 0)))[flip.direction] += 1
    whole = Counter((one.suite.name, f"{name} {value}") for one in after for o in one.outcomes for name, value in o.slices.items())
    by_slice = tuple((suite, slice_, found, whole[suite, slice_]) for (suite, slice_), found in sorted(counts.items()))
    listed = sorted(flips, key=lambda flip: (_DIRECTIONS.index(flip.direction), flip.given is None))
    return Flips(words, by_slice, tuple(listed[:_MOST_LISTED]), max(len(listed) - _MOST_LISTED, 0))


def _told(flips: Sequence[Flip]) -> str:
    return "\n".join(
        f"{flip.direction:8}{flip.suite}/{flip.key}: {flip.before.got} -> {flip.after.got} (wanted {flip.wanted})" for flip in flips
    )
