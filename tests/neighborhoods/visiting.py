"""Goes through the neighborhood as one person does: by pages and by the forms on them."""

from __future__ import annotations

from html.parser import HTMLParser

from django.test import Client
from django.urls import reverse
from django.utils import translation


class _Forms(HTMLParser):
    def __init__(self, page):
        super().__init__()
        self.found, self._form, self._text = [], None, None
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        at = dict(attrs)
        if tag == "form":
            self._form = {"action": at.get("action", ""), "fields": {}}
            self.found.append(self._form)
        if self._form is None or "name" not in at:
            return
        kind = at.get("type", "text")
        if tag == "textarea":
            self._text = at["name"]
            self._form["fields"][self._text] = ""
        is_chosen = kind not in ("checkbox", "radio") or "checked" in at
        if tag == "input" and kind not in ("file", "submit") and is_chosen:
            self._form["fields"][at["name"]] = at.get("value") or ""

    def handle_data(self, data):
        if self._text:
            self._form["fields"][self._text] += data

    def handle_endtag(self, tag):
        if tag == "textarea" and self._text:
            # A browser leaves the first line break of a text field out.
            value = self._form["fields"][self._text]
            self._form["fields"][self._text] = value.removeprefix("\n").removeprefix("\r\n")
            self._text = None
        if tag == "form":
            self._form = None


def page_of(response):
    return response.content.decode()


def form_of(response, field):
    """The fields, as filled in, of the one form on the page that has ``field``."""
    forms = [form for form in _Forms(page_of(response)).found if field in form["fields"]]
    assert len(forms) == 1, f"{len(forms)} forms with {field}"
    return forms[0]["fields"]


class Visitor:
    """One signed-in person (or nobody) with a browser of their own."""

    def __init__(self, person=None, **options):
        self.client = Client(**options)
        if person is not None and person.is_authenticated:
            self.client.force_login(person)

    def get(self, name, *args, **query):
        return self.client.get(self.url(name, *args), query)

    def post(self, name, *args, **data):
        return self.client.post(self.url(name, *args), data)

    @staticmethod
    def url(name, *args):
        # The dashboard speaks the person's language, and leaves it behind in this thread.
        with translation.override("en"):
            return reverse(name if ":" in name else f"neighborhoods:{name}", args=args)

    def fill(self, name, *args, field="submission_key", **changes):
        """Opens the page, fills in its form and sends it."""
        page = self.get(name, *args)
        assert page.status_code == 200, page.status_code
        fields = {**form_of(page, field), **changes}
        return self.client.post(
            self.url(name, *args), {n: v for n, v in fields.items() if v is not None}
        )
