/** The coach's board: needs you, no news, fine; only what each athlete allows. */
import { html, useEffect, useRef, useState } from "../html.js";
import { Problem, get, post } from "../api.js";
import { Empty, Failed, Loading, Screen } from "../parts/frame.js";
import { Sparkline } from "../parts/chart.js";
import { Status } from "../parts/icons.js";
import { Invite } from "../parts/invite.js";
import { Webhooks } from "../parts/webhooks.js";
import { TeamSwitch, useTeam } from "../parts/team_switch.js";
import { TheirReadings } from "./their_readings.js";
import { Link } from "../router.js";
import { loadTeams } from "../teams.js";
import { app, useApp } from "../state.js";
import { daysBetween } from "../days.js";
import { zoneToday } from "../diary.js";
import { t } from "../i18n.js";

const STATUS = () => ({
  red: { word: t("Check on them"), tone: "act", shape: "triangle" },
  amber: { word: t("Keep an eye"), tone: "watch", shape: "diamond" },
  green: { word: t("Fine"), tone: "calm", shape: "circle" },
  grey: { word: t("No news"), tone: "grey", shape: "ring" },
});
const SHOWN = 28; // days of the small line
const GROUPS = () => [[t("Needs you"), ["red", "amber"]], [t("No news"), ["grey"]], [t("Fine"), ["green"]]];
const AVAILABILITY = () => ({ training: t("training"), resting: t("resting"), unknown: t("training not logged") });
const TRENDS = () => ({ improving: t("getting better"), steady: t("steady"), worsening: t("getting worse"), unknown: t("too few days") });

function lastLog(row) {
  if (!("last_logged" in row)) return t("Shares nothing");
  if (!row.last_logged) return t("Never logged");
  const ago = daysBetween(row.last_logged, zoneToday());
  return ago <= 0 ? t("Logged today") : ago === 1 ? t("Logged yesterday") : t("Logged {n} days ago", { n: ago });
}

const nameOf = (row) => row.athlete.name;

/** Why there is no line; who shares nothing has said so already. */
const noLine = (row) => (row.sparkline ? t("no pain logged") : "last_logged" in row ? t("pain not shared") : "");

/** What an open alert asks of the coach: not to let them train is said of what cannot wait alone. */
const asked = (row) => (row.status === "red" ? t("Please check on {name}. They should not train today.", { name: nameOf(row) })
  : t("Please ask {name} how it is.", { name: nameOf(row) }));

