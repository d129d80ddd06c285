"""Staff who look at an address or a shared post leave a trace that the person sees, and nobody else."""

import datetime as dt

import pytest

from accounts.my_data.overview import looks_at
from accounts.services import record_staff_reads
from core import clock
from core.models import AuditEntry
from tests.factories.neighborhoods import PostFactory

pytestmark = pytest.mark.django_db
PAGE = "/nl/account/data/"
WAITING = "/admin/community/waiting/"
SHARED = "/admin/shared/"


def reads():
    return AuditEntry.objects.filter(action="staff_read")


@pytest.fixture
def shared(cast):
    return PostFactory(neighborhood=cast.molenwijk, author=cast.an, shared=True)


def test_who_waits_sees_that_an_administrator_looked(client, cast):
    client.force_login(cast.admin)
    client.get(WAITING)
    client.force_login(cast.dirk)
    page = client.get(PAGE).content.decode()
    assert "Een beheerder van de gemeente" in page
    assert "je adres" in page


def test_an_author_sees_that_the_shared_post_was_read(client, cast, shared):
    client.force_login(cast.comms)
    client.get(f"{SHARED}{shared.public_id}/")
    client.force_login(cast.an)
    page = client.get(PAGE).content.decode()
    assert "communicatie" in page
    entry = reads().get()
    assert (entry.subject, entry.target_id) == (cast.an.audit_id, shared.pk)
    assert entry.facts == {"what": "shared_post", "role": "Communication"}


def test_never_by_name(client, cast, shared):
    client.force_login(cast.comms)
    client.get(SHARED)
    client.force_login(cast.an)
    page = client.get(PAGE).content.decode()
    for word in (cast.comms.first_name, cast.comms.last_name, cast.comms.email):
        assert word not in page


def test_nobody_else_sees_it(client, cast, shared):
    client.force_login(cast.comms)
    client.get(SHARED)
    assert len(looks_at(cast.an)) == 1
    for name, person in cast.everybody():
        if name != "an" and person.is_authenticated:
            assert looks_at(person) == [], name


def test_once_a_day_a_reader_and_thing(client, cast, shared):
    start = clock.now().replace(hour=10)
    for hours in (0, 1, 2):
        with clock.travel(start + dt.timedelta(hours=hours)):
            client.force_login(cast.comms)
            client.get(SHARED)
            client.get(f"{SHARED}{shared.public_id}/")
    assert reads().count() == 1
    client.force_login(cast.participation)
    with clock.travel(start):
        client.get(SHARED)
    assert reads().count() == 2
    with clock.travel(start + dt.timedelta(days=1)):
        client.get(SHARED)
    assert reads().count() == 3


def test_the_own_look_and_a_look_without_result_are_none(cast, shared):
    record_staff_reads(by=cast.an, what="address", things=[(cast.an, shared)])
    record_staff_reads(by=cast.admin, what="address", things=[(None, shared)])
    record_staff_reads(by=cast.admin, what="address", things=[])
    assert not reads().exists()


@pytest.mark.parametrize(
    "role", ["bram", "chadia", "worker", "moderator", "translator", "superuser"]
)
def test_who_is_refused_leaves_no_trace(client, cast, shared, role):
    client.force_login(getattr(cast, role))
    client.get(WAITING)
    client.get(SHARED)
    client.get(f"{SHARED}{shared.public_id}/")
    assert not reads().exists()


def test_neighbors_and_workers_on_the_site_leave_none(client, cast, shared):
    for person in (cast.bram, cast.worker):
        client.force_login(person)
        client.get(f"/nl/n/molenwijk/posts/{shared.public_id}/")
    assert not reads().exists()


def test_a_long_list_costs_the_same(client, cast, django_assert_max_num_queries):
    for _ in range(20):
        PostFactory(neighborhood=cast.molenwijk, author=cast.an, shared=True)
    things = [(post.author, post) for post in cast.an.posts.select_related("author")]
    with django_assert_max_num_queries(3):
        record_staff_reads(by=cast.comms, what="shared_post", things=things)
    assert reads().count() == 20


def test_what_is_shown_survives_the_reader(client, cast, shared):
    client.force_login(cast.comms)
    client.get(SHARED)
    cast.comms.delete()
    assert len(looks_at(cast.an)) == 1
