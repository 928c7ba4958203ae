"""Whatever points at a person is exported and erased: a new model without an entry fails here."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from types import ModuleType

import pytest
from django.apps import apps
from django.db import models

from accounts.models import User
from accounts.privacy import rooms

ROOMS = ["accounts", "teams", "triage", "tracker", "alerts"]
# Django's own, emptied with the person: the framework's joins of users to groups and permissions.
# The admin's log goes with the person too, and a read-only desk writes none.
FRAMEWORK = {"accounts.user_groups", "accounts.user_user_permissions", "admin.logentry"}


def personal_models() -> Iterator[type[models.Model]]:
    """Every model with a key to the person, directly."""
    for model in apps.get_models(include_auto_created=True):
        points = any(
            isinstance(field, models.ForeignKey) and field.related_model is User
            for field in model._meta.get_fields()
        )
        if (points or model is User) and model._meta.label_lower not in FRAMEWORK:
            yield model


def covered() -> dict[type[models.Model], ModuleType]:
    return {
        model: module
        for module in (import_module(f"{room}.personal_data") for room in ROOMS)
        for model in module.COVERED
    }


def test_every_model_that_points_at_a_person_has_an_entry() -> None:
    missing = {model._meta.label for model in personal_models()} - {
        model._meta.label for model in covered()
    }

    assert not missing, (
        f"{sorted(missing)} point at a person. Export and erase them in their room's "
        "personal_data.py and name them in COVERED."
    )


def test_nothing_is_named_that_is_not_there_any_more() -> None:
    assert {model._meta.label for model in covered()} <= {
        model._meta.label for model in personal_models()
    }


def test_every_room_with_an_entry_is_in_the_registry() -> None:
    assert {room.name for room in rooms()} == set(ROOMS)


def test_a_room_without_a_registry_entry_keeps_nothing_personal() -> None:
    homes = {model._meta.app_label for model in personal_models()}

    assert homes <= {*ROOMS, "account", "mfa", "usersessions"}


@pytest.mark.parametrize("room", ROOMS)
def test_rooms_are_erased_from_the_last_to_the_first(room: str) -> None:
    order = [one.name for one in rooms()]

    assert order.index(room) <= order.index("accounts")
