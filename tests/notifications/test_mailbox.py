import pytest
from django.core.mail import EmailMultiAlternatives, get_connection

LIST = "/mails/"


@pytest.fixture
def folder(settings, tmp_path):
    settings.EMAIL_FILE_PATH = tmp_path
    return tmp_path


@pytest.fixture
def development(settings, folder):
    settings.DEBUG = True


def write(*subjects):
    """Into one file, as one connection does."""
    connection = get_connection("django.core.mail.backends.filebased.EmailBackend")
    mails = []
    for subject in subjects:
        mail = EmailMultiAlternatives(subject, f"text of {subject}", to=["an@oeverbeke.test"])
        mail.attach_alternative(f"<p style='color:red'>html of {subject}</p>", "text/html")
        mails.append(mail)
    connection.send_messages(mails)


@pytest.mark.django_db
def test_mails_of_one_connection_are_listed_newest_first(client, development):
    write("Eerste", "Tweede")
    page = client.get(LIST).content.decode()
    assert page.index("Tweede") < page.index("Eerste")
    assert "an@oeverbeke.test" in page


@pytest.mark.django_db
def test_mail_is_shown_as_text_html_and_headers(client, development):
    write("Eerste", "Één & ander")
    path = client.get(LIST).context["mails"][0].key
    page = client.get(f"{LIST}{path}/")
    assert "text of Één &amp; ander" in page.content.decode()
    assert "Message-ID" in page.content.decode()
    frame = client.get(f"{LIST}{path}/html/")
    assert "html of Één & ander" in frame.content.decode()
    assert "sandbox" in frame["Content-Security-Policy"]
    assert "default-src 'none'" in frame["Content-Security-Policy"]
    assert "script-src 'self'" not in frame["Content-Security-Policy"]


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["", "x/", "x/html/"])
def test_elsewhere_there_is_no_such_page(client, settings, folder, path):
    write("CANARY")
    settings.DEBUG = False
    answer = client.get(LIST + path, follow=True)
    assert answer.status_code == 404
    assert "CANARY" not in answer.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["nothing", "20260101-000000-1-0", "-", "passwd"])
def test_mail_that_is_not_there_is_absent(client, development, key):
    write("Eerste")
    assert client.get(f"{LIST}{key}/", follow=True).status_code == 404


@pytest.mark.django_db
def test_without_a_folder_there_is_no_page(client, settings):
    settings.DEBUG = True
    settings.EMAIL_FILE_PATH = None
    assert client.get(LIST, follow=True).status_code == 404


@pytest.mark.django_db
def test_empty_folder_is_no_error(client, development):
    assert client.get(LIST).status_code == 200
