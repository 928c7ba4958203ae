"""Teams, who is in them as what, and what each athlete allows."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

PERSON = settings.AUTH_USER_MODEL


class Role(models.TextChoices):
    OWNER = "owner", _("owner")
    COACH = "coach", _("coach")
    PHYSIO = "physio", _("physio")
    ATHLETE = "athlete", _("athlete")


class Scope(models.TextChoices):
    AVAILABILITY = "availability", _("whether I trained or rested in the last days")
    LOAD = "load", _("how much I train")
    PAIN = "pain", _("my pain level and its trend")
    SYMPTOMS = "symptoms", _("signs I log")
    RED_FLAG_CONTACT = "red_flag_contact", _("being asked to check on me in an emergency")


class Team(models.Model):
    """A team, named by whoever founded it."""

    name = models.CharField(max_length=80)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"team {self.pk}"


class Membership(models.Model):
    """One person in one team in one role, until they leave."""

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=8, choices=Role)
    joined_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["team", "user"],
                condition=models.Q(left_at__isnull=True),
                name="teams_membership_one_living",
            ),
            models.CheckConstraint(
                condition=models.Q(role__in=Role.values), name="teams_membership_role"
            ),
        ]

    def __str__(self) -> str:
        return f"membership {self.pk}"


class Consent(models.Model):
    """One scope an athlete granted to one team; it ends with a moment, it is never deleted."""

    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="consents")
    scope = models.CharField(max_length=20, choices=Scope)
    granted_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["membership", "scope"],
                condition=models.Q(revoked_at__isnull=True),
                name="teams_consent_one_living",
            ),
            models.CheckConstraint(
                condition=models.Q(scope__in=Scope.values), name="teams_consent_scope"
            ),
        ]

    def __str__(self) -> str:
        return f"consent {self.pk}"


class Invitation(models.Model):
    """A code that lets people join a team in one role until it ends."""

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="invitations")
    code = models.CharField(max_length=16, unique=True)
    role = models.CharField(max_length=8, choices=Role)
    made_by = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(role__in=["coach", "physio", "athlete"]),
                name="teams_invitation_role",
            ),
        ]

    def __str__(self) -> str:
        return f"invitation {self.pk}"
