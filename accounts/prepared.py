"""Statements of the hot path, written out once: the ORM builds the same SQL anew on every request.

Rows come back as model instances, converted just as the ORM would.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any

from django.db import connection
from django.db.models import Field, Model

Converter = Callable[[Any, Any, Any], Any]


class Prepared:
    """`SELECT <all columns of these models> <rest>`; `rest` names tables by their own names."""

    def __init__(self, models: Sequence[Callable[[], type[Model]]], rest: str) -> None:
        self._given = models
        self._rest = rest
        self._converters: dict[str, list[tuple[int, Any, list[Converter]]]] = {}

    @cached_property
    def _models(self) -> list[tuple[type[Model], list[Field[Any, Any]]]]:
        found = [model() for model in self._given]
        return [(model, list(model._meta.concrete_fields)) for model in found]

    @cached_property
    def _sql(self) -> str:
        columns = [
            f'"{model._meta.db_table}"."{field.column}"'
            for model, fields in self._models
            for field in fields
        ]
        return f"SELECT {', '.join(columns)} {self._rest}"

    def run(self, *parameters: Any) -> list[tuple[Any, ...]]:
        """Return the rows, each as a tuple of instances in the order of the models."""
        with connection.cursor() as cursor:
            cursor.execute(self._sql, parameters)
            rows = cursor.fetchall()
        return [self._instances(list(row)) for row in rows]

    def _instances(self, row: list[Any]) -> tuple[Any, ...]:
        for at, column, converters in self._conversions():
            value = row[at]
            for convert in converters:
                value = convert(value, column, connection)
            row[at] = value
        made, start = [], 0
        for model, fields in self._models:
            values = row[start : start + len(fields)]
            made.append(model.from_db("default", [field.attname for field in fields], values))
            start += len(fields)
        return tuple(made)

    def _conversions(self) -> list[tuple[int, Any, list[Converter]]]:
        held = self._converters.get(connection.vendor)
        if held is None:
            held = []
            every = [(model, field) for model, fields in self._models for field in fields]
            for at, (model, field) in enumerate(every):
                column = field.get_col(model._meta.db_table)
                found = [
                    *connection.ops.get_db_converters(column),
                    *field.get_db_converters(connection),
                ]
                if found:
                    held.append((at, column, found))
            self._converters[connection.vendor] = held
        return held
