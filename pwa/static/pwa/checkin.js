/** Today's form: what it starts from, and the entries it becomes. */
import { entriesBetween, metaGet, metaSet } from "./store.js";
import { addDays } from "./days.js";
import { edited, keep, newEntry } from "./outbox.js";
import { DAILY, shownSigns } from "./signs.js";

const HOUR = 3600000;

/** Read today, and what yesterday suggests. @param {string} day */
export async function openForm(day) {
  const recent = (await entriesBetween(addDays(day, -14), day)).sort((a, b) => (a.day + (a.at || "") < b.day + (b.at || "") ? -1 : 1));
  const todays = recent.filter((entry) => entry.day === day);
  const own = (await metaGet(`own:${day}`)) || {};
  const of = (kind) => todays.filter((entry) => entry.kind === kind);
  const mine = (kind) => todays.find((entry) => entry.id === own[kind]) || null;
  const sum = (kind, field) => of(kind).filter((e) => e.id !== own[kind]).reduce((total, e) => total + e[field], 0);
  const lastPain = recent.filter((entry) => entry.kind === "pain").at(-1);
  const pain = mine("pain");
  const fresh = pain && Date.now() - Date.parse(pain.at || pain.edited_at) < HOUR;
  const lastActivity = recent.filter((e) => e.kind === "activity" && e.sport !== "rest" && e.day < day).at(-1) || null;
  const draft = (await metaGet(`draft:${day}`)) || {};
  return {
    day, own, todays,
    level: fresh ? pain.level : null,
    region: lastPain?.region ?? null, side: lastPain?.side ?? null,
    painsToday: of("pain"), sitting: mine("sitting")?.hours ?? null, sittingElsewhere: sum("sitting", "hours"),
    water: mine("hydration")?.ml ?? 0, waterElsewhere: sum("hydration", "ml"),
    activity: null, activities: of("activity"), lastActivity,
    signs: Object.fromEntries(of("symptom").map((entry) => [entry.finding, entry.value])),
    ...draft,
  };
}

/** Keep what is being typed, in case the page goes away. @param {any} form */
export function keepDraft({ day, level, region, side, sitting, water, activity }) {
  return metaSet(`draft:${day}`, { level, region, side, sitting, water, activity });
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

/** "None of these": an explicit no for every sign on screen. @param {string} day @param {Record<string, any>} signs */
export async function storeNone(day, signs) {
  const shown = new Set([...DAILY, ...shownSigns(signs)].map((sign) => sign.finding));
  await storeSigns(day, [...shown].map((finding) => [finding, false]), false);
  return Object.fromEntries([...shown].map((finding) => [finding, false]));
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
  if (form.level !== null) {
    const before = todays.find((entry) => entry.id === own.pain);
    const stale = before && Date.now() - Date.parse(before.at || before.edited_at) >= HOUR;
    const place = { ...(form.region && { region: form.region }), ...(form.side && { side: form.side }) };
    put("pain", { level: form.level, context: "now", ...place }, { renew: !!stale });
  }
  if (form.sitting !== null) put("sitting", { hours: form.sitting });
  if (form.water > 0 || own.hydration) put("hydration", { ml: form.water });
  if (form.activity) changed.push(newEntry("activity", day, form.activity));
  if (changed.length) await keep(changed);
  await metaSet(`own:${day}`, own);
  await metaSet(`draft:${day}`, null);
  return changed.length;
}

/** Take one of today's entries back. @param {any} entry */
export const removeEntry = (entry) => keep([edited(entry, { deleted: true })]);
