import datetime as dt
import re

import pytest

from campaigns import services
from campaigns.models import Campaign, CampaignPage
from core import clock
from notifications.models import Notice
from tests.factories.accounts import UserFactory
from tests.factories.campaigns import make_campaign
from tests.factories.neighborhoods import MembershipFactory, NeighborhoodFactory
from tests.factories.pages import campaign_index, make_campaign_page, translate_page


def fresh(campaign):
    return Campaign.objects.get(pk=campaign.pk)


def screen(campaign, part=""):
    return f"/admin/campaigns/{campaign.public_id}/{part}"


@pytest.fixture
def comms(client, cast):
    client.force_login(cast.comms)
    return client


def edit_form(client, page):
    """The fields of the real edit screen, as a browser would send them back."""
    html = client.get(f"/admin/pages/{page.pk}/edit/").content.decode()
    form = html[html.index('id="page-edit-form"') :]
    fields = {}
    for tag in re.findall(r"<input [^>]*>", form):
        name = re.search(r'name="([^"]+)"', tag)
        if name and 'type="checkbox"' not in tag:
            value = re.search(r'value="([^"]*)"', tag)
            fields[name.group(1)] = value.group(1) if value else ""
    fields.update(
        {
            "title": page.title,
            "slug": page.slug,
            "introduction": page.introduction,
            "body-count": "0",
            "comments-TOTAL_FORMS": "0",
            "comments-INITIAL_FORMS": "0",
        }
    )
    return fields


def test_an_officer_says_whom_it_is_for_and_sends_it(comms, cast):
    page = make_campaign_page()
    campaign = page.campaign
    answer = comms.post(
        screen(campaign, "audience/"),
        {"theme": "activate", "neighborhoods": [cast.molenwijk.pk]},
        follow=True,
    )
    assert "Molenwijk" in answer.content.decode()
    assert fresh(campaign).theme == "activate"
    answer = comms.post(screen(campaign), {"when": "now"}, follow=True)
    assert fresh(campaign).state == Campaign.State.HELD
    assert f"{screen(campaign)}stop/" in answer.content.decode()
    comms.post(screen(campaign, "stop/"))
    assert fresh(campaign).state == Campaign.State.STOPPED


def test_a_double_click_sends_once(comms, cast):
    campaign = make_campaign(neighborhoods=[cast.molenwijk])
    for _press in range(3):
        comms.post(screen(campaign), {"when": "now"})
    assert Notice.objects.filter(kind="campaign").count() == 1
    assert fresh(campaign).sendings == 1


def test_planning_from_the_screen(comms, cast):
    campaign = make_campaign(neighborhoods=[cast.molenwijk])
    comms.post(screen(campaign), {"when": "at", "send_at": ""})
    assert fresh(campaign).state == Campaign.State.DRAFT
    comms.post(screen(campaign), {"when": "at", "send_at": "2020-01-01 10:00"})
    assert fresh(campaign).state == Campaign.State.DRAFT
    comms.post(screen(campaign), {"when": "at", "send_at": "2099-01-01 10:00"})
    assert fresh(campaign).state == Campaign.State.SCHEDULED
    assert not Notice.objects.filter(kind="campaign").exists()


def test_a_wide_sending_asks_to_type_how_many_neighborhoods(comms, cast):
    NeighborhoodFactory()
    NeighborhoodFactory()
    campaign = make_campaign(everywhere=True)
    for wrong in ({}, {"typed": ""}, {"typed": "3"}):
        comms.post(screen(campaign), {"when": "now", **wrong})
        assert fresh(campaign).state == Campaign.State.DRAFT
    comms.post(screen(campaign), {"when": "now", "typed": "4"})
    assert fresh(campaign).state == Campaign.State.HELD


def test_small_neighborhoods_are_not_counted_out_loud(comms, cast):
    for _n in range(12):
        MembershipFactory(neighborhood=cast.oude_haven)
    campaign = make_campaign(neighborhoods=[cast.molenwijk, cast.oude_haven])
    text = comms.get(screen(campaign)).content.decode()
    # 13 in Oude Haven and 2 in Molenwijk: with the sum, either would tell the other.
    assert "&lt;10" in text
    assert "<td>13</td>" not in text
    assert "<td>2</td>" not in text


@pytest.mark.parametrize("name", ["care", "participation", "moderator", "admin", "translator"])
def test_other_roles_neither_address_nor_send_nor_stop(client, cast, name):
    campaign = make_campaign(neighborhoods=[cast.molenwijk])
    client.force_login(getattr(cast, name))
    # Absent below /admin/ may first lead to the same address below a language, which is absent too.
    assert client.post(screen(campaign), {"when": "now"}, follow=True).status_code == 404
    assert client.get(screen(campaign, "audience/"), follow=True).status_code == 404
    wish = {"theme": "inform", "all_neighborhoods": "on"}
    assert client.post(screen(campaign, "audience/"), wish, follow=True).status_code == 404
    services.send_campaign(campaign=campaign, by=cast.comms)
    assert client.post(screen(campaign, "stop/"), follow=True).status_code == 404
    assert fresh(campaign).state == Campaign.State.HELD
    assert list(fresh(campaign).targets()) == [cast.molenwijk]


@pytest.mark.parametrize("name", ["an", "worker", "anonymous"])
def test_people_without_the_dashboard_see_none_of_it(client, cast, name):
    campaign = make_campaign(neighborhoods=[cast.molenwijk])
    if name != "anonymous":
        client.force_login(getattr(cast, name))
    for part in ("", "audience/"):
        assert client.get(screen(campaign, part)).status_code in (302, 403)
    assert client.post(screen(campaign), {"when": "now"}).status_code in (302, 403)
    assert fresh(campaign).state == Campaign.State.DRAFT


