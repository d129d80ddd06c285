import re

import pytest
from django import forms
from django.forms.renderers import get_default_renderer
from django.test import override_settings
from django.utils import translation
from django.utils.translation import gettext_lazy

from core.forms import NLDSRenderer, PublicForm, PublicModelForm
from core.models import BrandSettings


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


class Sample(PublicForm):
    first_name = forms.CharField(label="First name", max_length=50)
    email = forms.EmailField(label="E-mail", help_text="Nobody sees <this>.")
    story = forms.CharField(label="Story", widget=forms.Textarea, max_length=300, required=False)
    when = forms.ChoiceField(
        label="When?", widget=forms.RadioSelect, choices=[("now", "Now"), ("later", "Later")]
    )
    days = forms.MultipleChoiceField(
        label="Days",
        widget=forms.CheckboxSelectMultiple,
        required=False,
        choices=[("a", "A"), ("b", "B")],
        help_text="Any.",
    )
    street = forms.ChoiceField(label="Street", choices=[("", "-"), ("m", "Molenstraat")])
    agree = forms.BooleanField(label="I agree.")
    code = forms.CharField(
        label="Code",
        required=False,
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "class": "code-input"}
        ),
    )
    secret = forms.CharField(widget=forms.HiddenInput, required=False)


def tag(html, name):
    """The opening tag of the input called ``name``."""
    return re.search(rf'<(?:input|select|textarea)[^>]*\bname="{name}"[^>]*>', html).group(0)


def test_a_text_field_has_label_description_and_textbox():
    html = str(Sample())
    assert 'class="utrecht-textbox utrecht-textbox--html-input"' in tag(html, "first_name")
    assert '<label class="utrecht-form-label" for="id_first_name">First name' in html
    assert 'id="id_email_helptext"' in html
    assert 'aria-describedby="id_email_helptext"' in tag(html, "email")


def test_a_help_text_is_escaped():
    assert "Nobody sees &lt;this&gt;." in str(Sample())


@pytest.mark.parametrize(
    ("name", "css"),
    [
        ("story", "utrecht-textarea"),
        ("street", "utrecht-select"),
        ("when", "utrecht-radio-button"),
        ("days", "utrecht-checkbox"),
        ("agree", "utrecht-checkbox"),
    ],
)
def test_each_widget_has_its_own_class(name, css):
    found = tag(str(Sample()), name)
    assert css in found
    assert "utrecht-textbox" not in found


def test_label_and_input_of_an_option_are_siblings():
    html = re.sub(r"\s+", " ", str(Sample()))
    option = re.search(
        r'<div class="utrecht-form-field utrecht-form-field--radio choice"> '
        r'<div class="utrecht-form-field__label[^>]*> <label[^>]*for="id_when_0">Now</label> </div> '
        r'<div class="utrecht-form-field__input"> ?<input[^>]*id="id_when_0"',
        html,
    )
    assert option


def test_a_group_is_a_fieldset_that_names_its_hint():
    html = str(Sample())
    assert 'aria-describedby="id_days_helptext"' in html
    assert re.search(r"<legend[^>]*>Days", html)


def test_optional_is_a_word_and_required_no_attribute_or_asterisk():
    html = str(Sample())
    assert re.search(r'Story <span class="optional">\(optional\)', html)
    assert "First name <span" not in html
    assert "*" not in html
    assert " required" not in html


def test_a_lone_checkbox_is_never_called_optional():
    class Lone(PublicForm):
        news = forms.BooleanField(label="Send me news", required=False)

    assert "(optional)" not in str(Lone())


def test_autocomplete_comes_with_known_names_and_never_replaces_a_given_one():
    html = str(Sample())
    assert 'autocomplete="given-name"' in tag(html, "first_name")
    assert 'autocomplete="email"' in tag(html, "email")
    code = tag(html, "code")
    assert 'autocomplete="one-time-code"' in code
    assert 'inputmode="numeric"' in code
    assert "code-input" in code


def test_a_wrong_field_says_so_to_eye_and_screen_reader():
    html = str(Sample({"first_name": "", "email": "an@"}))
    email = tag(html, "email")
    assert 'aria-invalid="true"' in email
    assert "utrecht-textbox--invalid" in email
    assert 'aria-describedby="id_email_helptext id_email_error"' in email
    assert re.search(r'id="id_email_error">.*Error:</span>', html, re.DOTALL)


def test_a_right_field_beside_a_wrong_one_stays_quiet():
    html = str(Sample({"first_name": "An", "email": "an@"}))
    first = tag(html, "first_name")
    assert "aria-invalid" not in first
    assert "--invalid" not in first


def test_the_summary_links_to_the_first_input_of_each_field_in_page_order():
    found = Sample({"email": "an@"}).error_list()
    assert [error["href"] for error in found] == [
        "#id_first_name",
        "#id_email",
        "#id_when_0",
        "#id_street",
        "#id_agree",
    ]
    html = str(Sample({"email": "an@"}))
    for error in found:
        assert f'id="{error["href"][1:]}"' in html


def test_what_is_missing_is_named():
    texts = [error["message"] for error in Sample({"email": "a@b.test"}).error_list()]
    assert texts == [
        "Still to fill in: First name",
        "Choose an answer: When?",
        "Choose an answer: Street",
        "Tick the box: I agree.",
    ]


def test_a_form_may_say_itself_what_is_missing():
    class Own(PublicForm):
        name = forms.CharField(error_messages={"required": "Who are you?"})

    assert Own({}).error_list()[0]["message"] == "Who are you?"


def test_errors_of_the_whole_form_come_first_and_link_nowhere():
    class Whole(PublicForm):
        name = forms.CharField()

        def clean(self):
            self.add_error(None, "Not today.")

    assert Whole({}).error_list()[0] == {"message": "Not today.", "href": ""}


def test_hostile_input_comes_back_escaped():
    html = str(Sample({"first_name": '"><script>x</script>', "email": "<b>"}))
    assert "<script>" not in html
    assert "<b>" not in html


def test_a_hidden_field_has_no_label_and_no_class():
    html = str(Sample())
    assert "class" not in tag(html, "secret")
    assert 'for="id_secret"' not in html


def test_only_a_long_text_counts_characters():
    html = str(Sample())
    assert html.count("data-character-count") == 1
    assert 'data-character-count="300"' in html


def test_a_model_form_looks_the_same():
    class Brand(PublicModelForm):
        class Meta:
            model = BrandSettings
            fields = ["name"]

    assert "utrecht-textbox" in str(Brand())


def test_words_follow_the_language_of_the_page_not_of_the_form():
    class Lazy(PublicForm):
        secret = forms.CharField(label=gettext_lazy("Password"))

    form = Lazy({})
    with translation.override("nl"):
        assert "Wachtwoord" in str(form)
        assert "Wachtwoord" in str(form.error_list()[0]["message"])


def test_plain_django_forms_keep_their_own_markup():
    class Plain(forms.Form):
        name = forms.CharField()

    html = Plain().as_div()
    assert "utrecht" not in html
    assert not isinstance(get_default_renderer(), NLDSRenderer)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path",
    ["/admin/settings/core/brandsettings/", "/admin/images/add/", "/admin/documents/add/"],
)
@override_settings(STAFF_SECOND_FACTOR=False)
def test_nothing_leaks_into_the_dashboard(admin_client, path):
    response = admin_client.get(path, follow=True)
    html = response.content.decode()
    assert response.status_code == 200
    assert "<form" in html
    assert "utrecht-" not in html
