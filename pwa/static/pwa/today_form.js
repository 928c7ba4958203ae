/** The form of Today while it is open: what is typed is never lost to a save or a sync that ends meanwhile. */
import { useCallback, useEffect, useRef, useState } from "./html.js";
import { app } from "./state.js";
import { keepDraft, openForm, saveForm, withWater } from "./checkin.js";

const some = (patch) => Object.keys(patch).length > 0;

/** @param {string} day */
export function useForm(day) {
  const [form, setForm] = useState(null);
  const [dirty, setDirty] = useState(false);
  const typed = useRef({}); // since the form was last read from the disk
  useEffect(() => {
    typed.current = {};
    void openForm(day).then((opened) => {
      setForm(opened);
      setDirty(opened.drafted);
    });
  }, [day, app.me?.id]);
  useEffect(() => { // entries of other devices arrive: redraw, but never over unsaved work
    if (form && !dirty && app.sync.state === "synced") void openForm(day).then((opened) => !some(typed.current) && setForm(opened));
  }, [app.sync.state, app.sync.changes]);
  const change = useCallback((patch, { draft = true } = {}) => {
    if (draft) {
      typed.current = { ...typed.current, ...patch };
      setDirty(true);
    }
    setForm((before) => {
      const after = withWater({ ...before, ...patch });
      if (draft) void keepDraft(after);
      return after;
    });
  }, []);
  /** Save what is on the screen; what is typed meanwhile stays typed. */
  const saved = async () => {
    const before = typed.current;
    typed.current = {};
    try {
      await saveForm(form);
    } catch (error) {
      typed.current = { ...before, ...typed.current };
      throw error;
    }
    const opened = await openForm(day);
    const later = typed.current;
    if (later.adds) later.adds = later.adds.slice(form.adds.length); // the first ones are saved
    const next = withWater({ ...opened, ...later });
    setForm(next);
    setDirty(some(later));
    if (some(later)) void keepDraft(next);
  };
  /** The list was changed: read it again under what is typed. */
  const relist = async () => {
    if (dirty) await keepDraft(form);
    const opened = await openForm(day);
    setForm(withWater({ ...opened, ...typed.current }));
  };
  return { form, dirty, change, saved, relist };
}
