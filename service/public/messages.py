"""The turns of a conversation as a request tells them."""

from typing import Literal

from pydantic import Field

from service.domain.text import Message, Speaker, well_formed
from service.public.records import Schema


class MessageIn(Schema):
    """One turn."""

    role: Literal["user", "assistant"] = Field(description="Who wrote it.")
    content: str = Field(description="What was written, as plain text.")


def message(turn: MessageIn) -> Message:
    """The turn as a plain value."""
    return Message(Speaker(turn.role), well_formed(turn.content))
