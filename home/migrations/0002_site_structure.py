"""A new portal is never empty: four languages, their home and index pages, and the six roles."""

import json
import uuid
from urllib.parse import urlsplit

from django.conf import settings
from django.db import migrations
from django.utils import timezone

from ._texts import HOME, INDEXES, PAGES

LANGUAGES = ("nl", "fr", "en", "de")
FOOTER = {"privacy", "accessibility", "house-rules", "contact"}
INDEX_MODELS = {
    "neighborhoods": ("neighborhoods", "NeighborhoodIndexPage"),
    "campaigns": ("campaigns", "CampaignIndexPage"),
    "participation": ("participation", "ParticipationIndexPage"),
}
EDIT = ("add", "change", "publish", "lock", "unlock")

ADMIN = [("wagtailadmin", "admin", "access_admin")]
MEDIA = [
    ("wagtailimages", "image", "add_image"),
    ("wagtailimages", "image", "change_image"),
    ("wagtailimages", "image", "choose_image"),
    ("wagtaildocs", "document", "add_document"),
    ("wagtaildocs", "document", "change_document"),
    ("wagtaildocs", "document", "choose_document"),
]
LOOK_AT_MEDIA = [
    ("wagtailimages", "image", "choose_image"),
    ("wagtaildocs", "document", "choose_document"),
]
TRANSLATE = [("wagtail_localize", "translation", "submit_translation")]
MANAGE = [
    *[("core", "brandsettings", f"{verb}_brandsettings") for verb in ("view", "change")],
    *[("accounts", "user", f"{verb}_user") for verb in ("view", "add", "change", "delete")],
    *[("auth", "group", f"{verb}_group") for verb in ("view", "add", "change", "delete")],
    *[("wagtailcore", "locale", f"{verb}_locale") for verb in ("view", "add", "change", "delete")],
    *[("wagtailredirects", "redirect", f"{verb}_redirect") for verb in ("add", "change", "delete")],
]
COLLECTIONS = [("wagtailcore", "collection", f"{verb}_collection") for verb in ("add", "change", "delete")]
# role: (permissions, permissions on the root collection, {tree: page permissions})
ROLES = {
    "Communication": (
        [*ADMIN, *TRANSLATE],
        [*MEDIA, *COLLECTIONS],
        {"campaigns": EDIT, "neighborhoods": EDIT, "about": EDIT},
    ),
    "Participation": ([*ADMIN, *TRANSLATE], MEDIA, {"participation": EDIT}),
    "Care": (ADMIN, [], {}),
    "Translation": ([*ADMIN, *TRANSLATE], LOOK_AT_MEDIA, {"translations": ("change",)}),
    "Moderation": (ADMIN, [], {}),
    "Administration": (
        [*ADMIN, *TRANSLATE, *MANAGE],
        [*MEDIA, *COLLECTIONS],
        {"home": (*EDIT, "bulk_delete")},
    ),
}


def _place(number):
    return f"{number:04d}"


class Builder:
    """Writes pages as rows: a migration knows no tree methods."""

    def __init__(self, apps):
        self.apps = apps
        self.now = timezone.now()
        self.keys = {}

    def page(self, app_label, model_name, *, locale, parent, place, slug, title, **fields):
        content_type, _ = self.apps.get_model("contenttypes", "ContentType").objects.get_or_create(
            app_label=app_label, model=model_name.lower()
        )
        key = self.keys.setdefault(slug.removesuffix(f"-{locale.language_code}"), uuid.uuid4())
        return self.apps.get_model(app_label, model_name).objects.create(
            path=parent.path + _place(place),
            depth=parent.depth + 1,
            numchild=0,
            title=title,
            draft_title=title,
            slug=slug,
            url_path=f"{parent.url_path}{slug}/",
            content_type=content_type,
            locale=locale,
            translation_key=key,
            live=True,
            first_published_at=self.now,
            last_published_at=self.now,
            **fields,
        )

    def text_page(self, slug, **fields):
        title, introduction, body = PAGES[slug][fields["locale"].language_code]
        block = {"type": "text", "value": body, "id": str(uuid.uuid5(uuid.NAMESPACE_DNS, slug))}
        return self.page(
            "home",
            "ContentPage",
            slug=slug,
            title=title,
            introduction=introduction,
            in_footer=slug in FOOTER,
            body=json.dumps([block]),
            **fields,
        )


