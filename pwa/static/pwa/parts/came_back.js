/** Whether an ache is an earlier one again: recognised by side and time, said by the person. */
import { html, useEffect, useState } from "../html.js";
import { changeEpisode, fetchEpisode } from "../episodes.js";
import { Problem } from "../api.js";
import { Link } from "../router.js";
import { t } from "../i18n.js";

/** @param {{episode: any, onChanged: (episode: any) => void}} props */
export function CameBack({ episode, onChanged }) {
  const [said, setSaid] = useState("");
  const { recurrence_of: earlier, came_back: word } = episode;
  if (!earlier && word !== false) return null;
  const tell = async (answer) => {
    try {
      onChanged(await changeEpisode(episode.id, { came_back: answer }));
      setSaid("");
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      setSaid(error.status === 0 ? t("No connection. This needs the network.") : error.errors[0]?.detail || error.message);
    }
  };
  const see = earlier && html`<${Link} class="link" to=${`/episodes/${earlier}`}>${t("See the earlier one")}<//>`;
  const status = html`<p role="status" class="quiet">${said}</p>`;
  if (word === true) return html`<section class="card stack tight" data-came-back><p><strong>${t("Again")}</strong>: ${t("you said that it is the earlier ache of this side, back within twelve weeks.")}</p>${see}${status}</section>`;
  if (word === false) return html`<section class="card stack tight" data-came-back><p>${t("You said that it is another ache than the earlier one.")}</p>
    <button type="button" class="button plain" onClick=${() => tell(true)}>${t("It is the earlier one after all")}</button>${status}</section>`;
  return html`<section class="card stack" data-came-back aria-labelledby="again"><div><h2 id="again">${t("Is it the same ache again?")}</h2>
      <p class="quiet">${t("There was one on this side that ended in the twelve weeks before.")}</p></div>
    <div class="row wrap"><button type="button" class="button" onClick=${() => tell(true)}>${t("Yes, it is back")}</button>
      <button type="button" class="button plain" onClick=${() => tell(false)}>${t("No, another one")}</button></div>${see}${status}</section>`;
}

/** The same question after a check, once the server has made its episode. @param {{id: string}} props */
export function AskCameBack({ id }) {
  const [episode, setEpisode] = useState(null);
  useEffect(() => {
    void fetchEpisode(id).then(setEpisode).catch((error) => {
      if (!(error instanceof Problem)) throw error; // without the network it is asked with the episode
    });
  }, [id]);
  return episode && html`<${CameBack} episode=${episode} onChanged=${setEpisode} />`;
}
