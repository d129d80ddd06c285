import polib
import pytest

from core import catalogs


def entry(msgid, msgstr="", **more):
    return polib.POEntry(msgid=msgid, msgstr=msgstr, **more)


def catalog(*entries):
    result = polib.POFile()
    result.extend(entries)
    return result


def lines(check, *arguments):
    return list(check(*arguments))


@pytest.mark.parametrize(
    ("msgid", "msgstr"),
    [
        ("Hello %(name)s.", "Hallo."),
        ("Hello %(name)s.", "Hallo %(naam)s."),
        ("Hello %(name)s.", "Hallo %(name)d."),
        ("Hello.", "Hallo %(password)s."),
        ("Hello {name}.", "Hallo {name.password}."),
        ("Hello {name}.", "Hallo {other}."),
        ("Hello.", "Hallo {user.password}."),
        ("%s of them", "ervan"),
    ],
)
def test_translation_with_other_placeholders_is_refused(msgid, msgstr):
    found = lines(catalogs.dangers, catalog(entry(msgid, msgstr)))
    assert found
    assert found[0].startswith("placeholders differ")


@pytest.mark.parametrize(
    "msgstr",
    [
        "Lees <b>dit</b>.",
        "Lees <script>alert(1)</script>.",
        "Lees <img src=x onerror=alert(1)",
        "Lees <a href='https://evil.example'>dit</a>.",
        "Lees <a href='/x' onclick='go()'>dit</a>.",
        "Lees <!--verborgen-->.",
        "Lees </script>.",
    ],
)
def test_translation_with_html_of_its_own_is_refused(msgstr):
    found = lines(catalogs.dangers, catalog(entry("Read <a href='/x'>this</a>.", msgstr)))
    assert found
    assert found[0].startswith("HTML that the message does not have")


def test_translation_that_repeats_a_tag_is_refused():
    found = lines(catalogs.dangers, catalog(entry("<b>A</b>", "<b>A</b><b>B</b>")))
    assert len(found) == 1


@pytest.mark.parametrize(
    ("msgid", "msgstr"),
    [
        ("Hello %(name)s.", "Dag %(name)s."),
        ("%(a)s and %(b)s", "%(b)s en %(a)s"),
        ("<b>%(a)s</b> is here", "Hier is <b>%(a)s</b>"),
        ("Less < more", "Minder < meer"),
        ("50% of us", "50% van ons"),
    ],
)
def test_faithful_translation_passes(msgid, msgstr):
    assert lines(catalogs.dangers, catalog(entry(msgid, msgstr))) == []


def plural(one, many):
    return entry("%(n)s reply", msgid_plural="%(n)s replies", msgstr_plural={0: one, 1: many})


def test_singular_may_leave_out_the_number():
    assert lines(catalogs.dangers, catalog(plural("een antwoord", "%(n)s antwoorden"))) == []


@pytest.mark.parametrize(
    ("one", "many"),
    [("%(n)s antwoord", "antwoorden"), ("%(x)s antwoord", "%(n)s antwoorden")],
)
def test_plural_with_other_placeholders_is_refused(one, many):
    assert len(lines(catalogs.dangers, catalog(plural(one, many)))) == 1


def test_unfinished_messages_are_named():
    fuzzy = entry("Second", "Tweede", flags=["fuzzy"])
    half = plural("een antwoord", "")
    found = lines(
        catalogs.unfinished, catalog(entry("First"), fuzzy, half, entry("Third", "Derde"))
    )
    assert found == ["not translated: 'First'", "fuzzy: 'Second'", "not translated: '%(n)s reply'"]


def test_missing_stale_and_obsolete_messages_are_named():
    template = catalog(entry("Kept"), entry("New"), plural("", ""))
    have = catalog(
        entry("Kept", "Gebleven"),
        entry("Gone", "Weg"),
        entry("Old", "Oud", obsolete=True),
        entry("%(n)s reply", "%(n)s antwoord"),
    )
    assert lines(catalogs.compare, have, template) == [
        "missing: 'New'",
        "missing its plural: '%(n)s reply'",
        "stale, no longer in the sources: 'Gone'",
        "obsolete: 'Old'",
    ]


def test_update_keeps_translations_and_drops_what_is_gone():
    have = catalog(entry("Gone", "Weg"), entry("Kept", "Gebleven"))
    catalogs.update(have, catalog(entry("New"), entry("Kept")), "nl")
    assert [(each.msgid, each.msgstr) for each in have] == [("New", ""), ("Kept", "Gebleven")]


def test_update_repeats_the_message_in_english_only():
    template = catalog(entry("New"), plural("", ""))
    english, dutch = catalog(), catalog()
    catalogs.update(english, template, "en")
    catalogs.update(dutch, catalog(entry("New"), plural("", "")), "nl")
    assert lines(catalogs.unfinished, english) == []
    assert len(lines(catalogs.unfinished, dutch)) == 2


def test_extract_reads_code_and_templates_and_leaves_nothing_behind(tmp_path):
    (tmp_path / "shop").mkdir()
    (tmp_path / "shop" / "views.py").write_text("from x import gettext as _\n_('In the code.')\n")
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "a.html").write_text(
        "{% blocktranslate trimmed with name=x %}\n Hello\n {{ name }}.\n{% endblocktranslate %}"
    )
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / "test_x.py").write_text("_('Only in a test.')\n")
    before = sorted(tmp_path.rglob("*"))
    found = {each.msgid for each in catalogs.extract(tmp_path)}
    assert found == {"In the code.", "Hello %(name)s."}
    assert sorted(tmp_path.rglob("*")) == before


def test_compile_makes_a_catalog_once(tmp_path):
    path = catalogs.catalog_path(tmp_path, "nl")
    path.parent.mkdir(parents=True)
    source = catalogs.load(path, "nl")
    source.append(entry("Hello.", "Dag."))
    source.append(entry("Unsure.", "Onzeker.", flags=["fuzzy"]))
    source.save()
    assert catalogs.compile_catalogs(tmp_path) == 1
    assert catalogs.compile_catalogs(tmp_path) == 0
    compiled = {each.msgid: each.msgstr for each in polib.mofile(str(path.with_suffix(".mo")))}
    assert compiled == {"Hello.": "Dag."}


@pytest.mark.parametrize("language", catalogs.LANGUAGES)
def test_our_catalogs_are_safe(settings, language):
    path = catalogs.catalog_path(settings.BASE_DIR / "locale", language)
    assert lines(catalogs.dangers, catalogs.load(path, language)) == []
