/** What an athlete answered on forms, for a physio of their team: as far as the athlete allows; own totals are put right here. */
import { html, useEffect, useState } from "../html.js";
import { Problem, get } from "../api.js";
import { Empty, Failed, Loading, Screen } from "../parts/frame.js";
import { OwnTotal } from "../parts/own_total.js";
import { loadInstruments, scoreWords } from "../measures.js";
import { longDay } from "../days.js";
import { t } from "../i18n.js";

/** Fetched anew each time and kept in memory only: a physio's phone stores no athlete's data. */
function useTheirs(path) {
  const [found, setFound] = useState(null);
  const [problem, setProblem] = useState(null);
  const load = () => {
    setProblem(null);
    Promise.all([loadInstruments(), get(path)])
      .then(([instruments, { body }]) => setFound({ instruments, readings: body.results, more: body.next !== null }))
      .catch((error) => {
        if (!(error instanceof Problem)) throw error;
        setProblem(error);
      });
  };
  useEffect(load, [path]);
  return { found, problem, load };
}

function whose(reading) {
  if (reading.entered_by === "athlete") return reading.late ? t("late") : "";
  return reading.entered_by === "told" ? t("as the athlete was told by {name}", { name: reading.said_by }) : t("entered by {name}", { name: reading.said_by });
}

const OfOne = ({ instrument, readings, path, onDone }) => html`<section class="card"><h2>${t(instrument.title)}</h2><ul class="list">${readings.map((one) => html`<li key=${one.id} class="stack tight measure-row" data-reading=${one.id}><p><strong>${scoreWords(instrument, one.score)}</strong><br />
  <span class="quiet">${[longDay(one.day), one.mine ? t("entered by you") : whose(one)].filter(Boolean).join(", ")}</span></p>
  ${one.mine && html`<${OwnTotal} instrument=${instrument} reading=${one} path=${path} onDone=${onDone} />`}</li>`)}</ul></section>`;

/** @param {{team: string, athlete: string}} props */
export function TheirReadings({ team, athlete }) {
  const path = `/teams/${team}/athletes/${athlete}/readings`;
  const { found, problem, load } = useTheirs(path);
  const [said, setSaid] = useState("");
  const done = (words) => {
    setSaid(words);
    load();
  };
  const frame = (children) => html`<${Screen} title=${t("Readings")} sub=${t("The athlete sees in their log that you looked")} back="/team">${children}<//>`;
  if (problem?.status === 404) return frame(html`<${Empty} icon="team" title=${t("Nothing is shared")}><p>${t("The athlete decides what a physio sees of their forms.")}</p><//>`);
  if (problem) return frame(html`<${Failed} problem=${problem} retry=${load} />`);
  if (!found) return frame(html`<${Loading} />`);
  const groups = [...found.instruments.values()].map((instrument) => [instrument, found.readings.filter((one) => one.instrument === instrument.id)]).filter(([, readings]) => readings.length);
  return frame(html`<p class="reading" role="status">${said}</p>
    ${groups.length ? groups.map(([instrument, readings]) => html`<${OfOne} key=${instrument.id} instrument=${instrument} readings=${readings} path=${path} onDone=${done} />`)
    : html`<${Empty} icon="team" title=${t("No readings yet")}><p>${t("Nothing that is shared with you was answered.")}</p><//>`}
    ${found.more && html`<p class="quiet small">${t("The 100 newest.")}</p>`}`);
}
