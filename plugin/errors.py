"""The error tree: every error carries a code, whether a retry can help, and parameters for its text.

The text is made where it is shown: ``error.describe("uk")`` looks up the message ``error.<code>`` in the catalogue of
``resources/messages``. ``str(error)`` is for logs and holds the code and the parameters, never a token or a password.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from .records import messages


class VidbudovaError(Exception):
    """The root. `code` is dotted, such as ``store.newer_workspace``; `params` fill the placeholders of its message.

    `retryable` says whether the same call may succeed later without anybody changing anything; a class sets the
    usual answer, an instance may overrule it.
    """

    default_retryable: ClassVar[bool] = False

    def __init__(self, code: str, /, *, retryable: bool | None = None, **params: object) -> None:
        super().__init__(code)
        self.code = code
        self.retryable: bool = self.default_retryable if retryable is None else retryable
        self.params: dict[str, object] = params

    def describe(self, lang: str) -> str:
        """What happened and what to do, in the language `lang` (``uk`` or ``en``)."""
        return messages.text(f"error.{self.code}", lang, **self.params)

    def __str__(self) -> str:
        details = ", ".join(f"{name}={value!r}" for name, value in self.params.items())
        return f"{self.code} ({details})" if details else self.code


class UsageError(VidbudovaError):
    """The caller asked for something that makes no sense: a wrong option, a folder that is not there."""


class RecordsError(VidbudovaError):
    """Trouble with definitions, codelists, the codifier or a period."""


class DefinitionError(RecordsError):
    """A fault in a shipped or customised record definition or codelist.

    `file` is the file's name, `field` the field, code or property where the fault is (empty for the file as a whole),
    `fault` the fault's code; the message ``fault.<fault>`` explains it with the other parameters.
    """

    def __init__(self, file: str, field: str, fault: str, **params: object) -> None:
        super().__init__("records.definition")
        self.params = {**params, "file": file, "field": field, "fault": fault}
        self.file = file
        self.field = field
        self.fault = fault
        self.args = (file, field, fault)

    def describe(self, lang: str) -> str:
        """File, field and fault in words."""
        fault = messages.text(f"fault.{self.fault}", lang, **self.params)
        code = "records.definition" if self.field else "records.definition_file"
        return messages.text(f"error.{code}", lang, **{**self.params, "fault": fault})


class ContractError(VidbudovaError):
    """A batch, an answer or a change page that breaks the portal contract."""


class StoreError(VidbudovaError):
    """Trouble with the workspace on disk."""


class TransportError(VidbudovaError):
    """The request or its answer did not get through. Usually worth another try."""

    default_retryable = True


class PortalError(VidbudovaError):
    """The portal answered, and the answer is no. `status` is the HTTP status, `problem` its RFC 9457 document."""

    def __init__(
        self,
        code: str,
        /,
        *,
        status: int | None = None,
        problem: Mapping[str, object] | None = None,
        retryable: bool | None = None,
        **params: object,
    ) -> None:
        super().__init__(code, retryable=retryable, **params)
        self.status = status
        if status is not None:
            self.params["status"] = status
        self.problem: dict[str, object] = dict(problem or {})


class ExchangeError(VidbudovaError):
    """Trouble with a file that is read from or written for other programs."""
