"""What a campaign shows in a feed, also when something of it is lost."""

import datetime as dt
import logging

from django.core.files.base import ContentFile
from django.core.files.images import ImageFile

from campaigns import services
from core import clock
from core.models import PortalImage
from tests.factories.campaigns import make_campaign
from tests.uploads import jpeg


def feed_with_picture(cast, client):
    picture = PortalImage.objects.create(
        title="Markt",
        description="Kramen op het plein",
        file=ImageFile(ContentFile(jpeg()), name="markt.jpg"),
    )
    campaign = make_campaign(neighborhoods=[cast.molenwijk], title="Markt op het plein")
    page = campaign.pages.get()
    page.picture = picture
    page.save(update_fields=["picture"])
    services.send_campaign(campaign=campaign, by=cast.comms)
    client.force_login(cast.an)
    return picture


def look(client):
    with clock.travel(clock.now() + dt.timedelta(seconds=61)):
        answer = client.get("/nl/n/molenwijk/")
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_campaign_shows_its_picture_in_the_feed(cast, client):
    feed_with_picture(cast, client)
    words = look(client)
    assert "Markt op het plein" in words
    assert "Kramen op het plein" in words


def test_a_lost_picture_costs_nobody_the_feed(cast, client, caplog):
    picture = feed_with_picture(cast, client)
    picture.file.storage.delete(picture.file.name)
    with caplog.at_level(logging.ERROR, "campaigns.cards"):
        words = look(client)
    assert "Markt op het plein" in words
    assert "A campaign's picture is lost" in caplog.text
