/** Me: profile, teams and what they may see, this device, who looked, leaving. */
import { html, useEffect, useState } from "../html.js";
import { Older, Screen, Unread } from "../parts/frame.js";
import { EmergencyBox } from "../parts/box.js";
import { Contact } from "../parts/contact.js";
import { Icon } from "../parts/icons.js";
import { Devices } from "../parts/devices.js";
import { Reminders } from "../parts/reminders.js";
import { Tokens } from "../parts/tokens.js";
import { TeamConsents } from "../parts/consents.js";
import { COUNTRIES } from "../parts/countries.js";
import { zones } from "../parts/zones.js";
import { changeMe, leave } from "../people.js";
import { Problem } from "../api.js";
import { Link } from "../router.js";
import { app, useApp } from "../state.js";
import { db } from "../store.js";
import { shortDay } from "../days.js";
import { readOrKept } from "../sync.js";
import { locale, t } from "../i18n.js";

const PERSONAS = () => [["athlete", t("I train or compete")], ["active", t("I am active")], ["desk", t("I mostly sit")]];
const SIDES = () => [["", t("Not said")], ["left", t("Left")], ["right", t("Right")], ["both", t("Both")], ["changes", t("It changes")]];
const SEXES = () => [["", t("Not said")], ["female", t("Female")], ["male", t("Male")], ["other", t("Other")], ["prefer_not", t("Prefer not to say")]];

const Choice = ({ id, label, value, options, onChange, hint }) => html`<div class="field"><label for=${id}>${label}</label>
  <select id=${id} onChange=${(event) => onChange(event.target.value)}>${options.map(([key, word]) => html`<option key=${key} value=${key} selected=${key === value}>${word}</option>`)}</select>
  ${hint && html`<p class="quiet small">${hint}</p>`}</div>`;

function Profile() {
  const [form, setForm] = useState({ display_name: app.me.display_name, ...app.me.profile });
  const [said, setSaid] = useState("");
  const set = (patch) => {
    setForm({ ...form, ...patch });
    setSaid("");
  };
  const save = async (event) => {
    event.preventDefault();
    const { display_name, time_zone, country, birth_year, persona, side, sex_at_birth } = form;
    try {
      await changeMe({ display_name, profile: { time_zone, country, birth_year: birth_year || null, persona, side, sex_at_birth } });
      setSaid(t("Saved."));
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      setSaid(error.status === 0 ? t("No connection. Your profile needs the network.") : error.errors[0]?.detail || error.message);
    }
  };
  return html`<form class="card stack" onSubmit=${save}><h2>${t("About you")}</h2>
    <div class="field"><label for="display_name">${t("Name")}</label><input id="display_name" autocomplete="name" maxlength="80" value=${form.display_name} onInput=${(event) => set({ display_name: event.target.value })} /></div>
    <${Choice} id="country" label=${t("Country")} value=${form.country} options=${COUNTRIES()} onChange=${(country) => set({ country })} hint=${t("For the right emergency number.")} />
    <${Choice} id="zone" label=${t("Time zone")} value=${form.time_zone} options=${zones()} onChange=${(time_zone) => set({ time_zone })} />
    <div class="field"><label for="birth_year">${t("Year of birth")}</label><input id="birth_year" type="number" inputmode="numeric" min="1900" max=${new Date().getFullYear()} value=${form.birth_year ?? ""} onInput=${(event) => set({ birth_year: event.target.value ? Number(event.target.value) : null })} /></div>
    <${Choice} id="persona" label=${t("What fits you best?")} value=${form.persona} options=${PERSONAS()} onChange=${(persona) => set({ persona })} />
    <${Choice} id="side" label=${t("Which leg?")} value=${form.side} options=${SIDES()} onChange=${(side) => set({ side })} />
    <${Choice} id="sex" label=${t("Sex recorded at birth")} value=${form.sex_at_birth} options=${SEXES()} onChange=${(sex_at_birth) => set({ sex_at_birth })} hint=${t("Only for bone-stress and clot questions.")} />
    <div class="row wrap"><button class="button">${t("Save profile")}</button>${said && html`<span role="status" class="quiet">${said}</span>`}</div></form>`;
}

