/** One result: the action first, what to tell, what fits, what to do oneself, and the safety net. */
import { html, useEffect, useState } from "../html.js";
import { ActionCard } from "../parts/action.js";
import { EmergencyBox, DISCLAIMER } from "../parts/box.js";
import { AskCameBack } from "../parts/came_back.js";
import { Causes, SelfCare } from "../parts/causes.js";
import { Empty, Failed, Loading, Screen } from "../parts/frame.js";
import { Icon } from "../parts/icons.js";
import { TellClinician } from "../parts/tell.js";
import { Problem } from "../api.js";
import { atLeast } from "../alerts.js";
import { resultOf } from "../assessments.js";
import { findingOf, labelOf } from "../finding_words.js";
import { loadKnowledge } from "../redflag.js";
import { Link } from "../router.js";
import { sentencesOf } from "../sentences.js";
import { useApp } from "../state.js";
import { clinicianLines } from "../summary.js";
import { dayAndTime } from "../days.js";
import { t } from "../i18n.js";

const SHOWN = 6; // open questions named, before "and more"

/** What has not been screened, told as it is. */
function OpenChecks({ result }) {
  const missing = result.missing_mandatory.filter((id) => findingOf(id));
  const unsure = Object.keys(result.answers).filter((id) => result.answers[id] === "unsure" && findingOf(id));
  if (!missing.length && !unsure.length) return null;
  const names = (ids) => ids.slice(0, SHOWN).map(labelOf).join("; ") + (ids.length > SHOWN ? `; ${t("and {n} more", { n: ids.length - SHOWN })}` : "");
  return html`<section class="notice watch stack tight" data-open>
    ${missing.length > 0 && html`<p><strong>${t("Some checks are still open:")}</strong> ${names(missing)}.</p>`}
    ${unsure.length > 0 && html`<p><strong>${t("You were not sure about:")}</strong> ${names(unsure)}. ${t("Look again in a few hours, or ask somebody to look with you.")}</p>`}</section>`;
}

function Whole({ result }) {
  const calm = !result.withheld && result.urgency && !atLeast(result.urgency, "same_day");
  const lines = clinicianLines(result);
  const alone = result.urgency === "self_care"; // nobody is to be seen now: what to do oneself comes first
  const tell = lines.length > 0 && html`<${TellClinician} lines=${lines} when=${dayAndTime(result.taken_at)} />`;
  return html`<${ActionCard} result=${result} />
    ${result.waiting && html`<p class="quiet row" role="status"><${Icon} name="phone" />${t("Judged on this phone. It is sent when there is a connection.")}</p>`}
    ${!alone && tell}
    ${calm && html`<${Causes} causes=${result.causes} unclear=${result.unclear} answers=${result.answers} />`}
    ${!result.withheld && result.episode && html`<${AskCameBack} id=${result.episode} />`}
    ${calm && html`<${SelfCare} causes=${result.causes} />`}
    <${OpenChecks} result=${result} />
    <section class="card stack even safety-net"><h2>${t("When to get help")}</h2>${sentencesOf(result.safety_net).map((line) => html`<p class="reading" key=${line}>${line}</p>`)}</section>
    ${alone && tell}
    <${EmergencyBox} />
    <${Link} to="/check" class="button plain full">${t("Check again")}<//>
    <${Link} to="/result" class="row-link"><${Icon} name="check" /><span>${t("Earlier checks")}</span><${Icon} name="next" /><//>
    <p class="quiet small reading">${t(DISCLAIMER)}</p>`;
}

/** @param {{id: string}} props */
export function Result({ id }) {
  const { sync, findings } = useApp();
  const [found, setFound] = useState(undefined);
  const [problem, setProblem] = useState(null);
  const load = () => {
    setProblem(null);
    resultOf(id).then(setFound).catch((error) => {
      if (!(error instanceof Problem)) throw error;
      setProblem(error);
    });
  };
  useEffect(load, [id, sync.state, sync.changes]);
  useEffect(() => {
    if (!findings) void loadKnowledge();
  }, []);
  if (found && found.red_flags && findings) return html`<${Screen} title=${t("Your result")} sub=${dayAndTime(found.taken_at)} back="/result"><${Whole} result=${found} /><//>`;
  const unread = found && !found.red_flags; // the rules could not run on this phone, and the server has not answered yet
  return html`<${Screen} title=${t("Your result")} back="/result">
    ${problem && html`<${Failed} problem=${problem} retry=${load} />`}
    ${found === null && html`<${Empty} icon="check" title=${t("This check is not here")}><p>${t("It may belong to another account.")}</p><${Link} class="button" to="/result">${t("See earlier checks")}<//><//>`}
    ${unread && html`<section class="card stack even" role="alert"><h2>${t("We could not complete the check")}</h2><p class="reading">${t("If any sign of the list below is there, get help now. Your answers are kept and judged when there is a connection.")}</p></section>`}
    ${!problem && found === undefined && html`<${Loading} />`}<${EmergencyBox} /><//>`;
}
