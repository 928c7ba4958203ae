/** Push on this device: asked for at a sensible moment, checked at every start, never silent. */
import { del, get, post, put } from "./api.js";

/** What this device can do: "unsupported" | "denied" | "default" | "granted". */
export function pushState() {
  if (!("serviceWorker" in navigator) || !("PushManager" in window) || !("Notification" in window)) {
    return "unsupported";
  }
  return Notification.permission;
}

/** @param {string} text base64url */
export function bytesOf(text) {
  const padded = text.replace(/-/g, "+").replace(/_/g, "/") + "=".repeat((4 - (text.length % 4)) % 4);
  return Uint8Array.from(atob(padded), (letter) => letter.charCodeAt(0));
}

const sameKey = (subscription, key) => {
  const held = subscription.options?.applicationServerKey;
  return !held || String(new Uint8Array(held)) === String(bytesOf(key));
};

/** Subscribe this device and tell the server. Returns the new state. */
export async function turnOn() {
  const answer = await Notification.requestPermission();
  if (answer === "granted") await tell();
  return answer;
}

async function tell() {
  const registration = await navigator.serviceWorker.ready;
  const { body } = await get("/push/key");
  let subscription = await registration.pushManager.getSubscription();
  if (subscription && !sameKey(subscription, body.public_key)) {
    await subscription.unsubscribe();
    subscription = null;
  }
  subscription ??= await registration.pushManager.subscribe({
    userVisibleOnly: true, applicationServerKey: bytesOf(body.public_key),
  });
  await put("/push/subscriptions", { ...subscription.toJSON(), client: { agent: navigator.userAgent.slice(0, 200) } });
}

/** At every start: the server must know the subscription this browser really has. */
export async function compareSubscription() {
  if (pushState() !== "granted") return;
  try {
    await tell(); // PUT is idempotent and also moves an endpoint to the person signed in now
  } catch {
    // away, or no push service reachable: the inbox and e-mail stand
  }
}

export const devices = async () => (await get("/push/subscriptions")).body.results ?? [];
/** @param {string} id */
export const forgetDevice = (id) => del(`/push/subscriptions/${id}`);
export const sendTest = () => post("/push/test", {});
