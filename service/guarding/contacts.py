"""Phone numbers, links and addresses: only those of the resources shown with a reply may appear."""

import re
from collections.abc import Iterator, Sequence

import phonenumbers

from service.domain.resources import Resource

_LINK = re.compile(
    r"(?:h\w{2}ps?:?/+|www\.)\S+|\b[\w-]+(?:\.|\s?\[?\(?dot\)?\]?\s?)(?:com|org|net|uk|gov|info|io|app|co|help|care|chat|online|example|site|eu|de|us|ai|me)\b(?:/\S*)?",
    re.IGNORECASE,
)
_MAIL = re.compile(r"\S+@\S+|\b\w+\s+at\s+\w+\s+dot\s+\w+\b", re.IGNORECASE)
_HANDLE = re.compile(r"(?<!\w)[@#]\w{2,}")
# National forms without a country code; a run of five digits or more is a number to call or a made-up one.
_DIGITS = re.compile(r"\+?\(?\d[\d\s().\-/]{3,}\d|\d{3,}")
_REGIONS = ("GB", "US", "AU", "IE", "IN", "ZA", "DE", "FR", "ES")
_CALL = re.compile(
    r"\b(?:call|ring|dial|text|phone|whatsapp)\s+(?:the\s+|a\s+|our\s+|on\s+)?(?:\w+\s+){0,4}?(?:\d|help\s?lines?\b|hot\s?lines?\b|line\b)",
    re.IGNORECASE,
)
_NAMED_LINE = re.compile(r"\b(?:[A-Z][\w'’]+\s+){1,4}(?:Help\s?line|Hot\s?line|Line|Lifeline|Support)\b")


def foreign_contacts(text: str, resources: Sequence[Resource], source: str) -> Iterator[str]:
    """The kinds of contact in a sentence that stand in no resource and not in the passage: `link`, `mail` or `phone`."""
    links = {url.lower() for r in resources for url in (r.url, r.chat_url) if url}
    for match in _LINK.finditer(text):
        found = match.group().rstrip(".,)").lower()
        if not any(found in link for link in links):
            yield "link"
    if _MAIL.search(text) or _HANDLE.search(text):
        yield "mail"
    known = {digits for r in resources for digits in (*r.dial, r.sms.number if r.sms else "") if digits}
    printed = {_only_digits(match) for match in _DIGITS.findall(source)}
    if any(number not in known | printed for number in _numbers(text)):
        yield "phone"
    names = {r.name.lower() for r in resources}
    if any(match.lower() not in " ".join(names) for match in _NAMED_LINE.findall(text)) or (
        _CALL.search(text) and not _stands(text, source, known)
    ):
        yield "phone"


def _stands(text: str, source: str, known: set[str]) -> bool:
    """Whether naming a line to call is as the passage does it, without a number, or with one of a resource."""
    numbers = _numbers(text)
    return numbers <= known if numbers else "helpline" in source.lower() or "emergency number" in source.lower()


def _numbers(text: str) -> set[str]:
    found = {_only_digits(m.raw_string) for region in _REGIONS for m in phonenumbers.PhoneNumberMatcher(text, region)}
    return found | {digits for match in _DIGITS.findall(text) if len(digits := _only_digits(match)) >= 3}


def _only_digits(text: str) -> str:
    return re.sub(r"\D", "", text)
