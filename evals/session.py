"""One call of `mend eval`, from what was wanted to files on disk and the verdict."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evals.frame import baseline as baselines
from evals.frame import cases as case_files
from evals.frame import gates as gate_files
from evals.frame import provenance
from evals.frame.baseline import Baseline
from evals.frame.local import local_system
from evals.frame.running import OutcomeLog, Planned, plan, run, run_key
from evals.frame.system import System
from evals.frame.verdict import RunVerdict, judged_suite
from evals.judging import model_reader
from evals.report.page import as_html
from evals.report.record import as_json, as_junit, as_markdown, interval_text, json_text, value_text
from evals.report.showing import Shown
from evals.suites.all import ALL, BY_NAME
from service.choices import language_model
from service.cli.progress import shown_progress
from service.domain.errors import ConfigurationError, InvalidInputError
from service.ports import Writer
from service.settings import load_settings

Tell = Callable[[str], None]
_NO_BASELINE = "none"
_NO_MODEL = "no language model is configured; MEND_LLM_BASE_URL and MEND_LLM_MODEL name one"
_OUTCOMES = "outcomes.jsonl"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody asked for, as plain values."""

    suites: tuple[str, ...] = ()
    cases: Path | None = None
    out: Path | None = None
    baseline: str | None = None
    split: str = "all"
    fast: bool = False
    url: str | None = None
    parallel: int = 4
    resume: bool = False
    inputs: bool = True
    save_baseline: Path | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """The verdict, the whole result for programs, and a few lines for people."""

    verdict: RunVerdict
    record: dict[str, Any]
    told: str


def carry_out(wanted: Wanted, tell: Tell) -> Result:
    """Run, judge, write the report.

    Raises:
        InvalidInputError: a suite, file or combination that makes no sense.
        MendError: the service, the gates or the target are not usable.
    """
    begun = time.perf_counter()
    chosen, left_out = planned(wanted)
    gates = gate_files.load_gates(gate_files.SHIPPED, BY_NAME)
    against = _baseline(wanted)
    out = wanted.out or load_settings().cache_dir / "eval"
    with _system(wanted, chosen, tell) as (system, made_by), model_reader(_model(chosen)) as reader:
        system.reader = reader
        if reader:
            made_by["judge"] = reader.name
        log = OutcomeLog(out / _OUTCOMES, run_key(chosen, made_by), resume=wanted.resume)
        with shown_progress("cases") as progress:
            runs, interrupted = run(chosen, system, log=log, parallel=wanted.parallel if wanted.url else 1, progress=seldom(progress))
    verdict = RunVerdict(
        suites=tuple(judged_suite(one, gates, against) for one in runs),
        made_by=made_by,
        baseline=against,
        interrupted=interrupted,
        seconds=time.perf_counter() - begun,
        part=any(one.part for one in chosen),
        bad_lines=sum(len(one.file.bad) for one in chosen),
        target=wanted.url,
        left_out=left_out,
    )
    shown = Shown({str(case["id"]): case for one in chosen for case in one.cases}, inputs=wanted.inputs)
    write_report(out, verdict, shown)
    if wanted.save_baseline and not interrupted:
        kept = [(s.run.suite, s.run.outcomes, s.figures) for s in verdict.suites if not s.run.suite.by_model]
        baselines.save_baseline(wanted.save_baseline, made_by, kept)
    return Result(verdict, as_json(verdict, shown), told(verdict, out))


def write_report(out: Path, verdict: RunVerdict, shown: Shown, **more: Any) -> None:
    """The four files."""
    out.mkdir(parents=True, exist_ok=True)
    (out / "report.html").write_text(as_html(verdict, shown, **more), encoding="utf-8")
    (out / "report.json").write_text(json_text(verdict, shown), encoding="utf-8")
    (out / "report.md").write_text(as_markdown(verdict), encoding="utf-8")
    (out / "junit.xml").write_bytes(as_junit(verdict))


