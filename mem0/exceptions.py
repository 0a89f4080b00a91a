"""The one tree of errors, read from both ends of the wire.

    Mem0Error
    ├── ValidationError            400  the input is not what the call takes
    │   ├── FilterError            400  a filter that does not parse
    │   ├── ConflictError          409  it contradicts what is already there
    │   └── PayloadTooLargeError   413  the body is larger than a request may be
    ├── AuthenticationError        401  no key, or not a valid one
    │   └── PermissionDeniedError  403  a valid key that may not do this
    ├── MemoryNotFoundError        404  no such memory, entity, event …
    ├── MemoryQuotaExceededError   413  the plan has no room for more memories
    ├── RateLimitError             429  too many requests
    ├── NetworkError               503  the other side cannot be reached in time
    │   └── UnavailableError       503  a part of this service is down
    │       └── ProviderDownError  503  a provider has failed again and again
    ├── ConfigurationError         500  a setting or option that cannot work
    │   └── DependencyError        500  a package that is not installed
    └── ProviderError              502  a model or store answered wrongly
        ├── LLMError               502
        │   ├── LLMOutputError     502  an answer that is not the asked shape
        │   └── LLMRefusalError    502  the provider's content filter refused
        ├── EmbeddingError         502
        ├── VectorStoreError       502
        └── GraphStoreError        502

The server turns an error into its `status_code`; the client turns a status into
the error. The docstring of a class is its default message.
"""

from __future__ import annotations

from typing import Any, ClassVar


class Mem0Error(Exception):
    """Something went wrong."""

    status_code: ClassVar[int] = 500
    code: ClassVar[str] = "error"
    suggestion: str = "Try again later."

    def __init__(
        self,
        message: str | None = None,
        *,
        error_code: str | None = None,
        details: dict[str, Any] | None = None,
        suggestion: str | None = None,
        debug_info: dict[str, Any] | None = None,
    ) -> None:
        self.message = message or (type(self).__doc__ or "").strip()
        self.error_code = error_code or type(self).code
        self.details = details or {}
        self.suggestion = suggestion or type(self).suggestion
        self.debug_info = debug_info or {}
        super().__init__(self.message)

    @property
    def hint(self) -> str:
        """What to do about it: a shorter name of `suggestion`."""
        return self.suggestion

    @property
    def retryable(self) -> bool:
        """Whether the same call may succeed later without a change."""
        return self.status_code in {408, 429, 502, 503, 504}


MemoryError = Mem0Error  # noqa: A001  what mem0's own packages call it


class ValidationError(Mem0Error):
    """The input is not valid."""

    status_code = 400
    code = "invalid_input"
    suggestion = "Check the parameters of the call."


class FilterError(ValidationError):
    """The filter is not valid."""

    code = "invalid_filter"


class ConflictError(ValidationError):
    """The request conflicts with what is stored."""

    status_code = 409
    code = "conflict"
    suggestion = "Read the current state, then try again."


class PayloadTooLargeError(ValidationError):
    """The request body is too large."""

    status_code = 413
    code = "payload_too_large"
    suggestion = "Send less in one request."


class AuthenticationError(Mem0Error):
    """The API key is missing or not valid."""

    status_code = 401
    code = "authentication_failed"
    suggestion = "Check your API key."


class PermissionDeniedError(AuthenticationError):
    """You do not have permission to perform this action."""

    status_code = 403
    code = "permission_denied"
    suggestion = "Use a key or an account with the needed role."


class MemoryNotFoundError(Mem0Error):
    """Memory not found!"""

    status_code = 404
    code = "not_found"
    suggestion = "Check the id."


class MemoryQuotaExceededError(Mem0Error):
    """The plan has no room for more memories."""

    status_code = 413
    code = "quota_exceeded"
    suggestion = "Delete memories or change the plan."


class RateLimitError(Mem0Error):
    """Rate limit exceeded."""

    status_code = 429
    code = "rate_limited"
    suggestion = "Wait as long as Retry-After says, then try again."


class NetworkError(Mem0Error):
    """The service could not be reached in time."""

    status_code = 503
    code = "network_error"
    suggestion = "Check the connection and try again."


class UnavailableError(NetworkError):
    """A part of the service is not available."""

    code = "unavailable"


class ProviderDownError(UnavailableError):
    """A provider of models is down."""

    code = "provider_down"
    suggestion = "Wait as long as Retry-After says, or check the provider's status."


class ConfigurationError(Mem0Error):
    """The configuration cannot work."""

    code = "configuration_error"
    suggestion = "Check the settings."


class DependencyError(ConfigurationError, ImportError):
    """A needed package is not installed."""

    code = "missing_dependency"
    suggestion = "Install the package the message names."


class ProviderError(Mem0Error):
    """A provider answered wrongly."""

    status_code = 502
    code = "provider_error"
    suggestion = "Check the provider's status and the configured model."


class LLMError(ProviderError):
    """The language model could not be used."""

    code = "llm_error"


class LLMOutputError(LLMError):
    """The language model did not answer in the asked shape."""

    code = "llm_output_error"
    suggestion = "Use a model that supports structured output."

    @property
    def retryable(self) -> bool:
        return False


class LLMRefusalError(LLMError):
    """The provider's content filter refused the request."""

    code = "llm_refusal"
    suggestion = "The same request will be refused again; change its content."

    @property
    def retryable(self) -> bool:
        return False


class EmbeddingError(ProviderError):
    """The embedding model could not be used."""

    code = "embedding_error"


class VectorStoreError(ProviderError):
    """The vector store could not be used."""

    code = "vector_store_error"


class GraphStoreError(ProviderError):
    """The graph store could not be used."""

    code = "graph_store_error"
