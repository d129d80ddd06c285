import pytest
from django.contrib.auth.models import Group

from accounts.roles import Role
from campaigns.models import CampaignPage
from participation.models import ParticipationIndexPage
from tests.factories.pages import campaign_index, home_page, make_campaign_page


def test_the_six_roles_are_groups_and_no_others(db):
    assert set(Group.objects.values_list("name", flat=True)) == {str(role) for role in Role}


def may(person, page):
    tester = page.permissions_for_user(person)
    return {
        word
        for word in ("can_edit", "can_publish", "can_unpublish", "can_add_subpage")
        if getattr(tester, word)()
    }


ALL = {"can_edit", "can_publish", "can_unpublish", "can_add_subpage"}


@pytest.mark.parametrize("code", ["nl", "fr"])
def test_who_may_do_what_with_which_pages(cast, code):
    campaigns = campaign_index(code)
    surveys = ParticipationIndexPage.objects.get(locale__language_code=code)
    home = home_page(code)
    assert may(cast.comms, campaigns) >= {"can_edit", "can_publish", "can_add_subpage"}
    assert may(cast.comms, surveys) == set()
    assert may(cast.comms, home) == set()
    assert may(cast.participation, surveys) >= {"can_edit", "can_publish", "can_add_subpage"}
    assert may(cast.participation, campaigns) == set()
    assert may(cast.admin, home) >= {"can_edit", "can_publish"}
    for page in (campaigns, surveys, home):
        expected = {"can_edit"} if code == "fr" else set()
        assert may(cast.translator, page) == expected
        for person in (cast.care, cast.moderator, cast.an, cast.worker):
            assert may(person, page) == set()


def test_other_officers_do_not_publish_a_campaign(cast, client):
    page = make_campaign_page(live=False)
    for person in (cast.participation, cast.care, cast.translator, cast.moderator):
        client.force_login(person)
        client.post(
            f"/admin/pages/{page.pk}/edit/",
            {
                "title": "x",
                "slug": page.slug,
                "introduction": "x",
                "body-count": "0",
                "comments-TOTAL_FORMS": "0",
                "comments-INITIAL_FORMS": "0",
                "action-publish": "1",
            },
        )
        assert not CampaignPage.objects.get(pk=page.pk).live
