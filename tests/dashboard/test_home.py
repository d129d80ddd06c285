import re

import pytest

from campaigns import services
from neighborhoods.models import Neighborhood
from tests.factories.campaigns import make_campaign


def read(client, person, path="/admin/"):
    client.force_login(person)
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_an_officer_sees_what_waits(client, cast):
    campaign = make_campaign(neighborhoods=[cast.molenwijk])
    assert "/admin/campaigns/" in read(client, cast.comms)
    services.send_campaign(campaign=campaign, by=cast.comms)
    text = read(client, cast.comms)
    assert re.search(r"<a href=\"/admin/campaigns/\">1 ", text)


def test_people_who_wait_are_a_number_for_administrators_alone(client, cast):
    text = read(client, cast.admin)
    assert re.search(r"title-wrapper\">1 ", re.sub(r"<a [^>]+>", "", text))
    for person in (cast.comms, cast.care, cast.translator, cast.moderator):
        assert cast.dirk.last_name not in read(client, person)
    assert cast.dirk.last_name not in text


def test_reach_is_safe_to_show(client, cast):
    Neighborhood.objects.filter(pk=cast.molenwijk.pk).update(members_count=3)
    Neighborhood.objects.filter(pk=cast.oude_haven.pk).update(members_count=57)
    text = read(client, cast.comms)
    assert "<strong>60</strong>" in text
    assert "<td>57</td>" not in text
    assert "<td>3</td>" not in text
    assert text.count("&lt;10") == 2


@pytest.mark.parametrize("name", ["moderator", "translator"])
def test_roles_without_figures_get_none(client, cast, name):
    Neighborhood.objects.filter(pk=cast.molenwijk.pk).update(members_count=57)
    assert "57" not in re.sub(r"<script.*?</script>", "", read(client, getattr(cast, name)))


@pytest.mark.parametrize("name", ["comms", "participation", "care", "translator", "moderator"])
def test_the_home_shows_nobody_who_lives_here(client, cast, name):
    text = read(client, getattr(cast, name))
    for person in (cast.an, cast.bram, cast.chadia, cast.dirk, cast.els):
        assert person.email not in text
        assert person.get_full_name() not in text


@pytest.mark.parametrize("name", ["care", "moderator"])
def test_menus_hold_only_what_is_of_use(client, cast, name):
    text = read(client, getattr(cast, name))
    for path in ("/admin/campaigns/", "/admin/reports/site-history/", "/admin/images/"):
        assert path not in text


def test_the_town_stands_on_its_dashboard(client, cast):
    text = read(client, cast.comms)
    assert "branding-logo" in text
    assert "--w-color-primary: #" in text


def test_a_superuser_without_a_role_sees_no_figures(client, cast):
    Neighborhood.objects.filter(pk=cast.molenwijk.pk).update(members_count=57)
    assert "<strong>" not in read(client, cast.superuser).split("</header>")[-1]
