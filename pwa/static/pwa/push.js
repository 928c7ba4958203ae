/** Push on this device: asked for at a sensible moment, checked at every start, never silent. */
import { Problem, del, get, post, put } from "./api.js";
import { deviceGet, deviceSet } from "./store.js";

const RENEW_BEFORE_MS = 7 * 86400000; // a subscription about to end is renewed a week ahead

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
  if (subscription && (!sameKey(subscription, body.public_key) || endsSoon(subscription))) {
    subscription = await renew(registration, subscription, body.public_key);
  }
  subscription ??= await subscribe(registration, body.public_key);
  let told = await keep(subscription);
  if (told.health === "gone") { // its push service ended it: the browser does not know yet
    told = await keep(await renew(registration, subscription, body.public_key));
  }
  await deviceSet("push_device", told.id);
}

const subscribe = (registration, key) => registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytesOf(key) });

const endsSoon = (subscription) => Boolean(subscription.expirationTime) && subscription.expirationTime - Date.now() < RENEW_BEFORE_MS;

async function renew(registration, subscription, key) {
  await subscription.unsubscribe();
  return subscribe(registration, key);
}

async function keep(subscription) {
  const client = { agent: navigator.userAgent.slice(0, 200), permission: pushState() };
  return (await put("/push/subscriptions", { ...subscription.toJSON(), client })).body;
}

/** At every start: the server must know the subscription this browser really has, or that it has none. */
export async function compareSubscription() {
  try {
    if (pushState() === "granted") await tell(); // idempotent; also moves an endpoint to who is signed in now
    else await forgetThisDevice();
  } catch {
    // away, or no push service reachable: the inbox and e-mail stand
  }
}

/** The person blocked notifications: a device that cannot show them must not hold back a letter. */
async function forgetThisDevice() {
  const id = await deviceGet("push_device");
  if (!id) return;
  try {
    await forgetDevice(id);
  } catch (error) {
    if (!(error instanceof Problem) || error.status !== 404) throw error;
  }
  await deviceSet("push_device", null);
}

export const pushHealth = async () => (await get("/push/health")).body;
export const devices = async () => (await get("/push/subscriptions")).body.results ?? [];
/** @param {string} id */
export const forgetDevice = (id) => del(`/push/subscriptions/${id}`);
export const sendTest = () => post("/push/test", {});
