"""The errors of Mend, each with one fate.

MendError
├── ConfigurationError    a setting is wrong: the start stops, exit code 3
├── DataError             a shipped or user's file is broken: the start stops, exit code 3
│   ├── RuleError         in the safety rules
│   ├── PatternError      in one pattern, told on as the error of the file that holds it
│   ├── CorpusError       in guides, claims or resources
│   ├── PromptError       in reply templates
│   └── DocumentError     in a file that an operator brings to import
├── NotFoundError         somebody asked for a guide or country that is not there: 404, exit code 2
├── InvalidInputError     a request is malformed or over a limit: 4xx, exit code 2
├── StoreUnavailableError the passage store does not answer: 503, exit code 3
├── ModelUnavailableError the language model gave nothing usable: the extractive reply; in `doctor` exit code 4
└── NotReadyError         the encoder still loads: 503 with Retry-After

A safety hit, a missing model and an ungrounded draft are results, not errors.
No error message carries words of a user.
"""


class MendError(Exception):
    """Base of all errors that Mend raises on purpose."""


class ConfigurationError(MendError):
    """A setting has a value that is not allowed; the message names it, what was found and what is allowed."""


class DataError(MendError):
    """A data file is broken; the message names file, line where known, and reason."""


class RuleError(DataError):
    """A safety rule file is broken."""


class PatternError(DataError):
    """A text is not a pattern of the pattern language."""


class CorpusError(DataError):
    """A guide, ledger or resource file is broken."""


class PromptError(DataError):
    """A reply template file is broken."""


class DocumentError(DataError):
    """A file brought for import cannot be read, or holds no guide."""


class NotFoundError(MendError):
    """What was asked for does not exist."""


class InvalidInputError(MendError):
    """A request is malformed or over a limit."""


class StoreUnavailableError(MendError):
    """The passage store does not answer."""


class NotReadyError(MendError):
    """The service is still starting; try again in some seconds."""


class ModelUnavailableError(MendError):
    """The language model does not answer, or what it sends cannot be read; `reason` is one stable word for it."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"the language model is not usable: {reason}")
        self.reason = reason
