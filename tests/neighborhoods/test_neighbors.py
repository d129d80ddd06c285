"""A neighbor's page, the search by name, and what of a profile reaches whom."""

import itertools
import json
import string

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts import services
from accounts.models import Profile, User
from core.errors import DomainError
from core.models import AuditEntry, PrivatePhoto
from core.photo_policy import photo_policy
from core.photos import Photo
from neighborhoods import neighbors
from neighborhoods.models import Flag, Membership
from tests.factories.accounts import UserFactory
from tests.factories.neighborhoods import MembershipFactory, PostFactory, ReplyFactory

from .crowd import fill_feed, fill_neighborhood, give_portraits
from .visiting import Visitor, page_of

pytestmark = pytest.mark.usefixtures("english")
AREA = "molenwijk"
FIELDS = {
    "about": "kanarieabout", "interests": "kanarieinterests", "languages": "kanarielanguages",
    "household": "kanariehousehold", "here_since": 1987, "helps_with": "kanariehelps",
    "would_like": "kanariewould",
}  # fmt: skip
JPEG = bytes.fromhex("ffd8ffe000104a46494600010100000100010000ffd9")


def home(person):
    return person.memberships.get().public_id


def tell(person, **fields):
    services.change_profile(person=person, by=person, **fields)


def show_portrait(person, is_shown=True):
    photo = Photo(full=JPEG, small=JPEG, width=640, height=640)
    services.set_portrait(person=person, by=person, is_shown=is_shown, photo=photo)
    person.refresh_from_db()
    return person.photo


# --- What is shown -------------------------------------------------------------------------------
@pytest.mark.parametrize("shown", [*FIELDS, None])
def test_a_field_is_shown_when_its_own_switch_is_on(cast, shown):
    tell(cast.an, **FIELDS, **({f"shows_{shown}": True} if shown else {}))
    for name in ("bram", "worker", "an"):
        page = page_of(Visitor(getattr(cast, name)).get("member_detail", AREA, home(cast.an)))
        for field, value in FIELDS.items():
            assert (str(value) in page) == (field == shown), (name, field)


def test_an_empty_field_is_not_shown_though_its_switch_is_on(cast):
    tell(cast.an, **{f"shows_{field}": True for field in FIELDS})
    page = page_of(Visitor(cast.bram).get("member_detail", AREA, home(cast.an)))
    for label in ("Can help with", "Likes", "Speaks", "Lives here since"):
        assert label not in page


def test_house_number_mail_and_phone_are_on_no_page(cast):
    cast.an.phone = "+32470000001"
    cast.an.save(update_fields=["phone"])
    cast.an.memberships.get().address.__class__.objects.filter(
        pk=cast.an.memberships.get().address_id
    ).update(number="9876kanarie", box="5432kanarie")
    visitor = Visitor(cast.bram)
    pages = [
        visitor.get("member_detail", AREA, home(cast.an)),
        visitor.get("member_list", AREA),
        visitor.get("member_list", AREA, q="an"),
        visitor.get("member_suggest", AREA, q="an"),
    ]
    for response in pages:
        page = page_of(response)
        assert "An Claes" in page
        for secret in (cast.an.email, "+32470000001", "9876kanarie", "5432kanarie"):
            assert secret not in page


def test_what_is_told_is_not_in_the_lists(cast):
    tell(cast.an, **FIELDS, **{f"shows_{field}": True for field in FIELDS})
    page = page_of(Visitor(cast.bram).get("member_list", AREA))
    assert "kanarie" not in page


def test_what_is_told_is_escaped_and_no_badge(cast):
    badge = '<span class="badge badge--official">Politie</span>'
    tell(cast.an, about=badge, helps_with=badge[:200], shows_about=True, shows_helps_with=True)
    User.objects.filter(pk=cast.an.pk).update(first_name=badge)
    PostFactory(neighborhood=cast.molenwijk, author=cast.an, title=badge[:100], body=badge)
    page = page_of(Visitor(cast.bram).get("member_detail", AREA, home(cast.an)))
    assert "&lt;span class=&quot;badge badge--official&quot;&gt;" in page
    assert '<span class="badge badge--official">' not in page


