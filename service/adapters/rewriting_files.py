"""Reads the reviewed data of the rewriter from the folder `service/rewriting/data`."""

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from service.adapters.data_files import read_yaml
from service.domain.errors import DataError, PatternError
from service.domain.rewriting import RewriteKind
from service.language.pattern import Pattern, PatternCompiler
from service.rewriting.records import (
    AskWords,
    BlameForm,
    Caution,
    Decline,
    DeedCue,
    DeedVerbs,
    DeedWords,
    FactWords,
    Feelings,
    Frame,
    Helped,
    Judging,
    KindWeights,
    Lists,
    PlainParts,
    RewritingData,
    SentenceWeights,
    Sign,
    SoundWords,
    StoryRules,
    Topic,
    UndoneVerbs,
)

Compiled = Callable[[str, list[str]], tuple[Pattern, ...]]
"""Compiles the pattern texts of the record of an id."""


class RewritingDataError(DataError):
    """A data file of the rewriter is broken."""


_FILES = (
    "topics",
    "frames",
    "feelings",
    "grammar",
    "verbs",
    "wrappers",
    "blame",
    "declines",
    "notes",
    "judging",
    "story",
    "sound",
    "misspelt",
    "asks",
    "caution",
)
_HEAD = frozenset({"version", "reviewed_on"})


def load_rewriting(folder: Path, spelling_file: Path) -> RewritingData:
    """All of the rewriter's data; `spelling_file` holds the spelling shared with the safety rules.

    Raises:
        DataError: a file is missing or broken; the message names file and record.
    """
    files = {name: folder / f"{name}.yaml" for name in _FILES}
    data = {name: read_yaml(file, RewritingDataError) for name, file in files.items()}
    shared = _words(data["misspelt"].get("words", {})) | _words(read_yaml(spelling_file, RewritingDataError).get("rewrites", {}))
    blame = data["blame"]
    try:
        feelings = _feelings(data["feelings"])
        compiled = _compiled(_compiler(blame, feelings), folder)
        return RewritingData(
            version=_version([*files.values(), folder / "kinds.json", folder / "sentences.json"]),
            topics=tuple(_topic(record) for record in data["topics"]["topics"]),
            vague_cues=frozenset(map(str, data["topics"]["vague"])),
            frames=tuple(_frame(record) for record in data["frames"]["frames"]),
            plain=_plain_parts(data["topics"]),
            feelings=feelings,
            lists=_lists(data["grammar"], shared, blame["traits"], data["judging"]),
            facts=FactWords(**_sets(data["grammar"]["facts"])),
            judging=_judging(data["judging"]),
            story=_story(data["story"]),
            sound=SoundWords(**_sets({name: words for name, words in data["sound"].items() if name not in _HEAD})),
            asks=AskWords(_sets(data["asks"]["alike"]), frozenset(map(str, data["asks"]["beings"]))),
            plain_verbs=_words(data["verbs"]["plain"]),
            done={verb: _deed_words(record) for verb, record in data["verbs"]["done"].items()},
            deed_verbs=DeedVerbs(**_sets(data["verbs"]["deed_verbs"])),
            undone=data["verbs"]["undone"],
            undone_verbs=UndoneVerbs(**_sets(data["verbs"]["undone_verbs"])),
            missing_state={start: (now, once) for start, (now, once) in data["verbs"]["missing_state"].items()},
            work=_words(data["verbs"]["work"]),
            helped=Helped(**_sets(data["verbs"]["helped"])),
            wrappers=tuple(_wrappers(data["wrappers"], files["wrappers"])),
            forms=tuple(_form(record, compiled) for record in blame["forms"]),
            declines=tuple(_decline(record, compiled) for record in data["declines"]["declines"]),
            caution=_caution(data["caution"], compiled),
            notes=_words(data["notes"]["notes"]),
            kinds=load_kinds(folder / "kinds.json"),
            sentences=_sentences(folder / "sentences.json"),
        )
    except (KeyError, TypeError, AttributeError) as broken:
        raise RewritingDataError(f"{folder}: a record lacks or misshapes {broken}") from broken


