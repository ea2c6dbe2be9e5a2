"""Choosing among variants: steady for one input, varied over inputs, and not twice in one conversation."""

from collections.abc import Iterable, Sequence
from zlib import crc32

from service.domain.text import Message, Speaker


def variant(options: Sequence[str], seed: str, said: str = "") -> str:
    """One of `options`, the same for the same seed; one that is in `said` already only when all are."""
    fresh = [option for option in options if option not in said] or list(options)
    return fresh[crc32(seed.encode("utf-8", "replace")) % len(fresh)]


def said_before(messages: Iterable[Message]) -> str:
    """Everything that the coach has said in this conversation."""
    return "\n".join(message.content for message in messages if message.speaker is Speaker.ASSISTANT)


def user_texts(messages: Iterable[Message]) -> list[str]:
    """What the person has said, in order."""
    return [message.content for message in messages if message.speaker is Speaker.USER]
