/** The one place that binds Preact and htm: everything that draws imports from here. */
import { Fragment, h, render } from "./vendor/preact.js";
import htm from "./vendor/htm.js";

export { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from "./vendor/hooks.js";
export { Fragment, h, render };
export const html = htm.bind(h);
