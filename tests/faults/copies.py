"""What came more than once: by push on each device, by letter in each mailbox.

A step is known by its token (one for each delivery and device) and by the letter's Message-ID.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from email import message_from_string

from tests.faults.phones import Phone
from tests.push_service import Message

MOST = 2  # the step itself and one copy of it


@dataclass
class Copies:
    """How often each step came, by what took it; the key of a push is device and token."""

    taken: Counter[tuple[str, str]] = field(default_factory=Counter)  # by the push service
    seen: Counter[tuple[str, str]] = field(default_factory=Counter)  # by a person, on the screen
    letters: Counter[tuple[str, str]] = field(default_factory=Counter)  # addressee, Message-ID
    receipts: int = 0
    strange: list[str] = field(default_factory=list)  # letters that belong to no step

    def broken(self) -> Iterator[str]:
        """Yield a line for each promise that was broken."""
        for what, counted in (("the push service took", self.taken), ("a person saw", self.seen)):
            for (device, _), times in counted.items():
                if times > MOST:
                    yield f"{what} one step on the device of {device} {times} times"
        for (to, name), times in self.letters.items():
            if times > MOST:
                yield f"the mailbox of {to} got the letter {name} {times} times"
        yield from (f"a letter with an id of no step: {name}" for name in self.strange)

    def lines(self) -> Iterator[str]:
        """Yield what the report says."""
        devices = len({device for device, _ in self.taken})
        yield f"push: {_told(self.taken)}, on {devices} devices; {self.receipts} receipts"
        yield f"  seen by a person: {_told(self.seen)}"
        yield f"e-mail: {_told(self.letters)}; a copy has its first one's Message-ID"


def count_copies(
    messages: Sequence[Message],
    phones: Iterable[Phone],
    letters: Iterable[tuple[str, str]],
    *,
    known: Collection[str],
) -> Copies:
    """Count; `known` = the marks of which a letter's Message-ID is made, one a delivery."""
    made = Copies(taken=Counter((one.device, one.payload["token"]) for one in messages))
    for phone in phones:
        made.receipts += phone.told
        made.seen.update({(phone.device, token): times for token, times in phone.seen.items()})
    for to, text in letters:
        name = message_from_string(text)["Message-ID"] or "none"
        made.letters[to, name] += 1
        if name.strip("<>").partition("@")[0] not in known:
            made.strange.append(name)
    return made


def _told(counted: Counter[tuple[str, str]]) -> str:
    twice = sum(times == 2 for times in counted.values())
    more = sum(times > 2 for times in counted.values())
    most = max(counted.values(), default=0)
    return (
        f"{counted.total()} of {len(counted)} steps, {twice} steps twice, {more} more often"
        f" (most {most})"
    )
