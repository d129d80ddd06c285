"""Blocking and unblocking: who may, how often, and what the account page shows of it."""

import datetime as dt

import pytest
from django.utils import translation

from accounts import services
from accounts.blocking import hidden_from, other_sides
from accounts.models import Block, User
from accounts.policies import block_policy
from core import clock
from core.errors import DomainError
from core.models import AuditEntry
from tests.factories.accounts import UserFactory


def keys(rows):
    return {row["other"] for row in rows}


def test_a_block_hides_both_from_each_other_and_nobody_else(cast):
    services.block_person(person=cast.bram, by=cast.an)
    assert keys(hidden_from(cast.an)) == {cast.bram.pk}
    assert keys(hidden_from(cast.bram)) == {cast.an.pk}
    assert keys(other_sides(cast.bram.pk)) == {cast.an.pk}
    assert not hidden_from(cast.chadia).exists()
    assert not hidden_from(cast.anonymous).exists()
    cast.an.is_active = False
    assert not hidden_from(cast.an).exists()


def test_blocking_and_unblocking_again_change_nothing(cast):
    first = services.block_person(person=cast.bram, by=cast.an)
    assert services.block_person(person=cast.bram, by=cast.an) == first
    assert Block.objects.count() == 1
    services.unblock_person(person=cast.bram, by=cast.an)
    services.unblock_person(person=cast.bram, by=cast.an)
    assert not Block.objects.exists()
    actions = AuditEntry.objects.order_by("pk").values_list("action", flat=True)
    assert list(actions) == ["person_blocked", "person_unblocked"]


def test_the_trail_does_not_say_whom(cast):
    services.block_person(person=cast.bram, by=cast.an)
    services.unblock_person(person=cast.bram, by=cast.an)
    for entry in AuditEntry.objects.all():
        assert entry.actor == cast.an.audit_id
        assert entry.subject is None
        assert entry.facts == {}
        assert entry.target_id != cast.bram.pk


def test_unblocking_leaves_the_block_of_the_other_one(cast):
    services.block_person(person=cast.bram, by=cast.an)
    services.block_person(person=cast.an, by=cast.bram)
    services.unblock_person(person=cast.bram, by=cast.an)
    assert keys(hidden_from(cast.an)) == {cast.bram.pk}


def test_nobody_blocks_themselves(cast):
    with pytest.raises(DomainError):
        services.block_person(person=cast.an, by=cast.an)
    assert not Block.objects.exists()


def test_fifty_a_day(cast):
    people = User.objects.bulk_create(
        [User(first_name=f"B{n}", email=f"b{n}@oeverbeke.test", password="!") for n in range(52)]
    )
    for person in people[:50]:
        services.block_person(person=person, by=cast.an)
    with pytest.raises(services.TooManyBlocks):
        services.block_person(person=people[50], by=cast.an)
    # Who is blocked already costs nothing, and one person's limit is not another's.
    services.block_person(person=people[0], by=cast.an)
    services.block_person(person=people[50], by=cast.bram)
    with clock.travel(clock.now() + dt.timedelta(days=1)):
        services.block_person(person=people[51], by=cast.an)
    assert Block.objects.filter(blocker=cast.an).count() == 51


def test_a_block_goes_with_either_of_the_two(cast):
    a, b = UserFactory(), UserFactory()
    services.block_person(person=b, by=a)
    b.delete()
    assert not Block.objects.exists()


def test_only_who_blocked_sees_it_and_ends_it(cast):
    block = services.block_person(person=cast.bram, by=cast.an)
    for action in ("view", "delete", "change", ""):
        expected = {"an"} if action in ("view", "delete") else set()
        may = {n for n, p in cast.everybody() if block_policy.allows(p, action, block)}
        assert may == expected, action
        assert set(block_policy.audience(action, block)) == {getattr(cast, n) for n in expected}
    cast.an.is_active = False
    cast.an.save(update_fields=["is_active"])
    assert not block_policy.allows(cast.an, "view", block)
    assert not block_policy.audience("view", block).exists()


def page(client, path, **post):
    with translation.override("en"):
        response = client.post(path, post, follow=True) if post else client.get(path)
    return response.status_code, response.content.decode()


def test_the_page_lists_whom_one_blocked_and_ends_it(client, cast):
    client.force_login(cast.an)
    assert "You have blocked nobody." in page(client, "/en/account/blocked/")[1]
    block = services.block_person(person=cast.bram, by=cast.an)
    services.block_person(person=cast.an, by=cast.chadia)
    status, text = page(client, "/en/account/blocked/")
    assert (status, "Bram Devos" in text, "Chadia" in text) == (200, True, False)
    status, text = page(client, f"/en/account/blocked/{block.public_id}/end/", x="1")
    assert "You no longer block Bram Devos." in text
    assert "You have blocked nobody." in text
    assert Block.objects.get().blocker == cast.chadia


@pytest.mark.parametrize("name", ["bram", "chadia", "admin", "moderator", "superuser"])
def test_nobody_else_ends_a_block(client, cast, name):
    block = services.block_person(person=cast.bram, by=cast.an)
    client.force_login(getattr(cast, name))
    assert client.post(f"/en/account/blocked/{block.public_id}/end/").status_code == 404
    assert client.get("/en/account/blocked/").content.decode().count("people__one") == 0
    assert Block.objects.filter(pk=block.pk).exists()


def test_looking_ends_nothing(client, cast):
    block = services.block_person(person=cast.bram, by=cast.an)
    client.force_login(cast.an)
    assert client.get(f"/en/account/blocked/{block.public_id}/end/").status_code == 405
    assert Block.objects.filter(pk=block.pk).exists()


def test_the_account_page_leads_there(client, cast):
    client.force_login(cast.an)
    assert "/en/account/blocked/" in page(client, "/en/account/")[1]
