/** What happens when the app opens, and again right after signing in. */
import { Problem } from "./api.js";
import { changeMe, checkPerson, recallPerson } from "./people.js";
import { app, update } from "./state.js";
import { deviceGet } from "./store.js";
import { loadKnowledge } from "./redflag.js";
import { sync } from "./sync.js";
import { compareSubscription } from "./push.js";
import { recallDraft } from "./check_run.js";
import { loadTeams } from "./teams.js";

/** Open from what is kept on the phone; no network is waited for. */
export async function open() {
  if (await recallPerson()) await recallDraft();
  update({ ready: true });
}

/** Ask the server who is here and fetch what is new. Returns "in", "out" or "away". */
export async function checkIn() {
  const rules = loadKnowledge();
  const standing = await checkPerson();
  if (standing === "out" && app.me) update({ sync: { ...app.sync, state: "signin" } });
  if (standing === "away" && app.me) update({ sync: { ...app.sync, state: "offline" } });
  if (standing === "in") await signedIn();
  await rules;
  return standing;
}

/** After signing in: the person's store is open, everything is fetched. @throws {Problem} if the server is away */
export async function started() {
  const standing = await checkPerson();
  if (standing !== "in") throw new Problem(0, { code: "offline" });
  void loadKnowledge();
  await signedIn();
}

async function signedIn() {
  await tellFirstThings().catch(() => {}); // told again at the next start
  void sync();
  void compareSubscription();
  void loadTeams();
}

/** What this phone knows and the server does not yet: the agreement, and the zone of a new account. */
async function tellFirstThings() {
  const accepted = await deviceGet("intended_use_accepted_at");
  const { profile } = app.me;
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const fields = {};
  if (accepted && !profile.intended_use_accepted_at) {
    fields.intended_use_accepted = true;
    if (profile.time_zone === "UTC" && zone && zone !== "UTC") fields.profile = { time_zone: zone };
  }
  if (Object.keys(fields).length) await changeMe(fields);
}
