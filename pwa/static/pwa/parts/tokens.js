/** My tokens: ways in for scripts and devices; made, seen once, ended at once. */
import { html, useEffect, useState } from "../html.js";
import { Problem, del, get, post } from "../api.js";
import { Icon } from "./icons.js";
import { Chips } from "./inputs.js";
import { ShownOnce } from "./secret.js";
import { locale, t } from "../i18n.js";

const RIGHTS = () => [["read", t("Read")], ["write", t("Write")], ["read,write", t("Read and write")]];
const LASTS = () => [["30", t("30 days")], ["90", t("90 days")], ["366", t("A year")]];
const rightsOf = (token) => (RIGHTS().find(([key]) => key === [...token.scopes].sort().join(",")) || [])[1] || token.scopes.join(", ");
const wordsOf = (error) => (error.status === 0 ? t("No connection. This needs the network.") : error.errors?.[0]?.detail || error.message);

function NewToken({ made, failed }) {
  const [name, setName] = useState("");
  const [rights, setRights] = useState("read");
  const [days, setDays] = useState("90");
  const make = async (event) => {
    event.preventDefault();
    try {
      made((await post("/tokens", { name: name.trim(), scopes: rights.split(","), days: Number(days) })).body);
      setName("");
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      failed(wordsOf(error));
    }
  };
  return html`<form class="stack" onSubmit=${make}><div class="field"><label for="token-name">${t("What is it for?")}</label>
      <input id="token-name" required maxlength="80" autocomplete="off" value=${name} onInput=${(event) => setName(event.target.value)} /></div>
    <${Chips} label=${t("It may")} value=${rights} onChange=${(one) => one && setRights(one)} options=${RIGHTS()} />
    <${Chips} label=${t("It ends after")} value=${days} onChange=${(one) => one && setDays(one)} options=${LASTS()} />
    <div><button class="button plain">${t("Make a token")}</button></div></form>`;
}

function List({ tokens, end }) {
  const [sure, setSure] = useState(null);
  const day = (at) => new Intl.DateTimeFormat(locale(), { dateStyle: "medium" }).format(new Date(at));
  const until = (token) => (new Date(token.expires_at) > new Date() ? t("until {day}", { day: day(token.expires_at) }) : t("ended on {day}", { day: day(token.expires_at) }));
  if (!tokens.length) return html`<p class="quiet">${t("None so far.")}</p>`;
  return html`<ul class="list">${tokens.map((token) => html`<li class="item" key=${token.id}><span class="grow"><strong>${token.name}</strong><br />
    <span class="quiet">${rightsOf(token)}, ${until(token)}</span></span>
    ${sure === token.id ? html`<button type="button" class="button danger" onClick=${() => end(token)}>${t("End it")}</button>`
      : html`<button type="button" class="icon-button" aria-label=${t("End {what}", { what: token.name })} onClick=${() => setSure(token.id)}><${Icon} name="bin" /></button>`}</li>`)}</ul>`;
}

export function Tokens() {
  const [tokens, setTokens] = useState(null);
  const [fresh, setFresh] = useState(null);
  const [said, setSaid] = useState("");
  const load = async () => {
    try {
      setTokens((await get("/tokens")).body.results);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      setSaid(wordsOf(error));
    }
  };
  const made = async (token) => {
    setFresh(token);
    setSaid("");
    await load();
  };
  const end = async (token) => {
    try {
      await del(`/tokens/${token.id}`);
      setSaid(t("Ended. It opens nothing any more."));
      if (fresh?.id === token.id) setFresh(null);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      setSaid(wordsOf(error));
    }
    await load();
  };
  const [open, setOpen] = useState(location.hash === "#tokens");
  useEffect(() => { if (open) void load(); }, [open]);
  return html`<details class="box plain" id="tokens" open=${open} onToggle=${(event) => setOpen(event.currentTarget.open)}><summary>${t("Tokens")}</summary><div class="inside stack">
    <p class="quiet">${t("A token lets a script or device of yours in without your password. Whoever holds it can do what it may.")}</p>
    ${open && tokens === null && !said && html`<p class="quiet">${t("Loading")}</p>`}
    ${fresh && html`<${ShownOnce} id="token-secret" label=${t("Token for {what}", { what: fresh.name })} secret=${fresh.token} done=${() => setFresh(null)} />`}
    ${tokens && html`<${List} tokens=${tokens} end=${end} /><${NewToken} made=${made} failed=${setSaid} />`}
    ${said && html`<p class="quiet" role="status">${said}</p>`}</div></details>`;
}
