"""Who somebody is: the account, what an athlete says of themself, tokens, and who looked."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.managers import UserManager


class User(AbstractBaseUser, PermissionsMixin):
    """A person who signs in with an e-mail address."""

    email = models.EmailField(_("e-mail address"), unique=True)
    display_name = models.CharField(_("name"), max_length=80, blank=True)
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = UserManager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(email=Lower("email")), name="accounts_user_email_lower"
            ),
        ]

    def __str__(self) -> str:
        return f"user {self.pk}"

    @property
    def name(self) -> str:
        """What others call this person; never the whole address."""
        return self.display_name or self.email.split("@")[0]

    def make_profile(self) -> AthleteProfile:
        """Return the profile, made with cautious defaults if there is none yet."""
        return AthleteProfile.objects.get_or_create(user=self)[0]


class Persona(models.TextChoices):
    ATHLETE = "athlete", _("I train or compete")
    ACTIVE = "active", _("I am active")
    DESK = "desk", _("I mostly sit")


class Side(models.TextChoices):
    LEFT = "left", _("left")
    RIGHT = "right", _("right")
    BOTH = "both", _("both")
    CHANGES = "changes", _("changes")


class Sex(models.TextChoices):
    FEMALE = "female", _("female")
    MALE = "male", _("male")
    OTHER = "other", _("other")
    PREFER_NOT = "prefer_not", _("prefer not to say")


class AthleteProfile(models.Model):
    """What a person says of themself; empty means they have not said."""

    user = models.OneToOneField(
        User, on_delete=models.CASCADE, primary_key=True, related_name="profile"
    )
    time_zone = models.CharField(max_length=64, default="UTC")
    locale = models.CharField(max_length=16, default="en")
    country = models.CharField(max_length=2, blank=True)
    birth_year = models.PositiveSmallIntegerField(null=True, blank=True)
    persona = models.CharField(max_length=8, choices=Persona, default=Persona.ATHLETE)
    side = models.CharField(max_length=8, choices=Side, blank=True)
    sex_at_birth = models.CharField(max_length=10, choices=Sex, blank=True)
    intended_use_accepted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(birth_year__isnull=True)
                | models.Q(birth_year__gte=1900, birth_year__lte=2100),
                name="accounts_profile_birth_year",
            ),
            models.CheckConstraint(
                condition=models.Q(persona__in=Persona.values), name="accounts_profile_persona"
            ),
            models.CheckConstraint(
                condition=models.Q(side__in=["", *Side.values]), name="accounts_profile_side"
            ),
            models.CheckConstraint(
                condition=models.Q(sex_at_birth__in=["", *Sex.values]),
                name="accounts_profile_sex",
            ),
        ]

    def __str__(self) -> str:
        return f"profile of user {self.pk}"


class ZoneSpell(models.Model):
    """A zone a person lives in from an instant on; rows are added, never changed.

    The first change of zone writes two: where they had lived since the account was made, and the
    new one. Who never changed has none.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="zone_spells")
    zone = models.CharField(max_length=64)
    from_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["user", "from_at"], name="accounts_zone_spell")]

    def __str__(self) -> str:
        return f"zone spell {self.pk} of user {self.user_id}"


class EmergencyContact(models.Model):
    """Whom a person wants asked to check on them; a revoked one keeps its dates alone."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="emergency_contacts")
    name = models.CharField(max_length=80, blank=True)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=16, blank=True)  # E.164, for a text message
    consented_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user"],
                condition=models.Q(revoked_at__isnull=True),
                name="accounts_contact_one_living",
            ),
        ]

    def __str__(self) -> str:
        return f"contact {self.pk} of user {self.user_id}"


class ApiToken(models.Model):
    """A script's or device's own key; only its hash is kept."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="api_tokens")
    name = models.CharField(max_length=80)
    digest = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField(default=list)
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["user", "created_at"])]

    def __str__(self) -> str:
        return f"token {self.pk} of user {self.user_id}"


class AccessLog(models.Model):
    """One look of one person at another's health data; the subject may read it."""

    viewer = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, related_name="looks_taken"
    )
    viewer_name = models.CharField(max_length=80)
    subject = models.ForeignKey(User, on_delete=models.CASCADE, related_name="looks_received")
    what = models.CharField(max_length=40)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["subject", "-at", "-id"])]

    def __str__(self) -> str:
        return f"look {self.pk}"


class LoginAttempts(models.Model):
    """Failed sign-ins of one account from one address within one window."""

    key = models.CharField(max_length=64, primary_key=True)  # a hash: no address is kept
    window_starts_at = models.DateTimeField()
    failures = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return "login attempts"
