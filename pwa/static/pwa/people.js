/** Who uses this phone: opened from what is kept, checked with the server when it answers. */
import { Problem, get, patch } from "./api.js";
import { session, signOut } from "./account.js";
import { app, update } from "./state.js";
import { db, deviceGet, deviceSet, forgetPerson, hasPerson, metaGet, metaSet, openPerson } from "./store.js";
import { recallAlerts } from "./alerts.js";
import { countWaiting, keepCall } from "./outbox.js";
import { uuid7 } from "./ids.js";

/** Open the store of the person this phone knows; works with no network. */
export async function recallPerson() {
  const id = await deviceGet("person");
  if (id === null || id === undefined) return false;
  await openPerson(id);
  update({ me: (await metaGet("me")) || null });
  await recallAlerts();
  await countWaiting();
  return true;
}

/** Ask the server who is signed in. Returns "in", "out" or "away" (no answer). */
export async function checkPerson() {
  if (await deviceGet("sign_out_pending")) {
    try {
      await session(); // sets the CSRF cookie
      await signOut();
      await deviceSet("sign_out_pending", false);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      return "away";
    }
    return "out";
  }
  try {
    const { body } = await get("/me");
    await openPerson(body.id);
    const me = await withWaiting(body);
    await metaSet("me", me);
    update({ me });
    await recallAlerts();
    return "in";
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return error.status === 401 || error.status === 403 ? "out" : "away";
  }
}

/** Change profile fields. @param {Record<string, any>} fields */
export const changeProfile = (fields) => changeMe({ profile: fields });

/** Change the account: display_name, profile, intended_use_accepted. @param {Record<string, any>} fields */
export async function changeMe(fields) {
  const { body: me } = await patch("/me", fields);
  await metaSet("me", me);
  update({ me });
}

/** Change profile fields, also with no network: kept here at once, told to the server when it can be. @param {Record<string, any>} fields */
export async function changeProfileHere(fields) {
  const me = { ...app.me, profile: { ...app.me.profile, ...fields } };
  await metaSet("me", me);
  update({ me });
  await keepCall(`profile:${uuid7()}`, "/me", { profile: fields }, "PATCH");
}

/** What the server says of the person, with the changes it has not been told yet. */
async function withWaiting(me) {
  for (const call of await db().getAll("calls")) if (call.path === "/me") Object.assign(me.profile, call.body.profile);
  return me;
}

/** Leave: the phone forgets everything at once, the server as soon as it can be told. */
export async function leave() {
  await deviceSet("sign_out_pending", true);
  try {
    const registration = await navigator.serviceWorker?.getRegistration();
    await (await registration?.pushManager?.getSubscription())?.unsubscribe();
  } catch {
    // no push here: nothing to end
  }
  if (hasPerson()) await forgetPerson();
  try {
    await signOut();
    await deviceSet("sign_out_pending", false);
  } catch {
    // offline: told at the next start
  }
  new BroadcastChannel("thighcare").postMessage("left");
  location.assign("/signin");
}
