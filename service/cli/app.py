"""The commands. Heavy parts are imported inside them, so that `mend --help` and `mend check` start at once."""

import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from importlib.util import find_spec
from io import TextIOWrapper
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from service import __version__
from service.cli.corpus import corpus_app
from service.cli.exits import Exit
from service.cli.rules import rules
from service.domain.errors import InvalidInputError, MendError, NotFoundError
from service.domain.resources import country_code
from service.domain.rewriting import Mode, Tone
from service.domain.text import well_formed
from service.settings import Settings, load_settings, unknown_variables

if TYPE_CHECKING:
    from service.adapters.vector_cache import Progress
    from service.wiring import Services


app = typer.Typer(
    name="mend",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help=(
        "A relationship-repair coach that puts safety before repair. Everything runs on this machine.\n\n"
        "Settings come from MEND_... environment variables; see `mend doctor --settings`.\n\n"
        "Exit codes: 0 ok, 1 a gate failed, 2 usage, 3 configuration or corpus, 4 model unavailable, "
        "5 regression, 130 interrupted."
    ),
)
app.add_typer(corpus_app, name="corpus")
app.add_typer(rules, name="rules")
# Named and not imported: the command line and the web do not know each other.
_FACTORY = "service.web.app:create_app"
# The measurements know the service, and the service does not know them: their command is found by name, where they are installed.
_EVALS = "evals.command"
if find_spec("evals") is not None:
    app.add_typer(import_module(_EVALS).app, name="eval")
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]
Lines = Annotated[
    bool, typer.Option("--jsonl", help="Read one JSON object a line from standard input, write one a line in the same order.")
]
Country = Annotated[str | None, typer.Option("--country", "-c", help="Two letters, such as GB, for help lines.")]


def _version(wanted: bool) -> None:
    if wanted:
        from service.adapters.corpus_files import load_corpus
        from service.adapters.data_files import data_folder

        settings = load_settings()
        corpus = load_corpus(settings.corpus_dir or data_folder("corpus"))
        typer.echo(f"mend {__version__} (corpus {corpus.version})")
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Show version and corpus hash.")] = False,
) -> None:
    """Options before the command."""


@app.command()
def serve(
    host: Annotated[str | None, typer.Option(help="Address to listen on; default MEND_HOST or 127.0.0.1.")] = None,
    port: Annotated[int | None, typer.Option(min=0, max=65535, help="Port, 0 for any free one; default MEND_PORT or 8000.")] = None,
    workers: Annotated[int | None, typer.Option(min=1, max=64, help="Server processes; default MEND_WORKERS or 1.")] = None,
) -> None:
    """Start the service. It builds the index first if it is missing or stale."""
    settings = load_settings()
    host = settings.host if host is None else host
    port = settings.port if port is None else port
    workers = settings.workers if workers is None else workers
    from uvicorn.importer import import_from_string

    from service.wiring import build

    services = build(settings)
    _advise(services)
    services.engine.compile()
    if not services.index.fresh:
        _embed(services, services.write_index)
    typer.echo(f"Starting Mend on http://{host}:{port} (docs at /docs); Ctrl-C stops it.", err=True)
    if workers == 1:
        create_app = import_from_string(_FACTORY)
        _run_server(create_app(settings, services), host, port, workers=1)
        services.close()
    else:
        services.close()
        with _shared_counters():
            _run_server(_FACTORY, host, port, workers=workers)


@app.command()
def index(
    check: Annotated[bool, typer.Option("--check", help="Only tell whether the index is there; exit 1 if it is not.")] = False,
    as_json: AsJson = False,
) -> None:
    """Build the index: embed what is new or changed in the guides."""
    from service.wiring import build

    services = build(load_settings())
    _advise(services)
    fresh = services.index.fresh
    if not check and not fresh:
        _embed(services, services.write_index)
    record = {
        "fresh": fresh or not check,
        "built": not check and not fresh,
        "passages": services.index.size,
        "corpus": services.corpus.version,
    }
    state = "built" if record["built"] else "up to date" if record["fresh"] else "missing or stale; run `mend index`"
    _print(record, as_json, lambda: f"index {state}: {record['passages']} passages of corpus {record['corpus']}")
    services.close()
    if check and not fresh:
        raise typer.Exit(Exit.GATE_FAILED)


