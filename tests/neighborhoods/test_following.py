"""Following the neighborhood next door: what a follower reads and does there, and what not."""

import uuid

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core import clock
from core.models import AuditEntry
from neighborhoods.models import FeedEntry, Follow, Membership, Neighborhood, Post, Reply
from neighborhoods.policies import neighborhood_policy
from neighborhoods.services import adjacency, following, posts
from notifications.models import Notice, Preference
from notifications.services import expansion, notify, sending
from tests.access.probe import Prober, path_of
from tests.access.resolver import addresses
from tests.access.test_access import opens
from tests.access.world import make_world
from tests.factories.accounts import UserFactory
from tests.factories.neighborhoods import (
    MembershipFactory,
    NeighborhoodFactory,
    PostFactory,
    ReplyFactory,
)

from .visiting import Visitor, form_of, page_of

pytestmark = pytest.mark.usefixtures("english")
AREA = "molenwijk"


@pytest.fixture
def town(cast):
    """The two neighborhoods lie side by side."""
    cast.molenwijk.adjacent.add(cast.oude_haven)
    return cast


def follow(person, neighborhood):
    return Follow.objects.create(
        person=person, neighborhood=neighborhood, created_at=clock.now()
    )  # fmt: skip


@pytest.fixture
def chadia(town):
    """Lives in Oude Haven and follows Molenwijk."""
    follow(town.chadia, town.molenwijk)
    return Visitor(town.chadia)


def make(town, **fields):
    return PostFactory(neighborhood=town.molenwijk, author=town.an, **fields)


# --- Who lies next to whom ------------------------------------------------------------------------
def pairs():
    links = Neighborhood.adjacent.through.objects
    return set(links.values_list("from_neighborhood__slug", "to_neighborhood__slug"))


@pytest.mark.parametrize(
    ("gap", "is_next"), [(0, True), (0.0003, True), (0.0006, False), (0.01, False)]
)
def test_touching_or_thirty_meters_apart_is_next_door(db, gap, is_next):
    # At 51° north a degree of longitude is some 70 km: 0.0003 is 21 m, 0.0006 is 42 m.
    NeighborhoodFactory(slug="a", west=3.70)
    NeighborhoodFactory(slug="b", west=3.71 + gap)
    NeighborhoodFactory(slug="far", west=4.5)
    NeighborhoodFactory(slug="nowhere", boundary=None, west=3.70)
    assert adjacency.find_adjacent() == is_next
    assert pairs() == ({("a", "b"), ("b", "a")} if is_next else set())


def test_found_again_it_follows_the_boundaries(db):
    a, b = NeighborhoodFactory(slug="a", west=3.70), NeighborhoodFactory(slug="b", west=3.71)
    far = NeighborhoodFactory(slug="far", west=4.5)
    a.adjacent.add(far)
    for _time in range(2):
        call_command("find_adjacent")
        assert pairs() == {("a", "b"), ("b", "a")}
    b.boundary = None
    b.save(update_fields=["boundary"])
    assert adjacency.find_adjacent() == 0
    assert pairs() == set()


# --- Following ------------------------------------------------------------------------------------
def test_a_member_follows_and_stops(town):
    chadia = Visitor(town.chadia)
    make(town, nearby=True, title="Straatfeest")
    page = page_of(chadia.get("follow_list", "oude-haven"))
    assert "Molenwijk" in page
    assert "You follow this neighborhood." not in page
    assert chadia.get("feed", AREA).status_code == 404
    url = chadia.url("follow_create", "oude-haven", AREA)
    assert url in page
    assert "You follow Molenwijk." in page_of(chadia.client.post(url, follow=True))
    assert "Straatfeest" in page_of(chadia.get("feed", AREA))
    assert "followed" in page_of(chadia.get("feed", "oude-haven"))
    chadia.client.post(url)
    assert Follow.objects.count() == 1
    page = page_of(chadia.client.post(chadia.url("follow_end", "oude-haven", AREA), follow=True))
    assert "You no longer follow Molenwijk." in page
    assert chadia.get("feed", AREA).status_code == 404
    actions = AuditEntry.objects.order_by("pk").values_list("action", flat=True)
    assert list(actions) == ["neighborhood_followed", "neighborhood_unfollowed"]


