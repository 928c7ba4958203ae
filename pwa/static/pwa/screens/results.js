/** Earlier checks, newest first, each opening its result. */
import { html, useEffect, useState } from "../html.js";
import { EmergencyBox } from "../parts/box.js";
import { Empty, Failed, Loading, Older, Screen } from "../parts/frame.js";
import { Icon, Status } from "../parts/icons.js";
import { Problem } from "../api.js";
import { urgencyWords } from "../alerts.js";
import { levelTitle, results } from "../assessments.js";
import { Link } from "../router.js";
import { useApp } from "../state.js";
import { dayAndTime } from "../days.js";
import { t } from "../i18n.js";

function Level({ result }) {
  if (!result.urgency) return html`<${Status} shape="ring" tone="grey" word=${t("Not finished")} />`;
  const { shape, tone } = urgencyWords(result.urgency);
  return html`<${Status} shape=${shape} tone=${tone} word=${levelTitle(result.urgency)} />`;
}

const Item = ({ result }) => html`<li><${Link} to=${`/result/${result.id}`} class="item">
  <span class="grow"><${Level} result=${result} /><br /><span class="quiet">${dayAndTime(result.taken_at)}${result.waiting ? ` · ${t("not sent yet")}` : ""}</span></span><${Icon} name="next" /><//></li>`;

export function Results() {
  const { sync } = useApp();
  const [found, setFound] = useState(null);
  const [problem, setProblem] = useState(null);
  const load = () => {
    setProblem(null);
    results().then((told) => {
      setFound(told.problem && !told.list.length ? null : told.list);
      setProblem(told.problem);
    }).catch((error) => {
      if (!(error instanceof Problem)) throw error;
      setFound(null);
      setProblem(error);
    });
  };
  useEffect(load, [sync.state, sync.changes]);
  return html`<${Screen} title=${t("Earlier checks")} back="/check">
    ${problem && !found && html`<${Failed} problem=${problem} retry=${load} />`}
    ${problem && found && html`<${Older} problem=${problem} retry=${load} />`}
    ${!problem && !found && html`<${Loading} />`}
    ${found && !found.length && html`<${Empty} icon="check" title=${t("No check yet")}><p>${t("A check asks about the ache and says what to do.")}</p><${Link} to="/check" class="button">${t("Start the check")}<//><//>`}
    ${found && found.length > 0 && html`<section class="card"><ul class="list">${found.map((result) => html`<${Item} key=${result.id} result=${result} />`)}</ul></section>`}
    <${EmergencyBox} /><//>`;
}
