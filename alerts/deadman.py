"""The dead man's switch: a call to a watcher elsewhere while all is well; its silence alarms.

The address is the operator's own setting. Nothing is sent but the request itself, and the call is
bounded: no redirect is followed, 5 s in all, nothing of the body is read.
"""

from __future__ import annotations

import http.client
import logging
import threading
from urllib.parse import urlsplit

logger = logging.getLogger(__name__)
LONGEST_S = 5.0


def ping(url: str) -> bool:
    """Call the watcher; True when it said that it heard. Never raises for what a network does."""
    heard: list[int] = []
    caller = threading.Thread(target=_call, args=(url, heard), name="dead-man", daemon=True)
    caller.start()
    caller.join(LONGEST_S)  # whatever drips or hangs: the audit goes on
    if heard and 200 <= heard[0] < 300:
        return True
    logger.warning("the watcher at DEADMAN_URL did not hear: %s", heard[0] if heard else "silence")
    return False


def _call(url: str, heard: list[int]) -> None:
    try:
        parts = urlsplit(url)
        secure = parts.scheme == "https"
        kind = http.client.HTTPSConnection if secure else http.client.HTTPConnection
        connection = kind(parts.hostname or "", parts.port, timeout=LONGEST_S)
    except (ValueError, http.client.HTTPException) as error:
        logger.info("dead-man call: %s", type(error).__name__)
        return
    try:
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.request("GET", path, headers={"User-Agent": "ThighCare"})
        heard.append(connection.getresponse().status)
    except (OSError, http.client.HTTPException, UnicodeError) as error:
        logger.info("dead-man call: %s", type(error).__name__)
    finally:
        connection.close()
