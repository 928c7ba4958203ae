/** The shapes of the drawing of both legs, back and front: one leg, the other is its mirror. */

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
export function band(top, bottom, from, to) {
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

export const BUTTOCK = "M62 44L99 44L99 92C94 103 78 108 66 105C54 103 46 99 43 90C43 76 50 54 62 44Z";
export const SIT_BONE = "M79 88a10 10 0 1 1 .1 0Z";
export const LOW_BACK = "M66 8C64 24 64 34 62 44L138 44C136 34 136 24 134 8Z";
const HEEL = "M60 290L79.5 290C79 298 82 304 80 309C76 313 62 313 56 309C54 304 59 298 60 290Z";

/** What the check asks: [finding, path] of the left half, seen from behind; the back is drawn once, whole. */
export const BEHIND = [ // what lies in front comes later
  ["loc_thigh_outer", band(84, 204, 0, 0.24)],
  ["loc_mid_belly", band(96, 166, 0.24, 0.76)],
  ["loc_distal_ham", band(166, 204, 0.24, 0.76)],
  ["loc_inner_thigh", band(90, 204, 0.76, 1)],
  ["loc_buttock_deep", BUTTOCK],
  ["loc_behind_knee", band(204, 232, 0, 1)],
  ["loc_calf", band(232, 290, 0, 1)],
  ["loc_foot_toes", HEEL],
  ["loc_sit_bone", SIT_BONE],
  ["loc_si_dimple", "M90 60a7 7 0 1 1 .1 0Z"],
];
export const SPINE = [
  ["loc_upper_mid_back", "M60 -30C62 -22 66 -12 67 -4L133 -4C134 -12 138 -22 140 -30Z"],
  ["loc_low_back", "M67 -4C66 18 64 34 62 44L138 44C136 34 134 18 133 -4Z"],
];

/** Seen from the front; null shapes are only drawn. */
export const IN_FRONT = [
  ["loc_thigh_front", band(92, 200, 0, 1)],
  [null, "M64 30C62 44 50 58 46 76L99 100L99 30Z"],
  ["loc_groin_hip_front", "M46 76L99 100L97.5 112C80 112 56 106 43 95C43 90 44 82 46 76Z"],
  ["loc_knee", band(200, 234, 0, 1)],
  [null, band(234, 290, 0, 1)],
  [null, HEEL],
];
