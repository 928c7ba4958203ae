/** Both reports over the log: at once from the phone, then from the server; never in the way of the picture. */
import { html, useEffect, useState } from "../html.js";
import { freshReport, keptReport } from "../log_report.js";
import { zoneToday } from "../local_days.js";
import { Problem } from "../api.js";
import { useApp } from "../state.js";
import { Insights } from "./insights.js";
import { LogShows } from "./log_shows.js";
import { t } from "../i18n.js";

export function Report() {
  const { sync } = useApp();
  const [report, setReport] = useState(null);
  const [missing, setMissing] = useState(false);
  useEffect(() => {
    let gone = false;
    const load = async () => {
      const kept = await keptReport();
      if (!gone && kept.trends) setReport(kept);
      await freshReport().then((fresh) => !gone && setReport(fresh)).catch((error) => {
        if (!(error instanceof Problem)) throw error;
        if (!gone) setMissing(!kept.trends);
      });
    };
    void load();
    return () => void (gone = true);
  }, [sync.state === "synced", sync.changes]);
  const shown = { today: zoneToday(), waiting: sync.waiting };
  if (!report) return missing && html`<p class="notice">${t("What your log shows comes with the network. This phone has not read it yet.")}</p>`;
  return html`<${LogShows} report=${report.trends} insights=${report.insights} ...${shown} />${report.insights && html`<${Insights} report=${report.insights} ...${shown} />`}`;
}
