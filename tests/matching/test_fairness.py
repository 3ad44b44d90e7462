import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.fairness import Rate, fisher_exact, scoring_rates, selection_rates


def test_selection_rates_are_compared_with_the_highest() -> None:
    found = selection_rates({"group_1": (40, 100), "group_2": (24, 80)})
    assert found["group_1"] == (100, 0.4, 1.0, None)
    assert found["group_2"][:3] == pytest.approx((80, 0.3, 0.75))


def test_a_score_at_the_median_of_everyone_is_not_above_it() -> None:
    found = scoring_rates({"group_1": [0.9, 0.8, 0.7, 0.2], "group_2": [0.6, 0.5, 0.5, 0.1, 0.1]})
    assert found["group_1"] == (4, 0.75, 1.0, None)
    assert found["group_2"][:3] == pytest.approx((5, 0.2, 0.2667), abs=5e-5)


def test_a_group_of_nobody_has_no_rate() -> None:
    found = selection_rates({"some": (1, 2), "none": (0, 0)})
    assert found["none"] == Rate(0, None, None)
    assert found["some"].impact_ratio == 1.0
    assert scoring_rates({"none": []}) == {"none": Rate(0, None, None)}


def test_where_nobody_is_chosen_nothing_is_compared() -> None:
    assert selection_rates({"a": (0, 5), "b": (0, 7)})["a"] == Rate(5, 0.0, None)
    assert scoring_rates({"a": [0.5, 0.5], "b": [0.5]})["b"] == Rate(1, 0.0, None)


@pytest.mark.parametrize(
    ("table", "likely"),
    [
        ((3, 4, 1, 4), 0.48571),  # Fisher's lady tasting tea
        ((40, 100, 24, 80), 0.20997),
        ((0, 9, 6, 9), 0.00905),
        ((5, 5, 7, 7), 1.0),
        ((0, 3, 0, 4), 1.0),
    ],
)
def test_how_likely_a_difference_is_by_chance(
    table: tuple[int, int, int, int], likely: float
) -> None:
    assert fisher_exact(*table) == pytest.approx(likely, abs=5e-6)
    assert fisher_exact(*table[2:], *table[:2]) == pytest.approx(likely, abs=5e-6)


def test_each_group_is_tested_against_the_one_with_the_highest_rate() -> None:
    found = selection_rates({"high": (9, 10), "low": (1, 10), "nobody": (0, 0)})
    assert found["high"].p_value is None
    assert found["low"].p_value == pytest.approx(fisher_exact(1, 10, 9, 10))
    assert found["nobody"].p_value is None


@pytest.mark.parametrize("numbers", [(3, 2), (-1, 2), (0, -1)])
def test_impossible_counts_are_refused(numbers: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match=f"odd: {numbers[0]} selected of {numbers[1]}"):
        selection_rates({"odd": numbers})


@given(
    st.dictionaries(
        st.text(max_size=3), st.lists(st.floats(0, 1), min_size=1, max_size=9), min_size=1
    )
)
def test_the_highest_ratio_is_one_and_none_is_higher(groups: dict[str, list[float]]) -> None:
    found = scoring_rates(groups)
    ratios = [each.impact_ratio for each in found.values() if each.impact_ratio is not None]
    assert not ratios or max(ratios) == 1.0
    assert all(0 <= ratio <= 1 for ratio in ratios)
    assert sum(each.rate * each.people for each in found.values() if each.rate) <= sum(
        len(scores) for scores in groups.values()
    )
