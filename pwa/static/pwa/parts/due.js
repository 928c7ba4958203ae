/** What is asked for by the clock and not answered yet; nothing is shown where nothing is due. */
import { html, useEffect, useState } from "../html.js";
import { app } from "../state.js";
import { endThere, loadDue } from "../measures.js";
import { Link } from "../router.js";
import { Icon } from "./icons.js";
import { t } from "../i18n.js";

const until = ({ state, window }) => (state === "late"
  ? t("late, until {time}", { time: endThere(window.late_until) })
  : t("until {time}", { time: endThere(window.closes_at) }));

export function DueCard() {
  const [due, setDue] = useState([]);
  useEffect(() => {
    if (app.sync.state === "sending" || !app.me) return;
    loadDue().then((found) => setDue(found.filter((one) => ["open", "late"].includes(one.state) && !one.answered)))
      .catch(() => {}); // away with nothing kept, or signed out: asked again at the next sync
  }, [app.sync.state, app.sync.changes, app.me?.id]);
  if (!due.length) return null;
  return html`<section class="card" aria-label=${t("Asked for now")} data-due=${due.length}><h2>${t("Asked for now")}</h2>
    <ul class="list">${due.map((one) => html`<li key=${one.instrument}><${Link} class="item" to=${`/measure/${one.instrument}`}>
      <span class="grow"><strong>${t(one.title)}</strong><br /><span class="quiet">${until(one)}</span></span><${Icon} name="next" /><//></li>`)}</ul></section>`;
}
