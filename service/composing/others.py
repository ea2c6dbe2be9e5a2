"""Whom a reply speaks of: the counsel of the guides says "your partner"; somebody may have written of a brother or a friend."""

import re
from collections.abc import Collection, Sequence
from dataclasses import replace

from service.domain.answers import Draft
from service.domain.corpus import Relation
from service.domain.text import Message, Speaker

_PARTNER = re.compile(r"\b([Yy]our) partner\b")
# Words that may stand between "my" and the noun: "my little brother".
_OWNED = r"\bmy (?:[a-z]+ ){0,2}?"


class Others:
    """Puts the person's own word for the other in the place of "partner"; `words` are the words known, such as brother or mate."""

    def __init__(self, words: Collection[str]) -> None:
        either = "|".join(sorted(map(re.escape, words), key=len, reverse=True))
        self._named = re.compile(rf"{_OWNED}({either})\b(?!'s|s'|[ -]in[ -]law)", re.IGNORECASE) if words else None

    def word(self, texts: Sequence[str], relation: Relation | None) -> str | None:
        """The word for whom the messages are about, where that is no partner and they name them."""
        if relation not in (Relation.FAMILY, Relation.FRIEND) or self._named is None:
            return None
        found = [match.group(1).lower() for text in reversed(texts) for match in self._named.finditer(text)]
        return found[0] if found and len(set(found)) == 1 else None

    def told(self, draft: Draft, word: str | None) -> Draft:
        """The draft with that word in the place of "partner"."""
        if word is None:
            return draft
        return Draft(
            tuple(
                tuple(replace(sentence, text=_PARTNER.sub(rf"\1 {word}", sentence.text)) for sentence in paragraph)
                for paragraph in draft.paragraphs
            )
        )

    def remembered(self, messages: Sequence[Message], word: str | None) -> tuple[Message, ...]:
        """The conversation as the composer has to know it: beside each reply what it would have said of a partner."""
        if word is None:
            return tuple(messages)
        spoken = re.compile(rf"\b([Yy]our) {re.escape(word)}\b")

        def known(one: Message) -> Message:
            also = spoken.sub(r"\1 partner", one.content)
            return replace(one, content=f"{one.content}\n{also}") if one.speaker is Speaker.ASSISTANT and also != one.content else one

        return tuple(map(known, messages))
