"""Short closed lists of words by which clauses are read: subjects, joining words, helping verbs, adverbs."""

SUBJECTS = frozenset(
    {
        "i",
        "you",
        "he",
        "she",
        "we",
        "they",
        "it",
        "nobody",
        "everyone",
        "someone",
        "somebody",
        "this",
        "that",
        "there",
        "everything",
        "nothing",
    }
)
COORDINATORS = frozenset({"and", "but", "or", "so", "then", ",", "yet", "plus"})
SUBORDINATORS = frozenset(
    {
        "because",
        "even",
        "when",
        "while",
        "if",
        "since",
        "after",
        "before",
        "until",
        "till",
        "though",
        "although",
        "whenever",
        "as",
        "once",
        "whilst",
        "cause",
        "unless",
    }
)
ATTACHED = frozenset({"if", "unless", "when", "while", "after", "before", "until", "till", "since", "as", "whilst", "once"})
BE = {"am": "pres", "is": "pres", "are": "pres", "was": "past", "were": "past"}
DO = {"do": "pres", "does": "pres", "did": "past"}
HAVE = {"have": "perf", "has": "perf", "had": "plup"}
MODALS = frozenset({"will", "would", "can", "could", "may", "might", "must", "shall", "should"})
ADVERBS = frozenset(
    {
        "always",
        "never",
        "still",
        "also",
        "already",
        "again",
        "often",
        "sometimes",
        "usually",
        "not",
        "all",
        "both",
        "then",
        "now",
        "ever",
        "literally",
        "apparently",
        "constantly",
        "forever",
        "once",
        "finally",
        "barely",
        "hardly",
        "rarely",
        "either",
        "only",
        "probably",
        "clearly",
        "almost",
        "rather",
        "together",
        "recently",
        "lately",
        "first",
        "regularly",
        "publicly",
        "secretly",
        "quietly",
        "openly",
        "completely",
        "randomly",
        "loudly",
    }
)
BASE_IS_PAST = frozenset(
    {"put", "let", "hit", "cut", "quit", "set", "read", "shut", "bet", "hurt", "cost", "spread", "split", "burst", "upset"}
)