def told(verdict: RunVerdict, out: Path) -> str:
    """The run for a terminal."""
    lines = []
    for suite in verdict.suites:
        lines.append(f"{suite.run.suite.title}: {suite.light.value} ({suite.words})")
        lines += [f"    line {bad.number} left out: {bad.reason}" for bad in suite.run.planned.file.bad]
        for measure in suite.run.suite.measures:
            if (figure := suite.figures.find(measure.id, suite.split)) is None:
                continue
            change = next((c for c in suite.changes if c.measure == measure.id and c.split == suite.split), None)
            few = ", too few to say" if figure.few else ""
            against = f"; {change.words}" if change else ""
            lines.append(
                f"    {value_text(figure, measure):18} {interval_text(figure, measure):18} {measure.title} ({suite.split}{few}){against}"
            )
        lines += [f"    over the network: {suite.run.suite.live_note}"] if verdict.target and suite.run.suite.live_note else []
        lines += [f"    gate broken: {gate.gate.name}: {gate.words}" for gate in suite.gates if gate.held is False]
    lines += [f"not run: {name}: {reason}" for name, reason in verdict.left_out.items()]
    lines += ["", f"{verdict.light.value}. {verdict.words}", f"Report: {out / 'report.html'} ({verdict.seconds:.0f} s)"]
    return "\n".join(lines)


def planned(wanted: Wanted) -> tuple[list[Planned], dict[str, str]]:
    """The suites to run with their cases, and those left out with the reason.

    Raises:
        InvalidInputError: a suite that is not there, or a case file that makes no sense.
    """
    unknown = [name for name in wanted.suites if name not in BY_NAME]
    if unknown:
        raise InvalidInputError(f"there is no suite {', '.join(unknown)}; there are: {', '.join(BY_NAME)}")
    suites = [suite for suite in ALL if not wanted.suites or suite.name in wanted.suites]
    if wanted.cases:
        if len(wanted.suites) != 1:
            raise InvalidInputError("--cases needs exactly one suite, such as `mend eval safety --cases FILE`")
        return [plan(suites[0], case_files.own(suites[0], wanted.cases), split="all", fast=wanted.fast)], {}
    left_out = {suite.name: suite.only_here for suite in suites if wanted.url and not suite.live}
    if any(suite.by_model for suite in suites) and load_settings().llm_model is None:
        left_out |= {suite.name: _NO_MODEL for suite in suites if suite.by_model}
        if asked := [suite.name for suite in suites if suite.by_model and suite.name in wanted.suites]:
            raise ConfigurationError(f"{', '.join(asked)}: {_NO_MODEL}")
    if named := [f"{name} cannot be run against an address: {left_out[name]}" for name in wanted.suites if name in left_out]:
        raise InvalidInputError(f"--url: {'; '.join(named)}. Run it without --url.")
    return [plan(s, case_files.shipped(s), split=wanted.split, fast=wanted.fast) for s in suites if s.name not in left_out], left_out


def _model(chosen: Sequence[Planned]) -> Writer | None:
    """The configured language model, where a suite asks for its opinion."""
    return language_model(load_settings()) if any(one.suite.by_model for one in chosen) else None


def _baseline(wanted: Wanted) -> Baseline | None:
    if wanted.baseline == _NO_BASELINE:
        return None
    if wanted.baseline:
        return baselines.load_baseline(Path(wanted.baseline))
    if wanted.cases or not baselines.SHIPPED.is_file():
        return None
    return baselines.load_baseline(baselines.SHIPPED)


@contextmanager
def _system(wanted: Wanted, chosen: Sequence[Planned], tell: Tell) -> Iterator[tuple[System, dict[str, Any]]]:
    if wanted.url:
        from evals.frame.live import live_system

        with live_system(wanted.url) as live:
            yield live, provenance.of_code() | live.made_by
        return
    tell("Loading the service ...")
    searches, keep = any(one.suite.searches for one in chosen), not wanted.cases
    with shown_progress("passages embedded") as told, local_system(load_settings(), keep=keep, searches=searches, progress=told) as local:
        yield local, provenance.of_services(local.services, local.embedder.name)


def seldom(progress: Callable[[int, int], None]) -> Callable[[int, int], None]:
    """A bar is redrawn at every case; plain lines are told only now and then."""
    import sys

    if sys.stderr.isatty():
        return progress
    return lambda done, total: progress(done, total) if done == total or done % 250 == 0 else None
