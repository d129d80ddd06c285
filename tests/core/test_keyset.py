"""Marks name a place in a list, hide the row's key and survive whatever is sent instead of them."""

import datetime as dt
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.keyset import Mark, decode, encode

NOW = dt.datetime(2026, 11, 24, 12, 30, 15, 123456, tzinfo=dt.UTC)


@given(
    st.datetimes(dt.datetime(1970, 1, 1), dt.datetime(2200, 1, 1), timezones=st.just(dt.UTC)),  # noqa: DTZ001 - bounds have none
    st.integers(0, 2**62),
)
def test_there_and_back(moment, pk):
    assert decode(encode(moment, pk)) == Mark(moment, pk)


def test_keys_do_not_show():
    marks = [encode(NOW + dt.timedelta(seconds=n), 1000 + n) for n in range(50)]
    hidden = [int(mark.partition("-")[2], 16) for mark in marks]
    steps = [abs(later - earlier) for earlier, later in pairwise(hidden)]
    assert min(steps) > 1000, "keys of rows can be counted"
    assert all(f"{1000 + n:x}" != mark.partition("-")[2] for n, mark in enumerate(marks))


def test_another_secret_names_another_place(settings):
    mark = encode(NOW, 4711)
    settings.SECRET_KEY = "another" * 8
    assert decode(mark).pk != 4711


@pytest.mark.parametrize(
    "text",
    [
        "", "-", "a", "a-", "-a", "x-y", "1-x", "x-1", "f" * 15 + "-1", "1-" + "f" * 17,
        "' OR 1=1 --", "\x00-\x00", "1" * 10_000, "٣x-1", "None", "1-1-1",
    ],
)  # fmt: skip
def test_what_is_no_mark(text):
    found = decode(text)
    assert found is None


@given(st.text(max_size=40))
def test_nothing_breaks_it(text):
    found = decode(text)
    assert found is None or 0 <= found.pk < 2**63


@given(st.text("0123456789abcdef-+_ ", min_size=1, max_size=32))
def test_forged_marks_are_only_places(text):
    found = decode(text)
    assert found is None or 0 <= found.pk < 2**63