def test_only_who_works_here_has_the_badge(cast):
    post = PostFactory(neighborhood=cast.molenwijk, author=cast.an)
    ReplyFactory(post=post, author=cast.worker)
    ReplyFactory(post=post, author=cast.former_worker)
    page = page_of(Visitor(cast.bram).get("post_detail", AREA, post.public_id))
    assert page.count("badge--official") == 1


def test_own_page_says_so(cast):
    visitor = Visitor(cast.an)
    response = visitor.get("member_own", AREA)
    assert response["Location"] == visitor.url("member_detail", AREA, home(cast.an))
    assert "This is how neighbors see you" in page_of(visitor.client.get(response["Location"]))
    other = page_of(Visitor(cast.bram).get("member_detail", AREA, home(cast.an)))
    assert "This is how neighbors see you" not in other
    assert Visitor(cast.worker).get("member_own", AREA).status_code == 404


# --- Who sees it ---------------------------------------------------------------------------------
def test_whoever_may_not_see_the_member_sees_nothing(cast):
    absent = "00000000-0000-4000-8000-000000000001"
    for name, person in cast.everybody():
        visitor = Visitor(person)
        may = name in ("an", "bram", "worker")
        answer = visitor.get("member_detail", AREA, home(cast.an))
        assert (answer.status_code == 200) == may, name
        if not may:
            assert answer.status_code == visitor.get("member_detail", AREA, absent).status_code
    for person in (cast.dirk, cast.els):
        assert Visitor(cast.bram).get("member_detail", AREA, home(person)).status_code == 404
    # A neighbor of one neighborhood is not found below the address of another.
    assert Visitor(cast.worker).get("member_detail", AREA, home(cast.chadia)).status_code == 404


def test_posts_on_the_page_are_those_the_reader_may_see(cast):
    place = {"neighborhood": cast.molenwijk, "author": cast.an}
    PostFactory(**place, title="Voor allen")
    PostFactory(**place, title="Alleen buren", neighbors_only=True)
    PostFactory(**place, title="Weg", binned=True)
    PostFactory(**place, title="Verborgen", hidden=True)
    PostFactory(**place, title="Straks", undoable=True)
    PostFactory(neighborhood=cast.molenwijk, author=cast.bram, title="Van Bram")
    flagged = PostFactory(**place, title="Gemeld")
    Flag.objects.create(neighborhood=cast.molenwijk, target_kind="post", target_id=flagged.pk,
                        flagged_by=cast.bram, reason="unkind", created_at=flagged.created_at)  # fmt: skip
    seen = {
        "bram": {"Voor allen", "Alleen buren"},
        "worker": {"Voor allen", "Gemeld"},
        "an": {"Voor allen", "Alleen buren", "Gemeld", "Straks"},
    }
    every = {"Voor allen", "Alleen buren", "Weg", "Verborgen", "Straks", "Van Bram", "Gemeld"}
    for name, titles in seen.items():
        page = page_of(Visitor(getattr(cast, name)).get("member_detail", AREA, home(cast.an)))
        assert {title for title in every if title in page} == titles, name


def test_authors_who_live_here_lead_to_their_page(cast):
    post = PostFactory(neighborhood=cast.molenwijk, author=cast.an)
    ReplyFactory(post=post, author=cast.els)
    ReplyFactory(post=post, author=cast.worker)
    ReplyFactory(post=post, author=cast.bram)
    visitor = Visitor(cast.bram)
    page = page_of(visitor.get("post_detail", AREA, post.public_id))
    linked = {name for name in ("an", "bram", "els", "worker")
              for row in getattr(cast, name).memberships.all()
              if visitor.url("member_detail", AREA, row.public_id) in page}  # fmt: skip
    assert linked == {"an", "bram"}
    feed = page_of(visitor.get("feed", AREA))
    assert visitor.url("member_detail", AREA, home(cast.an)) in feed


def test_blocking_is_offered_to_neighbors_and_closes_page_search_and_portrait(cast):
    photo = show_portrait(cast.an)
    for name, may in (("bram", True), ("worker", False), ("an", False)):
        page = page_of(Visitor(getattr(cast, name)).get("member_detail", AREA, home(cast.an)))
        assert ("/block/" in page) == may, name
    services.block_person(person=cast.an, by=cast.bram)
    for one, other in ((cast.an, cast.bram), (cast.bram, cast.an)):
        visitor = Visitor(one)
        assert visitor.get("member_detail", AREA, home(other)).status_code == 404
        assert found(visitor, other.first_name) == []
    assert not photo_policy.allows(cast.bram, "view", photo)
    assert photo_policy.allows(cast.worker, "view", photo)


