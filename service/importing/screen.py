"""Keeps what may never be said out of an edition: blocked claims, phone numbers, addresses of sites, forbidden advice."""

import re
from collections.abc import Iterable
from dataclasses import replace

import re2

from service.domain.corpus import Claim, ClaimStatus
from service.domain.importing import Block, BlockKind, Note, NoteKind
from service.importing.furniture import sentences_of
from service.importing.repair import REPLACEMENT

_PHONE = re.compile(r"\+?\d[\d\s().-]{6,}\d")
_FEWEST_DIGITS = 7
_ADDRESS = re.compile(r"\s*\(?(?:https?://|www\.)[^\s)]+\)?", re.IGNORECASE)
_LOOSE_END = re.compile(r"(?:[\s,;:–—-]+|\s(?:in|of|by|with|for|at|to|and|or|the|a|an|since|from))+$", re.IGNORECASE)
_SHORT = 60


class Screen:
    """The claims ledger and the never-say list, ready to be used on any number of texts."""

    def __init__(self, claims: Iterable[Claim], never_say: Iterable[tuple[str, str]], withheld: str) -> None:
        blocked = [claim for claim in claims if claim.status is ClaimStatus.BLOCKED]
        self._blocked = [(claim, [re2.compile(f"(?i){pattern}") for pattern in claim.blocked_patterns]) for claim in blocked]
        self._never_say = [(name, re2.compile(f"(?i){pattern}")) for name, pattern in never_say]
        self._withheld = withheld

    def screened(self, block: Block) -> tuple[Block | None, tuple[Note, ...]]:
        """The piece without what may not be repeated, None where nothing is left, and a note for each sentence touched."""
        notes: list[Note] = []
        kept: list[str] = []
        for sentence in [block.text] if block.kind is BlockKind.ROW else sentences_of(block.text):
            text, note = self._sentence(sentence, block.line)
            notes += [note] if note else []
            if text and text not in kept:
                kept.append(text)
        if not notes:
            return block, ()
        return (replace(block, text=" ".join(kept)) if kept else None), tuple(notes)

    def heading(self, heading: str) -> str:
        """The heading without the words that make it a blocked claim, cut from its end or start, whichever takes fewer."""
        words = heading.split()
        if not words:
            return ""
        cuts = sorted((cut, side) for cut in range(len(words)) for side in ("end", "start"))
        for cut, side in cuts:
            left = " ".join(words[: len(words) - cut] if side == "end" else words[cut:])
            if self.blocked_claim(left) is None:
                return _LOOSE_END.sub("", left) if cut else heading
        return "Section"

    def whole(self, blocks: list[Block]) -> tuple[list[Block], tuple[Note, ...]]:
        """The pieces of a part, once more as one text: a claim may run over the end of a sentence."""
        claim = self.blocked_claim(" ".join(" ".join(block.text.split()) for block in blocks))
        if claim is None:
            return blocks, ()
        told = replace(blocks[0], kind=BlockKind.TEXT, text=self._withheld.format(claim=claim.claim), number=None)
        note = Note(NoteKind.WITHHELD, blocks[0].line, f"the whole part, for a claim that the ledger blocks ({claim.id}: {claim.claim})")
        return [told], (note,)

    def _sentence(self, sentence: str, line: int) -> tuple[str | None, Note | None]:
        short = sentence[:_SHORT]
        if REPLACEMENT in sentence:
            return None, Note(NoteKind.DROPPED, line, "a sentence with unreadable characters", short.replace(REPLACEMENT, "?"))
        if claim := self.blocked_claim(sentence):
            reason = f"a claim that the ledger blocks ({claim.id}: {claim.claim})"
            told = self._withheld.format(claim=claim.claim)
            return (None if self.blocked_claim(told) else told), Note(NoteKind.WITHHELD, line, reason, short)
        if any(sum(char.isdigit() for char in found) >= _FEWEST_DIGITS for found in _PHONE.findall(sentence)):
            return None, Note(NoteKind.WITHHELD, line, "a phone number; help lines come only from the checked records", short)
        if _ADDRESS.search(sentence):
            return _ADDRESS.sub("", sentence).strip() or None, Note(NoteKind.DROPPED, line, "address of a site", short)
        return sentence, None

    def blocked_claim(self, text: str) -> Claim | None:
        """The first blocked claim that a text repeats."""
        return next((claim for claim, patterns in self._blocked if any(pattern.search(text) for pattern in patterns)), None)

    def may_be_said(self, text: str) -> bool:
        """Whether a reply may carry a text: it repeats no blocked claim and nothing of the never-say list."""
        return self.blocked_claim(text) is None and not any(pattern.search(text) for _, pattern in self._never_say)
