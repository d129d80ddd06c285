"""What came out: counted by key, shown in crowds only, and harmless in a spreadsheet."""

import csv
import io
import re
from itertools import pairwise

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from participation import exports, results, services
from participation.models import SurveyResponse
from tests.factories import participation as make
from tests.factories.accounts import UserFactory
from tests.factories.neighborhoods import MembershipFactory, NeighborhoodFactory

ADMIN = "/admin/surveys"


def survey_with(members=0, visitors=0, give=None, **fields):
    """A closed survey, open to everyone, with that many answers of each group."""
    neighborhood = NeighborhoodFactory()
    fields = {"access": "open", "neighborhoods": [neighborhood], **fields}
    survey = make.SurveyFactory(opened=True, **fields)
    for turn in range(members):
        person = MembershipFactory(neighborhood=neighborhood, address=None).person
        make.answer(survey, by=person, **(give(turn) if give else {}))
    for turn in range(visitors):
        make.answer(survey, **(give(turn) if give else {}))
    return services.close_survey(survey=survey)


def shown(survey):
    found = results.results_of(survey, survey.source_page(), with_texts=True)
    return {
        result.question.id: [group.key for group in result.groups] for result in found.questions
    }


@pytest.mark.parametrize(
    ("members", "visitors", "groups"),
    [
        (0, 0, []),
        (9, 0, []),
        (0, 9, []),
        (5, 4, []),
        (9, 9, ["all"]),
        (10, 0, ["members"]),
        (0, 10, ["open"]),
        # Together minus members would be the nine.
        (10, 9, ["members"]),
        (1, 12, ["open"]),
        (10, 10, ["members", "open", "all"]),
    ],
)
def test_groups_that_are_too_small_are_not_shown(db, members, visitors, groups):
    counts = {"members": members, "open": visitors}
    assert results.visible_groups(counts) == groups


@pytest.mark.parametrize(("members", "visitors"), [(9, 0), (5, 4), (0, 3)])
def test_too_few_answers_show_nothing_anywhere(client, cast, members, visitors):
    survey = survey_with(members, visitors)
    client.force_login(cast.participation)
    text = client.get(f"{ADMIN}/{survey.public_id}/results/").content.decode()
    for word in ("Te voet", "Kerkplein", "Meer bomen.", '<svg class="chart'):
        assert word not in text
    for kind in ("csv", "xlsx"):
        assert client.get(f"{ADMIN}/{survey.public_id}/results.{kind}").status_code == 404


def test_small_group_is_nowhere_to_be_subtracted(client, cast):
    survey = survey_with(12, 3)
    found = results.results_of(survey, survey.source_page(), with_texts=True)
    # The charts below say "12 people answered": beside "15 together" that would be the three.
    assert [str(figure) for _label, figure in found.turnout] == ["12", "<10"]
    for result in found.questions:
        assert [group.key for group in result.groups] == ["members"]
    rows = list(exports.rows(exports.table_of(survey, survey.source_page())))
    assert len(rows) == 12


@pytest.mark.parametrize(
    ("members", "visitors", "seen"),
    [
        (0, 0, ["<10"]),
        (9, 0, ["<10"]),
        (5, 4, ["<10", "<10"]),
        (9, 9, ["<10", "<10", "18"]),
        (12, 0, ["12"]),
        (12, 1, ["12", "<10"]),
        (1, 12, ["<10", "12"]),
        (12, 11, ["12", "11", "23"]),
    ],
)
def test_turnout(db, members, visitors, seen):
    survey = survey_with(members, visitors)
    assert [str(figure) for _label, figure in results.turnout(survey)] == seen


def test_question_that_few_answered_is_hidden_and_blank(db):
    survey = survey_with(12, give=lambda turn: {} if turn < 3 else {make.SHORT: None})
    assert shown(survey)[make.SHORT] == []
    assert shown(survey)[make.SINGLE] == ["members"]
    table = exports.table_of(survey, survey.source_page())
    column = exports.head(table).index("Hoe moet het plein heten?")
    assert {row[column] for row in exports.rows(table)} == {""}


def test_counts_are_right(db):
    survey = survey_with(
        12, 10, give=lambda turn: {make.SINGLE: {"option": make.BIKE if turn % 2 else make.FOOT}}
    )
    found = results.results_of(survey, survey.source_page(), with_texts=False)
    by_group = {group.key: dict(group.rows) for group in found.questions[0].groups}
    assert list(by_group["members"])[:2] == ["Te voet", "Met de fiets"]
    assert list(by_group["members"].values()) == [6, 6, 0]
    assert list(by_group["open"].values()) == [5, 5, 0]
    assert list(by_group["all"].values()) == [11, 11, 0]


