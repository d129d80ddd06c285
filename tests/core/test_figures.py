from hypothesis import given
from hypothesis import strategies as st

from core import figures


def test_a_small_count_is_not_told(settings):
    settings.PRIVACY_THRESHOLD = 10
    assert str(figures.safe(9)) == "<10"
    assert figures.safe(9).number is None
    assert str(figures.safe(0)) == "<10"
    assert str(figures.safe(10)) == "10"


def test_rounded_counts_give_no_difference_away(settings):
    settings.PRIVACY_THRESHOLD = 10
    assert str(figures.about(128)) == "120"
    assert str(figures.about(9)) == "<10"


def test_one_small_part_cannot_be_worked_out_from_the_whole(settings):
    settings.PRIVACY_THRESHOLD = 10
    shown = figures.safe_parts([40, 3, 25])
    assert [str(part) for part in shown.parts] == ["40", "<10", "<10"]
    assert str(shown.whole) == "68"


def test_small_parts_that_are_small_together_take_another_with_them(settings):
    settings.PRIVACY_THRESHOLD = 10
    shown = figures.safe_parts([40, 3, 2, 25])
    assert [str(part) for part in shown.parts] == ["40", "<10", "<10", "<10"]


def test_small_parts_that_hide_each_other_leave_the_rest(settings):
    settings.PRIVACY_THRESHOLD = 10
    shown = figures.safe_parts([40, 6, 7])
    assert [str(part) for part in shown.parts] == ["40", "<10", "<10"]


def test_parts_of_nothing():
    assert figures.safe_parts([]).parts == ()


@given(st.lists(st.integers(min_value=0, max_value=60), max_size=12))
def test_what_is_hidden_is_never_fewer_than_the_threshold(counts):
    shown = figures.safe_parts(counts)
    for count, part in zip(counts, shown.parts, strict=True):
        assert part.is_hidden or (part.number == count and count >= 10)
    hidden = [count for count, part in zip(counts, shown.parts, strict=True) if part.is_hidden]
    if hidden and not shown.whole.is_hidden:
        assert sum(hidden) >= 10
        assert len(hidden) > 1 or len(counts) == 1