@app.command()
def chat(country: Country = None, as_json: AsJson = False) -> None:
    """Talk with the coach in the terminal. Nothing is kept. Ctrl-D or /quit ends it."""
    from service.cli.conversation import converse

    services = _ready(needs_index=True)
    if sys.stdin.isatty():
        services.warm_up()  # who writes line by line waits once, not at the first line of each kind
    try:
        converse(services, _country(country, services.settings), as_json=as_json)
    finally:
        services.close()


@app.command()
def check(
    text: Annotated[list[str] | None, typer.Argument(help="The text; - or nothing reads standard input.")] = None,
    explain: Annotated[bool, typer.Option("--explain", help="Show spans, reasons, and what was set aside and why.")] = False,
    as_json: AsJson = False,
    jsonl: Lines = False,
) -> None:
    """Check a text for signals of danger. With --jsonl: {id, text} or {id, messages} a line."""
    from service.cli.batch import check_line, run_lines
    from service.cli.show import explained, verdict_record
    from service.domain.text import Message, Speaker, well_formed

    services = _ready(needs_index=False)
    if jsonl:
        raise typer.Exit(run_lines(sys.stdin, sys.stdout, lambda record: check_line(record, services)))
    given = _text(text)
    verdict = services.classifier.classify([Message(Speaker.USER, well_formed(given))])
    _print(verdict_record(verdict), as_json, lambda: explained(verdict, [given], explain=explain))


@app.command()
def rewrite(  # noqa: PLR0913, PLR0917  the command line names them
    statement: Annotated[list[str] | None, typer.Argument(help="The statement; - or nothing reads standard input.")] = None,
    feeling: Annotated[str | None, typer.Option(help="The feeling to own, such as lonely.")] = None,
    tone: Annotated[Tone | None, typer.Option(help="Which shape comes first.")] = None,
    mode: Annotated[Mode, typer.Option(help="Words to say, or words that you got to hear.")] = Mode.SAY,
    country: Country = None,
    as_json: AsJson = False,
    jsonl: Lines = False,
) -> None:
    """Word a statement so that it can be heard. With --jsonl: {id, statement} a line gives {id, kind, text, suggestions, blame}."""
    from service.cli.batch import rewrite_line, run_lines
    from service.cli.show import worded
    from service.public import rewrite_out
    from service.usecases.rewrite import RewriteRequest

    services = _ready(needs_index=False)
    if jsonl:
        raise typer.Exit(run_lines(sys.stdin, sys.stdout, lambda record: rewrite_line(record, services)))
    request = RewriteRequest(_text(statement), feeling, tone, mode, _country(country, services.settings))
    answer = services.wordings.answer(request)
    _print(rewrite_out(answer).model_dump(mode="json"), as_json, lambda: worded(answer))


@app.command()
def search(
    query: Annotated[list[str] | None, typer.Argument(help="The question; - or nothing reads standard input.")] = None,
    k: Annotated[int, typer.Option("-k", min=1, max=50, help="How many sections.")] = 5,
    as_json: AsJson = False,
    jsonl: Lines = False,
) -> None:
    """Find what the guides say. With --jsonl: {id, query} a line gives {id, in_scope, ranked}."""
    from service.cli.batch import run_lines, search_line
    from service.cli.show import found
    from service.public import search_out

    services = _ready(needs_index=True)
    if jsonl:
        raise typer.Exit(run_lines(sys.stdin, sys.stdout, lambda record: search_line(record, services)))
    result = services.retriever.search(_text(query), limit=k)
    _print(search_out(result).model_dump(mode="json"), as_json, lambda: found(result))


