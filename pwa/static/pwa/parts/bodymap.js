/** Where does it hurt: both legs from behind and in front, tapped; the same as a list; and which leg. */
import { html } from "../html.js";
import { BEHIND, IN_FRONT, SPINE } from "./leg_shapes.js";
import { Segments } from "./inputs.js";
import { t } from "../i18n.js";

const PLACES = () => [
  ["loc_upper_mid_back", t("Upper or middle back")], ["loc_low_back", t("Low back")], ["loc_si_dimple", t("Dimple at the base of the spine")],
  ["loc_buttock_deep", t("Buttock, deep in the middle")], ["loc_sit_bone", t("Sit bone or crease under the buttock")],
  ["loc_mid_belly", t("Back of the thigh, upper or middle part")], ["loc_distal_ham", t("Back of the thigh, lower part")],
  ["loc_inner_thigh", t("Inner thigh")], ["loc_thigh_outer", t("Outer thigh or hip")], ["loc_behind_knee", t("Behind the knee")],
  ["loc_calf", t("Calf")], ["loc_foot_toes", t("Foot or toes")],
  ["loc_groin_hip_front", t("Groin or front of the hip")], ["loc_thigh_front", t("Front of the thigh")], ["loc_knee", t("In or around the knee")],
];
const SIDES = () => [["left", t("Left")], ["right", t("Right")], ["both", t("Both")], ["changes", t("It changes")]];

/** Is this finding a place on the drawing? @param {string} id */
export const isPlace = (id) => PLACES().some(([place]) => place === id);
export const SIDED = ["side", "loc_both_legs"]; // answered by the choice of the leg

/** The leg after a tap on one side of the drawing; `first` = nothing was marked before. */
function sideAfter(side, tapped, first) {
  if (side === "both" || side === "changes") return side;
  return first || !side || side === tapped ? tapped : "both";
}

/** What the choice of the leg answers; one that changes sides says nothing of both at once. @param {string} side */
const sideAnswers = (side) => ({ side, loc_both_legs: side === "changes" ? undefined : side === "both" });

/** Places that are not asked about are drawn faint and take no tap. @param {{ids: string[], given: Record<string, any>, onChange: (given: Record<string, any>) => void}} props */
export function BodyMap({ ids, given, onChange }) {
  const first = !ids.some((id) => given[id] === true);
  const toggle = (id, tapped) => {
    if (!ids.includes(id)) return;
    const base = tapped && given[id] !== true ? { ...given, ...sideAnswers(sideAfter(given.side, tapped, first)) } : { ...given };
    onChange({ ...base, [id]: given[id] === true ? undefined : true });
  };
  const lit = (id, leg) => given[id] === true && (!given.side || given.side === leg || ["both", "changes"].includes(given.side));
  const shape = (leg) => ([id, path]) => html`<path key=${path} d=${path} data-place=${id} data-leg=${leg} class=${!ids.includes(id) ? "plain" : lit(id, leg) ? "on" : ""}
    onClick=${() => id && toggle(id, leg)} />`;
  const half = (shapes, leg, flip) => html`<g transform=${flip ? "matrix(-1 0 0 1 200 0)" : undefined}>${shapes.map(shape(leg))}</g>`;
  const spine = ([id, path]) => html`<path key=${id} d=${path} data-place=${id} class=${!ids.includes(id) ? "plain" : given[id] === true ? "on" : ""} onClick=${() => toggle(id)} />`;
  const places = PLACES().filter(([id]) => ids.includes(id));
  const marked = places.filter(([id]) => given[id] === true).map(([, word]) => word);
  return html`<div class="bodymap">
    <div class="views">
      <figure class="legs"><svg viewBox="36 -32 128 347" role="img" aria-label=${t("Both legs from behind. The list below does the same.")}>
        ${SPINE.map(spine)}${half(BEHIND, "left", false)}${half(BEHIND, "right", true)}</svg>
        <figcaption><span>${t("Left")}</span><strong>${t("Back")}</strong><span>${t("Right")}</span></figcaption></figure>
      <figure class="legs small-view"><svg viewBox="36 26 128 289" role="img" aria-label=${t("Both legs from the front. The list below does the same.")}>
        ${half(IN_FRONT, "right", false)}${half(IN_FRONT, "left", true)}</svg>
        <figcaption><span>${t("Right")}</span><strong>${t("Front")}</strong><span>${t("Left")}</span></figcaption></figure>
    </div>
    <p class="marked" role="status">${marked.length ? marked.join(", ") : t("Nothing marked yet")}</p>
    <${Segments} label=${t("Which leg?")} value=${given.side} onChange=${(side) => onChange({ ...given, ...sideAnswers(side) })} options=${SIDES()} />
    <details class="picker"><summary>${t("Choose from a list")}</summary>
      <div class="chips">${places.map(([id, word]) => html`<button type="button" class="chip" key=${id} data-tick=${id} aria-pressed=${String(given[id] === true)}
        onClick=${() => toggle(id)}>${word}</button>`)}</div></details></div>`;
}
