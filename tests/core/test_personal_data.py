"""Every field about a person is known, and nothing of theirs hangs on them by CASCADE."""

import pytest
from django.apps import apps
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import models
from wagtail.models import DraftStateMixin, Page, RevisionMixin, TranslatableMixin

from accounts.models import User
from core.personal_data import OnErasure, register, registered

OURS = [
    "accounts", "campaigns", "care", "conversations", "core", "dashboard", "home",
    "neighborhoods", "notifications", "participation", "search",
]  # fmt: skip

# A key that says nothing about anybody, or a number: it need not be registered.
SILENT = (models.AutoField, models.BooleanField, models.IntegerField, models.FloatField, models.DecimalField, models.UUIDField)  # fmt: skip

# Rows that are a person's own and nobody else's: they go with the person.
CASCADES = {
    ("core", "Draft", "person"),
    ("notifications", "Preference", "person"),
    ("notifications", "Delivery", "recipient"),
}
# Somebody's work for the town is kept until it is handed over: the person cannot vanish before.
PROTECTED = {
    ("neighborhoods", "WorkAssignment", "person"),
    ("neighborhoods", "ModeratorAssignment", "person"),
}
RESIDENTS = {
    "User", "Membership", "Post", "Reply", "Reaction", "Flag", "Decision", "HelpRequest", "Draft",
    "PrivatePhoto", "Notice", "Delivery", "Preference", "FeedEntry", "Participation",
    "SurveyResponse", "PendingAnswer", "Address", "JoinCode",
}  # fmt: skip


def our_models():
    return [model for model in apps.get_models() if model._meta.app_label in OURS]


def own_fields(model):
    """The model's own columns; those of a page's Wagtail parent are Wagtail's."""
    return [
        field
        for field in model._meta.get_fields()
        if field.concrete
        and not (field.is_relation and field.auto_created)
        and field.model._meta.app_label in OURS
    ]


def could_be_personal(field):
    if field.is_relation:
        return field.related_model is User
    return not isinstance(field, SILENT) and not field.primary_key


def unregistered(model):
    entry = registered().get(model)
    if entry is None:
        return ["(the model itself)"]
    known = set(entry.personal) | set(entry.harmless)
    return [
        field.name
        for field in own_fields(model)
        if could_be_personal(field) and field.name not in known
    ]


def is_page_like(model):
    return issubclass(model, Page | TranslatableMixin)


def test_every_field_that_could_be_personal_is_registered():
    missing = {
        model._meta.label: fields
        for model in our_models()
        if not is_page_like(model) and (fields := unregistered(model))
    }
    assert missing == {}


def test_pages_hold_nothing_about_a_person():
    for model in our_models():
        if is_page_like(model) and model not in registered():
            for field in own_fields(model):
                assert field.related_model is not User, f"{model._meta.label}.{field.name}"


def keys_to_people():
    for model in our_models():
        for field in own_fields(model):
            if isinstance(field, models.ForeignKey) and field.related_model is User:
                yield model, field


def test_nothing_of_a_person_goes_by_cascade_but_what_is_theirs_alone():
    for model, field in keys_to_people():
        place = (model._meta.app_label, model.__name__, field.name)
        on_delete = field.remote_field.on_delete
        if place in CASCADES:
            assert on_delete is models.CASCADE, place
        elif place in PROTECTED:
            assert on_delete is models.PROTECT, place
        else:
            assert on_delete is models.SET_NULL, place
            assert field.null, place


def test_the_named_exceptions_exist():
    places = {
        (model._meta.app_label, model.__name__, field.name) for model, field in keys_to_people()
    }
    assert places >= CASCADES | PROTECTED


def test_no_key_leads_from_residents_content_over_another_row_by_cascade():
    """A reply goes with its post, but a post never with its neighborhood."""
    for model in our_models():
        if model.__name__ not in {"Post", "Membership", "Flag", "Decision"}:
            continue
        for field in own_fields(model):
            if isinstance(field, models.ForeignKey):
                assert field.remote_field.on_delete is not models.CASCADE, (model, field.name)


def test_residents_rows_keep_no_revisions():
    seen = set()
    for model in our_models():
        if model.__name__ in RESIDENTS:
            seen.add(model.__name__)
            assert not issubclass(model, RevisionMixin | DraftStateMixin | Page), model
    assert {"Post", "Reply", "Membership", "User"} <= seen


def test_every_key_to_a_person_says_what_erasure_does():
    for model, field in keys_to_people():
        entry = registered().get(model, None)
        if entry is None:
            assert is_page_like(model), model
            continue
        assert field.name in entry.personal, f"{model._meta.label}.{field.name} is about a person"


def test_what_is_cleared_can_be_empty():
    for model, entry in registered().items():
        for name, what in entry.personal.items():
            if what is OnErasure.DETACH:
                assert model._meta.get_field(name).null, f"{model._meta.label}.{name}"


def test_every_entry_says_what_the_data_is_for():
    assert [entry.model for entry in registered().values() if not entry.purpose.endswith(".")] == []


def test_a_field_that_does_not_exist_is_refused():
    with pytest.raises(ImproperlyConfigured):
        register(User, purpose="Nothing.", personal={"shoe_size": OnErasure.CLEAR})


def test_this_test_bites():
    class Leak:
        related_model = None
        is_relation = False
        primary_key = False

    assert could_be_personal(Leak()) is True
    assert settings.AUTH_USER_MODEL == "accounts.User"