function Row({ row, readings, named }) {
  const self = useRef(null);
  useEffect(() => { if (named) self.current?.scrollIntoView({ block: "center" }); }, [named]);
  const pain = row.pain?.mean_7d;
  const drawn = row.sparkline?.slice(-SHOWN).some((value) => value !== null);
  const shared = [AVAILABILITY()[row.availability], row.trend && t("pain: {trend}", { trend: TRENDS()[row.trend] || row.trend })].filter(Boolean).join(" · ");
  return html`<tr ref=${self} class=${[named && "named", !drawn && "lineless"].filter(Boolean).join(" ")} aria-current=${named ? "true" : null}><th scope="row"><span class="name">${nameOf(row)}</span><span class="quiet">${lastLog(row)}</span>${readings && html`<${Link} to=${`${readings}-${row.athlete.id}`} class="button plain" aria-label=${t("Readings of {name}", { name: nameOf(row) })}>${t("Readings")}<//>`}</th>
    <td class="cell-status"><${Status} ...${STATUS()[row.status]} /></td>
    <td class="cell-spark">${drawn ? html`<${Sparkline} values=${row.sparkline} label=${t("Pain, last four weeks")} />` : html`<span class="quiet small">${noLine(row)}</span>`}</td>
    <td class="cell-pain">${pain === null || pain === undefined ? "" : html`<strong>${Math.round(pain * 10) / 10}</strong><span class="quiet small"> ${t("of 10")}</span>`}<span class="visually-hidden">${t("mean pain of 7 days")}</span></td>
    <td class="cell-more quiet">${shared}${row.open_alerts > 0 ? html`<br /><strong class=${`tone-${STATUS()[row.status].tone}`}>${asked(row)}</strong>` : ""}</td></tr>`;
}

function Group({ title, rows, readings, named }) {
  if (!rows.length) return null;
  return html`<section class="card board"><table><caption>${title} <span class="quiet">${rows.length}</span></caption>
    <thead><tr><th scope="col">${t("Athlete")}</th><th scope="col">${t("Status")}</th><th scope="col">${t("Pain, 4 weeks")}</th><th scope="col">${t("Week")}</th><th scope="col">${t("Shared")}</th></tr></thead>
    <tbody>${rows.map((row) => html`<${Row} key=${row.athlete.id} row=${row} readings=${readings} named=${row.athlete.id === named} />`)}</tbody></table></section>`;
}

function NewTeam() {
  const [name, setName] = useState("");
  const [problem, setProblem] = useState("");
  const make = async (event) => {
    event.preventDefault();
    try {
      await post("/teams", { name });
      await loadTeams();
    } catch (error) {
      setProblem(error.status === 0 ? t("No connection. This needs the network.") : error.errors?.[0]?.detail || error.message);
    }
  };
  return html`<form class="card stack" onSubmit=${make}><h2>${t("Make a team")}</h2><div class="field"><label for="team-name">${t("Name of the team")}</label>
    <input id="team-name" required maxlength="80" value=${name} onInput=${(event) => setName(event.target.value)} /></div>
    ${problem && html`<p class="wrong" role="alert">${problem}</p>`}<button class="button">${t("Make it")}</button></form>`;
}

/** Fetch the board; kept in memory only, a coach's phone stores no athlete's data. */
function useBoard(teamId) {
  const [found, setFound] = useState({ of: null, rows: null, problem: null });
  const wanted = useRef(teamId);
  wanted.current = teamId;
  const load = () => {
    const tell = (told) => wanted.current === teamId && setFound({ of: teamId, rows: null, problem: null, ...told });
    tell({});
    if (teamId) void get(`/teams/${teamId}/board`).then(({ body }) => tell({ rows: body.results })).catch((error) => {
      if (!(error instanceof Problem)) throw error;
      tell({ problem: error });
    });
  };
  useEffect(load, [teamId]);
  const { rows, problem } = found.of === teamId ? found : {}; // never one team's athletes under another's name
  return { rows, problem, load };
}

const teamIdOf = (membership) => membership.team;
const teamNameOf = (membership) => membership.team_name;

export function Team({ rest }) {
  const [team, athlete] = (rest || "").split("-"); // one part of an address: team and athlete;
  return athlete ? html`<${TheirReadings} team=${team} athlete=${athlete} />` : html`<${Board} />`;
}

function Board() {
  const { board, teamsProblem } = useApp();
  const [search, setSearch] = useState("");
  useEffect(() => { if (!app.board) void loadTeams(); }, []);
  const { team: teamId, athlete, waiting, unmarked } = useTeam(board);
  const { rows, problem, load } = useBoard(teamId);
  if (!board?.length && teamsProblem) return html`<${Screen} title=${t("Team")}><${Failed} problem=${teamsProblem} retry=${() => void loadTeams()} /><//>`;
  if (!board) return html`<${Screen} title=${t("Team")} wide><${Loading} /><//>`;
  if (!board.length) return html`<${Screen} title=${t("Team")}><${Empty} icon="team" title=${t("No team yet")}><p>${t("Coaches and physios see their athletes here, as far as each athlete allows.")}</p><//><${NewTeam} /><//>`;
  const mine = board.find((one) => teamIdOf(one) === teamId);
  const readings = mine?.role === "physio" ? `/team/${teamId}` : null; // forms are a physio's to read
  const found = (rows || []).filter((row) => nameOf(row).toLowerCase().includes(search.trim().toLowerCase()));
  return html`<${Screen} title=${teamNameOf(board.find((one) => teamIdOf(one) === teamId) || board[0]) || t("Team")} sub=${rows ? t("{n} athletes", { n: rows.length }) : ""} wide>
    <${TeamSwitch} team=${teamId} waiting=${waiting} unmarked=${unmarked} />
    ${problem && html`<${Failed} problem=${problem} retry=${load} />`}
    ${!rows && !problem && html`<${Loading} />`}
    ${rows && rows.length > 5 && html`<div class="field"><label class="visually-hidden" for="search">${t("Search by name")}</label><input id="search" type="search" placeholder=${t("Search by name")} value=${search} onInput=${(event) => setSearch(event.target.value)} /></div>`}
    ${rows && !rows.length && html`<${Empty} icon="team" title=${t("Nobody here yet")}><p>${t("Invite your athletes. Each decides what you may see.")}</p><//>`}
    ${rows && GROUPS().map(([title, statuses]) => html`<${Group} key=${title} title=${title} rows=${found.filter((row) => statuses.includes(row.status))} readings=${readings} named=${athlete} />`)}
    ${rows && search && !found.length && html`<p class="quiet" role="status">${t("Nobody of that name.")}</p>`}
    <${Invite} teamId=${teamId} />
    ${mine?.role === "owner" && html`<${Webhooks} key=${teamId} teamId=${teamId} />`}<//>`;
}
