"""Addresses of teams under /api/v1/."""

from django.urls import path

from teams.api import views

urlpatterns = [
    path("teams", views.TeamsView.as_view(), name="teams"),
    path("teams/<int:team_id>/invitations", views.InvitationsView.as_view(), name="invitations"),
    path("invitations/<str:code>", views.InvitationView.as_view(), name="invitation"),
    path("invitations/<str:code>/accept", views.AcceptView.as_view(), name="accept"),
    path("memberships/<int:membership_id>", views.MembershipView.as_view(), name="membership"),
]
