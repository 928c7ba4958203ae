"""Where triage is reached, below /api/v1/."""

from django.urls import path

from triage.api import episodes, views

urlpatterns = [
    path("triage/knowledge", views.KnowledgeView.as_view(), name="triage-knowledge"),
    path("triage/assessments", views.AssessmentsView.as_view(), name="triage-assessments"),
    path("triage/assessments/<uuid:uid>", views.AssessmentView.as_view(), name="triage-assessment"),
    path("triage/episodes", episodes.EpisodesView.as_view(), name="triage-episodes"),
    path(
        "triage/episodes/<uuid:episode_id>", episodes.EpisodeView.as_view(), name="triage-episode"
    ),
    path("triage/outcomes", views.OutcomesView.as_view(), name="triage-outcomes"),
]