# --- The portrait --------------------------------------------------------------------------------
def test_a_portrait_is_seen_by_whoever_sees_the_member_when_it_is_shown(cast):
    for is_shown, readers in ((True, {"an", "bram", "worker"}), (False, {"an"})):
        photo = show_portrait(cast.an, is_shown)
        for name, person in cast.everybody():
            assert photo_policy.allows(person, "view", photo) == (name in readers), name
            answer = Visitor(person).get("photos:photo_detail", photo.public_id, "small")
            assert (answer.status_code == 200) == (name in readers), name
            assert not photo_policy.allows(person, "attach", photo)


def test_it_goes_with_the_membership(cast):
    photo = show_portrait(cast.an)
    Membership.objects.filter(person=cast.an).update(state="left")
    assert not photo_policy.allows(cast.bram, "view", photo)
    MembershipFactory(person=cast.an, neighborhood=cast.oude_haven)
    assert photo_policy.allows(cast.chadia, "view", photo)
    assert not photo_policy.allows(cast.bram, "view", photo)


def test_a_worker_shows_a_portrait_where_they_work(cast):
    photo = show_portrait(cast.worker)
    former = show_portrait(cast.former_worker)
    assert photo_policy.allows(cast.bram, "view", photo)
    assert photo_policy.allows(cast.chadia, "view", photo)
    assert not photo_policy.allows(cast.dirk, "view", photo)
    assert not photo_policy.allows(cast.bram, "view", former)


def test_pages_show_portraits_that_may_be_seen_and_no_broken_ones(cast):
    post = PostFactory(neighborhood=cast.molenwijk, author=cast.an)
    for person in (cast.els, cast.worker, cast.bram):
        ReplyFactory(post=post, author=person)
    for person in (cast.an, cast.els, cast.worker):
        show_portrait(person)
    show_portrait(cast.bram, is_shown=False)
    visitor = Visitor(cast.bram)
    pages = [
        visitor.get("post_detail", AREA, post.public_id), visitor.get("feed", AREA),
        visitor.get("member_list", AREA), visitor.get("member_detail", AREA, home(cast.an)),
    ]  # fmt: skip
    shown = {"an": 0, "els": 0, "worker": 0, "bram": 0}
    for page in map(page_of, pages):
        for name in shown:
            shown[name] += str(getattr(cast, name).photo.public_id) in page
    assert shown == {"an": 4, "els": 0, "worker": 2, "bram": 0}


def test_a_new_portrait_replaces_the_old_with_its_files(cast, django_capture_on_commit_callbacks):
    old = show_portrait(cast.an)
    with django_capture_on_commit_callbacks(execute=True):
        new = show_portrait(cast.an)
    assert list(PrivatePhoto.objects.all()) == [new]
    assert not old.full.storage.exists(old.full.name)
    with django_capture_on_commit_callbacks(execute=True):
        services.remove_portrait(person=cast.an, by=cast.an)
    assert not PrivatePhoto.objects.exists()
    assert not new.small.storage.exists(new.small.name)


def test_nobody_hangs_a_photo_on_somebody_else(cast):
    photo = Photo(full=JPEG, small=JPEG, width=640, height=640)
    for call in (
        lambda: services.set_portrait(person=cast.an, by=cast.bram, is_shown=True, photo=photo),
        lambda: services.remove_portrait(person=cast.an, by=cast.admin),
        lambda: services.change_profile(person=cast.an, by=cast.bram, interests="x"),
    ):
        with pytest.raises(DomainError):
            call()
    assert not PrivatePhoto.objects.exists()
    assert not Profile.objects.exists()


def test_a_portrait_is_no_photo_for_a_post(cast):
    photo = show_portrait(cast.an)
    visitor = Visitor(cast.an)
    visitor.fill("post_create", AREA, "message", body="Dag buren", kept=str(photo.public_id))
    photo.refresh_from_db()
    assert photo.target_kind == "portrait"


