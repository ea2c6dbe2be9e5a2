"""`mend corpus`: bring guides in, look at them, take them away again."""

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from service.domain.errors import NotFoundError
from service.domain.importing import ImportReport, NoteKind
from service.settings import Settings, load_settings

corpus_app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help="Bring guides of your own, look at what is there, and take imported guides away again. Needs MEND_CORPUS_DIR.",
)
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]


@corpus_app.command("import")
def bring(  # noqa: PLR0913, PLR0917  one argument an option
    files: Annotated[list[Path], typer.Argument(help="Plain text, Markdown, HTML, PDF or DOCX.", show_default=False)],
    guide: Annotated[str | None, typer.Option("--id", help="Id of the guide; default: made from its title.")] = None,
    title: Annotated[str | None, typer.Option(help="Title of the guide; default: found in the file.")] = None,
    audience: Annotated[str | None, typer.Option(help="Whom the guide is for.")] = None,
    replace: Annotated[bool, typer.Option("--replace", help="Replace the imported guide of the same id.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show what would be kept, dropped and repaired.")] = False,
    as_json: AsJson = False,
) -> None:
    """Turn files into guides, show what was kept, dropped and repaired, and index what is new."""
    from service.usecases.bring_guide import Wish
    from service.wiring import build_importer

    settings = load_settings()
    importer, shelf = build_importer(settings)
    if not dry_run:
        _ = shelf.folder  # tells at once that there is no place to write to
    brought = importer.prepare(files, Wish(guide, title, audience, replace))
    filled = False if dry_run else importer.write(brought, today=datetime.now(UTC).date())
    indexed = None if dry_run else _index(settings)
    reports = [one.report for one in brought]
    record = {
        "dry_run": dry_run,
        "folder": None if dry_run else str(shelf.folder),
        "shipped_guides_copied": filled,
        "guides": [report_record(one.report) | {"edition": one.guide.edition} for one in brought],
        "index": indexed,
    }
    _print(record, as_json, lambda: _summary(reports, record))


@corpus_app.command("list")
def list_guides(as_json: AsJson = False) -> None:
    """List the guides, and which of them were imported."""
    from service.adapters.edition_files import EditionFiles

    rows = EditionFiles(load_settings().corpus_dir).listed()
    _print({"guides": [asdict(row) for row in rows]}, as_json, lambda: "\n".join(_listed(asdict(row)) for row in rows))


@corpus_app.command()
def show(
    guide: Annotated[str, typer.Argument(help="Id of a guide, or of a section such as my-guide#3.")],
    report: Annotated[bool, typer.Option("--report", help="The report of its import instead.")] = False,
    as_json: AsJson = False,
) -> None:
    """Show a guide, one section with its neighbours, or the report of an import."""
    from service.adapters.edition_files import EditionFiles

    shelf = EditionFiles(load_settings().corpus_dir)
    name, _, number = guide.partition("#")
    found = shelf.corpus().guide(name)
    if found is None:
        raise NotFoundError(f"there is no guide {name}; there are: {', '.join(row.id for row in shelf.listed())}")
    if report:
        record = shelf.report(name)
        if record is None:
            raise NotFoundError(f"{name} was not brought in by import, so there is no report")
        _print(record, as_json, lambda: _stored_report(record))
        return
    sections = [s for s in found.sections if not number or s.id == guide]
    if not sections:
        raise NotFoundError(f"there is no section {guide}; {name} has {found.sections[0].id} to {found.sections[-1].id}")
    _print(_guide_record(found, sections), as_json, lambda: _guide_text(found, sections, whole=bool(number)))


@corpus_app.command()
def remove(guide: Annotated[str, typer.Argument(help="Id of an imported guide.")], as_json: AsJson = False) -> None:
    """Undo an import: take the guide away, or bring back the edition it replaced."""
    from service.adapters.edition_files import EditionFiles

    settings = load_settings()
    edition = EditionFiles(settings.corpus_dir).remove(guide)
    record = {"removed": guide, "edition_brought_back": edition, "index": _index(settings)}
    told = f"removed {guide}" if edition is None else f"removed the last import of {guide}; edition {edition} is back"
    _print(record, as_json, lambda: told)


def report_record(report: ImportReport) -> dict[str, Any]:
    """The report of an import as JSON: what was kept, and the notes by kind."""
    record: dict[str, Any] = {name: getattr(report, name) for name in ("guide", "title", "source", "format", "sha256", "unit")}
    record["kept"] = [asdict(kept) for kept in report.kept]
    for kind in NoteKind:
        key = "warnings" if kind is NoteKind.WARNING else kind.value
        record[key] = [{"line": note.line, "reason": note.reason, "text": note.text} for note in report.of(kind)]
    return record


