"""What a conversation must look like, whichever route it comes by."""

from collections.abc import Sequence

from service.domain.errors import InvalidInputError
from service.domain.text import Message, Speaker
from service.settings import Settings
from service.web.errors import InputTooLargeError


def check_messages(messages: Sequence[Message], settings: Settings) -> None:
    """Refuse an empty conversation, too many messages, and messages that are too long.

    Raises:
        InvalidInputError: with what was found and what is taken.
    """
    if not messages:
        raise InvalidInputError("messages is empty")
    if len(messages) > settings.max_messages:
        raise InputTooLargeError(f"messages holds {len(messages)}; at most {settings.max_messages} are taken")
    for number, message in enumerate(messages):
        if len(message.content) > settings.max_message_chars:
            found = f"message {number} has {len(message.content)} characters"
            raise InputTooLargeError(f"{found}; at most {settings.max_message_chars} are taken")


def check_turn(messages: Sequence[Message]) -> None:
    """Refuse a conversation in which it is not the user's turn.

    Raises:
        InvalidInputError: with what was found.
    """
    last = messages[-1]
    if last.speaker is not Speaker.USER:
        raise InvalidInputError("the last message must be the user's")
    if not last.content.strip():
        raise InvalidInputError("the last message is empty")
