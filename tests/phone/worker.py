"""The service worker from outside: hand it a push, read what it shows, tap on it."""

from __future__ import annotations

from typing import Any

from tests.phone.conftest import wait_until


def deliver_to_worker(page: Any, address: str, payload: str) -> None:
    """Hand a payload to the page's service worker as the browser's push client would."""
    session = page.context.new_cdp_session(page)
    registrations: list[str] = []
    session.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda event: registrations.extend(
            one["registrationId"] for one in event["registrations"] if not one["isDeleted"]
        ),
    )
    session.send("ServiceWorker.enable")
    wait_until(page, lambda: bool(registrations))
    session.send(
        "ServiceWorker.deliverPushMessage",
        {"origin": address, "registrationId": registrations[-1], "data": payload},
    )


def notifications(page: Any) -> list[dict[str, Any]]:
    """Return the notifications that stand on this phone."""
    return page.evaluate(
        """async () => (await (await navigator.serviceWorker.ready).getNotifications())
          .map((one) => ({title: one.title, body: one.body, data: one.data}))"""
    )


# The browser itself would do this on a tap; only it may let a worker open a window of its own.
TAP = """async () => {
  const [shown] = await self.registration.getNotifications();
  const tap = new NotificationEvent('notificationclick', { notification: shown });
  const work = [];
  Object.defineProperty(tap, 'waitUntil', { value: (promise) => work.push(promise) });
  self.dispatchEvent(tap);
  await Promise.all(work);
}"""


def tap_on_notification(page: Any) -> None:
    """Tap on the notification that stands on this phone."""
    page.context.service_workers[0].evaluate(TAP)


# What a browser does when its push service ends a subscription while no page is open.
CHANGED = """async (made) => {
  PushManager.prototype.subscribe = async () => ({ toJSON: () => made });
  const change = new ExtendableEvent('pushsubscriptionchange');
  const work = [];
  Object.defineProperty(change, 'waitUntil', { value: (promise) => work.push(promise) });
  self.dispatchEvent(change);
  await Promise.all(work);
}"""


def change_subscription(page: Any, made: dict[str, Any]) -> None:
    """Let the browser tell the worker that its subscription ended; the next one is `made`."""
    page.context.service_workers[0].evaluate(CHANGED, made)
