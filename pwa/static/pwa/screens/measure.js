/** Instruments: the list with when to be asked, and one screen for each to answer it. */
import { html, useEffect, useRef, useState } from "../html.js";
import { Failed, Loading, Screen } from "../parts/frame.js";
import { EmergencyBox } from "../parts/box.js";
import { Icon } from "../parts/icons.js";
import { Activities, ItemInput } from "../parts/measure_inputs.js";
import { endThere, keepReading, lastAnswers, loadDue, loadInstruments, scoreWords, setAsked, whenThere } from "../measures.js";
import { Earlier } from "../parts/earlier.js";
import { editReading, loadReadings } from "../readings.js";
import { score } from "../scoring.js";
import { Problem } from "../api.js";
import { Link } from "../router.js";
import { longDay } from "../days.js";
import { app, useApp } from "../state.js";
import { t } from "../i18n.js";

const CADENCES = () => ({ daily: t("every day"), weekly: t("every week"), four_weekly: t("every four weeks"), session: t("after a session") });

/** What every screen here needs, or the trouble in getting it. */
function useInstruments() {
  const [found, setFound] = useState(null);
  const [problem, setProblem] = useState(null);
  const asked = useRef(0);
  const shown = useRef(0);
  /** Whether it could be read; what was asked for earlier and comes later is not shown. */
  const load = async () => {
    const mine = (asked.current += 1);
    setProblem(null);
    try {
      const [instruments, due] = await Promise.all([loadInstruments(), loadDue()]);
      const readings = await loadReadings(instruments);
      if (mine > shown.current) setFound({ instruments, due, readings });
      shown.current = Math.max(mine, shown.current);
      return true;
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      setProblem(error);
      return false;
    }
  };
  useEffect(() => void load(), [app.sync.state, app.sync.changes, app.me?.id]);
  return { found, problem, load };
}

function Row({ instrument, isAsked, onAsk }) {
  return html`<li class="stack tight measure-row"><${Link} class="item" to=${`/measure/${instrument.id}`}><span class="grow"><strong>${t(instrument.title)}</strong><br />
      <span class="quiet">${CADENCES()[instrument.cadence]}</span></span><${Icon} name="next" /><//>
    ${instrument.window && html`<label class="switch"><input type="checkbox" checked=${isAsked} onChange=${(event) => onAsk(event.target.checked)} /><span>${t("Ask me")}<span class="visually-hidden">: ${t(instrument.title)}</span></span></label>`}</li>`;
}

/** "Ask me": shown as it was put, from the tap until the list that was read after it says the same. @param {() => Promise<boolean>} load */
function useAsking(load) {
  const [put, setPut] = useState({});
  const [said, setSaid] = useState("");
  const line = useRef(Promise.resolve()); // the server hears taps in their order
  const drop = (id, mine) => setPut((before) => (before[id] === mine ? { ...before, [id]: undefined } : before));
  const tell = async (id, mine) => {
    try {
      await setAsked(id, mine.ask);
      setSaid(mine.ask ? t("It will stand on Today when it is time.") : t("You will not be asked for it."));
      if (await load()) drop(id, mine);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      setSaid(t("No connection. Nothing was changed."));
      drop(id, mine);
    }
  };
  const onAsk = (id, ask) => {
    const mine = { ask };
    setPut((before) => ({ ...before, [id]: mine }));
    line.current = line.current.catch(() => {}).then(() => tell(id, mine));
  };
  return { put, said, onAsk };
}

function List() {
  const { found, problem, load } = useInstruments();
  const { put, said, onAsk } = useAsking(load);
  const frame = (children) => html`<${Screen} title=${t("Measures")} sub=${t("Short forms that can be compared over time")} back="/me">${children}<${EmergencyBox} /><//>`;
  if (!found) return frame(problem ? html`<${Failed} problem=${problem} retry=${load} />` : html`<${Loading} />`);
  const asked = new Set(found.due.map((one) => one.instrument));
  const of = (who) => [...found.instruments.values()].filter((one) => one.entered_by === who).map((one) => html`<${Row} key=${one.id} instrument=${one} isAsked=${put[one.id]?.ask ?? asked.has(one.id)} onAsk=${(ask) => onAsk(one.id, ask)} />`);
  return frame(html`<p class="quiet reading" role="status">${said || t("None of this is required. Choose what you want to be asked.")}</p>
    <section class="card"><h2>${t("Your own answers")}</h2><ul class="list">${of("athlete")}</ul></section>
    <section class="card"><h2>${t("Totals from your clinician")}</h2><ul class="list">${of("clinician")}</ul></section>`);
}

/** When it may be answered, if it is asked by the clock. */
function Hours({ due }) {
  if (!due) return null;
  if (due.answered) return html`<p class="notice">${t("Answered. A new answer takes its place.")}</p>`;
  if (due.state === "late") return html`<p class="notice watch">${t("It closed: {closed}. It is taken until {end} and marked late.", { closed: endThere(due.window.closes_at), end: endThere(due.window.late_until) })}</p>`;
  if (due.state === "open") return html`<p class="quiet">${t("Open until {time}", { time: endThere(due.window.closes_at) })}</p>`;
  return html`<p class="notice watch">${due.window ? t("Not open now. It opens {time}.", { time: whenThere(due.window.opens_at) }) : t("It has closed. Go online to see when the next one opens.")}</p>`;
}

