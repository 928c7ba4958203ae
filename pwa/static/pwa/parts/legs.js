/** The back of both legs as one line drawing; each region can be tapped, and is also in the list beside it. */
import { html } from "../html.js";
import { BUTTOCK, LOW_BACK, SIT_BONE, band } from "./leg_shapes.js";
import { t } from "../i18n.js";

export const REGIONS = () => [
  ["low_back", t("Low back")], ["buttock", t("Buttock")], ["sit_bone", t("Sit bone")],
  ["thigh_upper", t("Upper thigh")], ["thigh_middle", t("Middle thigh")], ["thigh_lower", t("Lower thigh")],
  ["thigh_inner", t("Inner thigh")], ["thigh_outer", t("Outer thigh")],
  ["behind_knee", t("Behind the knee")], ["below_knee", t("Below the knee")],
];

const SHAPES = [
  ["buttock", BUTTOCK],
  ["thigh_outer", band(101, 204, 0, 0.24)],
  ["thigh_upper", band(106, 138, 0.24, 0.76)],
  ["thigh_middle", band(138, 171, 0.24, 0.76)],
  ["thigh_lower", band(171, 204, 0.24, 0.76)],
  ["thigh_inner", band(104, 204, 0.76, 1)],
  ["behind_knee", band(204, 232, 0, 1)],
  ["below_knee", band(232, 290, 0, 1)],
  ["sit_bone", SIT_BONE],
];

/** @param {{region: string|null, side: string|null, onChange: (place: {region: string, side: string}) => void}} props */
export function LegMap({ region, side, onChange }) {
  const on = (name, leg) => region === name && (side === leg || side === "both" || !side);
  const leg = (name) => html`<g transform=${name === "right" ? "matrix(-1 0 0 1 200 0)" : undefined}>
    ${SHAPES.map(([place, path]) => html`<path key=${place} d=${path} class=${on(place, name) ? "on" : ""}
      onClick=${() => onChange({ region: place, side: name })} />`)}</g>`;
  return html`<figure class="legs"><svg viewBox="36 4 128 290" role="img" aria-label=${t("Drawing of the back of both legs. The list beside it does the same.")}>
    <path d=${LOW_BACK} class=${region === "low_back" ? "on" : ""}
      onClick=${() => onChange({ region: "low_back", side: side || "both" })} />
    ${leg("left")}${leg("right")}</svg>
    <figcaption class="small quiet"><span>${t("Left")}</span><span>${t("Right")}</span></figcaption></figure>`;
}

/** The same drawing to look at: each region in the colour of its pain. @param {{levelOf: (region: string, leg: string) => number|null}} props null = nothing logged */
export function LegPicture({ levelOf }) {
  const tone = (found) => (found === null ? "" : `heat-${found}`);
  const leg = (name) => html`<g transform=${name === "right" ? "matrix(-1 0 0 1 200 0)" : undefined}>
    ${SHAPES.map(([place, path]) => html`<path key=${place} d=${path} class=${tone(levelOf(place, name))} />`)}</g>`;
  const back = ["left", "right"].map((name) => levelOf("low_back", name)).filter((found) => found !== null);
  return html`<figure class="legs shown"><svg viewBox="36 4 128 290" role="img" aria-label=${t("Drawing of the back of both legs. The list beside it says the same.")}>
    <path d=${LOW_BACK} class=${tone(back.length ? Math.max(...back) : null)} />${leg("left")}${leg("right")}</svg>
    <figcaption class="small quiet"><span>${t("Left")}</span><span>${t("Right")}</span></figcaption></figure>`;
}
