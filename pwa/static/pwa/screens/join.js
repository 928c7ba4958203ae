/** An invitation: who asks, what each consent means, and a yes that the athlete gives alone. */
import { html, useEffect, useState } from "../html.js";
import { Problem, get, post } from "../api.js";
import { BareScreen, Failed, Loading } from "../parts/frame.js";
import { ScopeSwitches } from "../parts/consents.js";
import { loadTeams } from "../teams.js";
import { Link, go } from "../router.js";
import { t } from "../i18n.js";

export function Join({ rest: code }) {
  const [facts, setFacts] = useState(null);
  const [scopes, setScopes] = useState([]);
  const [problem, setProblem] = useState("");
  const [unread, setUnread] = useState(null);
  const load = () => {
    setUnread(null);
    void get(`/invitations/${encodeURIComponent(code)}`).then(({ body }) => setFacts(body)).catch((error) => {
      if (!(error instanceof Problem)) throw error;
      if (error.status === 404) setFacts({ gone: true });
      else setUnread(error); // whom it asks, and for what, is not known: nothing to agree to yet
    });
  };
  useEffect(load, [code]);
  const accept = async () => {
    try {
      await post(`/invitations/${encodeURIComponent(code)}/accept`, { scopes: athlete ? scopes : [] });
      await loadTeams();
      go(athlete ? "/me" : "/team", { replace: true });
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      setProblem(error.status === 0 ? t("No connection. This needs the network.") : error.status === 404 ? t("This invitation is not valid any more. Ask for a new one.") : error.message);
    }
  };
  if (facts?.gone) return html`<${BareScreen} title=${t("Join a team")}><p role="status">${t("This invitation is not valid any more. Ask for a new one.")}</p>
    <${Link} to="/today" class="button full">${t("Go to Today")}<//><//>`;
  if (!facts) return html`<${BareScreen} title=${t("Join a team")}>${unread ? html`<${Failed} problem=${unread} retry=${load} />` : html`<${Loading} />`}<//>`;
  const { role, team } = facts;
  const athlete = role === "athlete";
  return html`<${BareScreen} title=${team ? t("Join {team}", { team }) : t("Join a team")}>
    ${athlete ? html`<p>${t("You decide what the team's coaches and physios may see. You can change it at any time, and it takes effect at once.")}</p>
      <section class="card"><h2>${t("They may see")}</h2><${ScopeSwitches} scopes=${scopes} onChange=${setScopes} /></section>
      <p class="quiet reading">${t("They never see your check answers, your notes or the words of your alerts. With nothing switched on they see your name only.")}</p>`
      : html`<p>${t("You have been invited to look after this team.")}</p>`}
    ${problem && html`<p class="notice act" role="alert">${problem}</p>`}
    <button type="button" class="button full" onClick=${accept}>${t("Join")}</button>
    <${Link} to="/today" class="button plain full">${t("Not now")}<//><//>`;
}
