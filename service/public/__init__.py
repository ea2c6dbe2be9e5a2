"""The public JSON of the service, apart from the domain, so that one can change without the other; one module a subject."""

from service.public.answers import ComposerOut, QuestionOut
from service.public.chat import ChatIn, ChatOut, CitationOut, ReplyOut, SentenceOut, chat_out
from service.public.guides import GuideOut, GuidesOut, NeighbourOut, PlaceOut, SectionOut, guide_out, placed_out, section_out
from service.public.health import ReadyOut
from service.public.help import ResourceOut, ResourcesOut, resource_out
from service.public.messages import MessageIn
from service.public.records import Country, Schema
from service.public.rewriting import BlameOut, ChangeOut, ReceiptOut, RewriteIn, RewriteOut, SuggestionOut, rewrite_out
from service.public.safety import CheckInput, HitOut, SetAsideOut, TierScoreOut, VerdictOut, verdict_out
from service.public.search import SearchIn, SearchOut, SearchRow, search_out

__all__ = [
    "BlameOut",
    "ChangeOut",
    "ChatIn",
    "ChatOut",
    "CheckInput",
    "CitationOut",
    "ComposerOut",
    "Country",
    "GuideOut",
    "GuidesOut",
    "HitOut",
    "MessageIn",
    "NeighbourOut",
    "PlaceOut",
    "QuestionOut",
    "ReadyOut",
    "ReceiptOut",
    "ReplyOut",
    "ResourceOut",
    "ResourcesOut",
    "RewriteIn",
    "RewriteOut",
    "Schema",
    "SearchIn",
    "SearchOut",
    "SearchRow",
    "SectionOut",
    "SentenceOut",
    "SetAsideOut",
    "SuggestionOut",
    "TierScoreOut",
    "VerdictOut",
    "chat_out",
    "guide_out",
    "placed_out",
    "resource_out",
    "rewrite_out",
    "search_out",
    "section_out",
    "verdict_out",
]
