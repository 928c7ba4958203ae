/** "Anything new?": two or three signs chosen for today, and the others one tap away. */
import { html, useCallback, useEffect, useRef, useState } from "../html.js";
import { app } from "../state.js";
import { storeNone, storeSign } from "../checkin.js";
import { gatherFacts, judgeNow, raisedBy, showEmergency, showStaticEmergency } from "../redflag.js";
import { others, withFollowing } from "../signs.js";
import { Sign } from "./inputs.js";
import { sync } from "../sync.js";
import { t } from "../i18n.js";

/** Judge on the tap, then store; the screen never waits for the disk. */
function useSigns(form, change) {
  const facts = useRef(null);
  useEffect(() => {
    void gatherFacts().then((found) => { facts.current = found; });
  }, [app.me, app.sync.state, app.sync.changes, form.day]);
  return useCallback(async (finding, value) => {
    facts.current = { ...(facts.current || {}), [finding]: value };
    const { verdict, failed } = judgeNow(facts.current);
    const flags = verdict && value !== false ? raisedBy(verdict, finding) : [];
    if (flags.length) showEmergency(flags, form.day);
    if (failed && value !== false) showStaticEmergency(form.day);
    change({ signs: { ...form.signs, [finding]: value } }, { draft: false });
    await storeSign(form.day, finding, value, flags.length > 0 || (failed && value !== false));
    void sync();
  }, [form, change]);
}

/** @param {{form: any, change: (patch: any, how?: any) => void}} props */
export function SignsToday({ form, change }) {
  const answer = useSigns(form, change);
  const [open, setOpen] = useState(false); // stays as it was put: no answer shuts the list under the finger
  const none = form.asked.every((finding) => form.signs[finding] === false);
  const takeNone = async () => {
    const signs = await storeNone(form);
    change({ signs: { ...form.signs, ...signs } }, { draft: false });
    void sync();
  };
  const draw = (ids) => withFollowing(ids, form.signs).map((sign) => html`<${Sign} key=${sign.finding} id=${sign.finding} ask=${sign.ask()} follow=${sign.follow}
    value=${form.signs[sign.finding]} onChange=${(value) => answer(sign.finding, value)} />`);
  const told = others(form.asked).some((finding) => form.signs[finding] === true || form.signs[finding] === "unsure");
  return html`<section class="card"><div class="row between wrap close"><h2>${t("Anything new?")}</h2>
    <button type="button" class="chip" aria-pressed=${String(none)} onClick=${takeNone}>${t("None of these")}</button></div>
    <div>${draw(form.asked)}</div>
    <details class="picker" open=${open || told} onToggle=${(event) => setOpen(event.currentTarget.open)}><summary>${t("Another sign")}</summary><div>${draw(others(form.asked))}</div></details>
  </section>`;
}
