"""Reach is shown for any set of neighborhoods an officer tries: no two of them may be subtracted."""

from itertools import combinations

import pytest

from campaigns.reach import reach_of as campaign_reach
from participation.reach import reach_of as survey_reach
from tests.factories.campaigns import make_campaign
from tests.factories.neighborhoods import MembershipFactory, NeighborhoodFactory
from tests.factories.participation import SurveyFactory

SIZES = {"Akker": 3, "Berg": 12, "Dok": 28}


@pytest.fixture
def town(db):
    places = {}
    for number, (name, size) in enumerate(SIZES.items()):
        places[name] = NeighborhoodFactory(name=name, slug=name.lower(), west=3.8 + number / 50)
        MembershipFactory.create_batch(size, neighborhood=places[name])
    return places


def reaches(make, reach_of, town):
    """What an officer sees for every set of neighborhoods, by their names."""
    thing = make(neighborhoods=list(town.values()))
    found = {}
    for number in range(1, len(town) + 1):
        for names in combinations(town, number):
            thing.neighborhoods.set([town[name] for name in names])
            found[names] = reach_of(thing)
    return found


@pytest.mark.parametrize(
    ("make", "reach_of"), [(make_campaign, campaign_reach), (SurveyFactory, survey_reach)]
)
def test_no_two_sets_tell_how_many_live_in_a_small_one(town, make, reach_of):
    found = reaches(make, reach_of, town)
    for names, reach in found.items():
        if "Akker" not in names or len(names) == 1:
            continue
        without = found[tuple(name for name in names if name != "Akker")]
        assert str(reach.members) == str(without.members)
        assert str(dict(reach.neighborhoods)["Akker"]) == "<10"
        if make is make_campaign:
            shown = [[str(figure) for _name, figure in row.channels] for row in (reach, without)]
            assert shown[0] == shown[1]


def test_reach_is_rounded_down_and_adds_up(town):
    reach = campaign_reach(make_campaign(neighborhoods=list(town.values())))
    assert [(name, str(figure)) for name, figure in reach.neighborhoods] == [
        ("Akker", "<10"), ("Berg", "10"), ("Dok", "20"),
    ]  # fmt: skip
    assert str(reach.members) == "30"
