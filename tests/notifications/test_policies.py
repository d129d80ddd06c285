"""Who sees which delivery: `allowed`, `allows` and `audience` say the same for everybody."""

import pytest

from accounts.models import User
from notifications.models import Delivery
from notifications.policies import delivery_policy
from tests.factories.notifications import DeliveryFactory

pytestmark = pytest.mark.django_db

CASES = {
    ("inbox", "sent", "view"): {"bram"},
    ("inbox", "dropped", "view"): set(),
    ("email", "sent", "view"): set(),
    ("email", "uncertain", "view"): set(),
    ("email", "uncertain", "resolve"): {"comms", "admin"},
    ("email", "dead", "resolve"): {"comms", "admin"},
    ("email", "new", "resolve"): set(),
    ("email", "sending", "resolve"): set(),
    ("email", "sent", "resolve"): set(),
    ("inbox", "sent", "resolve"): set(),
    ("inbox", "sent", "change"): set(),
    ("email", "uncertain", "delete"): set(),
}


@pytest.mark.parametrize(("case", "expected"), CASES.items())
def test_matrix(cast, post, case, expected):
    channel, state, action = case
    row = DeliveryFactory(target=post, recipient=cast.bram, channel=channel, state=state)
    told = set(delivery_policy.audience(action, row))
    for name, person in cast.everybody():
        may = name in expected
        assert delivery_policy.allows(person, action, row) is may, name
        assert delivery_policy.allowed(person, action).filter(pk=row.pk).exists() is may, name
        assert (person in told) is may, name


def test_who_is_switched_off_sees_nothing(cast, post):
    row = DeliveryFactory(target=post, recipient=cast.bram, inbox=True)
    User.objects.update(is_active=False)
    for _name, person in cast.everybody():
        if person.is_authenticated:
            person.refresh_from_db()
        assert not delivery_policy.allows(person, "view", row)
    assert not delivery_policy.audience("view", Delivery.objects.get(pk=row.pk)).exists()
