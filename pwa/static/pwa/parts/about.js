/** About you: what the profile says, shown once for confirmation; changes go to the profile. */
import { html, useState } from "../html.js";
import { Chips } from "./inputs.js";
import { COUNTRIES } from "./countries.js";
import { choicesOf } from "./choices.js";
import { askOf, findingOf } from "../finding_words.js";
import { changeProfileHere } from "../people.js";
import { profileAnswers } from "../redflag.js";
import { zoneToday } from "../diary.js";
import { app } from "../state.js";
import { t } from "../i18n.js";

const FIRST_YEAR = 1900;

/** @param {{given: any, onChange: any, onDone: (answers: Record<string, any>) => void}} props */
export function About({ onDone }) {
  const { birth_year, sex_at_birth, persona, country } = app.me.profile;
  const [form, setForm] = useState({ birth_year, sex_at_birth, persona, country });
  const [year, setYear] = useState(String(birth_year ?? ""));
  const thisYear = Number(zoneToday().slice(0, 4));
  const born = /^\d{4}$/.test(year) && Number(year) >= FIRST_YEAR && Number(year) <= thisYear ? Number(year) : null;
  const wrong = year !== "" && born === null;
  const set = (patch) => setForm({ ...form, ...patch });
  const confirm = async () => {
    const fields = { ...form, birth_year: born };
    const changed = Object.fromEntries(Object.entries(fields).filter(([name, value]) => (value ?? "") !== (app.me.profile[name] ?? "")));
    if (Object.keys(changed).length) await changeProfileHere(changed);
    const { side: _kept, ...answers } = profileAnswers(app.me, zoneToday());
    onDone(answers);
  };
  const choice = (id, hint) => html`<div class="stack tight"><p class="label">${askOf(findingOf(id))}</p>
    <${Chips} label=${askOf(findingOf(id))} options=${choicesOf(findingOf(id))} value=${form[id] || null} onChange=${(value) => set({ [id]: value ?? "" })} />
    ${hint && html`<p class="quiet small">${hint}</p>`}</div>`;
  return html`<div class="asking-body"><h1 tabindex="-1">${t("Is this right?")}</h1>
      <p class="lead">${t("It changes which questions matter. You are asked this once.")}</p>
      <div class="field"><label for="born">${t("Year of birth")}</label><input id="born" type="text" inputmode="numeric" maxlength="4" autocomplete="bday-year" value=${year}
        aria-invalid=${String(wrong)} aria-describedby="born-said" onInput=${(event) => setYear(event.target.value.trim())} />
        <p id="born-said" class=${wrong ? "wrong" : "quiet small"}>${wrong ? t("Four digits, {first} to {last}.", { first: FIRST_YEAR, last: thisYear }) : born ? t("You turn {age} this year.", { age: thisYear - born }) : t("Your age changes what is urgent.")}</p></div>
      ${choice("sex_at_birth", t("Only for bone-stress and clot questions."))}${choice("persona")}
      <div class="field"><label for="land">${t("Country you are in")}</label>
        <select id="land" onChange=${(event) => set({ country: event.target.value })}>${COUNTRIES().map(([code, name]) => html`<option key=${code} value=${code} selected=${code === form.country}>${name}</option>`)}</select>
        <p class="quiet small">${t("For the right emergency number.")}</p></div></div>
    <div class="asking-foot"><button type="button" class="button full" disabled=${!born} onClick=${confirm}>${t("Yes, that is right")}</button></div>`;
}
