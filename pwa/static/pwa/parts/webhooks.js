/** The club's own systems that listen for a team: for its owner alone; listed, added, removed. */
import { html, useEffect, useState } from "../html.js";
import { Problem, del, get, post } from "../api.js";
import { Icon } from "./icons.js";
import { ShownOnce } from "./secret.js";
import { locale, t } from "../i18n.js";

const HEALTHS = () => ({
  untested: t("Nothing was sent to it yet"), accepted: t("Took the last message"),
  failing: t("Did not take the last message ({answer})"), ended: t("Asked not to be called again"),
});
const wordsOf = (error) => (error.status === 0 ? t("No connection. This needs the network.") : error.errors?.[0]?.detail || error.message);

function standing(hook) {
  const when = hook.last_accepted_at && new Intl.DateTimeFormat(locale(), { dateStyle: "medium", timeStyle: "short" }).format(new Date(hook.last_accepted_at));
  const words = (HEALTHS()[hook.health] || "").replace("{answer}", hook.last_answer);
  return when ? `${words}. ${t("Last taken: {when}", { when })}` : words;
}

function Hooks({ hooks, remove }) {
  const [sure, setSure] = useState(null);
  if (!hooks.length) return html`<p class="quiet">${t("None so far.")}</p>`;
  return html`<ul class="list">${hooks.map((hook) => html`<li class="item" key=${hook.id}><span class="grow"><strong class="anywhere">${hook.url}</strong><br />
    <span class="quiet">${standing(hook)}</span></span>
    ${sure === hook.id ? html`<button type="button" class="button danger" onClick=${() => remove(hook)}>${t("Remove it")}</button>`
      : html`<button type="button" class="icon-button" aria-label=${t("Remove {what}", { what: hook.url })} onClick=${() => setSure(hook.id)}><${Icon} name="bin" /></button>`}</li>`)}</ul>`;
}

/** @param {{teamId: number}} props */
export function Webhooks({ teamId }) {
  const [open, setOpen] = useState(false);
  const [hooks, setHooks] = useState(null);
  const [url, setUrl] = useState("");
  const [fresh, setFresh] = useState(null);
  const [said, setSaid] = useState("");
  const path = `/teams/${teamId}/webhooks`;
  const run = async (work) => {
    try {
      setSaid("");
      await work();
      setHooks((await get(path)).body.results);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      setSaid(wordsOf(error));
    }
  };
  useEffect(() => { if (open) void run(async () => {}); }, [open]);
  const add = (event) => {
    event.preventDefault();
    void run(async () => {
      setFresh((await post(path, { url: url.trim() })).body);
      setUrl("");
    });
  };
  const remove = (hook) => run(async () => {
    await del(`${path}/${hook.id}`);
    if (fresh?.id === hook.id) setFresh(null);
  });
  return html`<details class="box plain" onToggle=${(event) => setOpen(event.currentTarget.open)}><summary>${t("The club's own systems")}</summary><div class="inside stack">
    <p class="quiet">${t("Such a system hears when somebody should be checked on: the number of the team and of the athlete, and nothing else. Only with the athlete's consent.")}</p>
    ${open && hooks === null && !said && html`<p class="quiet">${t("Loading")}</p>`}
    ${fresh && html`<${ShownOnce} id="hook-secret" label=${t("Secret that proves our messages")} secret=${fresh.secret} done=${() => setFresh(null)} />`}
    ${hooks && html`<${Hooks} hooks=${hooks} remove=${remove} />
      <form class="stack" onSubmit=${add}><div class="field"><label for="hook-url">${t("Address (https)")}</label>
        <input id="hook-url" type="url" required maxlength="500" autocomplete="off" value=${url} onInput=${(event) => setUrl(event.target.value)} /></div>
        <div><button class="button plain">${t("Add a system")}</button></div></form>`}
    ${said && html`<p class="wrong" role="alert">${said}</p>`}</div></details>`;
}
