"""Reads how a conversation goes on and which questions want one certain answer: `conversation` and `direct` in `prompts/`."""

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field

from service.adapters.data_files import read_yaml
from service.adapters.prompt_folder import PromptFolder, Some, Strict, Texts, validated
from service.composing.texts import ActTexts, Cited, ConversationTexts, DirectTexts, Disagreement, Elsewhere, Fact, FollowUp, Sign, Take
from service.domain.errors import PromptError


class _Cited(Strict):
    text: str
    sections: Some


class _Never(Strict):
    topics: Texts = ()
    others: bool = False


class _Sign(Strict):
    id: str
    patterns: Texts = ()
    lead: _Cited | None = None
    asked: Texts = ()
    never: _Never
    instead: Texts = ()
    fires: Texts = ()
    silent: Texts = ()


class _FollowUp(Strict):
    id: str
    patterns: Texts = ()
    max_words: Annotated[int, Field(ge=1)]
    openers: Some
    advice: tuple[_Cited, ...] = ()
    takes: tuple[Take, ...] = ()
    question: str | None = None
    close: str | None = None
    courtesies: Texts = ()
    within: Texts = ()
    fires: Texts = ()
    silent: Texts = ()


class _Carry(Strict):
    about_you: Some
    about_them: Some


class _Script(Strict):
    lead: str
    end: str


class _Conversation(Strict):
    version: int
    reviewed_on: Any
    carry: _Carry
    exhausted: Some
    signs: tuple[_Sign, ...]
    anyhow: Texts = ()
    timed: Texts = ()
    others: Texts = ()
    script: _Script
    follow_ups: tuple[_FollowUp, ...]


class _Fact(Strict):
    id: str
    patterns: Some
    answer: Annotated[tuple[_Cited, ...], Field(min_length=1)]
    about: Texts = ()
    close: str | None = None
    sure: bool = False
    told: bool = False
    alone: bool = False
    openers: Texts = ()
    hurt: tuple[_Cited, ...] = ()
    fires: Some
    silent: Texts = ()


class _Elsewhere(Strict):
    topic: str
    patterns: Some
    fires: Some
    silent: Texts = ()


class _Disagreement(Strict):
    id: str
    patterns: Some
    views: Annotated[tuple[_Cited, ...], Field(min_length=2)]
    close: str
    fires: Some
    silent: Texts = ()


class _Direct(Strict):
    version: int
    reviewed_on: Any
    durations: Some
    openers: Some
    rule_leads: Some
    facts: tuple[_Fact, ...]
    disagreements: tuple[_Disagreement, ...]
    elsewhere: tuple[_Elsewhere, ...] = ()


class _Acts(Strict):
    version: int
    reviewed_on: Any
    aside: Texts = ()
    courtesies: dict[str, Some]
    follow_ups: dict[str, Some]
    matter: Some


class ReplyFiles(PromptFolder):
    """The texts by which a reply fits into its conversation."""

    def conversation(self) -> ConversationTexts:
        """How a conversation goes on.

        Raises:
            PromptError: the file is missing or broken.
        """
        file = self.file("conversation")
        found = validated(_Conversation, read_yaml(file, PromptError), file)
        return ConversationTexts(
            about_you=found.carry.about_you,
            about_them=found.carry.about_them,
            exhausted=found.exhausted,
            signs=tuple(self._sign(sign, file) for sign in found.signs),
            follow_ups=tuple(self._follow_up(follow_up, file) for follow_up in found.follow_ups),
            anyhow=frozenset(found.anyhow),
            script_lead=found.script.lead,
            script_end=found.script.end,
            timed=frozenset(found.timed),
            others=frozenset(found.others),
        )

    def acts(self) -> ActTexts:
        """Lines to learn acts from.

        Raises:
            PromptError: the file is missing or broken.
        """
        file = self.file("acts")
        found = validated(_Acts, read_yaml(file, PromptError), file)
        return ActTexts(found.courtesies | found.follow_ups, found.matter, found.aside)

    def direct(self) -> DirectTexts:
        """Questions that want a fact or both sides of a disagreement.

        Raises:
            PromptError: the file is missing or broken.
        """
        file = self.file("direct")
        found = validated(_Direct, read_yaml(file, PromptError), file)
        return DirectTexts(
            durations=self.patterns(found.durations, file, "durations"),
            openers=found.openers,
            rule_leads=found.rule_leads,
            facts=tuple(self._fact(fact, file) for fact in found.facts),
            disagreements=tuple(
                Disagreement(d.id, self.patterns(d.patterns, file, d.id), _cited(d.views), d.close, d.fires, d.silent)
                for d in found.disagreements
            ),
            elsewhere=tuple(Elsewhere(e.topic, self.patterns(e.patterns, file, e.topic), e.fires, e.silent) for e in found.elsewhere),
        )

    def _sign(self, record: _Sign, file: Path) -> Sign:
        return Sign(
            id=record.id,
            patterns=self.patterns(record.patterns, file, record.id),
            lead=Cited(record.lead.text, record.lead.sections) if record.lead else None,
            asked=frozenset(record.asked),
            never=frozenset(record.never.topics),
            only=record.never.others,
            instead=record.instead,
            fires=record.fires,
            silent=record.silent,
        )

    def _follow_up(self, record: _FollowUp, file: Path) -> FollowUp:
        return FollowUp(
            id=record.id,
            patterns=self.patterns(record.patterns, file, record.id),
            max_words=record.max_words,
            openers=record.openers,
            advice=_cited(record.advice),
            takes=record.takes,
            question=record.question,
            close=record.close,
            courtesies=frozenset(record.courtesies),
            fires=record.fires,
            silent=record.silent,
            within=frozenset(record.within),
        )

    def _fact(self, record: _Fact, file: Path) -> Fact:
        return Fact(
            id=record.id,
            patterns=self.patterns(record.patterns, file, record.id),
            answer=_cited(record.answer),
            about=frozenset(record.about),
            close=record.close or record.answer[0].sections[0],
            sure=record.sure,
            fires=record.fires,
            silent=record.silent,
            told=record.told,
            alone=record.alone,
            openers=record.openers,
            hurt=_cited(record.hurt),
        )


def _cited(records: Iterable[_Cited]) -> tuple[Cited, ...]:
    return tuple(Cited(record.text, record.sections) for record in records)
