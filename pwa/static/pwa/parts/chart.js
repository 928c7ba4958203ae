/** A line of days, drawn by uPlot: raw dots, averages as lines, episodes and spells as marks. */
import { html, useEffect, useRef } from "../html.js";
import { addDays } from "../days.js";
import { locale, t } from "../i18n.js";

const HEIGHT = 220;

/** Colours come from the tokens, so that light and dark agree with everything else. */
const token = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const number = (day) => Math.round(Date.parse(`${day}T00:00:00Z`) / 86400000);

/** Dots of the raw days; pain in its own ramp. */
function dots({ pain, count }) {
  const [edge, accent] = [token("--edge"), token("--accent")];
  const ramp = Array.from({ length: 11 }, (_, i) => token(`--pain-${i}`));
  const radius = (count > 100 ? 2.2 : count > 30 ? 3.4 : 4.5) * devicePixelRatio;
  return (u) => {
    const { ctx } = u;
    ctx.save();
    u.data[1].forEach((value, i) => {
      if (value === null) return;
      ctx.beginPath();
      ctx.arc(u.valToPos(u.data[0][i], "x", true), u.valToPos(value, "y", true), radius, 0, 2 * Math.PI);
      ctx.fillStyle = pain ? ramp[Math.round(value)] : accent;
      ctx.strokeStyle = edge;
      ctx.lineWidth = devicePixelRatio;
      ctx.fill();
      if (pain) ctx.stroke();
    });
    ctx.restore();
  };
}

/** A spell: its days as a field, a bar on top of it and a line where it began and, if it is over, ended. */
function spellField(ctx, { left, right, top, height, open }) {
  ctx.fillStyle = token("--watch-soft");
  ctx.fillRect(left, top, right - left, height);
  ctx.fillStyle = token("--watch");
  ctx.fillRect(left, top, right - left, 4 * devicePixelRatio);
  ctx.fillRect(left, top, devicePixelRatio, height);
  if (!open) ctx.fillRect(right - devicePixelRatio, top, devicePixelRatio, height);
}

/** Behind the dots: spells, a band of no real change, episodes as a dashed line where they begin. */
function ground({ spells, episodes, band }) {
  const [soft, quiet] = [token("--accent-soft"), token("--quiet")];
  return (u) => {
    const { ctx } = u;
    const { left, top, width, height } = u.bbox;
    ctx.save();
    ctx.beginPath();
    ctx.rect(left, top, width, height);
    ctx.clip();
    const x = (day, half = 0) => u.valToPos(number(day) + half, "x", true);
    for (const spell of spells) spellField(ctx, { left: x(spell.from, -0.5), right: x(spell.to, 0.5), top, height, open: spell.open });
    ctx.fillStyle = soft;
    if (band) ctx.fillRect(left, u.valToPos(band[1], "y", true), width, u.valToPos(band[0], "y", true) - u.valToPos(band[1], "y", true));
    ctx.strokeStyle = quiet;
    ctx.lineWidth = 1.5 * devicePixelRatio;
    ctx.setLineDash([4 * devicePixelRatio, 4 * devicePixelRatio]);
    for (const episode of episodes) {
      ctx.beginPath();
      ctx.moveTo(x(episode.from), top);
      ctx.lineTo(x(episode.from), top + height);
      ctx.stroke();
    }
    ctx.restore();
  };
}

function options(width, props) {
  const [ink, line, accent] = [token("--quiet"), token("--line"), token("--accent")];
  const font = `13px ${getComputedStyle(document.body).fontFamily}`;
  const days = new Intl.DateTimeFormat(locale(), { day: "numeric", month: "short", timeZone: "UTC" });
  const figures = new Intl.NumberFormat(locale(), { maximumFractionDigits: 1 });
  const known = props.values.filter((value) => value !== null);
  const top = Math.max(props.top, ...known) * 1.05;
  const axis = { stroke: ink, font, ticks: { show: false } };
  return {
    width, height: HEIGHT, cursor: { show: false }, legend: { show: false }, padding: [10, 24, 0, 0],
    scales: { x: { time: false, range: (_u, low, high) => [low - 0.5, high + 0.5] }, y: { range: [Math.min(-top * 0.05, ...(props.band || [0])), top] } },
    axes: [
      { ...axis, grid: { show: false }, size: 28, space: 70, values: (_u, marks) => marks.map((mark) => days.format(new Date(mark * 86400000))), incrs: [1, 2, 3, 7, 14, 30, 60, 90, 120, 180] },
      { ...axis, grid: { stroke: line, width: 1 }, size: props.top >= 100 || props.unit ? 44 : 32, values: (_u, marks) => marks.map((mark) => (props.unit ? `${figures.format(mark)} ${props.unit}` : figures.format(mark))), ...(props.pain ? { splits: () => [0, 2, 4, 6, 8, 10] } : {}) },
    ],
    series: [{}, { points: { show: false }, paths: () => null },
      { stroke: accent, width: 2.5, spanGaps: false, points: { show: false } }, { stroke: ink, width: 2, dash: [6, 4], spanGaps: false, points: { show: false } }],
    hooks: { drawClear: [ground(props)], draw: [dots({ pain: props.pain, count: known.length })] },
  };
}

/**
 * @param {object} props one value a day, oldest first, null = not logged
 * @param {string} props.start @param {(number|null)[]} props.values @param {(number|null)[]} props.week @param {(number|null)[]} props.month
 * @param {number} props.top least height @param {boolean} props.pain @param {string} [props.unit] beside each figure @param {string} props.title
 * @param {{from: string, to: string, open: boolean}[]} props.spells @param {{from: string}[]} props.episodes @param {[number, number]|null} [props.band]
 */
export function DayChart(props) {
  const { start, values, week, month } = props;
  const place = useRef(null);
  useEffect(() => {
    let chart = null;
    let gone = false;
    const first = number(start);
    const draw = async () => {
      const { default: UPlot } = await import("../vendor/uplot.js");
      if (gone || !place.current) return;
      chart?.destroy();
      chart = new UPlot(options(place.current.clientWidth, props), [values.map((_, i) => first + i), values, week, month], place.current);
      requestAnimationFrame(() => performance.mark("trends-drawn"));
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
  }, [start, values, props.spells, props.episodes]);
  const label = t("{title} from {from} to {to}; the table below has every day.", { title: props.title, from: start, to: addDays(start, values.length - 1) });
  return html`<div class="chart" role="img" aria-label=${label} aria-describedby=${props.spells.length ? "spell-words" : null} ref=${place}></div>`;
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
