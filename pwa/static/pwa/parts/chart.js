/** The pain line, drawn by uPlot: dots in the pain ramp, the week's mean as a line. */
import { html, useEffect, useRef } from "../html.js";
import { addDays } from "../days.js";
import { locale, t } from "../i18n.js";

const HEIGHT = 220;

/** Colours come from the tokens, so that light and dark agree with everything else. */
const token = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

function options(width) {
  const [ink, line, accent, edge] = [token("--quiet"), token("--line"), token("--accent"), token("--edge")];
  const ramp = Array.from({ length: 11 }, (_, i) => token(`--pain-${i}`));
  const drawDots = (u) => {
    const { ctx } = u;
    ctx.save();
    u.data[1].forEach((level, i) => {
      if (level === null) return;
      ctx.beginPath();
      ctx.arc(u.valToPos(u.data[0][i], "x", true), u.valToPos(level, "y", true), 4.5 * devicePixelRatio, 0, 2 * Math.PI);
      ctx.fillStyle = ramp[Math.round(level)];
      ctx.strokeStyle = edge;
      ctx.lineWidth = devicePixelRatio;
      ctx.fill();
      ctx.stroke();
    });
    ctx.restore();
  };
  const font = `13px ${getComputedStyle(document.body).fontFamily}`;
  const days = new Intl.DateTimeFormat(locale(), { day: "numeric", month: "short", timeZone: "UTC" });
  return {
    width, height: HEIGHT, cursor: { show: false }, legend: { show: false }, padding: [10, 8, 0, 0],
    scales: { x: { time: false }, y: { range: [-0.5, 10.5] } },
    axes: [
      { stroke: ink, font, grid: { show: false }, ticks: { show: false }, size: 28, space: 70, values: (_u, marks) => marks.map((mark) => days.format(new Date(mark * 86400000))), incrs: [1, 2, 3, 7, 14] },
      { stroke: ink, font, grid: { stroke: line, width: 1 }, ticks: { show: false }, size: 30, splits: () => [0, 2, 4, 6, 8, 10] },
    ],
    series: [{}, { points: { show: false }, paths: () => null }, { stroke: accent, width: 2.5, spanGaps: false, points: { show: false } }],
    hooks: { draw: [drawDots] },
  };
}

/** @param {{start: string, pain: (number|null)[], means: (number|null)[]}} props one value per day, oldest first */
export function PainChart({ start, pain, means }) {
  const place = useRef(null);
  useEffect(() => {
    let chart = null;
    let gone = false;
    const first = Math.round(Date.parse(`${start}T00:00:00Z`) / 86400000);
    const draw = async () => {
      const { default: UPlot } = await import("../vendor/uplot.js");
      if (gone || !place.current) return;
      chart?.destroy();
      chart = new UPlot(options(place.current.clientWidth), [pain.map((_, i) => first + i), pain, means], place.current);
    };
    void draw();
    const dark = matchMedia("(prefers-color-scheme: dark)");
    dark.addEventListener("change", draw);
    addEventListener("resize", draw);
    return () => {
      gone = true;
      chart?.destroy();
      dark.removeEventListener("change", draw);
      removeEventListener("resize", draw);
    };
  }, [start, pain, means]);
  const label = t("Pain from {from} to {to}; the table below has every day.", { from: start, to: addDays(start, pain.length - 1) });
  return html`<div class="chart" role="img" aria-label=${label} ref=${place}></div>`;
}

/** A small line of the last weeks; null = gap. @param {{values: (number|null)[], label: string}} props oldest first */
export function Sparkline({ values, label }) {
  const shown = values.slice(-28);
  let path = "";
  shown.forEach((value, i) => {
    if (value === null) return;
    const joins = i > 0 && shown[i - 1] !== null;
    path += `${joins ? "L" : "M"}${((i / 27) * 96 + 2).toFixed(1)} ${(26 - value * 2.4).toFixed(1)}${joins || shown[i + 1] !== null ? "" : "h.1"}`;
  });
  return html`<svg class="spark" viewBox="0 0 100 28" preserveAspectRatio="none" role="img" aria-label=${label}>
    <path d=${path} fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" vector-effect="non-scaling-stroke" /></svg>`;
}
