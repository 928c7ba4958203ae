/** The way in: opens what is kept, draws the screen of the address, listens for what changes. */
import { html, render, useEffect } from "./html.js";
import { go, usePath } from "./router.js";
import { app, update, useApp } from "./state.js";
import { loadCatalogue } from "./i18n.js";
import { checkIn, open } from "./start.js";
import { syncWhenUseful } from "./sync.js";
import { deviceSet } from "./store.js";
import { Emergency } from "./screens/emergency.js";
import { Welcome, hasAccepted } from "./screens/welcome.js";
import { ResetPassword, SecondFactor, SignIn, SignUp, VerifyEmail } from "./screens/signin.js";
import { Today } from "./screens/today.js";
import { Check } from "./screens/check.js";
import { Interview } from "./screens/interview.js";
import { Result } from "./screens/result.js";
import { Results } from "./screens/results.js";
import { Trends } from "./screens/trends.js";
import { Episodes } from "./screens/episodes.js";
import { Episode } from "./screens/episode.js";
import { Alert, Alerts } from "./screens/alerts.js";
import { Me } from "./screens/me.js";
import { BringIn } from "./screens/bringin.js";
import { Team } from "./screens/team.js";
import { Measure } from "./screens/measure.js";
import { Join } from "./screens/join.js";

const OPEN = new Set(["welcome", "signin", "signup", "verify-email", "reset-password"]);

const SCREENS = {
  today: Today, trends: Trends, team: Team, welcome: Welcome, signup: SignUp,
  me: (props) => (props.rest === "data" ? html`<${BringIn} />` : html`<${Me} />`),
  check: (props) => (/^\d+$/.test(props.rest) ? html`<${Interview} n=${Number(props.rest)} />` : html`<${Check} />`),
  result: (props) => (props.rest ? html`<${Result} id=${props.rest} />` : html`<${Results} />`),
  alerts: (props) => (props.rest ? html`<${Alert} id=${props.rest} />` : html`<${Alerts} />`),
  episodes: (props) => (props.rest ? html`<${Episode} id=${props.rest} />` : html`<${Episodes} />`),
  signin: (props) => (props.rest === "code" ? html`<${SecondFactor} />` : html`<${SignIn} />`),
  "verify-email": VerifyEmail, "reset-password": ResetPassword, join: Join, measure: Measure,
};

let moved = false;

function App() {
  const { ready, emergency } = useApp();
  const [, place = "", rest = ""] = usePath().split("/");
  useEffect(() => { // a new screen is announced: the reader's place moves to its heading
    if (moved) document.querySelector("h1")?.focus({ preventScroll: true });
    moved = true;
  }, [place, rest, !!emergency]);
  if (!ready) return html`<p class="starting">ThighCare</p>`;
  if (emergency) return html`<${Emergency} ...${emergency} />`;
  const Shown = SCREENS[place] || Today;
  if (!OPEN.has(place) && !app.me) return html`<p class="starting">ThighCare</p>`; // guard decides where to
  return html`<${Shown} key=${place + rest} rest=${rest} />`;
}

/** Send those who are not in, or have not agreed, where they belong. */
async function guard(standing) {
  const stored = await hasAccepted();
  const place = location.pathname.split("/")[1]; // read after waiting: the person may have moved on
  if (!stored && !app.accepted && !app.me?.profile?.intended_use_accepted_at && !["verify-email", "reset-password"].includes(place)) {
    if (place === "join") await deviceSet("after_sign_in", location.pathname);
    return go("/welcome", { replace: true });
  }
  if (!app.me && !OPEN.has(place)) {
    if (place && place !== "today") await deviceSet("after_sign_in", location.pathname);
    go("/signin", { replace: true });
  } else if (app.me && (!place || (standing === "in" && ["signin", "signup"].includes(place)))) go("/today", { replace: true });
}

async function main() {
  await loadCatalogue(document.documentElement.lang);
  const root = document.getElementById("app");
  root.textContent = "";
  render(html`<${App} />`, root);
  new BroadcastChannel("thighcare").onmessage = (event) => event.data === "left" && location.assign("/signin");
  syncWhenUseful();
  if ("serviceWorker" in navigator) void navigator.serviceWorker.register("/sw.js", { scope: "/" }).catch(() => {});
  void navigator.storage?.persist?.();
  await open();
  await guard(null);
  await guard(await checkIn());
}

void main().catch((error) => {
  console.error(error);
  update({ ready: true });
});
