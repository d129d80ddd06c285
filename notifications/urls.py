"""Addresses of this app, below the language prefix."""

from django.urls import path

from .views import inbox, preferences

app_name = "notifications"

urlpatterns = [
    path("", inbox.notice_list, name="notice_list"),
    path("read/", inbox.inbox_read, name="inbox_read"),
    path("preferences/", preferences.preferences_change, name="preferences_change"),
    path("preferences/preset/", preferences.preset_choose, name="preset_choose"),
    path("preferences/quiet/", preferences.quiet_hours_change, name="quiet_hours_change"),
    path("preferences/pause/", preferences.pause_begin, name="pause_begin"),
    path("preferences/pause/end/", preferences.pause_end, name="pause_end"),
    path("preferences/stop/", preferences.mail_stop, name="mail_stop"),
    path("preferences/resume/", preferences.mail_resume, name="mail_resume"),
    path("unsubscribe/<str:token>/", preferences.unsubscribe, name="unsubscribe"),
    path("<uuid:public_id>/", inbox.notice_open, name="notice_open"),
    path("<uuid:public_id>/read/", inbox.notice_read, name="notice_read"),
]
