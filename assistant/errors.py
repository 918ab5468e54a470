"""What can go wrong while a question is answered. A refusal is a result, not an error.

ModelUnavailable     the chat model cannot be reached, is gone in the middle, or says nothing for too long (exit code 3)
├── ModelMissing     the server answers but has no such model; `model` names it
PromptTooLong        the prompt does not fit the context: a defect of the caller's token budget
BadReply             the model's reply is not the JSON that was asked for
BadQuestion          an empty or far too long question (exit code 2)
ServiceError         the HTTP service answered with an error; `status` is the HTTP status
"""

from __future__ import annotations

from ingest.errors import SitrepError, UnreachableError


class ModelUnavailable(UnreachableError):
    """The chat model cannot be used now; the text says why and what to do."""


class ModelMissing(ModelUnavailable):
    """The server has no such model."""

    def __init__(self, message: str, model: str) -> None:
        super().__init__(message)
        self.model = model


class PromptTooLong(SitrepError):
    """The prompt does not fit the model's context."""


class BadReply(SitrepError):
    """The model's reply is not what the schema asks for."""


class BadQuestion(SitrepError):
    """The question cannot be asked as it is."""

    exit_code = 2


class ServiceError(SitrepError):
    """The HTTP service answered with an error."""

    def __init__(self, message: str, status: int) -> None:
        super().__init__(message)
        self.status = status