# --- Finding by name -----------------------------------------------------------------------------
def found(visitor, query, **more):
    response = visitor.get("member_suggest", AREA, q=query, **more)
    assert response.status_code == 200
    return [each["name"] for each in json.loads(response.content)["results"]]


def test_names_are_found_by_the_beginning_of_their_words(cast):
    zoe = UserFactory(first_name="Zoë", last_name="Van den Berghe")
    MembershipFactory(person=zoe, neighborhood=cast.molenwijk)
    visitor = Visitor(cast.bram)
    assert found(visitor, "an") == ["An Claes"]
    assert found(visitor, "CLA") == ["An Claes"]
    assert found(visitor, "an cl") == ["An Claes"]
    for query in ("zoe", "ZOË", "ber", "zo va"):
        assert found(visitor, query) == ["Zoë Van den Berghe"], query
    for query in (
        "",
        "a",
        " ",
        "laes",
        "zoe x",
        "%",
        "__",
        "\x00\x00",
        "an" * 200,
        "dirk",
        "els",
        "chadia",
        "wim",
    ):
        assert found(visitor, query) == [], query


def test_a_hidden_last_name_finds_nobody(cast):
    tell(cast.an, shown_name="initial")
    visitor = Visitor(cast.bram)
    assert found(visitor, "claes") == found(visitor, "cl") == found(visitor, "an cl") == []
    assert found(visitor, "an c") == ["An C."]
    assert "An C." not in page_of(visitor.get("member_list", AREA, q="claes"))


def test_at_most_eight_and_the_first_name_first(cast):
    fill_neighborhood(cast.molenwijk, 20)
    late = UserFactory(first_name="Buurman", last_name="Aarts")
    MembershipFactory(person=late, neighborhood=cast.molenwijk)
    MembershipFactory(
        person=UserFactory(first_name="An", last_name="Buur"), neighborhood=cast.molenwijk
    )
    names = found(Visitor(cast.bram), "buur")
    assert len(names) == 8
    assert "An Buur" not in names


def test_what_else_is_in_the_address_changes_nothing(cast):
    visitor = Visitor(cast.bram)
    more = {
        "neighborhood": "oude-haven",
        "person": cast.dirk.pk,
        "action": "admit",
        "state": "left",
    }
    assert found(visitor, "di", **more) == []
    assert found(visitor, "an", **more) == ["An Claes"]


def test_only_three_facts_and_an_address_are_told(cast):
    [one] = json.loads(Visitor(cast.bram).get("member_suggest", AREA, q="an").content)["results"]
    assert one == {
        "id": str(home(cast.an)), "name": "An Claes", "street": "Molenstraat",
        "url": f"/en/n/molenwijk/members/{home(cast.an)}/",
    }  # fmt: skip


@pytest.mark.parametrize("length", [2, 3])
def test_all_beginnings_together_find_whom_one_may_see(cast, length):
    """Whoever tries every two and every three letters learns no more than the member list says."""
    fill_neighborhood(cast.molenwijk, 3)
    allowed = {"an", "bram", "worker"}
    # Every two or three letters that any name of the town begins with or holds, and for one who
    # lives here all that there are of two.
    words = [word for user in User.objects.all() for word in user.get_full_name().lower().split()]
    likely = sorted({word[at : at + length] for word in words for at in range(len(word))})
    every = ["".join(pair) for pair in itertools.product(string.ascii_lowercase, repeat=2)]
    for name, person in cast.everybody():
        union = set()
        for start in every if name == "bram" and length == 2 else likely:
            rows = neighbors.find_members(
                person=person, neighborhood=cast.molenwijk, query=start, most=neighbors.MOST_FOUND
            )
            union |= {row.pk for row in rows}
        expected = set(
            Membership.objects.filter(neighborhood=cast.molenwijk, state="active").values_list(
                "pk", flat=True
            )
        )
        assert union == (expected if name in allowed else set()), name


def test_the_search_works_without_javascript(cast):
    visitor = Visitor(cast.bram)
    assert 'action="/en/n/molenwijk/members/"' in page_of(visitor.get("member_list", AREA))
    page = page_of(visitor.get("member_list", AREA, q="cla"))
    assert "An Claes" in page
    assert "Bram Devos</a>" not in page
    assert "Nobody here has a name" in page_of(visitor.get("member_list", AREA, q="xyz"))
    assert "at least two letters" in page_of(visitor.get("member_list", AREA, q="x"))


