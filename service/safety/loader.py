"""Reads a folder of rule files into a `Rulebook`; a broken file stops the start with file, line and reason.

Files: `version`, `spelling.yaml`, `vocabulary.txt`, `told.yaml`, `lexicons/*.yaml`, `contexts.yaml`, `aggravators.yaml`, `roles.yaml`,
and the signals, a file a category, under `signals/`.
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar

import yaml

from service.domain.errors import PatternError, RuleError
from service.domain.safety import RiskLevel, Role, Voice
from service.language.matching import Language
from service.language.normalise import Normaliser
from service.language.pattern import Pattern, PatternCompiler
from service.language.spelling import Spelling
from service.safety.records import Aggravator, Context, Direction, RoleMarker, Rule, Rulebook
from service.safety.told import ToldWords

T = TypeVar("T")
LEVELS = {
    "cue": RiskLevel.NONE,
    "concern": RiskLevel.CONCERN,
    "acute": RiskLevel.ACUTE,
    "emergency": RiskLevel.EMERGENCY,
}
_VOICES = {voice.value: voice for voice in Voice}
_ROLES = {role.value: role for role in Role}
_DIRECTIONS = {direction.value: direction for direction in Direction}
_WITHIN = {key: _DIRECTIONS[key] for key in ("sentence", "message")}
_LINE = "__line__"
VOCABULARY = "vocabulary.txt"


def load_language(folder: Path) -> Language:
    """The spelling and lexicons of a rules folder, for other engines that read text by patterns.

    Raises:
        RuleError: a file is missing or broken.
    """
    lexicons: dict[str, tuple[str, ...]] = {}
    for file in sorted((folder / "lexicons").glob("*.yaml")):
        lexicons.update(_lexicons(file, lexicons))
    spelling = load_spelling(folder)
    return Language(Normaliser(spelling), PatternCompiler(lexicons, spelling.rewrites))


def load_rulebook(folder: Path, language: Language | None = None) -> Rulebook:
    """Read every rule file under `folder`.

    Raises:
        RuleError: a file is missing or broken; the message names file, line and reason.
    """
    language = language or load_language(folder)
    compiler = language.compiler
    rules = [rule for file in sorted((folder / "signals").glob("*.yaml")) for rule in _rules(file, compiler)]
    contexts = tuple(_each(folder / "contexts.yaml", "contexts", lambda r: _context(r, compiler)))
    if not rules:
        raise RuleError(f"{folder / 'signals'}: no rule files found")
    _check_unique(rules)
    _check_contexts(rules, {context.kind for context in contexts})
    return Rulebook(
        version=_version(folder),
        normalise=language.normalise,
        rules=tuple(rules),
        contexts=contexts,
        aggravators=tuple(_each(folder / "aggravators.yaml", "aggravators", lambda r: _aggravator(r, compiler))),
        role_markers=tuple(_each(folder / "roles.yaml", "markers", lambda r: _role_marker(r, compiler))),
        told=_told(folder / "told.yaml"),
    )


class _Record:
    """One mapping of a rule file; every reader says file, line and reason when it fails."""

    def __init__(self, data: Mapping[str, Any], file: Path) -> None:
        self._data = dict(data)
        self._file = file
        self._line = self._data.pop(_LINE, 1)
        self._read: set[str] = set()

    @property
    def place(self) -> str:
        return f"{self._file.name}:{self._line}"

    def fail(self, reason: str) -> RuleError:
        return RuleError(f"{self._file}:{self._line}: {reason}")

    def get(self, key: str, default: Any = None) -> Any:
        self._read.add(key)
        return self._data.get(key, default)

    def text(self, key: str, default: str | None = None) -> str:
        value = self.get(key, default)
        if not isinstance(value, str) or not value.strip():
            raise self.fail(f"{key} must be a text, found {value!r}")
        return value.strip()

    def flag(self, key: str) -> bool:
        value = self.get(key, False)
        if not isinstance(value, bool):
            raise self.fail(f"{key} must be true or false, found {value!r}")
        return value

    def texts(self, key: str, default: tuple[str, ...] = ()) -> tuple[str, ...]:
        value = self.get(key, list(default))
        if not isinstance(value, list) or not all(isinstance(item, str) and item.strip() for item in value):
            raise self.fail(f"{key} must be a list of texts")
        return tuple(value)

    def table(self, key: str) -> dict[str, str]:
        found = self.get(key, {})
        if not isinstance(found, dict):
            raise self.fail(f"{key} must map texts to texts")
        return {str(typed): str(meant) for typed, meant in found.items() if typed != _LINE}

    def choice(self, key: str, choices: Mapping[str, T], default: str | None = None) -> T:
        value = self.get(key, default)
        if not isinstance(value, str) or value not in choices:
            raise self.fail(f"{key} is {value!r}; allowed are {', '.join(choices)}")
        return choices[value]

    def patterns(self, key: str, compiler: PatternCompiler, *, needed: bool = True) -> tuple[Pattern, ...]:
        texts = self.texts(key)
        if needed and not texts:
            raise self.fail(f"{key} must hold at least one pattern")
        try:
            return tuple(compiler.compile(text) for text in texts)
        except PatternError as error:
            raise self.fail(str(error)) from error

    def finish(self) -> None:
        """Refuse keys that nobody read: a misspelt key must not pass silently."""
        if unknown := sorted(str(key) for key in self._data.keys() - self._read):
            raise self.fail(f"unknown key {', '.join(unknown)}")


class _LineLoader(yaml.CSafeLoader):
    """Gives every mapping the line it begins on."""


def _mapping_with_line(loader: _LineLoader, node: yaml.MappingNode) -> dict[Any, Any]:
    mapping: dict[Any, Any] = loader.construct_mapping(node, deep=True)
    mapping[_LINE] = node.start_mark.line + 1
    return mapping


_LineLoader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping_with_line)


def _read(file: Path) -> _Record:
    try:
        data = yaml.load(file.read_text(encoding="utf-8"), Loader=_LineLoader)  # noqa: S506  a safe loader with lines
    except OSError as error:
        raise RuleError(f"{file}: cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise RuleError(f"{file}: cannot be read: it is not UTF-8") from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        raise RuleError(f"{file}:{line}: not YAML: {getattr(error, 'problem', None) or error}") from error
    if not isinstance(data, dict):
        raise RuleError(f"{file}:1: must hold a mapping")
    return _Record(data, file)


def _each(file: Path, key: str, make: Callable[[_Record], T]) -> Iterator[T]:
    top = _read(file)
    yield from _items(top, file, key, make)
    top.finish()


def _items(top: _Record, file: Path, key: str, make: Callable[[_Record], T]) -> Iterator[T]:
    records = top.get(key)
    if not isinstance(records, list) or not all(isinstance(record, dict) for record in records):
        raise top.fail(f"{key} must be a list of records")
    for data in records:
        record = _Record(data, file)
        yield make(record)
        record.finish()


def _lexicons(file: Path, known: Mapping[str, object]) -> dict[str, tuple[str, ...]]:
    top = _read(file)
    found = {key: top.texts(key) for key in list(top._data)}  # noqa: SLF001  every key is a lexicon here
    for name, entries in found.items():
        if not entries:
            raise top.fail(f"lexicon {name} is empty")
        if name in known:
            raise top.fail(f"lexicon {name} is defined twice")
    return found


def _rules(file: Path, compiler: PatternCompiler) -> Iterator[Rule]:
    top = _read(file)
    category = top.text("category")
    source = top.text("source")
    contexts = top.texts("contexts")
    frames = top.flag("frames")

    def make(record: _Record) -> Rule:
        rule = Rule(
            id=record.text("id"),
            category=record.text("category", category),
            level=record.choice("level", LEVELS),
            voice=record.choice("voice", _VOICES, Voice.VICTIM.value),
            reason=record.text("reason"),
            source=record.text("source", source),
            patterns=record.patterns("patterns", compiler),
            contexts=frozenset(record.texts("contexts", contexts)),
            fires=record.texts("fires"),
            silent=record.texts("silent"),
            place=record.place,
            brief=record.choice("brief", LEVELS) if record.get("brief") is not None else None,
            frame=frames,
        )
        if not rule.fires:
            raise record.fail(f"rule {rule.id} has no example that must fire")
        return rule

    yield from _items(top, file, "rules", make)
    top.finish()


def _context(record: _Record, compiler: PatternCompiler) -> Context:
    reach = record.get("reach", 5)
    if not isinstance(reach, int) or not 0 <= reach <= 60:
        raise record.fail(f"reach must be a number of words from 0 to 60, found {reach!r}")
    lowers_to = record.get("lowers_to")
    if lowers_to is not None and (not isinstance(lowers_to, str) or lowers_to not in LEVELS):
        raise record.fail(f"lowers_to is {lowers_to!r}; allowed are {', '.join(LEVELS)}")
    return Context(
        id=record.text("id"),
        kind=record.text("kind"),
        why=record.text("why"),
        cues=record.patterns("cues", compiler),
        direction=record.choice("direction", _DIRECTIONS),
        reach=reach,
        stops=frozenset(record.texts("stops")),
        unless=record.patterns("unless", compiler, needed=False),
        yields=record.flag("yields"),
        lowers_to=LEVELS[lowers_to] if lowers_to else None,
        place=record.place,
    )


def _aggravator(record: _Record, compiler: PatternCompiler) -> Aggravator:
    raises = record.get("raises", {})
    given = {low: high for low, high in raises.items() if low != _LINE} if isinstance(raises, dict) else {}
    if not given or not all(isinstance(level, str) and level in LEVELS for pair in given.items() for level in pair):
        raise record.fail("raises must map levels to levels, such as {cue: concern, concern: acute}")
    return Aggravator(
        id=record.text("id"),
        reason=record.text("reason"),
        patterns=record.patterns("patterns", compiler),
        raises={LEVELS[low]: LEVELS[high] for low, high in given.items()},
        categories=frozenset(record.texts("categories")),
        within=record.choice("within", _WITHIN, "message"),
        fires=record.texts("fires"),
        silent=record.texts("silent"),
        place=record.place,
    )


def _role_marker(record: _Record, compiler: PatternCompiler) -> RoleMarker:
    return RoleMarker(
        id=record.text("id"),
        role=record.choice("role", _ROLES),
        patterns=record.patterns("patterns", compiler),
        categories=frozenset(record.texts("categories")),
        place=record.place,
    )


def _told(file: Path) -> ToldWords:
    top = _read(file)

    def several(key: str) -> frozenset[str]:
        return frozenset(word for entry in top.texts(key) for word in entry.split("|"))

    words = ToldWords(
        subject=top.text("subject"),
        object=top.text("object"),
        spoken=several("spoken"),
        words=top.table("words"),
        object_after=several("object_after"),
        asks=several("asks"),
        forms=top.table("forms"),
        verbs=several("verbs"),
        between=several("between"),
        clipped=several("clipped"),
        openings=several("openings"),
        stops=several("stops"),
        goes_on=top.text("goes_on"),
    )
    top.finish()
    return words


def _vocabulary(file: Path) -> frozenset[str]:
    try:
        return frozenset(file.read_text("utf-8").split())
    except OSError as error:
        raise RuleError(f"{file}: cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise RuleError(f"{file}: cannot be read: {error.reason}") from error


def load_spelling(folder: Path) -> Spelling:
    """The word lists of a rules folder.

    Raises:
        RuleError: a file is missing or broken.
    """
    top = _read(folder / "spelling.yaml")
    spelling = Spelling(
        rewrites={typed: tuple(meant.split()) for typed, meant in top.table("rewrites").items()},
        watched=frozenset(top.texts("watched")),
        ordinary=_vocabulary(folder / VOCABULARY),
        signs={sign: tuple(meant.split()) for sign, meant in top.table("signs").items()},
        lookalikes={ord(letter): latin for letter, latin in top.table("lookalikes").items()},
    )
    top.finish()
    for typed, meant in spelling.rewrites.items():
        for word in meant:
            if word in spelling.rewrites and spelling.rewrites[word] != (word,):
                raise top.fail(f"rewrite {typed!r} gives {word!r}, which is rewritten again")
    return spelling


def _check_unique(rules: list[Rule]) -> None:
    seen: dict[str, str] = {}
    for rule in rules:
        if rule.id in seen:
            raise RuleError(f"{rule.place}: rule {rule.id} stands already at {seen[rule.id]}")
        seen[rule.id] = rule.place


def _check_contexts(rules: list[Rule], kinds: set[str]) -> None:
    for rule in rules:
        if unknown := sorted(rule.contexts - kinds):
            raise RuleError(f"{rule.place}: rule {rule.id} names unknown context kinds: {', '.join(unknown)}")


def _version(folder: Path) -> str:
    digest = hashlib.sha256()
    for file in sorted([*folder.rglob("*.yaml"), folder / VOCABULARY]):
        digest.update(file.relative_to(folder).as_posix().encode() + b"\0" + file.read_bytes())
    try:
        release = (folder / "version").read_text(encoding="utf-8").strip()
    except OSError as error:
        raise RuleError(f"{folder / 'version'}: cannot be read: {error.strerror}") from error
    return f"rules-{release}+{digest.hexdigest()[:12]}"
