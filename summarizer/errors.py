"""Every error that the package raises, in one tree.

::

    SummarizerError                 what, where, next step; carries the exit code
    ├── UsageError            (2)   the caller can mend it
    │   ├── SourceError             an input can't be read, or holds no article
    │   ├── SchemaFileError         a schema file is missing, fails to load, or asks for the impossible
    │   ├── PromptFileError         a prompt file is missing or doesn't render
    │   ├── ConfigError             a setting, provider, model or key is missing or unknown
    │   ├── GoldFileError           hand-labelled gold is missing, or doesn't fit its schema or article
    │   ├── EvaluationError         an evaluation run, baseline or gate file is missing, damaged, or not comparable
    │   ├── MissingExtraError       an optional part of the package isn't installed
    │   ├── QueryError              a filter, sort, limit or cursor that a database query can't take
    │   └── StoreError              an output can't be written or read back
    ├── ModelError            (3)   the model can't be reached or won't serve us
    │   ├── ModelUnavailableError   no connection, or the server kept failing
    │   ├── ModelRefusesAccessError the key, the quota or the model name was rejected
    │   └── BudgetSpentError        the limit the caller set is reached
    └── ArticleError          (1)   one article failed; the others go on
        ├── AnswerInvalidError      the answer never fitted the schema
        ├── AnswerCutOffError       the answer hit the token limit, also after the larger cap
        ├── AnswerRefusedError      the model declined, or a content filter stopped it
        ├── NoAnswerError           the endpoint kept failing for this article while it answered others
        └── ArticleTooLongError     the article can't be made to fit the model's context
"""

__all__ = [
    "AnswerCutOffError",
    "AnswerInvalidError",
    "AnswerRefusedError",
    "ArticleError",
    "ArticleTooLongError",
    "BudgetSpentError",
    "ConfigError",
    "EvaluationError",
    "GoldFileError",
    "MissingExtraError",
    "ModelError",
    "ModelRefusesAccessError",
    "ModelUnavailableError",
    "NoAnswerError",
    "PromptFileError",
    "QueryError",
    "SchemaFileError",
    "SourceError",
    "StoreError",
    "SummarizerError",
    "UsageError",
]


class SummarizerError(Exception):
    """The root: a message for a person, and the exit code a command ends with."""

    exit_code = 1


class UsageError(SummarizerError):
    """Something the caller can mend: arguments, files, configuration."""

    exit_code = 2


class SourceError(UsageError):
    """An input can't be read, or holds no article."""


class SchemaFileError(UsageError):
    """A schema file is missing, fails to load, or asks for what can't be sent."""


class PromptFileError(UsageError):
    """A prompt file is missing or doesn't render."""


class ConfigError(UsageError):
    """A setting, provider, model or key is missing or unknown."""


class GoldFileError(UsageError):
    """Hand-labelled gold is missing, or doesn't fit its schema or its article; the message names file and line."""


class EvaluationError(UsageError):
    """An evaluation run, baseline or gate file is missing or damaged, or two runs can't be compared."""


class MissingExtraError(UsageError):
    """An optional part of the package isn't installed; the message names the extra."""


class QueryError(UsageError):
    """A filter, sort column, limit or cursor that a query can't take; the message says what it takes."""


class StoreError(UsageError):
    """An output can't be written, or a stored one can't be read back."""


class ModelError(SummarizerError):
    """The model can't be reached or won't serve us; no article can go on."""

    exit_code = 3


class ModelUnavailableError(ModelError):
    """No connection, or the server kept failing after every allowed retry."""


class ModelRefusesAccessError(ModelError):
    """The endpoint rejected the key, the quota or the model name."""


class BudgetSpentError(ModelError):
    """The limit the caller set on spending is reached."""


class ArticleError(SummarizerError):
    """One article failed; the batch goes on and the record says ``failed``, or ``refused``.

    ``answer`` is the text that arrived, for a caller that can salvage some of it; ``completions`` are the
    ``domain.completion.Completion`` of the exchange, so that what a failure cost is accounted for.
    """

    def __init__(self, message: str, *, answer: str = "", completions: tuple[object, ...] = ()) -> None:
        super().__init__(message)
        self.answer = answer
        self.completions = completions


class AnswerInvalidError(ArticleError):
    """The answer never fitted the schema, also after the allowed repairs."""


class AnswerCutOffError(ArticleError):
    """The answer hit the token limit, also with the larger cap."""


class AnswerRefusedError(ArticleError):
    """The model declined to answer, or a content filter stopped it."""


class NoAnswerError(ArticleError):
    """The endpoint kept failing for this article while it answered others, or the run's retries are spent."""


class ArticleTooLongError(ArticleError):
    """The article can't be made to fit the model's context; the message gives the figures."""
