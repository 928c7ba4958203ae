"""Every expected failure reads the same: problem+json, a stable code, the field, the remedy."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.http import Http404
from django.test import Client
from rest_framework import exceptions, serializers

from kernel.errors import DomainError, FieldError
from thighcare.errors import problem_handler


def answer(error: Exception) -> tuple[int, dict[str, object]]:
    made = problem_handler(error, {})
    assert made is not None
    assert made.content_type == "application/problem+json"
    return made.status_code, made.data


def test_a_domain_error_names_its_fields() -> None:
    status, body = answer(
        DomainError("Level is 11.", errors=[FieldError("/level", "too-high", "0 to 10")])
    )

    assert status == 400
    assert body["errors"] == [{"pointer": "/level", "code": "too-high", "detail": "0 to 10"}]
    assert set(body) == {"type", "title", "status", "detail", "code", "errors"}


def test_waiting_is_told_in_seconds() -> None:
    made = problem_handler(DomainError("Busy.", status=503, retry_after_s=3), {})

    assert made is not None
    assert made["Retry-After"] == "3"


@pytest.mark.parametrize("error", [Http404(), PermissionDenied()])
def test_what_is_forbidden_looks_like_what_is_not_there(error: Exception) -> None:
    assert answer(error)[1]["code"] == "not-found"


def test_a_serializer_error_points_into_the_body() -> None:
    class Sheet(serializers.Serializer):
        level = serializers.IntegerField(max_value=10)

    sheet = Sheet(data={"level": 11})
    try:
        sheet.is_valid(raise_exception=True)
    except exceptions.ValidationError as error:
        _, body = answer(error)

    assert body["errors"][0]["pointer"] == "/level"
    assert body["errors"][0]["code"] == "max-value"


def test_a_locked_store_asks_to_come_back() -> None:
    status, body = answer(OperationalError("database is locked"))

    assert (status, body["code"]) == (503, "busy")
    assert "locked" not in str(body)


def test_the_unexpected_is_not_hidden() -> None:
    assert problem_handler(ZeroDivisionError(), {}) is None


@pytest.mark.parametrize(
    "address",
    [
        "nothing", "alerts/xyz", "triage/assessments/xyz", "imports/1/confirm", "me/", "",
        "days/2026-02-31/x",
    ],
)  # fmt: skip
@pytest.mark.parametrize("method", ["get", "post", "patch", "delete"])
def test_an_address_that_there_is_not_is_told_as_every_problem(
    client: Client, method: str, address: str
) -> None:
    found = getattr(client, method)(f"/api/v1/{address}")

    assert (found.status_code, found["Content-Type"]) == (404, "application/problem+json")
    assert found["Cache-Control"] == "no-store"
    assert found.json()["code"] == "not-found"
    assert set(found.json()) == {"type", "title", "status", "detail", "code", "errors"}


def test_outside_the_contract_a_page_that_is_not_there_stays_a_page(client: Client) -> None:
    assert client.get("/nothing")["Content-Type"].startswith("text/html")