def load_kinds(file: Path) -> KindWeights:
    """What each cue of a kind weighs, as `python -m evals.train_kinds` wrote it."""
    try:
        data = json.loads(file.read_text(encoding="utf-8"))
        return KindWeights(
            tuple(RewriteKind(kind) for kind in data["kinds"]),
            tuple(data["bias"]),
            {cue: tuple(weights) for cue, weights in data["cues"].items()},
        )
    except (OSError, ValueError, KeyError) as broken:
        raise RewritingDataError(f"{file}: cannot be read: {broken}") from broken


def _sentences(file: Path) -> SentenceWeights:
    """What makes a sentence whole, as `python -m evals.observations.sentences` wrote it."""
    try:
        data = json.loads(file.read_text(encoding="utf-8"))
        return SentenceWeights(float(data["bias"]), float(data["least"]), {str(cue): float(weight) for cue, weight in data["cues"].items()})
    except (OSError, ValueError, KeyError) as broken:
        raise RewritingDataError(f"{file}: cannot be read: {broken}") from broken


def _version(files: Iterable[Path]) -> str:
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()[:12]


def _compiler(blame: Mapping[str, Any], feelings: Feelings) -> PatternCompiler:
    """Compiles patterns that name the lexicons of blame."""
    return PatternCompiler(
        {
            "who": _plain(blame["who"]),
            "trait": _plain(blame["traits"]),
            "insult": _plain(blame["insults"]),
            "pseudo": _plain(feelings.not_feelings),
        }
    )


def _compiled(compiler: PatternCompiler, folder: Path) -> Compiled:
    def compiled(record: str, texts: list[str]) -> tuple[Pattern, ...]:
        try:
            return tuple(compiler.compile(" ".join(text.split())) for text in texts)
        except PatternError as error:
            raise RewritingDataError(f"{folder}: {record}: {error}") from error

    return compiled


def _wrappers(data: Mapping[str, Any], file: Path) -> Iterator[tuple[re.Pattern[str], str]]:
    for record in data["wrappers"]:
        pattern = record["pattern"]
        for name, part in data["parts"].items():
            pattern = pattern.replace(f"<{name}>", part)
        try:
            yield re.compile(f"^(?:{pattern})"), record["instead"]
        except re.error as error:
            raise RewritingDataError(f"{file}: {pattern!r} is no pattern: {error}") from error


def _form(record: Mapping[str, Any], compiled: Compiled) -> BlameForm:
    patterns = compiled(record["id"], record["patterns"])
    return BlameForm(record["id"], record["reason"], patterns, tuple(record["fires"]), tuple(record["silent"]))


def _deed_words(record: Mapping[str, Any]) -> DeedWords:
    return DeedWords(record["habit"][0], record["once"][0], record.get("instead", ""))


def _decline(record: Mapping[str, Any], compiled: Compiled) -> Decline:
    return Decline(
        id=record["id"],
        kind=record["kind"],
        over_blame=record["over_blame"],
        refuse=record["refuse"],
        note=record["note"],
        patterns=compiled(record["id"], record["patterns"]),
        fires=tuple(record["fires"]),
        silent=tuple(record["silent"]),
        to_nobody=record.get("to_nobody", False),
    )


def _caution(data: Mapping[str, Any], compiled: Compiled) -> Caution:
    signs = tuple(
        Sign(r["id"], r["reason"], compiled(r["id"], r["patterns"]), tuple(r["fires"]), tuple(r["silent"])) for r in data["signs"]
    )
    return Caution(float(data["alone"]), float(data["beside_sign"]), int(data["words"]), float(data["longer"]), signs)


def _topic(record: Mapping[str, Any]) -> Topic:
    cues = tuple(tuple(str(cue).lower().replace("'", " '").split()) for cue in record["cues"])
    return Topic(record["id"], cues, tuple(record["feelings"]), tuple(record["needs"]), tuple(record["requests"]), record["slot"])


def _frame(record: Mapping[str, Any]) -> Frame:
    return Frame(
        id=record["id"],
        deeds=tuple(_deed_cue(text) for text in record["deeds"]),
        feelings=tuple(record.get("feelings", ())),
        needs=tuple(record["needs"]),
        requests=tuple(record["requests"]),
        weak=record.get("weak", False),
    )


def _deed_cue(text: str) -> DeedCue:
    words = text.split()
    who = words.pop(0) if words[0] in ("not", "i") else "you"
    verb, rest = words[0], words[1:]
    return DeedCue(
        who,
        verb,
        near=tuple(frozenset(part.split("|")) for part in rest if part[0] not in "!#"),
        never_next=frozenset(word for part in rest if part[0] == "!" for word in part[1:].split("|")),
        sum_next="#" in rest,
    )