def test_visitors_do_not_change_members_figures(db):
    alone = survey_with(12)
    crowded = survey_with(12, 60, give=lambda turn: {make.SCALE: {"point": 1}} if turn > 11 else {})
    rows = [
        results.results_of(survey, survey.source_page(), with_texts=False).questions[2].groups[0]
        for survey in (alone, crowded)
    ]
    assert rows[0].rows == rows[1].rows


def test_results_cost_the_same_however_many_answers(db, django_assert_max_num_queries):
    survey = survey_with(14, 14)
    page = survey.source_page()
    with django_assert_max_num_queries(6):
        results.results_of(survey, page, with_texts=True)


def test_results_page_is_at_most_twelve_queries(client, cast):
    survey = survey_with(14, 14)
    client.force_login(cast.participation)
    client.get(f"{ADMIN}/{survey.public_id}/results/")
    with CaptureQueriesContext(connection) as captured:
        response = client.get(f"{ADMIN}/{survey.public_id}/results/")
    assert response.status_code == 200
    ours = [
        query["sql"]
        for query in captured
        if "participation_" in query["sql"] or "neighborhoods_" in query["sql"]
    ]
    assert len(ours) <= 12, "\n".join(ours)


# --- Before closing ------------------------------------------------------------------------------
def test_one_more_answer_changes_no_page_before_closing(client, cast):
    """Neither for the officer, nor for neighbors, nor for visitors."""
    page = make.SurveyPageFactory(neighborhoods=[cast.molenwijk], opened=True, access="open")
    for _ in range(12):
        make.answer(page.survey)

    def seen():
        texts = []
        for who in (cast.participation, cast.translator, cast.bram, None):
            client.logout()
            if who:
                client.force_login(who)
            urls = [
                f"/nl/participation/{page.slug}/",
                "/nl/participation/",
                f"/nl/participation/{page.slug}/results/",
                f"{ADMIN}/{page.survey.public_id}/",
                f"{ADMIN}/{page.survey.public_id}/results/",
                f"{ADMIN}/{page.survey.public_id}/results.csv",
                f"{ADMIN}/{page.survey.public_id}/results.xlsx",
            ]
            for url in urls:
                response = client.get(url)
                body = (
                    b"".join(response.streaming_content) if response.streaming else response.content
                )
                texts.append((url, response.status_code, response.get("ETag"), strip(body)))
        return texts

    before = seen()
    services.release_pending(survey=page.survey)
    make.answer(page.survey)
    for first, second in zip(before, seen(), strict=True):
        assert first == second


def strip(body):
    """Without the tokens that are new on every page."""
    text = re.sub(r'(csrfmiddlewaretoken" value|csrf[tT]oken"?:?) ?=?"?[^">]*', "", body.decode())
    return re.sub(r'"CSRF_TOKEN": "[^"]*"', "", text)


def test_officer_sees_turnout_only_before_closing(client, cast):
    page = make.SurveyPageFactory(neighborhoods=[cast.molenwijk], opened=True, access="open")
    client.force_login(cast.participation)
    url = f"{ADMIN}/{page.survey.public_id}/"
    for _ in range(3):
        make.answer(page.survey)
    assert "&lt;10" in client.get(url).content.decode()
    assert client.get(f"{url}results/").status_code == 404
    assert page.survey.tally is None


# --- Publishing ----------------------------------------------------------------------------------
def test_public_results_stand_on_the_page_of_an_open_survey(client, cast):
    survey = survey_with(12)
    page = survey.source_page()
    url = f"/nl/participation/{page.slug}/"
    assert "Te voet" not in client.get(url).content.decode()
    assert client.get(f"{url}results/").status_code == 302
    services.publish_results(survey=survey, by=cast.participation, is_public=True)
    text = client.get(url).content.decode()
    assert "Te voet" in text
    # What people wrote may hold anything, also about others.
    assert "Kerkplein" not in text
    assert "Meer bomen." not in text
    services.publish_results(survey=survey, by=cast.participation, is_public=False)
    assert "Te voet" not in client.get(url).content.decode()


