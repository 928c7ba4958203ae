"""Entries and days by month against one table each, as years go by (ADR 0080).

    python -m tests.servers python -m benchmarks.months [--months 36] [--athletes 50]

PostgreSQL only, in tables of its own in the named database, which it drops. Both ways hold the same
rows under the same keys and take turns; medians of the time the statements take.
"""

from __future__ import annotations

import argparse
import os
import statistics
import time
import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import psycopg

TURNS = 200
ENTRY = (
    "athlete_id int, entry_id uuid, kind text, day date, content jsonb, revision bigint, seen bytea"
)
DAY = "athlete_id int, day date, folded jsonb, revision bigint"


def main() -> None:
    """Make the tables, fill them, and print every comparison."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--months", type=int, default=36)
    parser.add_argument("--athletes", type=int, default=50)
    given = parser.parse_args()
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True, prepare_threshold=None) as db:
        try:
            make(db, given.months, given.athletes)
            print(f"{given.months} months, {given.athletes} athletes, four entries a day, medians")
            measure(db, given.months)
        finally:
            for name in ("e_whole", "e_month", "d_whole", "d_month", "place"):
                db.execute(f"DROP TABLE IF EXISTS {name}")


def make(db: Any, months: int, athletes: int) -> None:
    """Fill each table and its twin with the same rows."""
    for name, columns, key in (("e", ENTRY, "athlete_id, entry_id"), ("d", DAY, "athlete_id, day")):
        extra = ", day" if name == "e" else ""
        db.execute(f"CREATE TABLE {name}_whole ({columns}, UNIQUE ({key}))")
        db.execute(
            f"CREATE TABLE {name}_month ({columns}, UNIQUE ({key}{extra})) PARTITION BY RANGE (day)"
        )
        db.execute(f"CREATE TABLE {name}_month_other PARTITION OF {name}_month DEFAULT")
        for back in range(-3, months + 1):
            month = f"date_trunc('month', current_date) - interval '{back} months'"
            first, after = db.execute(
                f"SELECT ({month})::date, ({month} + interval '1 month')::date"
            ).fetchone()
            db.execute(
                f"CREATE TABLE {name}_month_{first:%Y_%m} PARTITION OF {name}_month "
                f"FOR VALUES FROM ('{first}') TO ('{after}')"
            )
    for table in ("e_whole", "e_month"):
        db.execute(f"CREATE INDEX ON {table} (athlete_id, day, kind)")
    db.execute("CREATE INDEX ON e_whole (athlete_id, revision)")
    db.execute(
        "INSERT INTO e_whole SELECT a, gen_random_uuid(), k, current_date - d, "
        """'{"level": 3, "region": "sit_bone"}', (%s - d) * 4 + n, '\\x0011223344556677' """
        "FROM generate_series(1, %s) a, generate_series(0, %s) d, "
        "unnest(array['pain', 'sitting', 'hydration', 'activity']) WITH ORDINALITY AS t(k, n)",
        [months * 30, athletes, months * 30],
    )
    db.execute("INSERT INTO e_month SELECT * FROM e_whole")
    db.execute("CREATE TABLE place AS SELECT athlete_id, entry_id, day, revision FROM e_whole")
    db.execute("CREATE UNIQUE INDEX ON place (athlete_id, entry_id)")
    db.execute("CREATE INDEX ON place (athlete_id, revision)")
    db.execute(
        "INSERT INTO d_whole SELECT DISTINCT athlete_id, day, "
        """'{"pain_worst": 3, "sitting_h": 6, "load_au": 200}'::jsonb, 1 FROM e_whole"""
    )
    db.execute("INSERT INTO d_month SELECT * FROM d_whole")
    db.execute("VACUUM ANALYZE")


def measure(db: Any, months: int) -> None:
    """Let both ways take turns at what the product asks."""
    new = ", ".join(f"'{uuid.uuid4()}'" for _ in range(4))
    an_id = f"entry_id IN ({new})"
    (today,) = db.execute("SELECT current_date").fetchone()
    # A day as a literal, as the product sends it: current_date would be known only after planning.
    on_day = f"SELECT * FROM {{}} WHERE athlete_id = 7 AND day IN ('{today}') UNION ALL "
    compare(
        "a check-in reads its day and its ids: one table / ids in every month / ids by place",
        lambda: db.execute(
            on_day.format("e_whole") + f"SELECT * FROM e_whole WHERE athlete_id = 7 AND {an_id}"
        ),
        lambda: db.execute(
            on_day.format("e_month") + f"SELECT * FROM e_month WHERE athlete_id = 7 AND {an_id}"
        ),
        lambda: db.execute(
            on_day.format("e_month") + "SELECT athlete_id, entry_id, NULL, day, NULL, revision, "
            f"NULL FROM place WHERE athlete_id = 7 AND {an_id}"
        ),
    )
    newest = months * 120 - 4

    def by_place() -> None:
        days = db.execute(
            "SELECT day FROM place WHERE athlete_id = 7 AND revision > %s ORDER BY revision",
            [newest],
        ).fetchall()
        marks = ", ".join(["%s"] * len(days))
        db.execute(
            f"SELECT * FROM e_month WHERE athlete_id = 7 AND day IN ({marks}) AND revision > %s",
            [*(day for (day,) in days), newest],
        )

    news = "SELECT * FROM {} WHERE athlete_id = 7 AND revision > %s ORDER BY revision"
    compare(
        "another phone's news: one table / by place",
        lambda: db.execute(news.format("e_whole"), [newest]),
        by_place,
    )
    chart = (
        f"SELECT day, folded FROM {{}} WHERE athlete_id = 7 AND day >= '{today - timedelta(365)}' "
        f"AND day <= '{today}' ORDER BY day"
    )
    compare(
        "a year's chart of days: one table / by month",
        lambda: db.execute(chart.format("d_whole")).fetchall(),
        lambda: db.execute(chart.format("d_month")).fetchall(),
    )
    fold = (
        "INSERT INTO {} VALUES (7, current_date, '{{}}', 2) "
        "ON CONFLICT (athlete_id, day) DO UPDATE SET folded = excluded.folded"
    )
    compare(
        "a day folded anew: one table / by month",
        lambda: db.execute(fold.format("d_whole")),
        lambda: db.execute(fold.format("d_month")),
    )
    for table in ("e_whole", "d_whole", "place"):
        (size,) = db.execute("SELECT pg_total_relation_size(%s) / 2^20", [table]).fetchone()
        print(f"  {table}: {size:.1f} MiB with its indexes")


def compare(what: str, *ways: Callable[[], object]) -> None:
    """Print the medians of these ways, taking turns."""
    took: list[list[float]] = [[] for _ in ways]
    for _ in range(TURNS):
        for way, times in zip(ways, took, strict=True):
            started = time.perf_counter()
            way()
            times.append(time.perf_counter() - started)
    print(
        f"  {what}: " + " / ".join(f"{statistics.median(one) * 1000:.2f}" for one in took) + " ms"
    )


if __name__ == "__main__":
    main()