@pytest.mark.parametrize("name", ["an", "worker", "dirk", "els", "moderator", "admin", "superuser"])
def test_only_from_the_own_home(town, name):
    visitor = Visitor(getattr(town, name))
    assert visitor.get("follow_list", "oude-haven").status_code == 404
    for action in ("follow_create", "follow_end"):
        assert visitor.post(action, "oude-haven", AREA).status_code == 404
    assert not Follow.objects.exists()


@pytest.mark.parametrize("slug", ["oude-haven", "far", "no-such"])
def test_only_what_lies_next_to_it(town, slug):
    NeighborhoodFactory(slug="far")
    chadia = Visitor(town.chadia)
    assert chadia.post("follow_create", "oude-haven", slug).status_code == 404
    assert not Follow.objects.exists()
    with pytest.raises(following.NotNextDoor):
        following.follow(neighborhood=town.oude_haven, by=town.chadia)


def test_looking_follows_nothing(town):
    assert Visitor(town.chadia).get("follow_create", "oude-haven", AREA).status_code == 405
    assert not Follow.objects.exists()


def test_where_nothing_lies_around_nothing_is_offered(cast):
    an = Visitor(cast.an)
    assert "No other neighborhood lies next to ours." in page_of(an.get("follow_list", AREA))
    assert an.url("follow_list", AREA) not in page_of(an.get("feed", AREA))
    form = page_of(an.get("post_create", AREA, "message"))
    assert 'value="nearby"' not in form


# --- What a follower sees -------------------------------------------------------------------------
def test_a_follower_reads_what_was_shared_with_them_alone(town, chadia):
    post = make(town, nearby=True, title="Straatfeest")
    make(town, title="Voor buren")
    make(town, neighbors_only=True, title="Zonder werkers")
    FeedEntry.objects.create(
        neighborhood=town.molenwijk, kind="campaign", target_kind="campaign", target_id=1,
        visible_from=clock.now(),
    )  # fmt: skip
    response = chadia.get("feed", AREA)
    page = page_of(response)
    assert "Straatfeest" in page
    assert "Voor buren" not in page
    assert "Zonder werkers" not in page
    assert "From the municipality" not in page
    for name in ("post_choose", "member_list", "bin_list"):
        assert chadia.url(name, AREA) not in page
    # The menus stay those of home.
    assert chadia.url("post_choose", "oude-haven") in page
    assert chadia.url("post_detail", AREA, post.public_id) in page_of(
        chadia.get("search:result_list", q="Straatfeest")
    )
    assert "Voor buren" not in page_of(chadia.get("search:result_list", q="buren"))


def test_nothing_shared_says_so(town, chadia):
    page = page_of(chadia.get("feed", AREA))
    assert "Nobody has shared anything with the neighborhoods around yet." in page
    assert "Write the first post" not in page


def test_a_follower_replies_thanks_and_reports(town, chadia):
    post = make(town, nearby=True)
    ReplyFactory(post=post, author=town.bram, body="Kom allemaal")
    page = page_of(chadia.get("post_detail", AREA, post.public_id))
    assert "Kom allemaal" in page
    assert "Neighbors of the neighborhoods next to this one read along." in page
    key = form_of(chadia.get("post_detail", AREA, post.public_id), "submission_key")
    fields = {**key, "body": "Wij brengen taart"}
    assert chadia.post("reply_create", AREA, post.public_id, **fields).status_code == 302
    assert chadia.post("post_thank", AREA, post.public_id).status_code == 302
    reply = Reply.objects.get(author=town.chadia)
    assert reply.from_neighborhood == town.oude_haven
    seen = page_of(Visitor(town.an).get("post_detail", AREA, post.public_id))
    assert "Chadia Amrani" in seen
    assert "from Oude Haven" in seen
    assert (
        chadia.fill("reply_edit", AREA, reply.public_id, field="seen", body="Koek").status_code
        == 302
    )
    assert chadia.post("reply_delete", AREA, reply.public_id).status_code == 302
    assert chadia.post("post_flag", AREA, post.public_id, reason="unkind").status_code == 200


def test_where_neighbors_live_is_not_written_down(town):
    post = make(town, nearby=True)
    for person in (town.bram, town.worker):
        Visitor(person).post("reply_create", AREA, post.public_id, body="Ja",
                             submission_key=str(uuid.uuid4()))  # fmt: skip
    assert set(Reply.objects.values_list("from_neighborhood", flat=True)) == {None}
    # Who moved away later shows no new address under what was written before.
    Membership.objects.filter(person=town.bram).update(neighborhood=town.oude_haven)
    assert "from Oude Haven" not in page_of(
        Visitor(town.an).get("post_detail", AREA, post.public_id)
    )