@app.command()
def resources(
    country: Annotated[str | None, typer.Argument(help="Two letters, such as GB; nothing shows the international finder.")] = None,
    category: Annotated[str | None, typer.Option(help="Only this kind, such as domestic_violence.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="Also records that are not shown to people, with the reason.")] = False,
    as_json: AsJson = False,
) -> None:
    """Show help lines, each with the date it was checked and what that rests on."""
    from service.cli.show import help_lines
    from service.public import resource_out

    services = _ready(needs_index=False)
    code = _country(country, services.settings)
    page = services.resources.page(code)
    if country and page is None:
        raise NotFoundError(f"no records for {code}; there are: {', '.join(services.resources.countries)}")
    shown = services.lines.listed(code, category)
    records = [r for r in (page or services.resources.international).records if category in (None, r.category)] if everything else shown
    data = {"country": code if page else None, "resources": [resource_out(r).model_dump(mode="json") for r in records]}
    _print(data, as_json, lambda: help_lines(page, records, hidden=set(records) - set(shown)))


@app.command()
def doctor(
    settings: Annotated[bool, typer.Option("--settings", help="List every setting with its meaning and value, and stop.")] = False,
    lines: Annotated[bool, typer.Option("--lines", help="List every help record by evidence and age, weakest first, and stop.")] = False,
    as_json: AsJson = False,
) -> None:
    """Check rules, guides, claims, help lines, weights, index and model. Exit 3 if something is broken, 4 if only the model is."""
    from service.cli.show import diagnosis, settings_table
    from service.diagnosis import MODEL, examine

    loaded = load_settings()
    if settings:
        _print(
            settings_table(loaded),
            as_json,
            lambda: "\n".join(f"{s['variable']}={s['value']}  {s['meaning']}" for s in settings_table(loaded)),
        )
        return
    if lines:
        _help_records(as_json)
        return
    findings = list(examine(loaded))
    broken = {finding.what for finding in findings if finding.status == "broken"}
    healthy = not broken
    _print({"healthy": healthy, "findings": [f.record() for f in findings]}, as_json, lambda: diagnosis(findings))
    if not healthy:
        raise typer.Exit(Exit.MODEL_UNAVAILABLE if broken == {MODEL} else Exit.CONFIGURATION)


def _help_records(as_json: bool) -> None:
    from service.cli.show import help_records
    from service.diagnosis import help_line_table

    services = _ready(needs_index=False)
    table = help_line_table(services)
    services.close()
    _print(table, as_json, lambda: help_records(table))


def _run_server(application: Any, host: str, port: int, *, workers: int) -> None:
    """Serve until stopped; an application named by its factory is built once in each worker."""
    import uvicorn

    factory = isinstance(application, str)
    uvicorn.run(application, factory=factory, host=host, port=port, workers=workers, access_log=False, log_config=None)


@contextmanager
def _shared_counters() -> Iterator[None]:
    """Let the server processes add up their counters in one folder; the library reads where from this variable."""
    with TemporaryDirectory(prefix="mend-counters-") as folder:
        os.environ.setdefault("PROMETHEUS_MULTIPROC_DIR", folder)
        yield


def _ready(*, needs_index: bool) -> "Services":
    from service.wiring import build

    services = build(load_settings())
    if needs_index:
        _embed(services, services.index.prepare)
    return services


def _embed(services: "Services", work: Callable[["Progress"], None]) -> None:
    """Do work that embeds what is missing, with a bar on a terminal and plain lines elsewhere."""
    from service.cli.progress import shown_progress

    if not services.index.fresh:
        typer.echo("Building the index (once for each edition of the guides) ...", err=True)
    with shown_progress("passages embedded") as progress:
        work(progress)


def _advise(services: "Services") -> None:
    """Tell of a corpus that has outgrown the embedded store."""
    if services.advice:
        typer.echo(f"Note: {services.advice}", err=True)


def _print(record: Any, as_json: bool, text: Callable[[], str]) -> None:
    typer.echo(json.dumps(record, ensure_ascii=False, default=str) if as_json else text())


def _text(words: list[str] | None) -> str:
    given = sys.stdin.read() if not words or words == ["-"] else " ".join(words)
    if not given.strip():
        raise InvalidInputError("there is no text; give it as an argument or on standard input")
    return well_formed(given)


def _country(given: str | None, settings: Settings) -> str | None:
    if given is None:
        return settings.country
    if len(given) != 2 or not given.isalpha():
        raise InvalidInputError(f"{given!r} is not a two-letter country code such as GB")
    return country_code(given)


def main() -> None:
    """Run the command line; every error that Mend raises on purpose becomes a line and an exit code."""
    if isinstance(sys.stdin, TextIOWrapper):
        sys.stdin.reconfigure(encoding="utf-8", errors="replace")
    for name, hint in unknown_variables(os.environ).items():
        typer.echo(f"mend: {name} is no setting and changes nothing" + (f"; is {hint} meant?" if hint else ""), err=True)
    try:
        app(prog_name="mend")
    except (InvalidInputError, NotFoundError) as error:
        _fail(error, Exit.USAGE)
    except MendError as error:
        _fail(error, Exit.CONFIGURATION)


def _fail(error: MendError, code: Exit) -> NoReturn:
    typer.echo(f"mend: {error}", err=True)
    sys.exit(code)
