/** What was logged today, each with its time; every line can be changed or taken back. */
import { html, useState } from "../html.js";
import { changeEntry, removeEntry } from "../checkin.js";
import { CONTEXTS, EFFORTS, SEATS, SIDES, inWords } from "../entry_words.js";
import { clock } from "../days.js";
import { Chips, PainSlider, Segments, Stepper } from "./inputs.js";
import { REGIONS } from "./legs.js";
import { Icon } from "./icons.js";
import { sync } from "../sync.js";
import { t } from "../i18n.js";

const LISTED = ["pain", "sitting", "hydration", "activity", "note"]; // signs and wellness are changed where they are asked

const EDITORS = {
  pain: ({ entry, set }) => html`<${PainSlider} level=${entry.level} label=${t("Pain, 0 to 10")} onChange=${(level) => set({ level })} />
    <${Chips} label=${t("Where?")} options=${REGIONS()} value=${entry.region} onChange=${(region) => region && set({ region })} />
    <${Segments} label=${t("Which leg?")} options=${SIDES()} value=${entry.side} onChange=${(side) => set({ side })} />
    <${Chips} label=${t("Felt when?")} options=${CONTEXTS()} value=${entry.context} onChange=${(context) => context && set({ context })} />`,
  sitting: ({ entry, set }) => html`<${Stepper} label=${t("Hours of this bout")} unit="h" step=${0.5} max=${24} value=${entry.hours} onChange=${(hours) => set({ hours })} />
    <${Chips} label=${t("Seat")} options=${SEATS()} value=${entry.seat} onChange=${(seat) => seat && set({ seat })} />
    <${Stepper} label=${t("Minutes until pain")} unit="min" step=${5} max=${1440} value=${entry.minutes_to_pain ?? null} onChange=${(minutes) => set({ minutes_to_pain: minutes })} />`,
  hydration: ({ entry, set }) => html`<${Stepper} label=${t("Millilitres")} unit="ml" step=${250} max=${10000} value=${entry.ml} onChange=${(ml) => set({ ml })} />`,
  activity: ({ entry, set }) => entry.sport === "rest" ? html`<p>${t("No training. Take it back to log a session.")}</p>` : html`
    <${Stepper} label=${t("Minutes")} unit="min" step=${5} max=${1440} value=${entry.minutes} onChange=${(minutes) => set({ minutes })} />
    <${Chips} label=${t("How hard was it?")} options=${EFFORTS()} value=${entry.rpe} onChange=${(rpe) => rpe !== null && set({ rpe })} />`,
  note: ({ entry, set }) => html`<div class="field"><label for="edit-note">${t("Note")}</label><textarea id="edit-note" rows="3" maxlength="2000" value=${entry.text} onInput=${(event) => set({ text: event.target.value })}></textarea></div>`,
};

function Editor({ entry, done }) {
  const [patch, setPatch] = useState({});
  const Fields = EDITORS[entry.kind];
  const empty = entry.kind === "note" && patch.text !== undefined && !patch.text.trim();
  const save = async () => {
    if (Object.keys(patch).length) await changeEntry(entry, patch);
    await done();
  };
  return html`<div class="stack inset" role="group" aria-label=${t("Change: {what}", { what: inWords(entry) })}>
    <${Fields} entry=${{ ...entry, ...patch }} set=${(more) => setPatch({ ...patch, ...more })} />
    <div class="row wrap"><button type="button" class="button" disabled=${empty} onClick=${save}>${t("Keep")}</button>
      <button type="button" class="button bare" onClick=${() => done({ same: true })}>${t("Leave as it was")}</button></div></div>`;
}

/** @param {{todays: any[], onChanged: () => Promise<void>}} props */
export function Logged({ todays, onChanged }) {
  const [editing, setEditing] = useState(null);
  const listed = todays.filter((entry) => LISTED.includes(entry.kind));
  if (!listed.length) return null;
  const settle = async () => {
    setEditing(null);
    await onChanged();
    void sync();
  };
  const remove = (entry) => removeEntry(entry).then(settle);
  return html`<section class="card" aria-label=${t("Logged today")}><h2>${t("Logged today")}</h2><ul class="list entries">
    ${listed.map((entry) => html`<li key=${entry.id}><div class="entry"><span class="grow">${entry.at && html`<span class="quiet small">${clock(entry.at)}</span><br />`}<span class="what">${inWords(entry)}</span></span>
      <button type="button" class="icon-button" aria-expanded=${String(editing === entry.id)} aria-label=${t("Change {what}", { what: inWords(entry) })} onClick=${() => setEditing(editing === entry.id ? null : entry.id)}><${Icon} name="pen" /></button>
      <button type="button" class="icon-button" aria-label=${t("Remove {what}", { what: inWords(entry) })} onClick=${() => remove(entry)}><${Icon} name="bin" /></button></div>
      ${editing === entry.id && html`<${Editor} entry=${entry} done=${({ same } = {}) => (same ? setEditing(null) : settle())} />`}</li>`)}</ul></section>`;
}