@pytest.mark.parametrize("change", ["moved", "left", "barred", "stopped", "border"])
def test_a_follow_ends_with_its_reason(town, chadia, change):
    post = make(town, nearby=True)
    reply = ReplyFactory(post=post, author=town.chadia)
    assert chadia.get("post_detail", AREA, post.public_id).status_code == 200
    home = Membership.objects.filter(person=town.chadia)
    if change == "moved":
        home.update(neighborhood=NeighborhoodFactory(slug="far"))
    elif change == "left":
        home.update(state="left")
    elif change == "stopped":
        following.unfollow(neighborhood=town.molenwijk, by=town.chadia)
    elif change == "border":
        town.molenwijk.adjacent.clear()
    else:
        town.chadia.is_active = False
        town.chadia.save(update_fields=["is_active"])
    refused = 302 if change == "barred" else 404
    assert chadia.get("feed", AREA).status_code == refused
    assert chadia.get("post_detail", AREA, post.public_id).status_code == refused
    assert chadia.get("reply_edit", AREA, reply.public_id).status_code == refused


def test_who_moved_next_door_and_follows_does_not_own_the_old_posts(town):
    post = make(town, nearby=True)
    Membership.objects.filter(person=town.an).update(neighborhood=town.oude_haven)
    follow(town.an, town.molenwijk)
    an = Visitor(town.an)
    assert an.get("post_detail", AREA, post.public_id).status_code == 200
    assert an.get("post_edit", AREA, post.public_id).status_code == 404
    assert an.post("post_delete", AREA, post.public_id).status_code == 404
    post.refresh_from_db()
    assert post.state == "live"


def test_a_block_counts_next_door_too(town, chadia):
    post = make(town, nearby=True)
    block = chadia.post("post_block", AREA, post.public_id)
    assert block.status_code == 302
    assert chadia.get("post_detail", AREA, post.public_id).status_code == 404
    assert chadia.get("feed", AREA).status_code == 200


# What a follower opens of Molenwijk, of all there is in it. The objects of the world are for neighbors
# alone but for the one post and the one reply that are shared.
OPEN_TO_FOLLOWERS = {
    "feed", "help_list", "feed_news", "post_detail", "post_thank", "post_flag", "post_block",
    "reply_create", "reply_draft_save", "reply_thank", "reply_flag", "reply_block",
}  # fmt: skip


@pytest.mark.django_db
@pytest.mark.timeout(600)
def test_every_address_of_the_neighborhood_as_a_follower():
    world = make_world()
    cast = world.cast
    follow(cast.chadia, cast.molenwijk)
    post = PostFactory(neighborhood=cast.molenwijk, author=cast.an, nearby=True)
    reply = ReplyFactory(post=post, author=cast.bram)
    shared = {("post", False): post, ("reply", False): reply}
    # What was shared, and the names of who wrote it.
    shown = {f"kanarie{word}" for word in ("namean", "namebram", "nearbytitle", "nearbybody")}
    prober, opened = Prober(world, "chadia"), set()
    for address in addresses():
        if not address.key.startswith("neighborhoods:") or "slug" not in dict(address.arguments):
            continue
        name = address.key.removeprefix("neighborhoods:")
        for variant in ("closed", "shared"):
            if variant == "shared":
                kind = "reply" if name.startswith("reply_") and name not in (
                    "reply_create", "reply_draft_save") else "post"  # fmt: skip
                world.visible[address.name, "public_id"] = shared[kind, False].public_id
            path = path_of(world, address, "visible")
            for method in ("GET", "POST"):
                answer = prober.ask(method, path)
                is_open = opens(path, "chadia", answer)
                assert answer.status < 500, path
                for word, readers in world.canaries.items():
                    assert "chadia" in readers or word in shown or word not in answer.text, word
                if is_open:
                    opened.add(name)
                    needs_key = "public_id" in dict(address.arguments)
                    assert variant == "shared" or not needs_key, path
    assert opened == OPEN_TO_FOLLOWERS


# --- Choosing it ----------------------------------------------------------------------------------
def write(visitor, **fields):
    return visitor.fill("post_create", AREA, "message", **{"body": "Kom op het feest", **fields})


