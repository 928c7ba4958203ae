"""Where triage is reached, below /api/v1/."""

from django.urls import path

from triage.api import episodes, interview_views, views

urlpatterns = [
    path("triage/knowledge", views.KnowledgeView.as_view(), name="triage-knowledge"),
    path("triage/assessments", views.AssessmentsView.as_view(), name="triage-assessments"),
    path("triage/assessments/<uuid:uid>", views.AssessmentView.as_view(), name="triage-assessment"),
    path("triage/episodes", episodes.EpisodesView.as_view(), name="triage-episodes"),
    path(
        "triage/episodes/<uuid:episode_id>", episodes.EpisodeView.as_view(), name="triage-episode"
    ),
    path(
        "triage/episodes/<uuid:episode_id>/told-causes/<uuid:cause_id>",
        episodes.ToldCauseView.as_view(),
        name="triage-told-cause",
    ),
    path("triage/outcomes", views.OutcomesView.as_view(), name="triage-outcomes"),
    path(
        "triage/interviews",
        interview_views.InterviewsView.as_view(),
        name="triage-interviews",
    ),
    path(
        "triage/interviews/<uuid:id>",
        interview_views.InterviewView.as_view(),
        name="triage-interview",
    ),
    path(
        "triage/interviews/<uuid:id>/answers",
        interview_views.AnswersView.as_view(),
        name="triage-interview-answers",
    ),
    path(
        "triage/interviews/<uuid:id>/back",
        interview_views.BackView.as_view(),
        name="triage-interview-back",
    ),
]
