"""Runs suites case by case: an error costs one case, an interrupt costs the rest, and a log lets a run go on later."""

import hashlib
import json
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from evals.frame.cases import CaseFile, subset
from evals.frame.records import Case, Outcome, Suite
from evals.frame.system import LocalSystem, System

Progress = Callable[[int, int], None]
_BATCH = 64


@dataclass(frozen=True, slots=True)
class Planned:
    """A suite with the cases to run; `part` tells that they are not all."""

    suite: Suite
    file: CaseFile
    cases: tuple[Case, ...]
    part: bool = False


@dataclass(slots=True)
class SuiteRun:
    """What became of a planned suite; `failed` counts cases that broke, by the class of the error."""

    planned: Planned
    outcomes: list[Outcome] = field(default_factory=list)
    done: int = 0
    seconds: float = 0.0
    failed: dict[str, int] = field(default_factory=dict)

    @property
    def suite(self) -> Suite:
        """The suite."""
        return self.planned.suite

    @property
    def complete(self) -> bool:
        """Whether every planned case was run."""
        return self.done == len(self.planned.cases)


class OutcomeLog:
    """Outcomes on disk as they come, so that an interrupted run can go on; nothing of a user's own text is in it."""

    def __init__(self, file: Path, key: str, *, resume: bool) -> None:
        self._file = file
        self.held: dict[tuple[str, str], list[Outcome]] = {}
        if resume and file.is_file():
            self._load(key)
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("w", encoding="utf-8") as out:
            out.write(json.dumps({"run": key}) + "\n")
        for (suite, case), outcomes in self.held.items():
            self.add(suite, case, outcomes)

    def add(self, suite: str, case: str, outcomes: Sequence[Outcome]) -> None:
        """Keep the outcomes of one case."""
        records = [asdict(outcome) | ({"given": (), "shown": ""} if outcome.split == "own" else {}) for outcome in outcomes]
        with self._file.open("a", encoding="utf-8") as out:
            out.write(json.dumps({"suite": suite, "case": case, "outcomes": records}, ensure_ascii=False) + "\n")

    def _load(self, key: str) -> None:
        lines = self._file.read_text(encoding="utf-8").splitlines()
        if not lines or json.loads(lines[0]).get("run") != key:
            return
        for line in lines[1:]:
            try:
                record = json.loads(line)
            except ValueError:
                continue  # the line that an interrupt cut off
            self.held[record["suite"], record["case"]] = [_outcome(o) for o in record["outcomes"]]


def plan(suite: Suite, file: CaseFile, *, split: str, fast: bool) -> Planned:
    """The cases of a suite to run; the order is that of the file."""
    chosen = [case for case in file.cases if split == "all" or case["split"] in (split, "own")]
    chosen = [case for case in chosen if case["split"] in ("dev", "test", "own")]
    if not fast:
        return Planned(suite, file, tuple(chosen))
    few = [case for name in ("dev", "test", "own") for case in _few(suite, [c for c in chosen if c["split"] == name])]
    return Planned(suite, file, tuple(few), part=len(few) < len(chosen))


def run_key(planned: Sequence[Planned], made_by: dict[str, Any]) -> str:
    """What must be the same for a log to be of use."""
    whole = json.dumps([made_by, [(p.suite.name, p.file.version, len(p.cases)) for p in planned]], sort_keys=True, default=str)
    return hashlib.sha256(whole.encode()).hexdigest()[:16]


def run(
    planned: Sequence[Planned], system: System, *, log: OutcomeLog | None, parallel: int, progress: Progress
) -> tuple[list[SuiteRun], bool]:
    """Run everything in order; the second value tells whether somebody interrupted it."""
    runs = [SuiteRun(one) for one in planned]
    total, done = sum(len(one.cases) for one in planned), 0
    try:
        for suite_run in runs:
            begun = time.perf_counter()
            try:
                _encode_ahead(suite_run.planned, system, log)
                for case, outcomes in _outcomes(suite_run, system, log, parallel):
                    suite_run.outcomes += outcomes
                    suite_run.done += 1
                    done += 1
                    if log is not None and (suite_run.suite.name, str(case["id"])) not in log.held:
                        log.add(suite_run.suite.name, str(case["id"]), outcomes)
                    progress(done, total)
                suite_run.outcomes += suite_run.suite.finish(suite_run.outcomes)
            finally:
                suite_run.suite.close()
                suite_run.seconds = time.perf_counter() - begun
    except KeyboardInterrupt:
        return runs, True
    return runs, False


def _outcomes(suite_run: SuiteRun, system: System, log: OutcomeLog | None, parallel: int) -> Iterator[tuple[Case, list[Outcome]]]:
    suite, held = suite_run.suite, log.held if log else {}

    def judge(case: Case) -> list[Outcome]:
        if (known := held.get((suite.name, str(case["id"])))) is not None:
            return known
        try:
            return list(suite.judge(case, system))
        except Exception as error:  # noqa: BLE001  one broken case must not cost the others
            name = type(error).__name__
            suite_run.failed[name] = suite_run.failed.get(name, 0) + 1
            return [unscored(suite, case, f"could not be scored: {name}")]

    if parallel <= 1 or not suite.live:
        for case in suite_run.planned.cases:
            yield case, judge(case)
        return
    pool = ThreadPoolExecutor(max_workers=parallel)
    try:
        yield from zip(suite_run.planned.cases, pool.map(judge, suite_run.planned.cases), strict=True)
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _encode_ahead(planned: Planned, system: System, log: OutcomeLog | None) -> None:
    """Encode the texts of a suite in batches; what was encoded before, or is not going to be run, costs nothing."""
    if not isinstance(system, LocalSystem) or not planned.suite.texts:
        return
    held = log.held if log else {}
    left = [case for case in planned.cases if (planned.suite.name, str(case["id"])) not in held]
    texts = [str(case[name]) for case in left for name in planned.suite.texts]
    for at in range(0, len(texts), _BATCH):
        system.embedder.embed(texts[at : at + _BATCH])


def unscored(suite: Suite, case: Case, reason: str) -> Outcome:
    """A case that could not be scored by the first measure of its suite."""
    return Outcome(str(case["id"]), str(case["split"]), "", "not scored", {suite.measures[0].id: None}, reason=reason)


def _few(suite: Suite, cases: Sequence[Case]) -> list[Case]:
    return subset(cases, suite.fast, suite.slices[:1])


def _outcome(record: dict[str, Any]) -> Outcome:
    return Outcome(**record | {"given": tuple(record["given"]), "rules": tuple(record["rules"])})
