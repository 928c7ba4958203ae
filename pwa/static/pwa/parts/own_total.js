/** A total the physio who looks has entered: put right or deleted, straight at the server, kept nowhere here. */
import { html, useState } from "../html.js";
import { Problem, patch } from "../api.js";
import { instant, longDay } from "../days.js";
import { scoreWords } from "../measures.js";
import { Sure } from "./earlier.js";
import { ItemInput } from "./measure_inputs.js";
import { score } from "../scoring.js";
import { t } from "../i18n.js";

/** Why it was not changed, in words. @param {Problem} problem */
function whyNot(problem) {
  if (problem.status === 404) return t("It is not there any more, or not shared with you.");
  return problem.status === 0 ? t("No connection. Nothing was changed.") : problem.message;
}

/** The total anew. @param {any} props instrument, reading, onSave, onLeave */
function Anew({ instrument, reading, onSave, onLeave }) {
  const [answers, setAnswers] = useState(reading.answers);
  const set = (id, value) => setAnswers({ ...answers, [id]: value });
  const save = (event) => {
    event.preventDefault();
    onSave(answers);
  };
  return html`<form class="stack" onSubmit=${save}>${instrument.items.map((item) => html`<${ItemInput} key=${item.id} id=${`item-${reading.id}-${item.id}`} item=${item} value=${answers[item.id]} onChange=${(value) => set(item.id, value)} />`)}
    <button class="button full" disabled=${score(instrument, answers) === null}>${t("Save the change")}</button>
    <button type="button" class="button plain full" onClick=${onLeave}>${t("Leave it as it was")}</button></form>`;
}

/**
 * What can be done with it. @param {{instrument: any, reading: any, path: string, onDone: (words: string) => void}} props
 * `path` of the athlete's readings; `onDone` is told what became of it.
 */
export function OwnTotal({ instrument, reading, path, onDone }) {
  const [doing, setDoing] = useState(null);
  const [trouble, setTrouble] = useState("");
  const leave = () => setDoing(null);
  const send = async (change, words) => {
    const after = Math.max(Date.now(), Date.parse(reading.edited_at) + 1); // a later edit must look later
    try {
      const { body } = await patch(`${path}/${reading.id}`, { edited_at: instant(new Date(after)), ...change });
      leave();
      onDone(words(body));
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      setTrouble(whyNot(error));
    }
  };
  const change = (answers) => send({ version: instrument.version, answers }, (body) => t("Put right: {score}.", { score: scoreWords(instrument, body.score) }));
  const remove = () => send({ deleted: true }, () => t("Deleted."));
  const choose = (next) => () => { setTrouble(""); setDoing(next); };
  const name = longDay(reading.day);
  return html`${trouble && html`<p class="notice watch" role="alert">${trouble}</p>`}
    ${doing === "change" ? html`<${Anew} instrument=${instrument} reading=${reading} onSave=${change} onLeave=${leave} />`
      : doing === "delete" ? html`<${Sure} reading=${reading} onDelete=${remove} onKeep=${leave} />`
        : html`<div class="row wrap"><button type="button" class="button plain" onClick=${choose("change")}>${t("Put right")}<span class="visually-hidden">: ${name}</span></button>
          <button type="button" class="button plain" onClick=${choose("delete")}>${t("Delete")}<span class="visually-hidden">: ${name}</span></button></div>`}`;
}
