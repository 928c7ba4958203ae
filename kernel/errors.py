"""Expected failures, in words a person can act on; one handler makes them problem+json."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class FieldError:
    """One field that could not be accepted: where (JSON pointer), a stable code, and the remedy."""

    pointer: str
    code: str
    detail: str

    def as_dict(self) -> dict[str, str]:
        """Return the wire form."""
        return asdict(self)


class DomainError(Exception):
    """Something a caller can put right. Subclass it beside the function that raises it.

    `code` is stable and kebab-case, `status` is the HTTP answer, `retry_after_s` (seconds) is set
    only where waiting helps.
    """

    status = 400
    code = "invalid"
    title = "The request could not be accepted"

    def __init__(
        self,
        detail: str,
        *,
        code: str | None = None,
        pointer: str | None = None,
        status: int | None = None,
        errors: Sequence[FieldError] = (),
        retry_after_s: int | None = None,
    ) -> None:
        super().__init__(detail)
        self.detail = detail
        if code is not None:
            self.code = code
        if status is not None:
            self.status = status
        self.retry_after_s = retry_after_s
        self.errors = tuple(errors)
        if not self.errors and pointer is not None:
            self.errors = (FieldError(pointer, self.code, detail),)


class NotFound(DomainError):
    """There is no such thing for this person; somebody else's thing looks just the same."""

    status = 404
    code = "not-found"
    title = "Not found"

    def __init__(self, detail: str = "There is nothing here for you.") -> None:
        super().__init__(detail)
