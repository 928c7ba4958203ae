/** My emergency contact: whom ThighCare may ask to check on me, named and taken back by me alone. */
import { html, useEffect, useState } from "../html.js";
import { Problem, del, put } from "../api.js";
import { Older, Unread } from "./frame.js";
import { readOrKept } from "../sync.js";
import { t } from "../i18n.js";

const EMPTY = { name: "", email: "", phone: "" };

const Line = ({ id, label, type, value, onInput, hint }) => html`<div class="field"><label for=${id}>${label}</label>
  <input id=${id} type=${type} required=${id !== "contact_phone"} maxlength=${id === "contact_phone" ? 16 : 80} value=${value} onInput=${(event) => onInput(event.target.value)} />
  ${hint && html`<p class="quiet small">${hint}</p>`}</div>`;

function Form({ held, done }) {
  const [form, setForm] = useState(held ? { name: held.name, email: held.email, phone: held.phone || "" } : EMPTY);
  const [consent, setConsent] = useState(false);
  const [said, setSaid] = useState("");
  const set = (patch) => setForm({ ...form, ...patch });
  const save = async (event) => {
    event.preventDefault();
    try {
      const { body } = await put("/me/emergency-contact", { ...form, consent });
      done(body.contact);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      setSaid(error.status === 0 ? t("No connection. Nothing was changed.") : error.errors[0]?.detail || error.message);
    }
  };
  return html`<form class="stack" onSubmit=${save}>
    <${Line} id="contact_name" type="text" label=${t("Their name")} value=${form.name} onInput=${(name) => set({ name })} />
    <${Line} id="contact_email" type="email" label=${t("Their e-mail")} value=${form.email} onInput=${(email) => set({ email })} />
    <${Line} id="contact_phone" type="tel" label=${t("Their phone, if you like")} value=${form.phone} onInput=${(phone) => set({ phone })} hint=${t("With the country, for example +4915112345678.")} />
    <label class="switch"><input type="checkbox" checked=${consent} onChange=${(event) => setConsent(event.target.checked)} />
      <span>${t("ThighCare may ask them to check on me and say that I should not train today. It tells them nothing else.")}</span></label>
    <div class="row wrap"><button class="button" disabled=${!consent}>${t("Save contact")}</button></div>
    ${said && html`<p class="wrong" role="alert">${said}</p>`}</form>`;
}

export function Contact() {
  const [held, setHeld] = useState(undefined);
  const [editing, setEditing] = useState(false);
  const [said, setSaid] = useState("");
  const [problem, setProblem] = useState(null);
  const load = () => void readOrKept("/me/emergency-contact").then((told) => {
    setHeld(told.problem ? told.body.contact || undefined : told.body.contact); // "nobody" counts only from the server
    setProblem(told.problem);
  }).catch((error) => {
    if (!(error instanceof Problem)) throw error;
    setProblem(error);
  });
  useEffect(load, []);
  const done = (contact) => {
    setHeld(contact);
    setEditing(false);
    setSaid(t("Saved."));
  };
  const forget = async () => {
    try {
      await del("/me/emergency-contact");
      setHeld(null);
      setSaid(t("They will not be asked any more."));
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      setSaid(t("No connection. Nothing was changed."));
    }
  };
  return html`<section class="card stack"><h2>${t("Emergency contact")}</h2>
    <p class="quiet">${t("If you do not answer an urgent warning for half an hour, we can ask somebody to check on you. This is not an emergency service.")}</p>
    ${held && !editing && html`<p><strong>${held.name}</strong><br />${held.email}${held.phone ? html`<br />${held.phone}` : ""}</p>
      <div class="row wrap"><button type="button" class="button plain" onClick=${() => setEditing(true)}>${t("Change")}</button>
      <button type="button" class="button plain" onClick=${forget}>${t("Do not ask them any more")}</button></div>`}
    ${held === null && !editing && html`<div><button type="button" class="button plain" onClick=${() => setEditing(true)}>${t("Name a contact")}</button></div>`}
    ${problem && (held ? html`<${Older} problem=${problem} retry=${load} />` : html`<${Unread} problem=${problem} retry=${load} />`)}
    ${held === undefined && !problem && html`<p class="quiet">${t("Loading")}</p>`}
    ${editing && html`<${Form} held=${held} done=${done} />`}
    ${said && html`<p role="status" class="quiet">${said}</p>`}</section>`;
}
