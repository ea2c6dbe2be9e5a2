"""`mend eval`: runs the suites and tells in one verdict whether the coach is good. Heavy parts are imported inside."""

import json
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer
from typer.core import TyperGroup

from service.cli.exits import Exit

if TYPE_CHECKING:
    from evals.session import Wanted

_RUN = "run"


class _RunByDefault(TyperGroup):
    """`mend eval safety` is `mend eval run safety`; only a named subcommand is taken as one."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Put the default in front, help included: it explains everything."""
        if not args or args[0] not in self.commands:
            args.insert(0, _RUN)
        return super().parse_args(ctx, args)


app = typer.Typer(
    cls=_RunByDefault, no_args_is_help=False, rich_markup_mode=None, help="Measure the coach offline: one report, one verdict."
)

Suites = Annotated[list[str] | None, typer.Argument(metavar="[SUITE]...", help="Suites to run; all when none is named. See --list.")]
CasesFile = Annotated[
    Path | None, typer.Option("--cases", metavar="FILE", help="JSON lines of your own, for one suite. Fields: see below.")
]
Out = Annotated[Path | None, typer.Option("--out", metavar="DIR", help="Where the report goes; default: eval in the cache folder.")]
BaselineFile = Annotated[
    str | None,
    typer.Option("--baseline", metavar="FILE", help="Compare with this run; default: the shipped baseline; none for no comparison."),
]
Split = Annotated[str, typer.Option("--split", help="dev, test or all. Gates look at test, and its texts are not shown.", metavar="SPLIT")]
Fast = Annotated[bool, typer.Option("--fast", help="A fixed part of the cases, for a quick look.")]
Url = Annotated[str | None, typer.Option("--url", metavar="URL", help="Measure a running service. Its cases go over the network.")]
Parallel = Annotated[int, typer.Option("--parallel", min=1, max=64, help="Requests at once to a running service.")]
Resume = Annotated[bool, typer.Option("--resume", help="Go on with an interrupted run in the same folder.")]
NoInputs = Annotated[bool, typer.Option("--no-inputs", help="Keep the texts of your own file out of the report.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print the whole result as JSON.")]


def _split(value: str) -> str:
    if value not in ("dev", "test", "all"):
        raise typer.BadParameter("it is dev, test or all")
    return value


@app.command(name=_RUN, epilog="\b")
def run_suites(  # noqa: PLR0913, PLR0917  the command line names them
    suites: Suites = None,
    cases: CasesFile = None,
    out: Out = None,
    baseline: BaselineFile = None,
    split: Split = "all",
    fast: Fast = False,
    url: Url = None,
    parallel: Parallel = 4,
    resume: Resume = False,
    no_inputs: NoInputs = False,
    save_baseline: Annotated[Path | None, typer.Option("--save-baseline", metavar="FILE", help="Write this run as a baseline.")] = None,
    listing: Annotated[bool, typer.Option("--list", help="List the suites with what a line of a case file holds, and stop.")] = False,
    as_json: AsJson = False,
) -> None:
    """Run the offline suites, or one suite on a file of your own (--cases FILE). `mend eval diff --help` tries a change.

    The report is written to --out: report.html (open it anywhere), report.json, report.md, junit.xml.

    A case file holds one JSON object a line. `mend eval --list` tells which fields each suite reads; fields it does not
    know are kept and slice the figures. For safety: {"id": "1", "text": "...", "level": "acute"}, or "messages" for a
    conversation, or "label": "route", "coach" or "borderline" (run, not scored). A line that cannot be read is
    reported by its number, the rest is run, and the exit code is 2 where nothing worse happened.

    Exit codes: 0 every gate holds, 1 a gate is broken, 2 usage or unreadable lines, 3 configuration, 5 worse than the
    baseline beyond noise, 130 interrupted, by Ctrl-C or SIGTERM (the report covers what was run).
    """
    from evals.session import Wanted

    if listing:
        _list(as_json=as_json)
        return
    wanted = Wanted(
        suites=tuple(suites or ()),
        cases=cases,
        out=out,
        baseline=baseline,
        split=_split(split),
        fast=fast,
        url=url,
        parallel=parallel,
        resume=resume,
        inputs=not no_inputs,
        save_baseline=save_baseline,
    )
    _finish(wanted, as_json=as_json)