# --- Limits and costs ----------------------------------------------------------------------------
def test_a_harvest_stops_at_sixty_profiles(cast):
    people = fill_neighborhood(cast.molenwijk, 70)
    visitor = Visitor(cast.bram)
    pages = Membership.objects.filter(person__in=people).values_list("public_id", flat=True)
    answers = [visitor.get("member_detail", AREA, public_id) for public_id in pages]
    assert [answer.status_code for answer in answers] == [200] * 60 + [429] * 10
    assert 0 < int(answers[-1]["Retry-After"]) <= 3600
    assert "Peeters" not in page_of(answers[-1])
    assert AuditEntry.objects.filter(action="profiles_harvested").count() == 1
    # Others, and the own page, stay open.
    assert visitor.get("member_detail", AREA, home(cast.bram)).status_code == 200
    assert Visitor(cast.an).get("member_detail", AREA, pages[0]).status_code == 200


def test_what_is_not_there_costs_nothing_of_the_limit(cast):
    visitor = Visitor(cast.bram)
    for _n in range(65):
        assert visitor.get("member_detail", AREA, home(cast.dirk)).status_code == 404
    assert visitor.get("member_detail", AREA, home(cast.an)).status_code == 200


def test_suggestions_are_limited(cast):
    visitor = Visitor(cast.bram)
    statuses = [visitor.get("member_suggest", AREA, q="an").status_code for _n in range(62)]
    assert statuses == [200] * 60 + [429] * 2


@pytest.mark.parametrize("name", ["member_list", "member_detail", "member_suggest"])
def test_pages_cost_the_same_in_a_large_neighborhood(cast, name):
    visitor = Visitor(cast.bram)
    args = [AREA] + ([home(cast.an)] if name == "member_detail" else [])
    query = {"q": "buur"} if name == "member_suggest" else {}

    def cost():
        visitor.get(name, *args, **query)
        with CaptureQueriesContext(connection) as captured:
            assert visitor.get(name, *args, **query).status_code == 200
        return len(captured)

    fill_feed(cast.molenwijk, [cast.an], 3)
    give_portraits(fill_neighborhood(cast.molenwijk, 10))
    few = cost()
    fill_feed(cast.molenwijk, [cast.an], 40)
    give_portraits(fill_neighborhood(cast.molenwijk, 300, "x"))
    assert cost() == few <= 15


def test_an_upload_becomes_a_small_square(cast, client):
    from io import BytesIO

    from PIL import Image

    upload = BytesIO()
    Image.new("RGB", (900, 600), "green").save(upload, "JPEG", exif=b"Exif\0\0kanarie")
    client.force_login(cast.an)
    data = {"photos": ContentFile(upload.getvalue(), "ik.jpg"), "shows_photo": "yes"}
    response = client.post("/en/account/profile/photo/", data)
    assert response["Location"] == "/en/account/profile/"
    cast.an.refresh_from_db()
    with Image.open(cast.an.photo.full) as full, Image.open(cast.an.photo.small) as small:
        assert (full.size, small.size) == ((600, 600), (192, 192))
    assert b"kanarie" not in cast.an.photo.full.open().read()
    assert cast.an.profile.shows_photo
    # The switch alone, without a new file; then it is taken away.
    client.post("/en/account/profile/photo/", {"shows_photo": ""})
    cast.an.profile.refresh_from_db()
    assert not cast.an.profile.shows_photo
    client.post("/en/account/profile/photo/remove/")
    cast.an.refresh_from_db()
    assert cast.an.photo is None


@pytest.mark.parametrize("content", [None, b"no picture", b""])
def test_what_is_no_photo_is_refused_with_a_sentence(cast, client, content):
    client.force_login(cast.an)
    data = {"shows_photo": "yes"}
    if content is not None:
        data["photos"] = ContentFile(content, "ik.jpg")
    page = client.post("/en/account/profile/photo/", data).content.decode()
    assert "error-summary" in page
    assert 'href="#id_photos"' in page
    assert not PrivatePhoto.objects.exists()
