/** What to tell the clinician: headed lines from the person's own answers, copied or shared with one tap. */
import { html, useState } from "../html.js";
import { Icon } from "./icons.js";
import { asText, denied } from "../summary.js";
import { t } from "../i18n.js";

const Lines = ({ lines }) => html`<dl>${lines.map(([heading, words]) => html`<div key=${heading}><dt>${heading}</dt><dd>${words}</dd></div>`)}</dl>`;

/** @param {{lines: [string, string][], when: string}} props */
export function TellClinician({ lines, when }) {
  const [said, setSaid] = useState("");
  const negatives = lines.filter(([heading]) => heading === denied());
  const text = asText(lines, when);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setSaid(t("Copied."));
    } catch {
      getSelection().selectAllChildren(document.getElementById("tell-lines")); // ready to be copied by hand
      setSaid(t("Marked. Copy it from here."));
    }
  };
  const share = () => void navigator.share({ text }).catch(() => {}); // closing the sheet is no failure
  return html`<section class="card stack even tell-card" aria-labelledby="tell-title"><h2 id="tell-title">${t("What to tell the clinician")}</h2>
    <div id="tell-lines" class="stack tight"><${Lines} lines=${lines.filter(([heading]) => heading !== denied())} />
      ${negatives.length > 0 && html`<details class="more"><summary>${denied()}</summary><${Lines} lines=${negatives} /></details>`}</div>
    <div class="row wrap"><button type="button" class="button plain grow" onClick=${copy}><${Icon} name="copy" />${t("Copy")}</button>
      ${"share" in navigator && html`<button type="button" class="button plain grow" onClick=${share}><${Icon} name="share" />${t("Share")}</button>`}</div>
    <p class="quiet small" role="status">${said}</p></section>`;
}
