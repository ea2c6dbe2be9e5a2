"""Reads the reply texts under `prompts/`: `<use>.v<N>.yaml`, the highest number of each use."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field

from service.adapters.data_files import check_search_pattern, read_yaml
from service.adapters.prompt_folder import PromptFolder, Some, Strict, Texts, entries, validated
from service.composing.audiences import Audience, Audiences
from service.composing.help_lines import Needs
from service.composing.texts import CoachingTexts, Courtesy, HelpTexts, NeverSay, Part, Situation, Slot, Turn
from service.domain.corpus import Side
from service.domain.errors import CorpusError, PatternError, PromptError
from service.language.matching import Language

# What a routed conversation may need at any moment, so that it is found missing at the start.
_HELP_KEYS = ("assembly", "check_in_question", "check_in_options", "unsupported_language", "classifier_failed")
_ASSEMBLIES = (
    "concern",
    "acute",
    "emergency",
    "again",
    "after_yes",
    "after_not_sure",
    "retraction",
    "declined_rewrite",
    "other_topic",
    "closing",
)
# Texts of routed conversations in other languages: safety_replies_es.v1.yaml, and what each must hold.
_LOCAL = "safety_replies_"
_LOCAL_PARTS = (
    "acknowledgement", "danger_now", "advice", "choice", "invite_country", "lines_again", "limits", "device_note", "again", "after_yes",
    "after_not_sure", "retraction", "declined_rewrite", "other_topic", "closing",
)  # fmt: skip


class _Situation(Strict):
    id: str
    slot: Slot
    side: Side | None = None
    topics: Texts = ()
    patterns: Some
    lines: Some
    fires: Some
    silent: Texts = ()


class _Coaching(Strict):
    version: int
    reviewed_on: Any
    situations: tuple[_Situation, ...]
    fallbacks: Some
    follow_up: Some
    say_leads: Some
    action_leads: Some
    later_steps: Some
    later_questions: Some
    uncovered: Some
    covers: Some
    uncovered_later: Some
    covers_later: Some
    notice: str


class _Courtesy(Strict):
    id: str
    patterns: Some
    whole: bool = True
    max_words: Annotated[int, Field(ge=1)] = 8
    replies: Some
    fires: Some
    silent: Texts = ()
    names: Texts = ()


class _Turn(Strict):
    id: str
    patterns: Some
    fires: Some
    silent: Texts = ()
    before_wording: bool = False


class _Part(Strict):
    id: str
    when: dict[str, tuple[str | bool, ...]]
    text: str


class _NeverSay(Strict):
    id: str
    applies_to: Some
    pattern: str
    reason: str
    source: str
    must_catch: Some
    must_pass: Some


class _FirstLast(Strict):
    first: Texts
    last: Texts


class _Needs(Strict):
    version: int
    reviewed_on: Any
    by_role: dict[str, Texts]
    by_category: dict[str, Texts]
    for_role: dict[str, dict[str, Texts]] = Field(default_factory=dict)
    by_audience: dict[str, _FirstLast] = Field(default_factory=dict)
    otherwise: Some


class _Audience(Strict):
    id: str
    patterns: Some
    fires: Some
    silent: Some


class PromptFiles(PromptFolder):
    """The reply texts of one folder; pattern texts are compiled against one `Language`."""

    def coaching(self) -> CoachingTexts:
        """The coach's own phrases.

        Raises:
            PromptError: the file is missing or broken.
        """
        file = self.file("coaching")
        found = validated(_Coaching, read_yaml(file, PromptError), file)
        return CoachingTexts(
            version=file.stem,
            situations=tuple(
                Situation(s.id, s.slot, frozenset(s.topics), self.patterns(s.patterns, file, s.id), s.lines, s.fires, s.silent, s.side)
                for s in found.situations
            ),
            fallbacks=found.fallbacks,
            follow_up=found.follow_up,
            say_leads=found.say_leads,
            action_leads=found.action_leads,
            later_steps=found.later_steps,
            later_questions=found.later_questions,
            uncovered=found.uncovered,
            covers=found.covers,
            uncovered_later=found.uncovered_later,
            covers_later=found.covers_later,
            notice=found.notice,
        )

    def courtesies(self) -> tuple[Courtesy, ...]:
        """Short right answers to messages that want no passage.

        Raises:
            PromptError: the file is missing or broken.
        """
        file = self.file("courtesies")
        found = [validated(_Courtesy, entry, file) for entry in entries(file, "courtesies")]
        return tuple(
            Courtesy(c.id, self.patterns(c.patterns, file, c.id), c.whole, c.max_words, c.replies, c.fires, c.silent, frozenset(c.names))
            for c in found
        )

    def help(self) -> HelpTexts:
        """The texts for routed conversations.

        Raises:
            PromptError: a file is missing or broken.
        """
        file = self.file("safety_replies")
        data = read_yaml(file, PromptError)
        if missing := [key for key in _HELP_KEYS if not data.get(key)]:
            raise PromptError(f"{file}: {', '.join(missing)} missing")
        parts = {name: tuple(_parts(value, file)) for name, value in data.items() if _holds_parts(value)}
        assembly = {name: tuple(order) for name, order in data["assembly"].items()}
        if lacking := [name for name in _ASSEMBLIES if name not in assembly]:
            raise PromptError(f"{file}: assembly lacks {', '.join(lacking)}")
        for name, order in assembly.items():
            if unknown := [part for part in order if part not in parts]:
                raise PromptError(f"{file}: assembly {name} names unknown parts: {', '.join(unknown)}")
        return HelpTexts(
            version=file.stem,
            assembly=assembly,
            parts=parts,
            question=data["check_in_question"],
            options=tuple(data["check_in_options"]),
            unsupported_language=data["unsupported_language"],
            turns=tuple(self._turns()),
        )

    def local_help(self) -> dict[str, HelpTexts]:
        """The same in other languages, by code; each takes the order of its parts from `help`, and leaves out what it lacks.

        Raises:
            PromptError: a file is broken.
        """
        general = self.help()
        found = {}
        for use, file in sorted(self.files.items()):
            code = use.removeprefix(_LOCAL)
            if code == use:
                continue
            data = read_yaml(file, PromptError)
            parts = {name: tuple(_parts(value, file)) for name, value in data.items() if _holds_parts(value)}
            if lacking := [name for name in _LOCAL_PARTS if name not in parts] or [k for k in ("check_in_question",) if not data.get(k)]:
                raise PromptError(f"{file}: {', '.join(lacking)} missing")
            assembly = {name: tuple(part for part in order if part in parts) for name, order in general.assembly.items()}
            found[code] = replace(general, version=file.stem, assembly=assembly, parts=parts, question=data["check_in_question"])
        return found

    def never_say(self) -> tuple[NeverSay, ...]:
        """What no finished reply may say.

        Raises:
            PromptError: the file is missing or broken.
        """
        file = self.file("never_say")
        found = [validated(_NeverSay, entry, file) for entry in entries(file, "records")]
        for record in found:
            check_search_pattern(record.pattern, f"{file}: {record.id}", PromptError)
        return tuple(NeverSay(r.id, frozenset(r.applies_to), r.pattern, r.reason, r.source, r.must_catch, r.must_pass) for r in found)

    def _turns(self) -> Iterator[Turn]:
        file = self.file("turns")
        for entry in entries(file, "turns"):
            turn = validated(_Turn, entry, file)
            yield Turn(turn.id, self.patterns(turn.patterns, file, turn.id), turn.fires, turn.silent, turn.before_wording)


def load_needs(file: Path) -> Needs:
    """Which resource categories serve which signal.

    Raises:
        CorpusError: the file is missing or broken.
    """
    found = validated(_Needs, read_yaml(file, CorpusError), file, CorpusError)
    return Needs(
        found.by_role,
        found.by_category,
        found.otherwise,
        found.for_role,
        {group: kinds.first for group, kinds in found.by_audience.items()},
        {group: kinds.last for group, kinds in found.by_audience.items()},
    )


def load_audiences(file: Path, language: Language) -> Audiences:
    """How people say that they belong to a group that some lines are made for.

    Raises:
        CorpusError: the file is missing or broken.
    """
    groups = []
    for entry in entries(file, "groups", CorpusError):
        found = validated(_Audience, entry, file, CorpusError)
        try:
            patterns = tuple(language.compiler.compile(text) for text in found.patterns)
        except PatternError as error:
            raise CorpusError(f"{file}: {found.id}: {error}") from error
        groups.append(Audience(found.id, patterns, found.fires, found.silent))
    return Audiences(groups, language)


def _holds_parts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(entry, dict) and "text" in entry for entry in value)


def _parts(value: list[object], file: Path) -> Iterator[Part]:
    for entry in value:
        part = validated(_Part, entry, file)
        when = {key: frozenset(str(v).lower() if isinstance(v, bool) else v for v in values) for key, values in part.when.items()}
        yield Part(part.id, when, part.text)
