"""Addresses of the board under /api/v1/."""

from django.urls import path

from coach.api import views

urlpatterns = [
    path("teams/<int:team_id>/board", views.BoardView.as_view(), name="board"),
    path("boards", views.BoardsView.as_view(), name="boards"),
]
