"""The operator's desk: staff only, read only, nobody looked up, nobody's data."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.test import Client

from accounts.models import User
from alerts import nightly
from alerts.models import Delivery
from tests.cast import Api, entry


@pytest.fixture
def red(ada_api: Api) -> Api:
    ada_api.sync(entry("symptom", finding="saddle_numb", value=True))
    return ada_api


PAGES = [
    "/operator/", "/operator/alerts/", "/operator/alerts/jobrun/", "/operator/alerts/delivery/",
    "/operator/alerts/tally/", "/operator/login/", "/operator/password_change/",
]  # fmt: skip


@pytest.mark.parametrize("page", PAGES)
def test_the_desk_is_not_there_for_anybody_but_staff(page: str, ada: User) -> None:
    signed_in = Client()
    signed_in.force_login(ada)

    assert Client().get(page).status_code == 404
    assert signed_in.get(page).status_code == 404


@pytest.fixture
def desk(pat: User) -> Client:
    pat.is_staff = True
    pat.save()
    made = Client()
    made.force_login(pat)
    return made


def test_staff_see_what_runs_and_nobodys_data(desk: Client, red: Api, ada: User) -> None:
    nightly.scan_tonight(now=datetime.now(UTC))
    delivery = Delivery.objects.filter(step=1).get()

    pages = [desk.get(page) for page in PAGES[:5]]
    one = desk.get(f"/operator/alerts/delivery/{delivery.pk}/change/")

    assert [page.status_code for page in [*pages, one]] == [200] * 6
    for page in [*pages, one]:
        text = page.content.decode()
        assert not [word for word in (ada.email, "Ada", "saddle") if word in text]
    assert "scan" in pages[2].content.decode()


BY_PERSON = [
    "athlete={id}", "athlete_id={id}", "athlete__id__exact={id}", "athlete__email={email}",
    "athlete__email__startswith=a", "athlete__in={id}", "recipient={id}", "recipient__isnull=0",
    "webhook=1", "lease__isnull=1", "ladder__isnull=0", "athlete__profile__country=DE", "id=1",
    "state__in=due&athlete={id}",
]  # fmt: skip


@pytest.mark.parametrize("asked", BY_PERSON)
def test_the_desk_does_not_look_anybody_up(desk: Client, red: Api, ada: User, asked: str) -> None:
    query = asked.format(id=ada.pk, email=ada.email)

    assert desk.get(f"/operator/alerts/delivery/?{query}").status_code == 400


@pytest.mark.parametrize("asked", ["", "state__exact=due", "channel__exact=push&o=-1", "p=1"])
def test_the_desk_filters_by_what_runs(desk: Client, red: Api, asked: str) -> None:
    assert desk.get(f"/operator/alerts/delivery/?{asked}").status_code == 200


@pytest.mark.parametrize("way", ["add/", "{}/delete/"])
def test_the_desk_changes_nothing(desk: Client, red: Api, way: str) -> None:
    delivery = Delivery.objects.filter(step=1).get()
    base = "/operator/alerts/delivery/"

    removed = desk.post(base + way.format(delivery.pk), {"post": "yes"})
    changed = desk.post(f"{base}{delivery.pk}/change/", {"state": "dead"})

    assert (removed.status_code, changed.status_code) == (403, 403)
    assert Delivery.objects.get(pk=delivery.pk).state == "due"


def test_no_other_table_is_on_the_desk(desk: Client) -> None:
    for page in ("accounts/user/", "auth/group/", "account/emailaddress/", "mfa/authenticator/"):
        assert desk.get(f"/operator/{page}").status_code == 404