def _index(settings: Settings) -> dict[str, Any]:
    """Bring the index up to date; passages that were there already are not embedded again."""
    from service.cli.progress import shown_progress
    from service.wiring import build

    services = build(settings)
    try:
        with shown_progress("passages embedded") as progress:
            services.write_index(progress)
        if services.advice:
            typer.echo(f"Note: {services.advice}", err=True)
        return {"passages": services.index.size, "corpus": services.corpus.version}
    finally:
        services.close()


def _summary(reports: Sequence[ImportReport], record: dict[str, Any]) -> str:
    parts = [_report_text(report_record(report)) for report in reports]
    if record["shipped_guides_copied"]:
        parts.append(f"The shipped guides were copied to {record['folder']} first.")
    if record["dry_run"]:
        parts.append("Nothing was written.")
    else:
        ids = ", ".join(report.guide for report in reports)
        parts.append(
            f"Imported: {ids}. The index holds {record['index']['passages']} passages. A running service shows it after a restart.\n"
            "Nobody has reviewed it: read it with `mend corpus show ID`; `mend corpus remove ID` undoes the import."
        )
    return "\n\n".join(parts)


def _report_text(record: dict[str, Any]) -> str:
    unit = record["unit"]
    lines = [f"{record['source']}: {record['title']} ({record['guide']})"]
    words = sum(kept["words"] for kept in record["kept"])
    lines.append(f"  kept {len(record['kept'])} sections, {words} words")
    for kept in record["kept"]:
        span = f"{kept['first_line']}" if kept["first_line"] == kept["last_line"] else f"{kept['first_line']} to {kept['last_line']}"
        lines.append(f"    #{kept['section'].partition('#')[2]} {kept['heading']} ({unit} {span})")
    for key, told in (("dropped", "dropped"), ("repaired", "repaired"), ("withheld", "held back"), ("warnings", "look at")):
        if record[key]:
            lines.append(f"  {told} {len(record[key])}")
            lines += [
                f"    {unit} {note['line']}: {note['reason']}" + (f": {note['text']!r}" if note["text"] else "") for note in record[key]
            ]
    return "\n".join(lines)


def _stored_report(record: dict[str, Any]) -> str:
    """The report as it was kept beside the guide, whose notes stand in one list."""
    by_kind: dict[str, list[dict[str, Any]]] = {"dropped": [], "repaired": [], "withheld": [], "warnings": []}
    for note in record["notes"]:
        by_kind["warnings" if note["kind"] == "warning" else note["kind"]].append(note)
    return f"imported on {record['imported_on']}\n" + _report_text(record | by_kind)


def _listed(row: dict[str, Any]) -> str:
    origin = f"imported {row['imported_on']} from {row['source']}" if row["imported_on"] else "shipped or written by hand"
    return f"{row['id']}  {row['title']}  ({row['sections']} sections, edition {row['edition']}, {origin})"


def _guide_record(guide: Any, sections: Sequence[Any]) -> dict[str, Any]:
    from service.public import guide_out, section_out

    record = guide_out(guide, with_sections=False).model_dump(mode="json")
    return record | {"sections": [section_out(section).model_dump(mode="json") for section in sections]}


def _guide_text(guide: Any, sections: Sequence[Any], *, whole: bool) -> str:
    reviewed = f"reviewed {guide.reviewed_on}" if guide.reviewed_on else "not reviewed"
    head = f"{guide.title} ({guide.id}, edition {guide.edition}, {reviewed})\n{guide.origin}. Audience: {guide.audience}."
    if not whole:
        return head + "\n\n" + "\n".join(f"#{s.id.partition('#')[2]} {s.heading}" for s in sections)
    ids = [section.id for section in guide.sections]
    place = ids.index(sections[0].id)
    beside = [f"before: {guide.sections[place - 1].heading}"] if place else []
    beside += [f"after: {guide.sections[place + 1].heading}"] if place + 1 < len(ids) else []
    return "\n\n".join([head, f"## {sections[0].heading}", sections[0].text, *beside])


def _print(record: Any, as_json: bool, text: Callable[[], str]) -> None:
    typer.echo(json.dumps(record, ensure_ascii=False, default=str) if as_json else text())
