"""Addresses of the tracker under /api/v1/."""

from django.urls import path

from tracker.api import (
    export_views,
    import_views,
    reading_views,
    schedule_views,
    trend_views,
    views,
)

urlpatterns = [
    path("days", views.DaysView.as_view(), name="days"),
    path("entries", views.EntriesView.as_view(), name="entries"),
    path("insights", trend_views.InsightsView.as_view(), name="insights"),
    path("snapshot", views.SnapshotView.as_view(), name="snapshot"),
    path("imports", import_views.ImportsView.as_view(), name="imports"),
    path("imports/<uuid:import_id>", import_views.ImportView.as_view(), name="import"),
    path(
        "imports/<uuid:import_id>/confirm",
        import_views.ImportConfirmView.as_view(),
        name="import-confirm",
    ),
    path(
        "imports/<uuid:import_id>/undo", import_views.ImportUndoView.as_view(), name="import-undo"
    ),
    path("exports", export_views.ExportsView.as_view(), name="exports"),
    path("instruments", reading_views.InstrumentsView.as_view(), name="instruments"),
    path("readings", reading_views.ReadingsView.as_view(), name="readings"),
    path("readings/due", schedule_views.DueView.as_view(), name="readings-due"),
    path("readings/<uuid:reading_id>", reading_views.ReadingView.as_view(), name="reading"),
    path("schedules", schedule_views.SchedulesView.as_view(), name="schedules"),
    path("schedules/<slug:instrument>", schedule_views.ScheduleView.as_view(), name="schedule"),
    path(
        "teams/<int:team_id>/athletes/<int:athlete_id>/readings",
        reading_views.PhysioReadingsView.as_view(),
        name="physio-readings",
    ),
    path(
        "teams/<int:team_id>/athletes/<int:athlete_id>/readings/<uuid:reading_id>",
        reading_views.PhysioReadingView.as_view(),
        name="physio-reading",
    ),
    path("spells", trend_views.SpellsView.as_view(), name="spells"),
    path("trends", trend_views.TrendsView.as_view(), name="trends"),
]
