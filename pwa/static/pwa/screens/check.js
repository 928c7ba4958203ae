/** The start of a check: what it is, going on with one that was paused, and earlier results. */
import { html, useEffect, useState } from "../html.js";
import { Loading, Screen } from "../parts/frame.js";
import { EmergencyBox, DISCLAIMER } from "../parts/box.js";
import { ResumeCard } from "../parts/resume.js";
import { Icon } from "../parts/icons.js";
import { begin, recallDraft } from "../check_run.js";
import { loadKnowledge } from "../redflag.js";
import { Link, go } from "../router.js";
import { useApp } from "../state.js";
import { t } from "../i18n.js";

const FACTS = () => [
  ["warn", t("Signs that cannot wait come first.")],
  ["today", t("Three to four minutes, one question a screen.")],
  ["done", t("Not sure is a good answer. It is never taken as no.")],
  ["away", t("Works with no network. You can pause.")],
];

/** The questions never reached this phone: say so, and keep the fixed list in sight. */
const NoQuestions = () => html`<section class="card stack" role="alert"><h2>${t("The questions are not on this phone yet")}</h2>
  <p class="reading">${t("Connect once to fetch them. If any sign of the list below is there, do not wait: get help now.")}</p></section>`;

export function Check() {
  const { findings, draft } = useApp();
  const [failed, setFailed] = useState(false);
  const [looked, setLooked] = useState(false);
  useEffect(() => {
    if (!findings) void loadKnowledge().finally(() => setLooked(true));
    void recallDraft();
  }, []);
  const start = async () => {
    try {
      await begin();
      go("/check/1");
    } catch (error) {
      console.error(error);
      setFailed(true);
    }
  };
  const ready = findings && !failed;
  return html`<${Screen} title=${t("Check")} sub=${t("What might it be, and what to do")}>
    ${!findings && !looked && html`<${Loading} />`}
    ${((!findings && looked) || failed) && html`<${NoQuestions} />`}
    ${ready && draft && html`<${ResumeCard} draft=${draft} />`}
    ${ready && html`<section class="card stack start-card"><h2>${draft ? t("Or begin again") : t("Tell us about the ache, step by step")}</h2>
      <ul class="facts-list">${FACTS().map(([icon, words]) => html`<li key=${icon}><${Icon} name=${icon} /><span>${words}</span></li>`)}</ul>
      <button type="button" class=${`button full ${draft ? "plain" : ""}`} onClick=${start}>${draft ? t("Start a new check") : t("Start the check")}<${Icon} name="next" /></button></section>`}
    <${EmergencyBox} />
    <${Link} to="/result" class="row-link"><${Icon} name="check" /><span>${t("Earlier checks")}</span><${Icon} name="next" /><//>
    <p class="quiet small reading">${t(DISCLAIMER)}</p><//>`;
}
