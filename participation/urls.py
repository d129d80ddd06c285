"""Addresses of this app, below the language prefix; the survey's public page stands above them."""

from django.urls import path

from .views import answering, results

app_name = "participation"

urlpatterns = [
    path("<slug:slug>/answer/", answering.survey_answer, name="survey_answer"),
    path("<slug:slug>/answer/<int:number>/", answering.question_answer, name="question_answer"),
    path("<slug:slug>/answer/check/", answering.answers_check, name="answers_check"),
    path("<slug:slug>/answer/thanks/", answering.survey_thanks, name="survey_thanks"),
    path("<slug:slug>/results/", results.survey_results, name="survey_results"),
]
