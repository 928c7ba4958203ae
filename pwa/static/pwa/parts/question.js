/** The answers of one screen of the check: each finding by its own kind of control. */
import { html } from "../html.js";
import { Amount } from "./amount.js";
import { BodyMap, SIDED, isPlace } from "./bodymap.js";
import { Choices, Shades, choicesOf, yesNoUnsure } from "./choices.js";
import { PainSlider, Sign } from "./inputs.js";
import { Ticks } from "./ticks.js";
import { askOf, findingOf } from "../finding_words.js";

const FEW = 3; // places up to which a list says more than a drawing that takes hardly a tap

/** Is every answer of this screen one tap, so that the tap may lead on? @param {any} screen */
export const leadsOn = (screen) =>
  screen.findings.length === 1 && screen.kind !== "ticks" && screen.kind !== "body_map" && ["bool3", "enum"].includes(findingOf(screen.findings[0])?.type);

/** Do open rows of this screen mean no? @param {any} screen */
export const restIsNo = (screen) => screen.kind === "ticks" || screen.kind === "body_map";

/** The heading of a screen: its only question, where the screen's own title asks nothing. @param {any} screen */
export function titleOf(screen) {
  const sole = screen.findings.length === 1 && !restIsNo(screen) && findingOf(screen.findings[0]);
  return sole && !screen.title.endsWith("?") ? askOf(sole) : screen.title;
}

function Single({ screen, id, value, onChange }) {
  const finding = findingOf(id);
  const ask = askOf(finding);
  const alone = screen.findings.length === 1;
  const shown = !(alone && (ask === titleOf(screen) || (finding.type === "enum" && screen.title.endsWith("?"))));
  const heading = shown && html`<p class="asked">${ask}</p>`;
  if (finding.type === "bool3" && !alone) return html`<${Sign} id=${id} ask=${ask} value=${value} onChange=${onChange} />`;
  if (finding.type === "bool3") return html`${heading}<${Choices} id=${id} label=${ask} options=${yesNoUnsure()} value=${value} onChange=${onChange} />`;
  if (finding.type === "enum") return html`<div class="one">${heading}<${Choices} id=${id} label=${ask} options=${choicesOf(finding)} value=${value} onChange=${onChange} /></div>`;
  if (finding.type === "nrs") return html`<div class="one">${heading}<${PainSlider} level=${value ?? null} label=${ask} onChange=${onChange} /></div>`;
  if (finding.type === "int" && finding.high - finding.low < 10) {
    return html`<div class="one">${heading}<${Shades} id=${id} low=${finding.low} high=${finding.high} label=${ask} value=${value} onChange=${onChange} /></div>`;
  }
  return html`<div class="one">${heading}<${Amount} finding=${finding} value=${value} label=${ask} onChange=${onChange} /></div>`;
}

/** @param {{screen: any, given: Record<string, any>, onChange: (given: Record<string, any>) => void}} props */
export function Question({ screen, given, onChange }) {
  const change = (id, value) => onChange({ ...given, [id]: value });
  const known = screen.findings.filter((id) => findingOf(id));
  const drawable = screen.kind === "body_map" ? known.filter(isPlace) : [];
  const places = drawable.length > FEW ? drawable : [];
  const rest = known.filter((id) => !places.includes(id) && !(places.length && SIDED.includes(id)));
  const yesNo = restIsNo(screen) ? rest.filter((id) => findingOf(id).type === "bool3") : [];
  return html`${places.length > 0 && html`<${BodyMap} ids=${places} given=${given} onChange=${onChange} />`}
    ${yesNo.length > 0 && html`<${Ticks} ids=${yesNo} given=${given} label=${screen.title} onChange=${change} />`}
    ${rest.filter((id) => !yesNo.includes(id)).map((id) => html`<${Single} key=${id} screen=${screen} id=${id} value=${given[id]} onChange=${(value) => change(id, value ?? undefined)} />`)}`;
}

/** May this yes/no question be skipped? Left open it is not sure, never no. @param {string} id */
export const mayBeSkipped = (id) => Boolean(findingOf(id)?.may_skip);

/** What stands when the screen is done: {given, skipped}. Open rows of a list are no; a number left open is skipped. */
export function taken(screen, given) {
  const after = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  const skipped = [];
  for (const id of screen.findings) {
    if (id in after) continue;
    if (mayBeSkipped(id)) after[id] = "unsure";
    else if (restIsNo(screen) && findingOf(id)?.type === "bool3") after[id] = false;
    else skipped.push(id);
  }
  return { given: after, skipped };
}