/** A new answer, or an earlier one put right (`reading`). @param {any} props instrument, due, reading, onDone */
function Form({ instrument, due, reading, onDone }) {
  const [answers, setAnswers] = useState(reading ? reading.answers : null);
  const [toldBy, setToldBy] = useState(reading?.said_by || "");
  const [kept, setKept] = useState(null);
  const isList = instrument.scoring === "activities";
  useEffect(() => {
    if (!reading) void lastAnswers(instrument.id).then((last) => {
      const names = isList && last ? last.answers.activities.map((row) => row.name) : Array(instrument.fewest).fill("");
      setAnswers(isList ? { activities: names.map((name) => ({ name, level: undefined })) } : {}); // names come back, answers never
    });
  }, [instrument.id]);
  if (!answers) return html`<${Loading} />`;
  const isTold = instrument.entered_by === "clinician";
  const isShut = !reading && due && !due.answered && ["coming", "closed"].includes(due.state);
  const found = score(instrument, answers);
  const isReady = found !== null && !isShut && (!isTold || toldBy.trim());
  const needsCare = instrument.care && Object.values(answers).some((value) => value >= instrument.care_from);
  const set = (id, value) => {
    const { [id]: _before, ...rest } = answers;
    setAnswers(value === undefined ? rest : { ...rest, [id]: value });
    setKept(null);
  };
  const save = async (event) => {
    event.preventDefault();
    if (reading) {
      await editReading(reading, { version: instrument.version, answers, ...(isTold ? { told_by: toldBy.trim() } : {}) });
      return onDone(t("Put right on this phone: {score}.", { score: scoreWords(instrument, found) }));
    }
    const window = ["open", "late"].includes(due?.state) ? due.window.first_day : undefined;
    await keepReading(instrument, answers, { window, toldBy: toldBy.trim(), score: found });
    setKept(found);
    onDone("");
  };
  return html`<form class="card stack" onSubmit=${save}>${reading ? html`<p class="notice">${t("You put right your answer of {day}.", { day: longDay(reading.day) })}</p>` : html`<${Hours} due=${due} />`}
    ${isList ? html`<${Activities} instrument=${instrument} rows=${answers.activities} onChange=${(rows) => set("activities", rows)} />`
      : instrument.items.map((item) => html`<${ItemInput} key=${item.id} id=${`item-${item.id}`} item=${item} value=${answers[item.id]} onChange=${(value) => set(item.id, value)} />`)}
    ${isTold && html`<div class="field"><label for="told_by">${t("Who told you this total?")}</label><input id="told_by" maxlength="80" value=${toldBy} onInput=${(event) => setToldBy(event.target.value)} /></div>`}
    ${needsCare && html`<div class="notice act stack tight" role="alert"><p><strong>${t(instrument.care)}</strong></p><${Link} class="button full" to="/check">${t("Open the emergency check")}<//></div>`}
    <button class="button full" disabled=${!isReady}>${reading ? t("Save the change") : t("Save")}</button>
    ${reading && html`<button type="button" class="button plain full" onClick=${() => onDone("")}>${t("Leave it as it was")}</button>`}
    ${!isReady && !isShut && html`<p class="quiet small">${t("You can save once the questions are answered.")}</p>`}
    ${kept !== null && html`<p class="notice" role="status">${t("Saved on this phone: {score}.", { score: scoreWords(instrument, kept) })}</p>`}</form>`;
}

function One({ id }) {
  const { found, problem, load } = useInstruments();
  const [reading, setReading] = useState(null);
  const [said, setSaid] = useState("");
  const instrument = found?.instruments.get(id);
  const done = (words) => {
    setReading(null);
    setSaid(words);
    load();
  };
  if (found && !instrument) return html`<${Screen} title=${t("Measures")} back="/measure"><p>${t("There is no such form.")}</p><${EmergencyBox} /><//>`;
  return html`<${Screen} title=${instrument ? t(instrument.title) : t("Measures")} back="/measure">
    ${!found && (problem ? html`<${Failed} problem=${problem} retry=${load} />` : html`<${Loading} />`)}
    ${instrument && html`<p class="reading">${t(instrument.about)}</p><${Form} key=${`${id} ${reading?.id}`} instrument=${instrument} due=${found.due.find((one) => one.instrument === id)} reading=${reading} onDone=${done} />
      <p class="reading" role="status">${said}</p>
      ${!reading && html`<${Earlier} readings=${found.readings.filter((one) => one.instrument === id)} words=${(value) => scoreWords(instrument, value)} onChange=${setReading} onDone=${done} />`}`}
    <${EmergencyBox} /><//>`;
}

export function Measure({ rest }) {
  useApp();
  return rest ? html`<${One} id=${rest} />` : html`<${List} />`;
}
