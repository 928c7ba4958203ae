/** Episodes: each ache as one thing over time, with what it was judged to be and what became of it. */
import { html, useEffect, useState } from "../html.js";
import { Empty, Failed, Loading, Older, Screen } from "../parts/frame.js";
import { EmergencyBox } from "../parts/box.js";
import { Icon } from "../parts/icons.js";
import { daysOf, episodesOrKept, keptEpisodes, sideWord, stateWord, toldTitle } from "../episodes.js";
import { zoneToday } from "../local_days.js";
import { longDay } from "../days.js";
import { Link } from "../router.js";
import { Problem } from "../api.js";
import { t } from "../i18n.js";

const again = (one) => (one.recurrence_of ? ` ${one.came_back ? t("Again: it came back.") : t("Perhaps an earlier one again.")}` : "");
const told = (one) => one.told_causes?.length > 0 && html`<br /><span class="quiet">${t("told by a clinician, {who}: {what}", { who: one.told_causes[0].said_by, what: toldTitle(one.told_causes[0]) })}</span>`;

export function Episodes() {
  const [list, setList] = useState(null);
  const [problem, setProblem] = useState(null);
  const load = async () => {
    setProblem(null);
    const kept = await keptEpisodes();
    setList(kept.length ? kept : null);
    try {
      const told = await episodesOrKept();
      setList(told.list);
      setProblem(told.problem);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      setProblem(error);
    }
  };
  useEffect(() => void load(), []);
  const frame = (children) => html`<${Screen} title=${t("Episodes")} sub=${t("Each ache as one thing over time")} back="/trends">${children}<${EmergencyBox} /><//>`;
  if (problem && !list?.length) return frame(html`<${Failed} problem=${problem} retry=${load} />`);
  if (!list) return frame(html`<${Loading} />`);
  if (!list.length) return frame(html`<${Empty} icon="check" title=${t("No episode yet")}><p>${t("An episode begins with your first check.")}</p><${Link} class="button" to="/check">${t("Start a check")}<//><//>`);
  return frame(html`${problem && html`<${Older} problem=${problem} retry=${load} />`}<section class="card"><ul class="list">${list.map((one) => html`<li key=${one.id}><${Link} class="item" to=${`/episodes/${one.id}`}>
    <span class="grow"><strong>${sideWord(one.side)}</strong><br /><span class="quiet">${t("since {day}", { day: longDay(daysOf(one, zoneToday()).from) })}. ${stateWord(one)}.${again(one)}</span>${told(one)}</span><${Icon} name="next" /><//></li>`)}</ul></section>`);
}
