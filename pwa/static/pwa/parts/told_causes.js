/** What a clinician said the ache is: told by the person, shown as that, apart from what the answers fit. */
import { html, useEffect, useState } from "../html.js";
import { takeBackCause, tellCause, toldTitle } from "../episodes.js";
import { loadKnowledge } from "../redflag.js";
import { zoneToday } from "../local_days.js";
import { shortDay } from "../days.js";
import { uuid7 } from "../ids.js";
import { Problem } from "../api.js";
import { useApp } from "../state.js";
import { t } from "../i18n.js";

const BLANK = () => ({ id: uuid7(), condition: "", said_by: "", said_on: zoneToday(), note: "" });
const problemOf = (error) => {
  if (!(error instanceof Problem)) throw error;
  return { at: error.errors[0]?.pointer?.slice(1) || "", words: error.status === 0 ? t("No connection. This needs the network.") : error.errors[0]?.detail || error.message };
};

function Line({ one, onEdit, onRemove }) {
  const title = toldTitle(one);
  return html`<li class="stack tight shows"><p><strong>${title}</strong></p>
    <p class="quiet">${t("told by a clinician: {who}, {day}", { who: one.said_by, day: shortDay(one.said_on) })}</p>${one.title && one.note && html`<p class="reading">${one.note}</p>`}
    <div class="row wrap"><button type="button" class="button plain" onClick=${onEdit}>${t("Correct")}<span class="visually-hidden">: ${title}</span></button>
      <button type="button" class="button bare" onClick=${onRemove}>${t("Take back")}<span class="visually-hidden">: ${title}</span></button></div></li>`;
}

function Form({ start, onSave, onClose, problem }) {
  const { knowledge } = useApp();
  const [told, setTold] = useState(start);
  const set = (name) => (event) => setTold({ ...told, [name]: event.target.value });
  useEffect(() => {
    if (!knowledge) void loadKnowledge();
  }, []);
  const conditions = [...(knowledge?.knowledge.conditions || [])].sort((a, b) => a.title.localeCompare(b.title));
  const mark = (name) => (problem?.at === name ? { "aria-invalid": "true", "aria-describedby": "told-wrong" } : {});
  const send = (event) => {
    event.preventDefault();
    onSave(told);
  };
  return html`<form class="stack inset" onSubmit=${send}>
    <div class="field"><label for="told-condition">${t("What did they say it is?")}</label><select id="told-condition" ...${mark("condition")} onChange=${set("condition")}>
      <option value="" selected=${!told.condition}>${t("Something else")}</option>
      ${conditions.map((one) => html`<option key=${one.id} value=${one.id} selected=${told.condition === one.id}>${one.title}</option>`)}</select></div>
    <div class="field"><label for="told-by">${t("Who said it?")}</label><input id="told-by" required maxlength="120" autocomplete="off" value=${told.said_by} ...${mark("said_by")} onInput=${set("said_by")} /></div>
    <div class="field"><label for="told-on">${t("On which day?")}</label><input id="told-on" type="date" required max=${zoneToday()} value=${told.said_on} ...${mark("said_on")} onInput=${set("said_on")} /></div>
    <div class="field"><label for="told-note">${t("In their words")}</label><textarea id="told-note" rows="3" maxlength="2000" required=${!told.condition} ...${mark("note")} value=${told.note} onInput=${set("note")}></textarea></div>
    ${problem && html`<p class="wrong" role="alert" id="told-wrong">${problem.words}</p>`}
    <div class="row wrap"><button class="button">${t("Save what was said")}</button><button type="button" class="button plain" onClick=${onClose}>${t("Cancel")}</button></div></form>`;
}

/** @param {{episode: any, onChanged: (episode: any) => void}} props */
export function ToldCauses({ episode, onChanged }) {
  const [editing, setEditing] = useState(null);
  const [problem, setProblem] = useState(null);
  const [said, setSaid] = useState("");
  const act = async (work, words) => {
    setProblem(null);
    try {
      onChanged(await work());
      setEditing(null);
      setSaid(words);
    } catch (error) {
      setProblem(problemOf(error));
    }
  };
  const open = (start) => {
    setProblem(null);
    setSaid("");
    setEditing(start);
  };
  const told = episode.told_causes || [];
  return html`<section class="card stack" aria-labelledby="told-title"><div><h2 id="told-title">${t("Told by a clinician")}</h2>
      <p class="quiet">${t("What somebody who examined you said. It is yours to write down, and no check reads it.")}</p></div>
    ${told.length > 0 && html`<ul class="list">${told.map((one) => html`<${Line} key=${one.id} one=${one} onEdit=${() => open({ ...one, condition: one.condition || "" })} onRemove=${() => act(() => takeBackCause(episode.id, one.id), t("Taken back."))} />`)}</ul>`}
    ${editing ? html`<${Form} key=${editing.id} start=${editing} problem=${problem} onClose=${() => open(null)} onSave=${(next) => act(() => tellCause(episode.id, next), t("Saved."))} />`
      : html`<button type="button" class="button plain" onClick=${() => open(BLANK())}>${t("Add what a clinician said")}</button>${problem && html`<p class="wrong" role="alert">${problem.words}</p>`}`}
    <p role="status" class="quiet">${said}</p></section>`;
}
