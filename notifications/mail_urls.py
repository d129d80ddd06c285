"""Development only: the folder of mails. Elsewhere every address here is a 404."""

from django.urls import path

from .views import mails

app_name = "mails"

urlpatterns = [
    path("", mails.mail_list, name="mail_list"),
    path("<slug:key>/", mails.mail_detail, name="mail_detail"),
    path("<slug:key>/html/", mails.mail_html, name="mail_html"),
]
