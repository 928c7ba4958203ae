/** Line icons and status shapes; each status has a shape of its own besides word and colour. */
import { html } from "../html.js";

const PATHS = {
  today: "M4 6.5h16v13H4zM4 10.5h16M8 3.5v4M16 3.5v4M9 15l2 2 4-4",
  trends: "M4 19h16M5 15l4-5 4 3 6-8",
  check: "M9 4h6v3H9zM7 5.5H5.5v14h13v-14H17M9 12h6M9 15.5h4",
  me: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4.5 20c.8-3.6 3.8-5.5 7.5-5.5s6.7 1.9 7.5 5.5",
  team: "M9 11.5a3.2 3.2 0 1 0 0-6.4 3.2 3.2 0 0 0 0 6.4zM2.8 19c.6-3 3-4.7 6.2-4.7s5.6 1.7 6.2 4.7M16 11.3a2.8 2.8 0 1 0-1-5.3M17 14.5c2.3.300 3.8 1.8 4.3 4.2",
  bell: "M6 16.5V11a6 6 0 0 1 12 0v5.5l1.5 2h-15zM10 20.5h4",
  pause: "M9 6v12M15 6v12",
  down: "M6 9l6 6 6-6",
  back: "M15 5l-7 7 7 7",
  next: "M9 5l7 7-7 7",
  call: "M6 3.5h3.5l1.5 4.5-2.2 1.6a12 12 0 0 0 5.6 5.6L16 13l4.5 1.5V18a2.5 2.5 0 0 1-2.7 2.5A16 16 0 0 1 3.5 6.2 2.5 2.5 0 0 1 6 3.5z",
  copy: "M8 8h11v12H8zM16 8V4H5v12h3",
  share: "M12 15V4M8 7.5l4-4 4 4M6 11H5v9h14v-9h-1",
  done: "M5 12.5l4.5 4.5L19 7.5",
  phone: "M7 3h10v18H7zM11 18h2",
  away: "M4 4l16 16M8.5 15.5a5 5 0 0 1 7 0M5.5 12a9 9 0 0 1 4-2.3M18.5 12a9 9 0 0 0-5-2.6M12 19h.01",
  warn: "M12 4l9 16H3zM12 10v4.5M12 17.2v.1",
  plus: "M12 5v14M5 12h14",
  pen: "M5 19l1-4L16.5 4.5l3 3L9 18zM14.5 6.5l3 3",
  bin: "M5 7h14M9 7V4h6v3M7 7l1 13h8l1-13",
};

/** @param {{name: string}} props */
export const Icon = ({ name }) => html`<svg viewBox="0 0 24 24" fill="none" stroke="currentColor"
  stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true"><path d=${PATHS[name]} /></svg>`;

const SHAPES = {
  octagon: html`<path d="M5 1h6l4 4v6l-4 4H5l-4-4V5z" />`,
  triangle: html`<path d="M8 1l7.5 14H.5z" />`,
  diamond: html`<path d="M8 .5L15.5 8 8 15.5.5 8z" />`,
  square: html`<path d="M2 2h12v12H2z" />`,
  circle: html`<circle cx="8" cy="8" r="7" />`,
  ring: html`<circle cx="8" cy="8" r="6" fill="none" stroke="currentColor" stroke-width="2" stroke-dasharray="3 2.5" />`,
};

/** A status in shape, word and colour. @param {{shape: string, tone: string, word: string}} props */
export const Status = ({ shape, tone, word }) => html`<span class=${`status tone-${tone}`}>
  <svg viewBox="0 0 16 16" fill="currentColor" aria-hidden="true">${SHAPES[shape]}</svg>${word}</span>`;