def make_pages(apps):
    """The trees of all languages; returns ``{tree: [page, …]}`` for the permissions."""
    Page = apps.get_model("wagtailcore", "Page")
    Locale = apps.get_model("wagtailcore", "Locale")
    Site = apps.get_model("wagtailcore", "Site")
    root = Page.objects.get(depth=1)
    Site.objects.all().delete()
    Page.objects.filter(depth__gt=1).delete()
    builder, trees = Builder(apps), {"home": [], "translations": [], "about": []}
    for number, code in enumerate(LANGUAGES, 1):
        locale, _ = Locale.objects.get_or_create(language_code=code)
        title, headline, lead = HOME[code]
        is_first = number == 1
        home = builder.page(
            "home",
            "HomePage",
            locale=locale,
            parent=root,
            place=number,
            slug="home" if is_first else f"home-{code}",
            title=title,
            headline=headline,
            lead=lead,
            body="[]",
        )
        trees["home"].append(home)
        if is_first:
            _make_site(Site, home)
        else:
            trees["translations"].append(home)
        for place, (slug, (app_label, model_name)) in enumerate(INDEX_MODELS.items(), 1):
            title, introduction = INDEXES[slug][code]
            index = builder.page(
                app_label,
                model_name,
                locale=locale,
                parent=home,
                place=place,
                slug=slug,
                title=title,
                introduction=introduction,
            )
            trees.setdefault(slug, []).append(index)
        about = builder.text_page("about", locale=locale, parent=home, place=4)
        trees["about"].append(about)
        for place, slug in enumerate(("privacy", "accessibility", "house-rules", "contact"), 1):
            builder.text_page(slug, locale=locale, parent=about, place=place)
        Page.objects.filter(pk=about.pk).update(numchild=4)
        Page.objects.filter(pk=home.pk).update(numchild=4)
    Page.objects.filter(pk=root.pk).update(numchild=len(LANGUAGES))
    return trees


def _make_site(Site, home):
    address = urlsplit(settings.BASE_URL)
    Site.objects.create(
        hostname=address.hostname or "localhost",
        port=address.port or (443 if address.scheme == "https" else 80),
        site_name="Stoep",
        root_page_id=home.pk,
        is_default_site=True,
    )


def _permission(apps, app_label, model, codename):
    content_type, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label=app_label, model=model
    )
    permission, _ = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=content_type,
        codename=codename,
        defaults={"name": f"Can {codename.replace('_', ' ')}"},
    )
    return permission


def make_roles(apps, trees):
    Group = apps.get_model("auth", "Group")
    OnPage = apps.get_model("wagtailcore", "GroupPagePermission")
    OnCollection = apps.get_model("wagtailcore", "GroupCollectionPermission")
    collection = apps.get_model("wagtailcore", "Collection").objects.get(depth=1)
    for name, (general, media, pages) in ROLES.items():
        group, _ = Group.objects.get_or_create(name=name)
        group.permissions.set([_permission(apps, *row) for row in general])
        for row in media:
            OnCollection.objects.get_or_create(
                group=group, collection=collection, permission=_permission(apps, *row)
            )
        for tree, verbs in pages.items():
            for page in trees[tree]:
                for verb in verbs:
                    OnPage.objects.get_or_create(
                        group=group,
                        page_id=page.pk,
                        permission=_permission(apps, "wagtailcore", "page", f"{verb}_page"),
                    )


def drop_wagtail_defaults(apps):
    """Wagtail's sample groups and its approval by one of them are nobody's role here."""
    for name in ("WorkflowPage", "WorkflowTask", "Workflow", "GroupApprovalTask", "Task"):
        apps.get_model("wagtailcore", name).objects.all().delete()
    for name in ("GroupPagePermission", "GroupCollectionPermission"):
        apps.get_model("wagtailcore", name).objects.all().delete()
    apps.get_model("auth", "Group").objects.filter(name__in=["Moderators", "Editors"]).delete()


def build(apps, schema_editor):
    drop_wagtail_defaults(apps)
    make_roles(apps, make_pages(apps))


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0001_initial"),
        ("accounts", "0002_initial"),
        ("campaigns", "0002_initial"),
        ("core", "0001_initial"),
        ("neighborhoods", "0001_initial"),
        ("participation", "0001_initial"),
        ("wagtail_localize", "0016_rename_page_revision_translationlog_revision"),
        ("wagtailadmin", "0006_formstate"),
        ("wagtailcore", "0098_apitoken"),
        ("wagtaildocs", "0014_alter_document_file_size"),
        ("wagtailimages", "0027_image_description"),
        ("wagtailredirects", "0008_add_verbose_name_plural"),
        ("auth", "0001_initial"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(build, migrations.RunPython.noop)]
