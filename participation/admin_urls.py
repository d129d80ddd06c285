"""The dashboard's addresses of this app, below ``/admin/surveys/``."""

from django.urls import path

from .views import desk, exports

app_name = "surveys_admin"

urlpatterns = [
    path("", desk.survey_list, name="survey_list"),
    path("<uuid:public_id>/", desk.survey_detail, name="survey_detail"),
    path("<uuid:public_id>/audience/", desk.survey_address, name="survey_address"),
    path("<uuid:public_id>/open/", desk.survey_open, name="survey_open"),
    path("<uuid:public_id>/call-off/", desk.survey_call_off, name="survey_call_off"),
    path("<uuid:public_id>/close/", desk.survey_close, name="survey_close"),
    path("<uuid:public_id>/results/", desk.survey_results, name="survey_results"),
    path("<uuid:public_id>/results/publish/", desk.results_publish, name="results_publish"),
    path("<uuid:public_id>/results.csv", exports.results_csv, name="results_csv"),
    path("<uuid:public_id>/results.xlsx", exports.results_xlsx, name="results_xlsx"),
]
