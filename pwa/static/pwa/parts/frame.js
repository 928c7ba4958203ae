/** The frame of every screen: banner, top line, content, bottom navigation. */
import { html } from "../html.js";
import { Link, usePath } from "../router.js";
import { app, useApp } from "../state.js";
import { atLeast, openAlerts, urgencyWords } from "../alerts.js";
import { Icon } from "./icons.js";
import { t } from "../i18n.js";

function Banner() {
  useApp();
  const path = usePath();
  const open = openAlerts();
  if (!open.length || path.startsWith("/alerts")) return null;
  const worst = [...open].sort((a, b) => Number(atLeast(b.urgency, a.urgency)) - Number(atLeast(a.urgency, b.urgency)))[0];
  const more = open.length > 1 ? ` ${t("(and {n} more)", { n: open.length - 1 })}` : "";
  return html`<${Link} to=${`/alerts/${worst.id}`} class=${`banner ${urgencyWords(worst.urgency).tone}`}>
    <${Icon} name=${atLeast(worst.urgency, "within_days") ? "warn" : "bell"} /><span>${worst.title}${more}</span><${Icon} name="next" />
  <//>`;
}

function Nav() {
  const { board } = useApp();
  const path = usePath();
  const places = [["today", t("Today")], ["trends", t("Trends")], ["check", t("Check")]];
  if (board?.length) places.push(["team", t("Team")]);
  places.push(["me", t("Me")]);
  return html`<nav class="nav" aria-label=${t("Main")}><ul>${places.map(([place, word]) => html`
    <li key=${place}><${Link} to=${`/${place}`} aria-current=${path.startsWith(`/${place}`) ? "page" : null}>
      <${Icon} name=${place} />${word}<//></li>`)}</ul></nav>`;
}

function Bell() {
  useApp();
  const count = openAlerts().length;
  const words = count ? t("Alerts, {n} open", { n: count }) : app.sync.state === "synced" ? t("Alerts, none open") : t("Alerts");
  return html`<${Link} to="/alerts" class="bell" aria-label=${words}><${Icon} name="bell" />
    ${count > 0 && html`<span class="count" aria-hidden="true">${count}</span>`}<//>`;
}

/** A whole screen. @param {any} props title, sub?, back?, wide?, savebar? */
export function Screen({ title, sub, back, wide, savebar, children }) {
  document.title = `${title} · ThighCare`;
  return html`
    <header><${Banner} /></header>
    <main class=${`frame ${wide ? "wide" : ""} ${savebar ? "has-savebar" : ""}`}>
      <div class="top">
        ${back && html`<${Link} to=${back} class="back" aria-label=${t("Back")}><${Icon} name="back" /><//>`}
        <div><h1 tabindex="-1">${title}</h1>${sub && html`<p class="quiet">${sub}</p>`}</div>
        <${Bell} />
      </div>
      <div class="stack">${children}</div>
    </main>
    <div class="bottom">${savebar}<${Nav} /></div>`;
}

/** A screen without navigation: first run, signing in, an invitation. */
export function BareScreen({ title, children }) {
  document.title = `${title} · ThighCare`;
  return html`<main class="frame bare"><div class="mark"><img src="/static/pwa/icons/mark.svg" alt="" width="40" height="40" />
    <span>ThighCare</span></div><div class="stack"><h1 tabindex="-1">${title}</h1>${children}</div></main>`;
}

/** Nothing here yet. */
export const Empty = ({ icon, title, children }) => html`<div class="empty"><${Icon} name=${icon} /><h2>${title}</h2>${children}</div>`;

/** Something is on its way. */
export const Loading = () => html`<div class="skeleton" role="status"><span class="visually-hidden">${t("Loading")}</span><i></i><i></i><i></i></div>`;

/** Why the server's word could not be had, in a sentence. @param {any} problem */
export const whyNot = (problem) => (problem.status === 0 ? t("There is no connection.") : isBusy(problem) ? t("The server cannot answer at the moment.") : problem.message);
const isBusy = (problem) => problem.status === 429 || problem.status >= 500;

/** It could not be fetched, and nothing is kept: never to be taken for "nothing there". @param {{problem: any, retry: () => void}} props */
export function Failed({ problem, retry }) {
  const away = problem.status === 0;
  return html`<${Empty} icon=${away ? "away" : "warn"} title=${away ? t("No connection") : isBusy(problem) ? t("Could not be read") : t("That did not work")}>
    <p role="alert">${away ? t("This part needs the network. What you log is kept on this phone meanwhile.")
      : isBusy(problem) ? t("The server cannot answer at the moment. Try again in a minute. What you log is kept on this phone meanwhile.") : problem.message}</p>
    <button type="button" class="button plain" onClick=${retry}>${t("Try again")}</button><//>`;
}

/** Above what is kept: it is older than the server's word, and may lack something. @param {{problem: any, retry: () => void}} props */
export const Older = ({ problem, retry }) => html`<div class="notice stack tight" data-older><p role="status">${whyNot(problem)} ${t("This is what the phone read last; it may be out of date.")}</p>
  <div><button type="button" class="button plain" onClick=${retry}>${t("Try again")}</button></div></div>`;

/** In a card: this part could not be read. @param {{problem: any, retry: () => void}} props */
export const Unread = ({ problem, retry }) => html`<div class="stack tight" data-unread><p role="status">${whyNot(problem)} ${t("This could not be read.")}</p>
  <div><button type="button" class="button plain" onClick=${retry}>${t("Try again")}</button></div></div>`;