def _plain_parts(data: Mapping[str, Any]) -> PlainParts:
    return PlainParts(
        tuple(data["plain_needs"]), tuple(data["plain_requests"]), tuple(data["about_requests"]), frozenset(map(str, data["doable"]))
    )


def _feelings(data: Mapping[str, Any]) -> Feelings:
    families = {family: tuple(words) for family, words in data["words"].items()}
    return Feelings(
        families=families,
        named=_words(data["named"]),
        not_feelings={word: (entry["feeling"], entry["topic"]) for word, entry in data["not_feelings"].items()},
        needs_care=frozenset(data["needs_care"]),
        genuine=frozenset(word for words in families.values() for word in words),
    )


def _judging(data: Mapping[str, Any]) -> Judging:
    return Judging(
        words=frozenset(map(str, [*data["people"], *data["adjectives"], *data["things"]])) - frozenset(data["also_things"]),
        of_you=frozenset(map(str, [*data["of_you"], *data["also_things"]])),
        doubts=frozenset(data["doubts"]),
        endings=tuple(data["endings"]["judging"]),
        plain=frozenset(data["endings"]["plain"]),
        openings=tuple(data["openings"]),
        mocked=data["mocked"],
        doing=re.compile(data["doing"]),
        alone=tuple(data["alone"]),
        tails=tuple(re.compile(pattern) for pattern in data["tails"]),
        softened=tuple((re.compile(pattern, re.IGNORECASE), instead) for pattern, instead in data["softened"]),
        compared=tuple(re.compile(pattern) for pattern in data["compared"]),
    )


def _lists(data: Mapping[str, Any], shared: Mapping[str, str], traits: list[str], judging: Mapping[str, Any]) -> Lists:
    people = frozenset(judging["people"]) - frozenset(judging["also_things"])
    return Lists(
        spelling={**shared, **_words(data["spelling"])},
        heat=frozenset(map(str, data["heat"])) | frozenset(judging["adverbs"]),
        scorn=frozenset(data["scorn"]) | frozenset(judging["adjectives"]),
        kept_phrases=tuple(data["kept_phrases"]),
        insults=frozenset(data["insults"]) | people,
        traits=frozenset(map(str, [*traits, *judging["adjectives"], *judging["of_you"]])),
        globalisers=frozenset(data["globalisers"]),
        globaliser_phrases=_longest_first(data["globaliser_phrases"]),
        tails=_longest_first(data["tails"]),
        partners=_longest_first(data["partners"]),
        complement_verbs=frozenset(data["complement_verbs"]),
        mind_verbs=frozenset(data["mind_verbs"]),
        plain_states=frozenset(map(str, data["plain_states"])),
        verdicts=frozenset(data["verdicts"]) | frozenset(judging["things"]),
        also_things=frozenset(data["also_things"]),
        not_things=frozenset(data["not_things"]),
        broken=re.compile(rf"\b(?:{'|'.join(data['broken'])})\b"),
        blaming=re.compile(rf"\b(?:{'|'.join(data['blaming'])})\b"),
        not_asked=re.compile("|".join(data["not_asked"])),
        cuts=tuple(re.compile(pattern) for pattern in data["cuts"]),
        motives=tuple(re.compile(pattern) for pattern in data["motives"]),
        turns=tuple((re.compile(pattern), instead) for pattern, instead in data["turns"]),
    )


def _longest_first(phrases: list[str]) -> tuple[str, ...]:
    return tuple(sorted(phrases, key=lambda phrase: -len(phrase)))


def _words(data: Mapping[Any, Any]) -> dict[str, str]:
    return {str(key): str(value) for key, value in data.items()}


def _sets(data: Mapping[str, Any]) -> dict[str, frozenset[str]]:
    return {name: frozenset(map(str, words)) for name, words in data.items()}


def _plain(entries: Any) -> tuple[str, ...]:
    """Lexicon entries in the normal form, where a hyphen parts words."""
    return tuple(dict.fromkeys(" ".join(str(entry).replace("-", " ").split()) for entry in entries))


def _story(data: Mapping[str, Any]) -> StoryRules:
    return StoryRules(tuple(re.compile(pattern) for pattern in data["charged"]), frozenset(data["never_led"]))
