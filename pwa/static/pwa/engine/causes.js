// Which ordinary causes are shown, and which answers say so. The twin of causes.py.
import { readsOf } from "./reading.js";

const FITS_WELL = 6; // points
const FITS_PARTLY = 3; // points
const LEAD = 3; // points before the next cause
const IN_SECTIONS = 3; // sections of the vocabulary that speak for it
const SHOWN = 3; // causes at most

/**
 * The causes that fit at least partly, at most three, best first.
 * @param {any} known @param {{points: number[], sections: number[]}} scores
 * @param {number[]} order places, best first @param {Map<string, any>} values of what is weighed
 * @param {(id: string) => boolean} mayAsk findings unsure, or unanswered and still to be asked
 * @param {(id: string) => boolean} isAlive findings yes or unsure: what one of them hides is left out
 */
export function shownCauses(known, scores, order, values, mayAsk, isAlive) {
  const shown = [];
  const isOffered = ({ hidden_by: by }) => !by || !isAlive(by);
  const offered = order.filter((place) => isOffered(known.scoring.conditions[place]));
  for (const place of offered.slice(0, SHOWN)) {
    const points = scores.points[place];
    if (points < FITS_PARTLY) break;
    const leads = place === order[0] && order.length > 1;
    const lead = leads ? points - scores.points[order[1]] : 0;
    const clear = points >= FITS_WELL && lead >= LEAD && scores.sections[place] >= IN_SECTIONS;
    const condition = known.scoring.conditions[place];
    shown.push({
      id: condition.id,
      title: condition.title,
      fit: clear ? "fits_well" : "fits_partly",
      score: points,
      ...evidence(known, condition, values, mayAsk),
      self_care: condition.self_care,
    });
  }
  return shown;
}

function evidence(known, condition, values, mayAsk) {
  const said = [];
  const missing = new Set();
  for (const { finding, yes, no } of condition.weights) {
    const value = values.get(finding);
    if (value === true || value === false) {
      const weight = value ? yes : no;
      if (weight) said.push({ finding, value, weight });
    } else {
      for (const id of readsOf(known, ["yes", finding])) if (mayAsk(id)) missing.add(id);
    }
  }
  said.sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight));
  return {
    for: said.filter((each) => each.weight > 0),
    against: said.filter((each) => each.weight < 0),
    missing: [...missing].sort((a, b) => known.place[a] - known.place[b]),
  };
}
