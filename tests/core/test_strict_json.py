"""What the strict reader takes, and what it refuses and how it names the place."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.strict_json import BadJson, loads

REFUSED = [
    (b"", "bad-json", ""),
    (b"{", "bad-json", ""),
    (b"\xff\xfe", "bad-json", ""),
    (b"[" * 100_000, "too-deep", ""),
    (b'{"a":' * 17 + b"1" + b"}" * 17, "too-deep", ""),
    (b'{"level": 1, "level": 2}', "duplicate-key", "/level"),
    (b'{"entries": [{"id": 1, "id": 2}]}', "duplicate-key", "/id"),
    (b"NaN", "not-a-number", ""),
    (b'{"a": Infinity}', "not-a-number", ""),
    (b"1e999", "number-too-large", ""),
    (b"1000000000000000000000000000000", "number-too-large", ""),
    (b'{"note": "a\\u0000b"}', "nul", "/note"),
    (b'{"entries": [{"text": "\\ud800"}]}', "lone-surrogate", "/entries/0/text"),
    (b'{"\\u0000": 1}', "nul", "/?"),
    (b'{"level": 1_000}', "bad-json", ""),
    ('{"level": \u0663}'.encode(), "bad-json", ""),
]


@pytest.mark.parametrize(("raw", "code", "pointer"), REFUSED, ids=range(len(REFUSED)))
def test_a_bad_body_is_refused_with_its_place(raw: bytes, code: str, pointer: str) -> None:
    with pytest.raises(BadJson) as refused:
        loads(raw)

    assert refused.value.code == code
    assert refused.value.errors[0].pointer == pointer
    assert refused.value.status == 400


@pytest.mark.parametrize(
    "raw",
    [
        b"[]",
        b"{}",
        b"0",
        b"-0",
        b'"[[[[[[[[[[[[[[[[[[[["',
        b"[" * 16 + b"]" * 16,
        b'"\\ud83d\\ude00"',
        b'{"a": "\\\\u0000"}',
    ],
)
def test_a_sound_body_is_read(raw: bytes) -> None:
    assert loads(raw) == json.loads(raw)


def test_a_quote_without_end_costs_no_more_than_its_length() -> None:
    body = b'"' + b'\\"' * 120_000 + b"[" * 20

    with pytest.raises(BadJson):
        loads(body)


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.text(st.characters(exclude_characters="\x00", exclude_categories=("Cs",))),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.text(st.characters(exclude_characters="\x00", exclude_categories=("Cs",))),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(JSON)
def test_whatever_json_can_say_comes_back_unchanged(value: object) -> None:
    assert loads(json.dumps(value).encode()) == value
