"""Addresses of alerts and push under /api/v1/."""

from django.urls import path

from alerts.api import push_views, reminder_views, views, webhook_views

urlpatterns = [
    path("alerts", views.AlertsView.as_view(), name="alerts"),
    path("alerts/<uuid:alert_id>", views.AlertView.as_view(), name="alert"),
    path("alerts/<uuid:alert_id>/acknowledge", views.AcknowledgeView.as_view(), name="acknowledge"),
    path("alerts/<uuid:alert_id>/resolve", views.ResolveView.as_view(), name="resolve"),
    path("reminders", reminder_views.RemindersView.as_view(), name="reminders"),
    path("reminders/snooze", reminder_views.SnoozeView.as_view(), name="reminders-snooze"),
    path("push/key", push_views.PushKeyView.as_view(), name="push-key"),
    path("push/subscriptions", push_views.SubscriptionsView.as_view(), name="subscriptions"),
    path(
        "push/subscriptions/<uuid:device_id>",
        push_views.SubscriptionView.as_view(),
        name="subscription",
    ),
    path("push/health", push_views.PushHealthView.as_view(), name="push-health"),
    path("teams/<int:team_id>/webhooks", webhook_views.WebhooksView.as_view(), name="webhooks"),
    path(
        "teams/<int:team_id>/webhooks/<int:webhook_id>",
        webhook_views.WebhookView.as_view(),
        name="webhook",
    ),
    path("push/test", push_views.PushTestView.as_view(), name="push-test"),
    path("push/receipts", push_views.ReceiptsView.as_view(), name="receipts"),
]
