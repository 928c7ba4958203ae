/** This phone: notifications with a test, the devices that get them, a place on the home screen. */
import { html, useEffect, useState } from "../html.js";
import { devices, forgetDevice, pushHealth, pushState, sendTest, turnOn } from "../push.js";
import { Problem } from "../api.js";
import { Unread } from "./frame.js";
import { Icon } from "./icons.js";
import { locale, t } from "../i18n.js";

const STATES = () => ({
  unsupported: t("This browser cannot show notifications. On an iPhone, add ThighCare to the home screen first. E-mail and the inbox work all the same."),
  denied: t("Notifications are blocked in this browser's settings. E-mail and the inbox work all the same."),
  default: t("Notifications are off on this phone."),
  granted: t("Notifications are on for this phone."),
});

const HEALTHS = () => ({
  untested: t("Not tried yet"), accepted: t("Sent, not yet seen on the screen"), proven: t("Works: shown on the screen"),
  silent: t("The last messages were not shown"), failing: t("Cannot be reached at the moment"), blocked: t("Notifications are blocked there"), gone: t("Ended; open ThighCare there to renew it"),
});

/** What was proven, and what takes over where nothing is. @param {{health: any}} props */
function Reach({ health }) {
  if (!health) return null;
  const when = health.last_proven_at && new Intl.DateTimeFormat(locale(), { dateStyle: "medium", timeStyle: "short" }).format(new Date(health.last_proven_at));
  return html`<div class="stack tight">
    <p class="quiet">${when ? t("Last notification seen on a screen: {when}", { when }) : t("No notification has been seen on a screen yet.")}</p>
    ${health.is_stale && html`<p class="notice watch" role="status">${t("Notifications may not reach you. Send yourself a test.")}</p>`}
    ${health.switched_to_email && health.email_arrives && html`<p class="quiet">${t("Urgent messages go to your e-mail at once.")}</p>`}
    ${!health.email_arrives && html`<p class="notice act" role="status">${t("Letters to your e-mail address come back. Turn on notifications, and check the address.")}</p>`}</div>`;
}

const nameOf = (device) => {
  const agent = device.client?.agent || "";
  const system = ["Android", "iPhone", "iPad", "Windows", "Macintosh", "Linux"].find((name) => agent.includes(name));
  const browser = ["Firefox", "Edg", "Chrome", "Safari"].find((name) => agent.includes(name));
  return [browser === "Edg" ? "Edge" : browser, system].filter(Boolean).join(", ") || t("A device");
};

function Install() {
  const [prompt, setPrompt] = useState(installPrompt);
  const standalone = matchMedia("(display-mode: standalone)").matches;
  useEffect(() => {
    const ready = () => setPrompt(installPrompt);
    addEventListener("installready", ready);
    return () => removeEventListener("installready", ready);
  }, []);
  if (standalone) return null;
  if (prompt) return html`<button type="button" class="button plain" onClick=${() => prompt.prompt()}>${t("Add to home screen")}</button>`;
  return html`<p class="quiet">${t("To keep ThighCare at hand: open the browser's menu, then choose Add to home screen.")}</p>`;
}

let installPrompt = null;
addEventListener("beforeinstallprompt", (event) => {
  event.preventDefault();
  installPrompt = event;
  dispatchEvent(new Event("installready"));
});

export function Devices() {
  const [state, setState] = useState(pushState());
  const [list, setList] = useState([]);
  const [health, setHealth] = useState(null);
  const [said, setSaid] = useState("");
  const [problem, setProblem] = useState(null);
  const load = () => Promise.all([devices().then(setList), pushHealth().then(setHealth)]).then(() => setProblem(null)).catch((error) => {
    if (!(error instanceof Problem)) throw error;
    setProblem(error); // that there are none, or that they work, is not known
  });
  useEffect(() => {
    void load();
    const shown = (event) => event.data === "shown" && void load(); // the worker has told its receipt
    navigator.serviceWorker?.addEventListener("message", shown);
    return () => navigator.serviceWorker?.removeEventListener("message", shown);
  }, []);
  const run = async (work, word) => {
    try {
      await work();
      setSaid(word);
    } catch (error) {
      const says = error instanceof Problem && (error.status === 429 || error.code === "push-not-ready"); // in its own words
      setSaid(says ? error.message : t("That did not work. Try again when you have a connection."));
    }
    setState(pushState());
    await load();
  };
  return html`<section class="card stack"><h2>${t("This phone")}</h2><p>${STATES()[state]}</p>
    <div class="row wrap">${state === "default" && html`<button type="button" class="button" onClick=${() => run(turnOn, "")}>${t("Turn on notifications")}</button>`}
      ${state === "granted" && html`<button type="button" class="button plain" onClick=${() => run(sendTest, t("Sent. It should appear within a few seconds; this page then says that it works."))}>${t("Send me a test")}</button>`}</div>
    ${said && html`<p class="quiet" role="status">${said}</p>`}
    ${problem && html`<${Unread} problem=${problem} retry=${load} />`}
    <${Reach} health=${!problem && health} />
    ${!problem && list.length > 0 && html`<div><h3>${t("Devices that get notifications")}</h3><ul class="list">${list.map((device) => html`<li class="item" key=${device.id}><span class="grow">${nameOf(device)}<br /><span class="quiet">${HEALTHS()[device.health] || ""}</span></span>
      <button type="button" class="icon-button" aria-label=${t("Remove {what}", { what: nameOf(device) })} onClick=${() => run(() => forgetDevice(device.id), "")}><${Icon} name="bin" /></button></li>`)}</ul></div>`}
    <${Install} /></section>`;
}