def test_a_translator_sees_whom_it_is_for_and_cannot_change_it(client, cast):
    campaign = make_campaign(neighborhoods=[cast.molenwijk])
    client.force_login(cast.translator)
    text = client.get(screen(campaign)).content.decode()
    assert "Molenwijk" in text
    assert "audience/" not in text
    assert '<form method="post" novalidate>' not in text


@pytest.mark.parametrize("name", ["care", "participation", "moderator", "admin"])
def test_other_roles_find_no_list_of_campaigns(client, cast, name):
    make_campaign(neighborhoods=[cast.molenwijk])
    client.force_login(getattr(cast, name))
    assert client.get("/admin/campaigns/").url == "/admin/"


def test_a_translator_finds_no_draft_in_the_list(client, cast):
    make_campaign_page(title="Geheim plan", live=False)
    make_campaign_page(title="Openbaar plan")
    client.force_login(cast.translator)
    text = client.get("/admin/campaigns/").content.decode()
    assert "Openbaar plan" in text
    assert "Geheim plan" not in text


def test_a_get_sends_and_stops_nothing(comms, cast):
    campaign = make_campaign(neighborhoods=[cast.molenwijk])
    comms.get(screen(campaign), {"when": "now"})
    assert fresh(campaign).state == Campaign.State.DRAFT
    services.send_campaign(campaign=campaign, by=cast.comms)
    assert comms.get(screen(campaign, "stop/")).status_code == 405
    assert fresh(campaign).state == Campaign.State.HELD


def test_the_editor_and_its_autosave_never_change_whom_it_is_for(comms, cast):
    campaign = make_campaign(neighborhoods=[cast.molenwijk])
    page = campaign.source_page()
    other = make_campaign(neighborhoods=[cast.oude_haven], title="Iets anders")
    smuggled = {
        "title": "Nieuwe titel",
        "campaign": str(other.pk),
        "all_neighborhoods": "on",
        "neighborhoods": str(cast.oude_haven.pk),
        "theme": "educate",
    }
    for extra, accept, status in (
        ({}, "text/html", 302),
        ({"action-publish": "1"}, "text/html", 302),
        ({}, "application/json", 200),
    ):
        fields = {**edit_form(comms, page), **smuggled, **extra}
        answer = comms.post(f"/admin/pages/{page.pk}/edit/", fields, headers={"accept": accept})
        assert answer.status_code == status, answer.content
    page = CampaignPage.objects.get(pk=page.pk)
    assert page.title == "Nieuwe titel"
    assert page.campaign_id == campaign.pk
    assert page.get_latest_revision_as_object().campaign_id == campaign.pk
    assert list(fresh(campaign).targets()) == [cast.molenwijk]
    assert fresh(campaign).theme == "inform"


def test_nothing_changes_whom_it_is_for_once_it_was_sent(comms, cast):
    campaign = make_campaign(neighborhoods=[cast.molenwijk])
    page = campaign.source_page()
    services.send_campaign(campaign=campaign, by=cast.comms)
    with clock.travel(clock.now() + dt.timedelta(hours=1)):
        for part in ("", "audience/", "stop/"):
            comms.post(
                screen(campaign, part),
                {"when": "now", "theme": "educate", "all_neighborhoods": "on"},
            )
        french = translate_page(page, "fr")
        comms.post(f"/admin/pages/{page.pk}/edit/", {**edit_form(comms, page), "theme": "educate"})
    campaign = fresh(campaign)
    assert list(campaign.targets()) == [cast.molenwijk]
    assert campaign.theme == "inform"
    assert not campaign.all_neighborhoods
    assert french.campaign_id == campaign.pk
    assert campaign.sendings == 1


def test_a_copy_in_the_explorer_is_a_campaign_of_its_own(cast):
    campaign = make_campaign(neighborhoods=[cast.molenwijk])
    services.send_campaign(campaign=campaign, by=cast.comms)
    copy = campaign.source_page().copy(
        to=campaign_index(), update_attrs={"slug": "kopie", "title": "Kopie"}
    )
    copy = CampaignPage.objects.get(pk=copy.pk)
    assert copy.campaign_id != campaign.pk
    assert copy.campaign.state == Campaign.State.DRAFT
    assert not copy.campaign.targets().exists()
    assert copy.get_latest_revision_as_object().campaign_id == copy.campaign_id


def test_an_old_revision_does_not_bring_another_campaign_back(cast):
    page = make_campaign_page()
    other = make_campaign_page(title="Iets anders")
    revision = page.save_revision()
    revision.content["campaign"] = other.campaign_id
    revision.save()
    revision.publish()
    assert CampaignPage.objects.get(pk=page.pk).campaign_id == page.campaign_id


def test_an_officer_is_told_like_every_neighbor(cast):
    MembershipFactory(person=cast.comms, neighborhood=cast.molenwijk)
    campaign = make_campaign(neighborhoods=[cast.molenwijk])
    services.send_campaign(campaign=campaign, by=cast.comms)
    assert Notice.objects.get(kind="campaign").actor is None
    assert fresh(campaign).sent_by == cast.comms


def test_the_list_costs_the_same_for_one_and_for_five(db, client, django_assert_max_num_queries):
    from accounts.roles import Role

    client.force_login(UserFactory(staff=True, role=Role.COMMUNICATION))
    make_campaign(everywhere=True)
    counts = []
    for _round in range(2):
        client.get("/admin/campaigns/")
        with django_assert_max_num_queries(90) as queries:
            client.get("/admin/campaigns/")
        counts.append(len(queries))
        for n in range(4):
            make_campaign(everywhere=True, title=f"Nieuws {n}")
    assert counts[0] == counts[1]
