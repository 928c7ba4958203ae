/** The day after a hard session: how was it on getting up, or in the hours after? One tap. */
import { html, useState } from "../html.js";
import { activityWords } from "../entry_words.js";
import { painWord, Segments } from "./inputs.js";
import { Level } from "./level.js";
import { t } from "../i18n.js";

/** @param {{form: any, change: (patch: any) => void}} props */
export function MorningAfter({ form, change }) {
  const [at, setAt] = useState(form.morning?.context ?? "morning");
  if (!form.hardBefore) return null;
  const level = form.morning?.level ?? null;
  const move = (to) => {
    setAt(to);
    if (form.morning) change({ morning: { level, context: to } });
  };
  return html`<section class="card stack" aria-label=${t("The morning after")}><h2>${t("The morning after")}</h2>
    <p class="quiet">${t("Yesterday: {what}.", { what: activityWords(form.hardBefore) })}</p>
    <${Segments} label=${t("When?")} value=${at} onChange=${move} options=${[["morning", t("On getting up")], ["after_activity", t("Hours after it")]]} />
    <${Level} label=${at === "morning" ? t("Pain on getting up, 0 to 10") : t("Pain in the hours after, 0 to 10")} value=${level}
      onChange=${(found) => change({ morning: found === null ? null : { level: found, context: at } })} />
    <p class="quiet" role="status">${level === null ? t("0 is no pain, 10 the worst you can imagine.") : t("{level}: {word}. Saved with the day.", { level, word: painWord(level) })}</p></section>`;
}
