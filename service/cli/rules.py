"""`mend rules`: for people who know about abuse or suicide and want to read, test or add rules."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from service.cli.exits import Exit

if TYPE_CHECKING:
    from service.safety.proving import Example
    from service.safety.records import Rulebook

rules = typer.Typer(no_args_is_help=True, help="Check, try and add safety rules; see docs/rules.md.")
Folder = Annotated[Path | None, typer.Option("--rules", exists=True, file_okay=False, help="A rules folder; default: the one in use.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]
_LEVELS = ("cue", "concern", "acute", "emergency")
_VOICES = ("victim", "perpetrator", "third_party")
# Of the hundred thousand shipped texts so many stand for one: all of them would take minutes.
_TRIED = 3


@rules.command()
def lint(folder: Folder = None, as_json: AsJson = False) -> None:
    """Load a rules folder and try every rule on its own examples; exit 1 where one fails."""
    from service.safety.proving import advice, prove

    book = _book(folder)
    tried = list(prove(book))
    failed = [example for example in tried if not example.right]
    notes = list(advice(book))
    if as_json:
        _json({"rules": len(book.rules), "examples": len(tried), "failed": [_record(e) for e in failed], "advice": notes})
    else:
        for example in failed:
            typer.echo(_line(example))
        for note in notes:
            typer.echo(f"note     {note}")
        typer.echo(f"{len(book.rules)} rules, {len(tried)} examples, {len(failed)} failed, {len(notes)} notes; {book.version}")
    raise typer.Exit(Exit.GATE_FAILED if failed else Exit.OK)


@rules.command("test")
def try_out(
    ids: Annotated[
        list[str] | None, typer.Argument(help="Rule ids, or beginnings of them, such as monitor.; all where none is named.")
    ] = None,
    folder: Folder = None,
    changes: Annotated[
        bool, typer.Option("--changes", help="Also try both rule sets on a third of the shipped exemplars and list what differs.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Try rules on their examples, and with --changes tell what the folder changes against the shipped rules."""
    from service.adapters.data_files import meaning_folder, rules_folder
    from service.safety.meaning.exemplars import load_exemplars
    from service.safety.proving import flips, prove

    book = _book(folder)
    chosen = [rule for rule in book.rules if not ids or rule.id.startswith(tuple(ids))]
    if not chosen:
        raise typer.BadParameter(f"no rule begins with {', '.join(ids or [])}")
    tried = list(prove(book, chosen))
    failed = sum(not example.right for example in tried)
    found = []
    if changes:
        exemplars = load_exemplars(meaning_folder() / "exemplars")
        texts = [(e.id, e.text) for e in exemplars] + [(f"{e.id} twin", e.twin) for e in exemplars if e.twin]
        found = list(flips(_book(rules_folder()), book, texts[::_TRIED]))
    if as_json:
        _json({"examples": [_record(e) for e in tried], "changes": [_flip(f) for f in found]})
    else:
        for example in tried:
            typer.echo(_line(example))
        for flip in found:
            speaking = ", ".join(flip.rules_after or flip.rules_before)
            typer.echo(f"{flip.before.label} -> {flip.after.label}  {flip.id}: {flip.text}  [{speaking}]")
        typer.echo(f"{len(tried)} examples, {failed} failed" + (f"; {len(found)} exemplars change" if changes else ""))
    raise typer.Exit(Exit.GATE_FAILED if failed else Exit.OK)


@rules.command()
def new(
    rule_id: Annotated[str, typer.Argument(help="Such as monitor.reads-post: kind, dot, what happens.")],
    category: Annotated[str, typer.Option(help="A code of docs/rules.md, such as MONITOR.")],
    level: Annotated[str, typer.Option(help=", ".join(_LEVELS))] = "cue",
    voice: Annotated[str, typer.Option(help=", ".join(_VOICES))] = "victim",
    folder: Annotated[Path | None, typer.Option("--rules", file_okay=False, help="Write it as a file here; default: print it.")] = None,
) -> None:
    """Begin a new rule: a filled example to edit, which already passes `mend rules lint`."""
    from service.safety.proving import template

    for given, allowed, name in ((level, _LEVELS, "--level"), (voice, _VOICES, "--voice")):
        if given not in allowed:
            raise typer.BadParameter(f"{name} is {given!r}; allowed are {', '.join(allowed)}")
    text = template(rule_id, category, level, voice)
    if folder is None:
        typer.echo(text, nl=False)
        return
    file = folder / "signals" / f"{rule_id.replace('.', '_').replace('-', '_')}.yaml"
    if file.exists():
        raise typer.BadParameter(f"{file} exists already")
    if not file.parent.is_dir():
        raise typer.BadParameter(f"{folder} is no rules folder: it has no folder signals")
    file.write_text(text, "utf-8")
    typer.echo(f"{file} written; edit it, then: mend rules test {rule_id} --rules {folder} --changes")


@rules.command()
def explain(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="Cases in YAML, such as docs/explained.yaml.")],
) -> None:
    """Explain the verdict on each case of a file, as Markdown; exit 1 where a case gets another level than it says."""
    from service.cli.explained import explained_page
    from service.settings import load_settings
    from service.wiring import build

    services = build(load_settings())
    try:
        page, wrong = explained_page(file, services.classifier)
    finally:
        services.close()
    typer.echo(page, nl=False)
    for case in wrong:
        typer.echo(f"another level than the file says: {case}", err=True)
    raise typer.Exit(Exit.GATE_FAILED if wrong else Exit.OK)


def _book(folder: Path | None) -> "Rulebook":
    from service.adapters.data_files import rules_folder
    from service.safety.loader import load_rulebook
    from service.settings import load_settings

    return load_rulebook(folder or load_settings().rules_dir or rules_folder())


def _line(example: "Example") -> str:
    wanted = "fires " if example.must_fire else "silent"
    level = f" ({example.level.label})" if example.level is not None else ""
    return f"{'ok  ' if example.right else 'FAIL'} {wanted} {example.rule}{level}: {example.text}  [{example.place}]"


def _record(example: "Example") -> dict[str, Any]:
    level = example.level.label if example.level is not None else None
    return {"rule": example.rule, "place": example.place, "text": example.text, "must_fire": example.must_fire, "level": level}


def _flip(flip: Any) -> dict[str, Any]:
    return {"id": flip.id, "text": flip.text, "before": flip.before.label, "after": flip.after.label, "rules": list(flip.rules_after)}


def _json(record: dict[str, Any]) -> None:
    import json

    typer.echo(json.dumps(record, ensure_ascii=False))