function Refused() {
  const { sync } = useApp();
  const [items, setItems] = useState([]);
  useEffect(() => {
    void (async () => {
      const found = await db().getAll("refused");
      setItems(await Promise.all(found.map(async (item) => ({ ...item, entry: await db().get("entries", item.id) }))));
    })();
  }, [sync.refused]);
  if (!items.length) return null;
  return html`<section class="card stack tight"><h2>${t("Not accepted")}</h2><p class="quiet">${t("The server could not take these entries. They stay on this phone.")}</p>
    <ul class="list">${items.map(({ id, title, entry, problem }) => html`<li key=${id} class="item"><span>${entry ? `${shortDay(entry.day)}, ${entry.kind}` : title ? t(title) : id}: ${problem?.errors?.[0]?.detail || problem?.detail || ""}</span></li>`)}</ul></section>`;
}

function AccessLog() {
  const [log, setLog] = useState(null);
  const [problem, setProblem] = useState(null);
  const ask = () => void readOrKept("/access-log").then((told) => {
    setLog(told.body.results);
    setProblem(told.problem);
  }).catch((error) => {
    if (!(error instanceof Problem)) throw error;
    setProblem(error);
  });
  const load = (event) => event.currentTarget.open && ask();
  const when = (at) => new Intl.DateTimeFormat(locale(), { dateStyle: "medium", timeStyle: "short" }).format(new Date(at));
  return html`<details class="box plain" onToggle=${load}><summary>${t("Who looked at my data")}</summary><div class="inside">
    ${!log && !problem && html`<p class="quiet">${t("Loading")}</p>`}
    ${problem && (log?.length ? html`<${Older} problem=${problem} retry=${ask} />` : html`<${Unread} problem=${problem} retry=${ask} />`)}
    ${log && !log.length && !problem && html`<p>${t("Nobody so far.")}</p>`}
    ${log && html`<ul class="list">${log.map((look) => html`<li class="item" key=${look.at + look.viewer}><span class="grow"><strong>${look.viewer}</strong><br /><span class="quiet">${look.what}</span></span><span class="quiet">${when(look.at)}</span></li>`)}</ul>`}</div></details>`;
}

function Leaving() {
  const { sync } = useApp();
  const [sure, setSure] = useState(false);
  if (!sure) return html`<button type="button" class="button plain full" onClick=${() => (sync.waiting ? setSure(true) : leave())}>${t("Log out")}</button>`;
  return html`<div class="card stack" role="alert"><p>${t("{n} entries are only on this phone. Logging out deletes them.", { n: sync.waiting })}</p>
    <button type="button" class="button full" onClick=${() => setSure(false)}>${t("Stay")}</button>
    <button type="button" class="button danger full" onClick=${() => leave()}>${t("Log out and delete them")}</button></div>`;
}

const Way = ({ to, icon, word }) => html`<${Link} to=${to} class="row-link"><${Icon} name=${icon} /><span>${word}</span><${Icon} name="next" /><//>`;

export function Me() {
  const { me } = useApp();
  const profile = html`<${Profile} key=${me.id} />`; // rarely changed; first only while the emergency number hangs on it
  return html`<${Screen} title=${me.display_name || t("Me")} sub=${me.email}>
    <${Refused} />
    ${!me.profile.country && html`<p class="notice watch">${t("Choose your country, so that the emergency number is the right one.")}</p>`}
    ${!me.profile.country && profile}
    <nav class="stack tight" aria-label=${t("Your records")}>
      <${Way} to="/result" icon="check" word=${t("Earlier checks")} /><${Way} to="/episodes" icon="trends" word=${t("Your episodes")} />
      <${Way} to="/measure" icon="today" word=${t("Measures: short forms to compare over time")} /><${Way} to="/me/data" icon="share" word=${t("My data: bring in, take along")} /></nav>
    <${TeamConsents} />
    <${AccessLog} />
    <${Reminders} />
    <${Devices} />
    <${Contact} />
    ${me.profile.country && profile}
    <${Tokens} />
    <a class="row-link" href="/knowledge/"><span>${t("What ThighCare knows, and why")}</span><${Icon} name="next" /></a>
    <${EmergencyBox} />
    <${Leaving} /><//>`;
}