@app.command(name="diff")
def diff(  # noqa: PLR0913, PLR0917  the command line names them
    suites: Suites = None,
    rules: Annotated[Path | None, typer.Option("--rules", metavar="DIR", help="Other safety rules, such as an edited copy.")] = None,
    prompt: Annotated[Path | None, typer.Option("--prompt", metavar="DIR", help="Other reply texts and prompts.")] = None,
    corpus: Annotated[Path | None, typer.Option("--corpus", metavar="DIR", help="Another edition of the guides.")] = None,
    threshold: Annotated[list[str] | None, typer.Option("--threshold", metavar="NAME=VALUE", help="Move a calibrated threshold.")] = None,
    out: Out = None,
    split: Split = "all",
    fast: Fast = False,
    as_json: AsJson = False,
) -> None:
    """Replay all cases under a changed policy and list exactly which answers would flip, before and after side by side.

    Without SUITE the suites that the change can touch are run. Thresholds: meaning.alone, meaning.behind_offset,
    meaning.beside_cue, meaning.brief_offset, meaning.ordinary, meaning.stretch_offset, meaning.sure, scope.threshold. The report
    stands in --out as for `mend eval`; flips are told by slice.

    Exit codes: 0 nothing gets worse beyond noise, 1 the changed policy breaks a gate, 5 it is worse beyond noise.
    """
    from evals.lab import Change, replay
    from evals.session import Wanted

    wanted = Wanted(suites=tuple(suites or ()), out=out, split=_split(split), fast=fast)
    with _ended_in_order():
        result = replay(wanted, Change.of(rules, prompt, corpus, threshold or []), lambda line: typer.echo(line, err=True))
    typer.echo(json.dumps(result.record, ensure_ascii=False) if as_json else result.told)
    raise typer.Exit(int(result.verdict.exit))


def _finish(wanted: "Wanted", *, as_json: bool) -> None:
    from evals.session import carry_out

    with _ended_in_order():
        result = carry_out(wanted, lambda line: typer.echo(line, err=True))
    typer.echo(json.dumps(result.record, ensure_ascii=False) if as_json else result.told)
    raise typer.Exit(int(result.verdict.exit))


@contextmanager
def _ended_in_order() -> Iterator[None]:
    """A request to end is heard as an interrupt, so that the report is written and nothing is left running."""

    def interrupt(_number: int, _frame: FrameType | None) -> NoReturn:
        raise KeyboardInterrupt

    heard = threading.current_thread() is threading.main_thread()
    before = signal.signal(signal.SIGTERM, interrupt) if heard else None
    try:
        yield
    except KeyboardInterrupt:
        typer.echo("mend: interrupted before anything was measured", err=True)
        raise typer.Exit(int(Exit.INTERRUPTED)) from None
    finally:
        if heard:
            signal.signal(signal.SIGTERM, before)


def _list(*, as_json: bool) -> None:
    from evals.suites.all import ALL
    from evals.suites.schemas import fields

    records: list[dict[str, Any]] = [
        {
            "suite": suite.name,
            "question": suite.question,
            "dataset": suite.dataset,
            "own_files": fields(suite.schema) if suite.schema else None,
            "live": suite.live,
            "only_here": suite.only_here,
            "by_model": suite.by_model,
        }
        for suite in ALL
    ]
    if as_json:
        typer.echo(json.dumps(records, ensure_ascii=False))
        return
    for record in records:
        typer.echo(f"{record['suite']}: {record['question']}")
        typer.echo(
            f"    cases: evals/datasets/{record['dataset']}.jsonl{'' if record['live'] else '; not with --url: ' + record['only_here']}"
        )
        if record["by_model"]:
            typer.echo("    a language model's opinion: only where one is configured, never a gate")
        if record["own_files"]:
            typer.echo(f"    a line of your own: {record['own_files']}")
