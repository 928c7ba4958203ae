/** My teams: what each may see, switched by me alone, at once. */
import { html, useEffect, useState } from "../html.js";
import { del, patch } from "../api.js";
import { loadTeams } from "../teams.js";
import { useApp } from "../state.js";
import { Loading, Older, Unread } from "./frame.js";
import { Link } from "../router.js";
import { t } from "../i18n.js";

/** The scopes in plain words. */
export const SCOPES = () => [
  ["availability", t("Whether I trained or rested in the last days")],
  ["load", t("My training load")],
  ["pain", t("My pain level and its trend")],
  ["symptoms", t("Single signs I log")],
  ["red_flag_contact", t("That I need a check, when an alert is open")],
];

const ROLES = () => ({ owner: t("owner"), coach: t("coach"), physio: t("physio"), athlete: t("athlete") });

/** Switches for scopes. @param {{scopes: string[], onChange: (scopes: string[]) => void}} props */
export const ScopeSwitches = ({ scopes, onChange }) => html`<div>${SCOPES().map(([scope, word]) => html`
  <label class="switch" key=${scope}><input type="checkbox" checked=${scopes.includes(scope)}
    onChange=${(event) => onChange(event.target.checked ? [...scopes, scope] : scopes.filter((one) => one !== scope))} /><span>${word}</span></label>`)}</div>`;

function Membership({ membership, changed }) {
  const [problem, setProblem] = useState("");
  const [leaving, setLeaving] = useState(false);
  const run = async (work) => {
    try {
      await work();
      setProblem("");
    } catch (error) {
      setProblem(error.status === 0 ? t("No connection. Nothing was changed.") : error.message);
    }
    await changed();
  };
  const { id, role, scopes = [] } = membership;
  const name = membership.team_name;
  return html`<div class="stack tight"><div class="row between"><h3>${name}</h3><span class="quiet">${ROLES()[role]}</span></div>
    ${role === "athlete" && html`<p class="quiet">${t("This team may see:")}</p>
      <${ScopeSwitches} scopes=${scopes} onChange=${(after) => run(() => patch(`/memberships/${id}`, { scopes: after }))} />`}
    ${problem && html`<p class="wrong" role="alert">${problem}</p>`}
    ${leaving ? html`<div class="row wrap"><button type="button" class="button danger" onClick=${() => run(() => del(`/memberships/${id}`))}>${t("Leave {team}", { team: name })}</button>
      <button type="button" class="button bare" onClick=${() => setLeaving(false)}>${t("Stay")}</button></div>`
      : html`<div><button type="button" class="link" onClick=${() => setLeaving(true)}>${t("Leave this team")}</button></div>`}</div>`;
}

export function TeamConsents() {
  const { memberships, teamsProblem: problem } = useApp();
  useEffect(() => { void loadTeams(); }, []);
  return html`<section class="card stack"><h2>${t("Teams")}</h2>
    ${problem && (memberships?.length ? html`<${Older} problem=${problem} retry=${loadTeams} />` : html`<${Unread} problem=${problem} retry=${loadTeams} />`)}
    ${!problem && !memberships && html`<${Loading} />`}
    ${!problem && memberships?.length === 0 && html`<p class="quiet">${t("You share with nobody. A coach can invite you with a link.")}</p>`}
    ${(memberships || []).map((one) => html`<${Membership} key=${one.id} membership=${one} changed=${loadTeams} />`)}
    <${Link} to="/team">${t("For coaches: open or make a team")}<//></section>`;
}