def test_an_author_lets_followers_in(town, chadia):
    an = Visitor(town.an)
    form = page_of(an.get("post_create", AREA, "message"))
    assert "Also neighbors of the neighborhoods next to ours" in form
    write(an, audience="nearby")
    post = Post.objects.get()
    assert post.audience == "nearby"
    assert FeedEntry.objects.get().open_nearby is True
    assert chadia.get("post_detail", AREA, post.public_id).status_code == 404
    with clock.travel(post.visible_from):
        page = page_of(chadia.get("post_detail", AREA, post.public_id))
    assert "Next door too" in page
    with clock.travel(post.visible_from):
        assert Visitor(town.worker).get("post_detail", AREA, post.public_id).status_code == 200


def test_a_worker_does_not_choose_it(town):
    Visitor(town.worker).fill("post_create", AREA, "message", body="Dag", audience="nearby")
    assert Post.objects.get().audience == "neighbors"


def test_it_is_narrowed_later_and_never_widened(town, chadia):
    an, post = Visitor(town.an), make(town, nearby=True)
    assert 'value="nearby"' in page_of(an.get("post_edit", AREA, post.public_id))
    an.fill("post_edit", AREA, post.public_id, field="seen", audience="neighbors")
    post.refresh_from_db()
    assert post.audience == "neighbors"
    assert chadia.get("post_detail", AREA, post.public_id).status_code == 404
    assert FeedEntry.objects.get().open_nearby is False
    assert 'value="nearby"' not in page_of(an.get("post_edit", AREA, post.public_id))
    answer = an.fill("post_edit", AREA, post.public_id, field="seen", audience="nearby")
    assert answer.status_code == 422
    with pytest.raises(posts.WiderAudience):
        posts.edit_post(post=post, by=town.an, data={"body": "x", "audience": "nearby"})
    post.refresh_from_db()
    assert post.audience == "neighbors"


# --- Who is told ----------------------------------------------------------------------------------
def told(notice):
    while expansion.expand_batch(notice.pk):
        pass
    return set(notice.deliveries.values_list("recipient__first_name", "channel"))


def test_followers_are_told_in_the_inbox_and_neighbors_as_before(town, chadia):
    outsider = UserFactory(first_name="Olga")
    MembershipFactory(person=outsider, neighborhood=town.oude_haven)
    post = make(town, nearby=True)
    neighbors = notify(kind="new_post", target=post, by=town.an)
    next_door = notify(kind="nearby_post", target=post, by=town.an)
    assert told(neighbors) == {("Bram", "inbox"), ("Wim", "inbox")}
    assert told(next_door) == {("Chadia", "inbox")}
    page = page_of(chadia.get("notifications:notice_list"))
    assert "An Claes in Molenwijk" in page


def test_posting_tells_both_and_undo_tells_nobody(town, chadia):
    an = Visitor(town.an)
    write(an, audience="nearby")
    post = Post.objects.get()
    an.post("post_undo", AREA, post.public_id)
    assert not Notice.objects.filter(cancelled_at=None).exists()
    write(an, audience="nearby")
    told_of = Notice.objects.filter(target_id=Post.objects.get().pk, cancelled_at=None)
    assert set(told_of.values_list("kind", flat=True)) == {"new_post", "nearby_post"}


def test_a_mail_to_a_follower_is_not_sent_once_the_post_is_narrowed(town, chadia):
    Preference.objects.create(person=town.chadia, topic="nearby", channel="email", is_wanted=True)
    post, other = make(town, nearby=True), make(town, nearby=True, title="Blijft open")
    for each in (post, other):
        assert ("Chadia", "email") in told(notify(kind="nearby_post", target=each, by=town.an))
    posts.edit_post(post=post, by=town.an, data={"body": "x", "audience": "neighbors"})
    sending.send_batch()
    assert [message.to for message in mail.outbox] == [[town.chadia.email]]
    assert "Blijft open" in mail.outbox[0].subject
    assert "Molenwijk" in mail.outbox[0].subject


# --- What it costs --------------------------------------------------------------------------------
def test_more_follows_cost_no_more(town, chadia):
    def cost():
        chadia.get("feed", AREA)
        with CaptureQueriesContext(connection) as captured:
            assert chadia.get("feed", AREA).status_code == 200
        return len(captured)

    for _n in range(3):
        make(town, nearby=True)
    few = cost()
    for n in range(8):
        place = NeighborhoodFactory(slug=f"around-{n}")
        town.oude_haven.adjacent.add(place)
        follow(town.chadia, place)
    for _n in range(17):
        make(town, nearby=True)
    assert cost() == few <= 10
    assert neighborhood_policy.allowed(town.chadia, "visit").count() == 10
