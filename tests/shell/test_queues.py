"""Celery as it is configured: lanes, bounds, and nothing that could run code from a queue."""

from __future__ import annotations

import pytest
from kombu.exceptions import ContentDisallowed
from kombu.serialization import dumps, loads

from alerts import tasks
from thighcare import celery as configured
from thighcare.celery import app
from thighcare.timetable import TIMETABLE

LANES = {
    "alerts.tasks.send": "alerts",
    "alerts.tasks.deliver": "alerts",
    "alerts.tasks.ring": "watch",
    "alerts.tasks.sweep": "watch",
    "alerts.tasks.scan": "scan",
}


@pytest.mark.parametrize(("task", "lane"), LANES.items())
def test_each_task_has_its_lane(task: str, lane: str) -> None:
    assert app.amqp.router.route({}, task)["queue"].name == lane


def test_every_task_of_ours_is_in_a_lane() -> None:
    ours = {name for name in app.tasks if name.startswith("alerts.")}

    for name in ours:
        assert app.amqp.router.route({}, name)["queue"].name in configured.QUEUES
    assert set(LANES) <= ours


def test_reminders_have_a_lane_of_their_own() -> None:
    assert app.amqp.router.route({}, "alerts.tasks.remind")["queue"].name == "reminders"


def test_what_a_killed_worker_held_is_acknowledged_late_and_one_at_a_time() -> None:
    held = app.conf

    assert held.task_acks_late is True
    assert held.worker_prefetch_multiplier == 1
    assert held.task_reject_on_worker_lost is False
    assert held.task_ignore_result is True
    assert held.result_backend is None


def test_no_task_outlives_the_broker_s_patience() -> None:
    limits = [task.time_limit for name, task in app.tasks.items() if name.startswith("alerts.")]

    assert all(limits)
    assert max(limits) <= configured.LONGEST_TASK_S < configured.VISIBILITY_TIMEOUT_S


def test_publishing_is_tried_twice_and_within_a_second() -> None:
    policy = app.conf.task_publish_retry_policy

    assert policy["max_retries"] == 1
    assert policy["interval_max"] < 1


@pytest.mark.parametrize("kind", ["pickle", "yaml"])
def test_a_queue_cannot_run_code(kind: str) -> None:
    assert app.conf.accept_content == ["json"]
    with pytest.raises(ContentDisallowed):
        loads(b"anything", f"application/x-{kind}", "binary", accept={"application/json"})
    assert dumps([7], serializer="json")[0] == "application/json"


def test_everything_on_the_timetable_exists_and_expires_before_the_next() -> None:
    app.loader.import_default_modules()  # as a worker does; otherwise it hangs on who ran before
    for line in TIMETABLE.values():
        assert line["task"] in app.tasks
        assert line["options"]["expires"] <= line["schedule"]


def test_redis_is_asked_with_bounds() -> None:
    options = configured._on_redis("redis://127.0.0.1:6379/0")["broker_transport_options"]

    assert options["visibility_timeout"] == configured.VISIBILITY_TIMEOUT_S
    assert 0 < options["socket_connect_timeout"] <= options["socket_timeout"] <= 5


def test_a_task_takes_what_a_later_version_says(ada: object) -> None:
    tasks.send([], from_a_later_version=True)
    tasks.ring([], from_a_later_version=True)
