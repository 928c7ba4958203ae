/** Today's form: what it starts from, and the entries it becomes. */
import { entriesBetween, metaGet, metaSet } from "./store.js";
import { addDays } from "./days.js";
import { hardSessionBefore, morningAsked, suggestedActivity, suggestedSitting } from "./defaults.js";
import { askedToday } from "./micro.js";
import { edited, keep, newEntry } from "./outbox.js";
import { withFollowing } from "./signs.js";

const HOUR = 3600000;
const LOOK_BACK = 28; // days of entries that a form is made from

/** What is typed and not yet saved; all of it empty on a fresh form. */
const EMPTY = { context: "now", morning: null, bout: null, activity: null, adds: [] };
const DRAFTED = ["level", "region", "side", "placeFrom", "sitting", "urine", "wellness", "note", ...Object.keys(EMPTY)];
const WELLNESS = ["sleep_h", "sleep_quality", "fatigue", "soreness", "stress"];

const byTime = (a, b) => (a.day + (a.at || "") < b.day + (b.at || "") ? -1 : 1);
const only = (entry, fields) => Object.fromEntries(fields.filter((name) => entry?.[name] !== undefined).map((name) => [name, entry[name]]));

/** Read today, and what earlier days suggest. @param {string} day */
export async function openForm(day) {
  const recent = (await entriesBetween(addDays(day, 1 - LOOK_BACK), day)).sort(byTime);
  const todays = recent.filter((entry) => entry.day === day);
  const own = (await metaGet(`own:${day}`)) || {};
  const of = (kind) => todays.filter((entry) => entry.kind === kind);
  const mine = (kind) => todays.find((entry) => entry.id === own[kind]) || null;
  const elsewhere = (kind, field) => of(kind).filter((e) => e.id !== own[kind]).reduce((total, e) => total + e[field], 0);
  const pain = mine("pain");
  const fresh = pain && pain.context === "now" && Date.now() - Date.parse(pain.at || pain.edited_at) < HOUR;
  const lastPain = recent.filter((entry) => entry.kind === "pain" && entry.region).at(-1);
  const draft = (await metaGet(`draft:${day}`)) || {};
  const form = {
    ...EMPTY, day, own, todays,
    level: fresh ? pain.level : null,
    region: lastPain?.region ?? null, side: lastPain?.side ?? null, placeFrom: lastPain?.day ?? null,
    sitting: mine("sitting")?.hours ?? null, sittingElsewhere: elsewhere("sitting", "hours"), usualSitting: suggestedSitting(recent, day),
    waterKept: mine("hydration")?.ml ?? 0, waterElsewhere: elsewhere("hydration", "ml"), urine: mine("hydration")?.urine_colour ?? null,
    activities: of("activity"), usualActivity: suggestedActivity(recent, day),
    hardBefore: morningAsked(todays) ? hardSessionBefore(recent, day) : null,
    wellness: only(mine("wellness"), WELLNESS), note: mine("note")?.text ?? "",
    signs: Object.fromEntries(of("symptom").map((entry) => [entry.finding, entry.value])),
    asked: await askedOn(day, recent),
  };
  return withWater({ ...form, base: { ...form }, drafted: Object.keys(draft).length > 0, ...draft });
}

/** The day's own water: what is kept and what was added since. @param {any} form */
export const withWater = (form) => ({ ...form, water: form.waterKept + form.adds.reduce((sum, ml) => sum + ml, 0) });

/** The signs asked on a day, from the latest check, the episode and the entries. */
async function askedOn(day, recent) {
  const [newest] = (await metaGet("read:/triage/episodes"))?.body?.results || [];
  return askedToday({
    day, recent, answers: (await metaGet("episode_answers")) || {}, answeredOn: (await metaGet("episode_answered_on")) ?? null,
    startedOn: newest?.state === "open" ? newest.started_on : null,
  });
}

/** Keep what is being typed, and only that, in case the page goes away. @param {any} form */
export function keepDraft(form) {
  const typed = DRAFTED.filter((name) => JSON.stringify(form[name]) !== JSON.stringify(form.base[name]));
  return metaSet(`draft:${form.day}`, Object.fromEntries(typed.map((name) => [name, form[name]])));
}

/** Store one sign at once; one entry per sign and day. @param {string} day @param {string} finding @param {any} value @param {boolean} flagged */
export async function storeSign(day, finding, value, flagged) {
  await storeSigns(day, [[finding, value]], flagged);
}

/** @param {string} day @param {[string, any][]} pairs @param {boolean} flagged */
async function storeSigns(day, pairs, flagged) {
  const todays = (await entriesBetween(day, day)).filter((entry) => entry.kind === "symptom");
  const changed = [];
  for (const [finding, value] of pairs) {
    const before = todays.find((entry) => entry.finding === finding);
    if (before && before.value === value) continue;
    changed.push(before ? edited(before, { value }) : newEntry("symptom", day, { finding, value }));
  }
  if (changed.length) await keep(changed, { flagged });
}

/** "None of these": an explicit no for every sign asked today, and for nothing else. @param {any} form */
export async function storeNone({ day, asked, signs }) {
  const shown = withFollowing(asked, signs).map((sign) => sign.finding);
  await storeSigns(day, shown.map((finding) => [finding, false]), false);
  return Object.fromEntries(shown.map((finding) => [finding, false]));
}

/** Turn the form into entries and keep them; returns how many changed. @param {any} form */
export async function saveForm(form) {
  const { day, todays } = form;
  const own = { ...form.own };
  const changed = [];
  const put = (kind, fields, { renew = false } = {}) => {
    const before = renew ? null : todays.find((entry) => entry.id === own[kind]);
    const same = before && Object.entries(fields).every(([name, value]) => before[name] === value);
    if (same) return;
    const entry = before ? edited(before, fields) : newEntry(kind, day, fields);
    own[kind] = entry.id;
    changed.push(entry);
  };
  const place = { ...(form.region && { region: form.region }), ...(form.side && { side: form.side }) };
  if (form.morning) changed.push(newEntry("pain", day, { ...form.morning, ...place }));
  if (form.level !== null) putPain(form, place, put, own);
  if (form.sitting !== null) put("sitting", { hours: form.sitting });
  if (form.bout) changed.push(newEntry("sitting", day, form.bout));
  if (form.water > 0 || todays.some((entry) => entry.id === own.hydration)) put("hydration", { ml: form.water, ...(form.urine !== null && { urine_colour: form.urine }) });
  if (form.activity) changed.push(newEntry("activity", day, form.activity));
  if (Object.keys(form.wellness).length) put("wellness", form.wellness);
  if (form.note.trim()) put("note", { text: form.note.trim() });
  if (changed.length) await keep(changed);
  await metaSet(`own:${day}`, own);
  await metaSet(`draft:${day}`, null);
  return changed.length;
}

/** Pain now within the hour corrects itself; any other pain is one more entry. */
function putPain(form, place, put, own) {
  const before = form.todays.find((entry) => entry.id === own.pain);
  const corrects = before && before.context === form.context && Date.now() - Date.parse(before.at || before.edited_at) < HOUR
    && (before.region ?? null) === form.region && (before.side ?? null) === form.side;
  put("pain", { level: form.level, context: form.context, ...place }, { renew: !corrects });
}

/** Change one of today's entries. @param {any} entry @param {Record<string, any>} fields */
export const changeEntry = (entry, fields) => keep([edited(entry, fields)]);

/** Take one of today's entries back. @param {any} entry */
export const removeEntry = (entry) => keep([edited(entry, { deleted: true })]);
