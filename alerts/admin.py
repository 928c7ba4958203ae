"""What an operator may see of alerts: jobs and deliveries by number, never whose or about what."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.http import HttpRequest

from alerts.models import Delivery, JobRun, Tally

if TYPE_CHECKING:
    Base = admin.ModelAdmin[Any]
else:
    Base = admin.ModelAdmin


class ReadOnly(Base):
    """Rows to look at: nothing can be added, changed or removed, and no action is offered."""

    actions = None
    show_full_result_count = False

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest | None = None) -> bool:
        """Look up by the filters that are shown, never by whose: a question by person is a 400."""
        return lookup.partition("__")[0] in self.list_filter

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(request.user.is_active and getattr(request.user, "is_staff", False))

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)


@admin.register(JobRun)
class JobRunAdmin(ReadOnly):
    """Runs by the clock: claimed, how far, how often tried, done."""

    list_display = (
        "job", "period", "claimed_at", "attempts", "seen", "made", "seconds", "done_at",
    )  # fmt: skip
    list_filter = ("job",)
    ordering = ("-claimed_at", "-pk")
    exclude = ("lease",)


@admin.register(Delivery)
class DeliveryAdmin(ReadOnly):
    """Deliveries: what is due, tried, taken or given up. No person, no alert, no token."""

    fields = list_display = (
        "id", "step", "channel", "urgent", "state", "due_at", "attempts", "leased_until",
        "handed_over", "last_answer", "accepted_at",
    )  # fmt: skip
    list_filter = ("state", "channel", "urgent")
    ordering = ("-pk",)


@admin.register(Tally)
class TallyAdmin(ReadOnly):
    """Counters over all processes."""

    list_display = ("name", "count")
