/**
 * Service worker: the shell offline, notifications always shown, receipts told.
 * PRECACHE and VERSION are written above this text by the view that serves it.
 * Nothing personal is ever cached here: requests to the API pass by untouched.
 */
/* global PRECACHE, VERSION, SHELL */

self.addEventListener("install", (event) => {
  event.waitUntil((async () => {
    const cache = await caches.open(VERSION);
    const left = [...PRECACHE];
    const fetchNext = async () => {
      for (let url; (url = left.shift()); ) {
        const answer = await fetch(new Request(url, { cache: "reload", credentials: "omit" }));
        if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
        await cache.put(url, answer);
      }
    };
    // Two at a time: the page that is opening needs the other connections.
    await Promise.all([fetchNext(), fetchNext()]);
    await self.skipWaiting();
  })());
});

self.addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    for (const name of await caches.keys()) {
      if (name.startsWith("thighcare-") && name !== VERSION) await caches.delete(name);
    }
    await self.clients.claim();
  })());
});

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== self.location.origin) return;
  if (event.request.mode === "navigate") {
    if (SHELL.some((place) => url.pathname === place || url.pathname.startsWith(`${place}/`)) || url.pathname === "/") {
      event.respondWith(fromCache("/", event.request));
    }
    return;
  }
  if (PRECACHE.includes(url.pathname)) event.respondWith(fromCache(url.pathname, event.request));
});

async function fromCache(key, request) {
  const cache = await caches.open(VERSION);
  return (await cache.match(key)) || fetch(request);
}

/** Neutral words only; a payload that cannot be read still shows something (iOS revokes otherwise). */
function wordsOf(event) {
  try {
    return event.data ? event.data.json() : {};
  } catch {
    return {};
  }
}

// The only places beside the alerts that a payload may name: a team and an athlete by their ids.
const PLACES = /^\/(today|team(\/[0-9]{1,19}){0,2})$/;
const isPlace = (place) => typeof place === "string" && PLACES.test(place);

self.addEventListener("push", (event) => {
  const words = wordsOf(event);
  const alerts = Array.isArray(words.alerts) ? words.alerts : [];
  const tag = alerts.length ? `alerts-${alerts[0]}` : "thighcare";
  event.waitUntil((async () => {
    await self.registration.showNotification(words.title || "ThighCare", {
      body: words.body || "Please open ThighCare. There is something for you to read.",
      tag,
      renotify: !(await stands(tag, words.token)),
      icon: "/static/pwa/icons/icon-192.png",
      badge: "/static/pwa/icons/badge-96.png",
      data: { token: words.token || null, alerts, place: isPlace(words.place) ? words.place : null },
    });
    await Promise.all([receipt(words.token, "displayed").then(() => nudge("shown")), nudge("sync")]);
  })());
});

/** Whether this very message stands on the screen: sent twice, it takes its own place without a sound. */
async function stands(tag, token) {
  if (!token) return false;
  try {
    const shown = await self.registration.getNotifications({ tag });
    return shown.some((one) => one.data?.token === token);
  } catch {
    return false; // twice with a sound is better than not at all
  }
}

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const { token, alerts, place } = event.notification.data || {};
  event.waitUntil(Promise.all([receipt(token, "clicked"), open(placeOf(alerts || [], place))]));
});

/** Where a tap leads: the alert itself, the inbox, or the one other place a payload may name. */
function placeOf(alerts, place) {
  if (isPlace(place)) return place;
  return alerts.length === 1 && /^[0-9a-f-]{36}$/.test(alerts[0]) ? `/alerts/${alerts[0]}` : "/alerts";
}

async function open(place) {
  const windows = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  for (const window of windows) {
    if (!("navigate" in window) || new URL(window.url).origin !== self.location.origin) continue;
    try {
      await window.navigate(place);
    } catch {
      continue; // not ours to steer: open a new one
    }
    return window.focus().catch(() => window); // it shows the place, in front or not: no second window
  }
  return self.clients.openWindow(place);
}

const RECEIPT_PAUSES_MS = [1500, 4000]; // a server that starts again is back by then

/** Tell the server what became of the notification; best effort, no login. */
async function receipt(token, event) {
  if (!token) return;
  for (const pause of [0, ...RECEIPT_PAUSES_MS]) {
    if (pause) await new Promise((resolve) => setTimeout(resolve, pause));
    try {
      const answer = await fetch("/api/v1/push/receipts", {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        credentials: "omit",
        keepalive: true,
        body: JSON.stringify({ token, event }),
      });
      if (answer.status < 500 && answer.status !== 429) return;
    } catch {
      // offline: the ladder goes on, which is right
    }
  }
}

/** Tell open pages: "sync" for something new, "shown" once a receipt was told. */
async function nudge(word) {
  const windows = await self.clients.matchAll({ type: "window" });
  for (const window of windows) window.postMessage(word);
}

/** Tell the server of a new subscription, where the browser lets a worker read the CSRF cookie. */
async function tellServer(subscription) {
  if (!self.cookieStore) return;
  const cookie = (await self.cookieStore.get("__Host-csrf")) || (await self.cookieStore.get("csrf"));
  if (!cookie) return;
  await fetch("/api/v1/push/subscriptions", {
    method: "PUT",
    headers: { "Content-Type": "application/json", "X-CSRFToken": cookie.value },
    credentials: "same-origin",
    body: JSON.stringify(subscription.toJSON()),
  });
}

self.addEventListener("pushsubscriptionchange", (event) => {
  event.waitUntil((async () => {
    try {
      const answer = await fetch("/api/v1/push/key", { credentials: "same-origin" });
      const { public_key: key } = await answer.json();
      const padded = key.replace(/-/g, "+").replace(/_/g, "/") + "=".repeat((4 - (key.length % 4)) % 4);
      const bytes = Uint8Array.from(atob(padded), (letter) => letter.charCodeAt(0));
      const made = await self.registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytes });
      await tellServer(made);
    } catch {
      // the next start of the app compares and repairs
    }
    await nudge("sync");
  })());
});
