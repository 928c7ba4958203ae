/** The back of both legs as one line drawing; each region can be tapped, and is also in the list beside it. */
import { html } from "../html.js";
import { t } from "../i18n.js";

export const REGIONS = () => [
  ["low_back", t("Low back")], ["buttock", t("Buttock")], ["sit_bone", t("Sit bone")],
  ["thigh_upper", t("Upper thigh")], ["thigh_middle", t("Middle thigh")], ["thigh_lower", t("Lower thigh")],
  ["thigh_inner", t("Inner thigh")], ["thigh_outer", t("Outer thigh")],
  ["behind_knee", t("Behind the knee")], ["below_knee", t("Below the knee")],
];

// The left leg's outline seen from behind: [height, outer edge, inner edge].
const OUTLINE = [
  [44, 62, 99], [56, 53, 99], [72, 46, 99], [90, 43, 98.5], [104, 42.5, 97], [130, 45, 95], [160, 50, 92],
  [190, 55.5, 88], [208, 57.5, 86.5], [222, 57, 86.5], [236, 54.5, 87.5], [252, 53, 87], [270, 55.5, 83.5], [290, 60, 79.5],
];

/** The two edges at a height. @param {number} y */
function edges(y) {
  const i = Math.max(1, OUTLINE.findIndex((row) => row[0] >= y));
  const [a, b] = [OUTLINE[i - 1], OUTLINE[i]];
  const part = (y - a[0]) / (b[0] - a[0]);
  return [a[1] + part * (b[1] - a[1]), a[2] + part * (b[2] - a[2])];
}

/** A band of the leg between two heights and two shares of its width. */
function band(top, bottom, from, to) {
  const left = [];
  const right = [];
  for (let i = 0; i <= 12; i += 1) {
    const y = top + ((bottom - top) * i) / 12;
    const [outer, inner] = edges(y);
    left.push(`${(outer + (inner - outer) * from).toFixed(1)} ${y.toFixed(1)}`);
    right.unshift(`${(outer + (inner - outer) * to).toFixed(1)} ${y.toFixed(1)}`);
  }
  return `M${[...left, ...right].join("L")}Z`;
}

const SHAPES = [
  ["buttock", "M62 44L99 44L99 92C94 103 78 108 66 105C54 103 46 99 43 90C43 76 50 54 62 44Z"],
  ["thigh_outer", band(101, 204, 0, 0.24)],
  ["thigh_upper", band(106, 138, 0.24, 0.76)],
  ["thigh_middle", band(138, 171, 0.24, 0.76)],
  ["thigh_lower", band(171, 204, 0.24, 0.76)],
  ["thigh_inner", band(104, 204, 0.76, 1)],
  ["behind_knee", band(204, 232, 0, 1)],
  ["below_knee", band(232, 290, 0, 1)],
  ["sit_bone", "M79 88a10 10 0 1 1 .1 0Z"],
];

/** @param {{region: string|null, side: string|null, onChange: (place: {region: string, side: string}) => void}} props */
export function LegMap({ region, side, onChange }) {
  const on = (name, leg) => region === name && (side === leg || side === "both" || !side);
  const leg = (name) => html`<g transform=${name === "right" ? "matrix(-1 0 0 1 200 0)" : undefined}>
    ${SHAPES.map(([place, path]) => html`<path key=${place} d=${path} class=${on(place, name) ? "on" : ""}
      onClick=${() => onChange({ region: place, side: name })} />`)}</g>`;
  return html`<figure class="legs"><svg viewBox="36 4 128 290" role="img" aria-label=${t("Drawing of the back of both legs. The list beside it does the same.")}>
    <path d="M66 8C64 24 64 34 62 44L138 44C136 34 136 24 134 8Z" class=${region === "low_back" ? "on" : ""}
      onClick=${() => onChange({ region: "low_back", side: side || "both" })} />
    ${leg("left")}${leg("right")}</svg>
    <figcaption class="small quiet"><span>${t("Left")}</span><span>${t("Right")}</span></figcaption></figure>`;
}
