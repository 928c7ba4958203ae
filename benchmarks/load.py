"""Sync and reads as many phones make them, then three times as many: what is held, what is shed.

    python -m benchmarks.load [--postgres] [--minutes 10] [--athletes 5000] [--overload-seconds 120]
                              [--report FILE]

Real processes on loopback (web with two workers, worker, relay, auditor; on PostgreSQL also Redis
and beat), the tests' own push service, and this tool, all on one machine. Half the rate on SQLite.
First the steady load, then as much as is answered with twenty requests under way all the time,
then three times the load or half as much again as was answered, whichever is more. At a rate, every
request is due at its time whatever became of the others, and counts from then; phones that are
told to wait do.

Exits 1 when something was not answered as it must be, or an aim was missed. `--correctness-only`:
the first alone; that nothing is turned away at the steady load is an aim too, of this machine.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from benchmarks.crowd import Crowd, Phase
from benchmarks.processor import spent
from benchmarks.told import aims, as_report, table, tell
from tests.faults.house import wait_until
from tests.faults.household import Athlete, Household, roles
from tests.faults.stores import Postgres, Redis
from tests.push_service import PushService

WRITES_A_S, READS_A_S, RED = 60, 120, 0.005
AT_A_TIME = 200  # people made by one command
AT_ONCE = 20  # under way all the time while the most is looked for
CROWD = """
import json, secrets, sys
import django
django.setup()
from datetime import timedelta
from django.utils import timezone
from accounts.models import ApiToken, AthleteProfile, User
from accounts.tokens import digest_of
now, many = timezone.now(), int(sys.argv[1])
people = User.objects.bulk_create([User(email=f"crowd{n}@cast.test") for n in range(many)], 500)
AthleteProfile.objects.bulk_create([AthleteProfile(user=one) for one in people], 500)
kept = ["thc_" + secrets.token_urlsafe(32) for _ in people]
ApiToken.objects.bulk_create([
    ApiToken(user=one, name="load", digest=digest_of(secret), scopes=["read", "write"],
             expires_at=now + timedelta(days=1)) for one, secret in zip(people, kept)], 500)
print(json.dumps(kept))
"""


@dataclass
class Place:
    """The product on this machine, and the stores it has to itself."""

    home: Household
    postgres: Postgres | None = None
    redis: Redis | None = None

    def cpu(self) -> dict[str, float]:
        """Return who -> seconds of processor so far."""
        stores = {"postgres": self.postgres, "redis": self.redis}
        leaders = {who: it.process.pid for who, it in stores.items() if it and it.process}
        return spent(leaders | {role: one.pid for role, one in self.home.running.items()})


def main() -> int:
    """Start everything, run the phases, print, and say whether all was as it must be."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--postgres", action="store_true")
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--athletes", type=int, default=5000)
    parser.add_argument("--overload-seconds", type=float, default=120.0)
    parser.add_argument("--red", type=float, default=RED * 100, help="percent of writes")
    parser.add_argument("--correctness-only", action="store_true")
    parser.add_argument("--report", type=Path, help="write every figure here as JSON")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="thighcare-load-") as folder, ExitStack() as stack:
        return run(settle_in(stack, Path(folder), on_postgres=given.postgres), given)


def settle_in(stack: ExitStack, folder: Path, *, on_postgres: bool) -> Place:
    """Start the stores and make the house; nothing of it is left behind."""
    environ = {"LOG_LEVEL": "WARNING", "ALERT_LEASE_SECONDS": "30"}
    postgres = redis = None
    if on_postgres:
        postgres, redis = stack.enter_context(Postgres()), stack.enter_context(Redis())
        environ |= {"DATABASE_URL": postgres.url, "REDIS_URL": redis.url}
    push = stack.enter_context(PushService())
    home = Household(folder, push=push, mortal=False, **environ)
    stack.callback(home.close)
    home.roles = roles(home.port, on_redis=on_postgres, web_workers=2)
    return Place(home, postgres, redis)


def welcome(home: Household, names: list[str]) -> list[Athlete]:
    """Make these people, some at a time: all would be too long for one command."""
    batches = (names[at : at + AT_A_TIME] for at in range(0, len(names), AT_A_TIME))
    return [one for batch in batches for one in home.welcome(batch)]


def run(place: Place, given: argparse.Namespace) -> int:
    """Run the phases; 0 if all was well."""
    steady, most, over = phases(place, given)
    figures = aims(steady, most, over)
    wrong = [
        f"{phase.name}: {one}"
        for phase in (steady, most, over)
        for one in phase.wrong(may_shed=given.correctness_only or phase is not steady)
    ]
    wrong += [f"invariants: {line}" for line in place.home.manage("invariants").splitlines()[:3]]
    for phase in (steady, most, over):
        tell(phase)
    print(table(figures))
    print("\n".join(wrong) or "every answer as it must be")
    if given.report:
        stores = "PostgreSQL, Redis" if given.postgres else "SQLite"
        given.report.write_text(as_report(stores, (steady, most, over), figures, wrong))
    missed = not given.correctness_only and not all(figure.met for figure in figures)
    return 1 if wrong or missed else 0


def phases(place: Place, given: argparse.Namespace) -> tuple[Phase, Phase, Phase]:
    """Return the steady load, as much as can be, and more than can be."""
    home, half = place.home, 1.0 if given.postgres else 0.5
    rate, share = (WRITES_A_S + READS_A_S) * half, WRITES_A_S / (WRITES_A_S + READS_A_S)
    seconds, red = given.minutes * 60, given.red / 100
    most_red = 20 + int(2 * rate * share * red * (seconds + 4 * given.overload_seconds))
    people = welcome(home, [f"red{number}" for number in range(most_red)])
    tokens = json.loads(home.run(CROWD, str(given.athletes)))
    home.begin()
    wait_until("the web server", home.is_serving)
    crowd = Crowd(home.port, home.push, tokens, people, red_share=red, writes=share)
    short = given.overload_seconds / 4
    crowd.run("warm up", seconds=min(short, 10), rate=rate)
    steady = crowd.run("steady", seconds=seconds, rate=rate, cpu=place.cpu)
    most = crowd.run("the most", seconds=short, rate=None, at_once=AT_ONCE, cpu=place.cpu)
    over = crowd.run(
        "overload", seconds=given.overload_seconds, rate=max(3 * rate, 1.5 * most.goodput),
        cpu=place.cpu,
    )  # fmt: skip
    return steady, most, over


if __name__ == "__main__":
    sys.exit(main())
