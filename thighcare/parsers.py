"""The one way a JSON body comes in: strict, and read once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import IO, Any

from rest_framework.parsers import BaseParser

from kernel import strict_json
from kernel.errors import DomainError

MAX_BODY_BYTES = 256_000


class BodyTooLarge(DomainError):
    """More came than one request may hold."""

    status = 413
    code = "body-too-large"
    title = "Too much at once"


class StrictJSONParser(BaseParser):
    """Parse `application/json`, refusing what could not be kept and given back unchanged."""

    media_type = "application/json"

    def parse(
        self,
        stream: IO[bytes],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        """Return the parsed body.

        :raises BodyTooLarge: over 256 kB.
        :raises kernel.strict_json.BadJson: for anything that is not strict JSON.
        """
        raw = stream.read(MAX_BODY_BYTES + 1)
        if len(raw) > MAX_BODY_BYTES:
            raise BodyTooLarge(
                f"The body is larger than {MAX_BODY_BYTES // 1000} kB. Send it in smaller parts."
            )
        return strict_json.loads(raw)
