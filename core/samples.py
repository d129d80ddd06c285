"""What the living page of components and the previews show: a few neighbours of the demo town."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import clock
from core.forms import PublicForm

KINDS = [
    ("message", "message-circle", gettext_lazy("Message")),
    ("question", "help-circle", gettext_lazy("Question")),
    ("help_request", "hand-stop", gettext_lazy("Help wanted")),
    ("help_offer", "heart-handshake", gettext_lazy("Help offered")),
    ("item", "gift", gettext_lazy("Give, lend or swap")),
    ("activity", "calendar-event", gettext_lazy("Activity")),
    ("idea", "bulb", gettext_lazy("Idea")),
    ("lost_found", "zoom-question", gettext_lazy("Lost and found")),
    ("introduction", "mood-smile", gettext_lazy("New here")),
]


class SampleForm(PublicForm):
    """Every kind of field once, so that a change in the look shows everywhere."""

    first_name = forms.CharField(label=gettext_lazy("First name"), max_length=50)
    email = forms.EmailField(
        label=gettext_lazy("E-mail"), help_text=gettext_lazy("Neighbors never see this.")
    )
    when = forms.ChoiceField(
        label=gettext_lazy("When do you need help?"),
        widget=forms.RadioSelect,
        choices=[
            ("now", gettext_lazy("Now")),
            ("today", gettext_lazy("Today")),
            ("week", gettext_lazy("This week")),
        ],
    )
    days = forms.MultipleChoiceField(
        label=gettext_lazy("On which days?"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        choices=[("sat", gettext_lazy("Saturday")), ("sun", gettext_lazy("Sunday"))],
    )
    street = forms.ChoiceField(
        label=gettext_lazy("Street"),
        choices=[("", "–"), ("m", "Molenstraat"), ("k", "Korenbloemlaan")],
    )
    text = forms.CharField(
        label=gettext_lazy("What is it about?"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=500,
        required=False,
    )
    agree = forms.BooleanField(label=gettext_lazy("I am 16 or older."))


def all_samples() -> dict[str, Any]:
    data = {"first_name": "", "email": "an@", "text": "Een ladder " * 5}
    return {
        "kinds": [{"kind": kind, "icon": icon, "label": label} for kind, icon, label in KINDS],
        "posts": sample_posts(),
        "reply": sample_reply(),
        "form": SampleForm(auto_id="ok_%s"),
        "wrong_form": SampleForm(data, auto_id="wrong_%s"),
        "campaign": sample_campaign(),
        "surveys": sample_surveys(),
        "steps": [
            {"label": _("Your code"), "state": "done", "url": "#steps"},
            {"label": _("Your home"), "state": "current"},
            {"label": _("Your name"), "state": "todo"},
        ],
        "rows": [
            (_("More trees"), 148),
            (_("A bench"), 96),
            (_("Bicycle stands"), 61),
            (_("None"), 12),
        ],
        **shell_context(),
    }


def shell_context() -> dict[str, Any]:
    """The navigation of a member, so that the shell can be looked at before anyone signs in."""
    return {
        "breadcrumb": [{"title": _("Home"), "url": "/"}, {"title": _("Components"), "url": ""}],
        "main_nav": [
            {"url": "#", "label": _("Neighborhoods"), "current": True},
            {"url": "#", "label": _("News")},
            {"url": "#", "label": _("Have your say")},
        ],
        "side_nav": [
            {"url": "#", "label": _("Neighborhood"), "icon": "home", "current": True},
            {"url": "#", "label": _("Help"), "icon": "heart-handshake", "badge": 3},
            {"url": "#", "label": _("Calendar"), "icon": "calendar-event"},
            {"url": "#", "label": _("Give and lend"), "icon": "gift"},
            {"url": "#", "label": _("Neighbors"), "icon": "users"},
        ],
        "portal_nav": [
            {"url": "#", "label": _("Neighborhood"), "icon": "home", "current": True},
            {"url": "#", "label": _("Help"), "icon": "heart-handshake", "badge": 3},
            {"url": "#", "label": _("New"), "icon": "plus", "main": True},
            {"url": "#", "label": _("Search"), "icon": "search"},
            {"url": "#", "label": _("Notifications"), "icon": "bell", "badge": 2},
        ],
        "neighborhood_switch": {
            "current": "Molenwijk",
            "url": "#",
            "options": [
                {"name": "Molenwijk", "url": "#", "current": True},
                {"name": "Oude Haven", "url": "#", "badge": 4},
            ],
        },
        "account_nav": {
            "name": "An Peeters",
            "links": [
                {"url": "#", "label": _("My profile"), "icon": "user"},
                {"url": "#", "label": _("Settings"), "icon": "settings"},
                {"url": "#", "label": _("Sign out"), "icon": "logout", "method": "post"},
            ],
        },
        "notifications_url": "#",
        "unread": 2,
        "footer_links": [
            {"url": "#", "label": _("Accessibility")},
            {"url": "#", "label": _("Privacy")},
            {"url": "#", "label": _("House rules")},
        ],
    }


def _ago(**span: int) -> dt.datetime:
    return clock.now() - dt.timedelta(**span)


def _actions() -> list[dict[str, Any]]:
    return [
        {"label": _("Edit"), "url": "#", "icon": "pencil", "method": "get"},
        {
            "label": _("Delete"),
            "url": "#",
            "icon": "trash",
            "method": "post",
            "confirm": _("Delete this post?"),
        },
        {"label": _("Report"), "url": "#", "icon": "flag", "method": "get"},
    ]


def sample_posts() -> list[dict[str, Any]]:
    kinds = {kind: (icon, label) for kind, icon, label in KINDS}

    def post(kind: str, name: str, **more: Any) -> dict[str, Any]:
        icon, label = kinds[kind]
        person = {"name": name, "url": "#", **more.pop("person", {})}
        return {
            "url": "#",
            "kind": kind,
            "kind_label": label,
            "icon": icon,
            "author": person,
            "counts": {"replies": 0, "thanks": 0},
            "thanks": {"url": "#", "mine": False},
            "reply_url": "#",
            "actions": _actions(),
            **more,
        }

    return [
        post(
            "help_request",
            "Bram Willems",
            street="Molenstraat",
            time=_ago(hours=1, minutes=5),
            title="Wie kan zaterdag een kast helpen dragen?",
            text="Ze is niet zwaar, maar wel te groot voor één mens. Daarna is er koffie met taart!",
            counts={"replies": 3, "thanks": 2},
            flags={},
        ),
        post(
            "activity",
            "Fatima El Amrani",
            time=_ago(hours=4),
            person={
                "badge": _("Neighborhood worker"),
                "function": "Opbouwwerker",
                "organisation": "Samenlevingsopbouw Oeverbeke",
            },
            title="Buurtontbijt op het Molenplein",
            text="Zondag om 10 uur zetten we de tafels buiten. Breng mee wat je zelf graag eet.",
            photos=[
                {"url": f"/styleguide/pictures/{motive}.jpg", "alt": alt}
                for motive, alt in [
                    ("garden_table", "Een gedekte tafel onder een boom"),
                    ("cake", "Een taart met aardbeien"),
                    ("street_morning", "De straat in het ochtendlicht"),
                ]
            ],
            counts={"replies": 12, "thanks": 31},
            thanks={"url": "#", "mine": True},
            flags={"pinned": True, "edited": True},
        ),
        post(
            "lost_found",
            "Chadia B.",
            street="Korenbloemlaan",
            time=_ago(days=2),
            title="Poes Mies is weg",
            text="Grijs gestreept, heel lief, een beetje doof. Kijk je even in je schuur?",
            photos=[
                {
                    "url": "/styleguide/pictures/lost_cat.jpg",
                    "alt": "Een gestreepte kat op een muurtje",
                }
            ],
            counts={"replies": 1, "thanks": 0},
            flags={"solved": True, "on_behalf_of": "Mevrouw Claes"},
        ),
        post(
            "item",
            "Lotte Maes",
            street="Kerkstraat",
            time=_ago(days=12),
            title="Ladder te leen",
            text="Vijf meter, aluminium.",
            flags={"hidden": True, "neighbors_only": True},
        ),
    ]


def sample_reply() -> dict[str, Any]:
    return {
        "id": "1",
        "author": {"name": "Jef Aerts", "url": "#"},
        "time": _ago(minutes=20),
        "text": "Ik kom met de bakfiets, dan is het zo gedaan.",
        "helper": True,
        "actions": _actions(),
    }


def sample_campaign() -> dict[str, Any]:
    return {
        "url": "#",
        "title": "Meer groen in de Molenwijk",
        "text": "Dit najaar planten we 120 bomen. Zie waar ze komen, en vraag er een voor je gevel.",
        "image_url": "/styleguide/pictures/park.jpg",
        "image_alt": "Kinderen planten een boom",
        "theme_label": _("Activate"),
        "sender": "Stad Oeverbeke",
        "time": _ago(days=1),
        "language": "",
    }


def sample_surveys() -> list[dict[str, Any]]:
    return [
        {
            "url": "#",
            "title": "Wat moet er op het Molenplein komen?",
            "text": "Zeg het ons. In het voorjaar beslissen we samen.",
            "state": "open",
            "until": clock.now() + dt.timedelta(days=12),
            "minutes": 3,
            "anonymous": True,
            "answers": "148",
            "action": _("Take part"),
        },
        {
            "url": "#",
            "title": "Hoe veilig is de weg naar school?",
            "text": "",
            "state": "done",
            "minutes": 5,
            "answers": "62",
        },
    ]
