/** Invite by code, link or QR. */
import { html, useState } from "../html.js";
import { Problem, post } from "../api.js";
import { Chips } from "./inputs.js";
import { locale, t } from "../i18n.js";

export function Invite({ teamId }) {
  const [role, setRole] = useState("athlete");
  const [made, setMade] = useState(null);
  const [said, setSaid] = useState("");
  const invite = async () => {
    try {
      setMade((await post(`/teams/${teamId}/invitations`, { role })).body);
      setSaid("");
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      setSaid(error.status === 0 ? t("No connection. This needs the network.") : error.message);
    }
  };
  const share = async () => {
    const words = { title: "ThighCare", text: t("Join my team on ThighCare"), url: made.link };
    try {
      if (navigator.share) await navigator.share(words);
      else {
        await navigator.clipboard.writeText(made.link);
        setSaid(t("Link copied."));
      }
    } catch {
      setSaid(made.link);
    }
  };
  const until = made && new Intl.DateTimeFormat(locale(), { dateStyle: "medium" }).format(new Date(made.expires_at));
  return html`<section class="card stack"><h2>${t("Invite")}</h2>
    ${!made && html`<${Chips} label=${t("Role")} value=${role} onChange=${(one) => one && setRole(one)} options=${[["athlete", t("Athlete")], ["coach", t("Coach")], ["physio", t("Physio")]]} />
      <button type="button" class="button" onClick=${invite}>${t("Make an invitation")}</button>`}
    ${made && html`<div class="invitation">${made.qr && html`<img src=${made.qr} alt=${t("QR code of the invitation")} width="180" height="180" />`}
      <div class="stack tight"><p class="code">${made.code}</p><p class="quiet">${t("Valid until {day}", { day: until })}</p>
      <button type="button" class="button" onClick=${share}>${t("Share the link")}</button>
      <button type="button" class="button bare" onClick=${() => setMade(null)}>${t("Make another")}</button></div></div>`}
    ${said && html`<p class="quiet" role="status">${said}</p>`}</section>`;
}