def test_results_of_a_members_survey_stay_among_members(client, cast):
    page = make.SurveyPageFactory(neighborhoods=[cast.molenwijk], opened=True)
    for _ in range(12):
        person = UserFactory()
        MembershipFactory(person=person, neighborhood=cast.molenwijk, address=None)
        make.answer(page.survey, by=person)
    services.close_survey(survey=page.survey)
    services.publish_results(survey=page.survey, by=cast.participation, is_public=True)
    url = f"/nl/participation/{page.slug}/"
    client.force_login(cast.an)
    assert "Te voet" in client.get(f"{url}results/").content.decode()
    client.force_login(cast.chadia)
    assert client.get(f"{url}results/").status_code == 404
    client.logout()
    assert client.get(f"{url}results/").status_code == 302
    for who in (cast.an, cast.chadia, None):
        client.logout()
        if who:
            client.force_login(who)
        assert "Te voet" not in client.get(url).content.decode()


def test_results_cannot_be_published_before_closing(cast):
    survey = make.SurveyFactory(neighborhoods=[cast.molenwijk], opened=True)
    with pytest.raises(services.NotReady):
        services.publish_results(survey=survey, by=cast.participation, is_public=True)


# --- Spreadsheets --------------------------------------------------------------------------------
FORMULAS = [
    "=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1+1", "\r=1+1", "\n=1+1", " =1+1", "  \t @x",
    "'=1+1", '"=1+1"', "\"'=1+1", "=cmd|' /C calc'!A0", "=HYPERLINK(\"http://x.example\")",
    "＝1+1", "＋1", "－1", "＠SUM(1)", "\u200b=1+1", "\ufeff=1", "\u202e=1", "\u00a0=1",
    "=DDE(\"cmd\")", "@import", "+31612345678", "-", "=", "\x00=1",
]  # fmt: skip
HARMLESS = ["Kerkplein", "a=1", "1+1", "5-6", "mail@x.example", "«=»", "Ω", ""]


@pytest.mark.parametrize("text", FORMULAS)
def test_formulas_are_written_as_text(text):
    assert exports.safe_cell(text).startswith("'")


@pytest.mark.parametrize("text", HARMLESS)
def test_other_texts_stay_as_they_are(text):
    assert exports.safe_cell(text) == text


@pytest.fixture
def dangerous(db):
    return survey_with(
        len(FORMULAS),
        give=lambda turn: {
            make.SINGLE: {"option": "other", "text": FORMULAS[turn].replace("\x00", "") or "="},
            # PostgreSQL stores no NUL, and no form lets one through.
            make.LONG: {"text": FORMULAS[turn].replace("\x00", "")},
        },
        title="=Plein",
    )


def test_csv_opens_in_a_spreadsheet_and_runs_nothing(client, cast, dangerous):
    client.force_login(cast.participation)
    response = client.get(f"{ADMIN}/{dangerous.public_id}/results.csv")
    assert response.streaming
    body = b"".join(response.streaming_content)
    assert body.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(body.decode("utf-8-sig"))))
    assert len(rows) == 1 + len(FORMULAS)
    for row in rows:
        for cell in row:
            assert cell[:1] not in set("=+-@\t\r\n＝＋－＠"), cell
    assert not set(rows[0]) & {"Name", "Naam"}


def test_spreadsheet_has_text_cells_alone(client, cast, dangerous):
    client.force_login(cast.participation)
    response = client.get(f"{ADMIN}/{dangerous.public_id}/results.xlsx")
    body = b"".join(response.streaming_content)
    book = openpyxl.load_workbook(io.BytesIO(body))
    cells = [cell for row in book.active.iter_rows() for cell in row if cell.value is not None]
    assert len(cells) > len(FORMULAS)
    assert {cell.data_type for cell in cells} == {"s"}


def test_rows_are_in_the_order_of_random_keys(dangerous):
    keys = list(SurveyResponse.objects.order_by("id").values_list("id", flat=True))
    assert all(first < second for first, second in pairwise(keys))
    table = exports.table_of(dangerous, dangerous.source_page())
    texts = [row[-1] for row in exports.rows(table)]
    assert texts != [exports.safe_cell(text) for text in FORMULAS]


def test_named_survey_exports_the_name(cast):
    survey = survey_with(12, is_anonymous=False)
    table = exports.table_of(survey, survey.source_page())
    assert len(exports.head(table)) == 2 + 5
    assert next(exports.rows(table))[1].endswith("Peeters")
