/** Signing in and up, confirming an address, a forgotten password. */
import { html, useEffect, useState } from "../html.js";
import * as account from "../account.js";
import { Problem } from "../api.js";
import { BareScreen } from "../parts/frame.js";
import { Link, go } from "../router.js";
import { started } from "../start.js";
import { app } from "../state.js";
import { deviceGet, deviceSet } from "../store.js";
import { t } from "../i18n.js";

/** What was refused, in the phone's words where it has some. @param {{code?: string, message: string}} error */
const refused = (error) => ({
  email_password_mismatch: t("That e-mail and password do not go together. Check both and try again."), required: t("Please fill this in."),
}[error.code] || error.message);

/** A form that sends itself once and shows what was refused, at its field. */
function Form({ fields, send, word, done }) {
  const [values, setValues] = useState({});
  const [errors, setErrors] = useState([]);
  const [busy, setBusy] = useState(false);
  const submit = async (event) => {
    event.preventDefault();
    setBusy(true);
    setErrors([]);
    try {
      const answer = await send(values);
      if (answer.errors.length) setErrors(answer.errors);
      else await done(answer, values);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      setErrors([{ message: error.status === 0 ? t("No connection. This needs the network.")
        : error.status === 429 ? t("Too many tries. Wait a few minutes, then try again.") : error.message }]);
    } finally {
      setBusy(false);
    }
  };
  const wrong = (name) => errors.find((error) => error.param === name);
  const general = errors.filter((error) => !fields.some((field) => field.name === error.param));
  return html`<form class="stack" onSubmit=${submit} novalidate>
    ${fields.map(({ name, label, ...rest }) => html`<div class="field" key=${name}><label for=${name}>${label}</label>
      <input id=${name} name=${name} required ...${rest} value=${values[name] || ""} aria-invalid=${wrong(name) ? "true" : null}
        aria-describedby=${wrong(name) ? `${name}-wrong` : null}
        onInput=${(event) => setValues({ ...values, [name]: event.target.value })} />
      ${wrong(name) && html`<p class="wrong" id=${`${name}-wrong`}>${refused(wrong(name))}</p>`}</div>`)}
    ${general.length > 0 && html`<p class="notice act" role="alert">${general.map(refused).join(" ")}</p>`}
    <button class="button full" disabled=${busy}>${word}</button></form>`;
}

const EMAIL = { name: "email", label: t("E-mail"), type: "email", autocomplete: "username", inputmode: "email", autocapitalize: "none" };
const PASSWORD = { name: "password", label: t("Password"), type: "password", autocomplete: "current-password" };
const NEW_PASSWORD = { name: "password", label: t("New password, at least 10 characters"), type: "password", autocomplete: "new-password" };

/** Where the answer leads: in, or to the next step. */
async function follow(answer) {
  if (answer.signedIn) {
    await started();
    const next = (await deviceGet("after_sign_in")) || "/today";
    await deviceSet("after_sign_in", null);
    go(next, { replace: true });
  } else if (answer.pending.includes("verify_email")) go("/verify-email");
  else if (answer.pending.includes("mfa_authenticate")) go("/signin/code");
}

export function SignIn() {
  useEffect(() => { void account.session().catch(() => {}); }, []);
  const again = app.me && app.sync.state === "signin";
  return html`<${BareScreen} title=${t("Sign in")}>
    ${again && html`<p class="notice">${t("Please sign in again. What you logged is kept on this phone and will be sent.")}</p>`}
    <${Form} fields=${[EMAIL, PASSWORD]} word=${t("Sign in")} send=${({ email, password }) => account.signIn(email, password)} done=${follow} />
    <div class="stack tight centre"><${Link} to="/signup" class="button bare">${t("Make an account")}<//>
      <${Link} to="/reset-password" class="button bare">${t("Forgot your password?")}<//></div>
  <//>`;
}

export const SecondFactor = () => html`<${BareScreen} title=${t("One more step")}>
  <p>${t("Enter the code from your authenticator app.")}</p>
  <${Form} fields=${[{ name: "code", label: t("Code"), inputmode: "numeric", autocomplete: "one-time-code" }]} word=${t("Continue")}
    send=${({ code }) => account.secondFactor(code)} done=${follow} /><//>`;

export function SignUp() {
  useEffect(() => { void account.session().catch(() => {}); }, []);
  return html`<${BareScreen} title=${t("Make an account")}>
    <p class="quiet">${t("For people aged 16 and over.")}</p>
    <${Form} fields=${[EMAIL, NEW_PASSWORD]} word=${t("Make an account")} send=${({ email, password }) => account.signUp(email, password)} done=${follow} />
    <div class="centre"><${Link} to="/signin" class="button bare">${t("I have an account")}<//></div><//>`;
}

export function VerifyEmail({ rest }) {
  const [state, setState] = useState(rest ? "working" : "sent");
  useEffect(() => {
    if (!rest) return;
    void (async () => {
      try {
        await account.session();
        const answer = await account.verifyEmail(decodeURIComponent(rest));
        setState(answer.errors.length || ![200, 401].includes(answer.status) ? "bad" : "good");
        if (answer.signedIn) await follow(answer);
      } catch {
        setState("away");
      }
    })();
  }, [rest]);
  const words = {
    sent: t("We have sent you an e-mail. Open the link in it to confirm your address."),
    working: t("Confirming your address."), good: t("Your address is confirmed. You can sign in now."),
    bad: t("This link no longer works. Sign in to get a new one."), away: t("No connection. Open the link again when you have one."),
  };
  return html`<${BareScreen} title=${t("Confirm your e-mail")}><p role="status">${words[state]}</p>
    ${state !== "working" && html`<${Link} to="/signin" class="button full">${t("Sign in")}<//>`}<//>`;
}

export function ResetPassword({ rest }) {
  const [sent, setSent] = useState(false);
  useEffect(() => { void account.session().catch(() => {}); }, []);
  if (rest) {
    return html`<${BareScreen} title=${t("New password")}><${Form} fields=${[NEW_PASSWORD]} word=${t("Set new password")}
      send=${({ password }) => account.resetPassword(decodeURIComponent(rest), password)}
      done=${(answer) => (answer.signedIn ? follow(answer) : go("/signin"))} /><//>`;
  }
  return html`<${BareScreen} title=${t("Forgot your password?")}>
    ${sent ? html`<p role="status">${t("If there is an account with this address, an e-mail is on its way.")}</p>`
      : html`<${Form} fields=${[EMAIL]} word=${t("Send me a link")} send=${({ email }) => account.askReset(email)} done=${() => setSent(true)} />`}
    <div class="centre"><${Link} to="/signin" class="button bare">${t("Back to sign in")}<//></div><//>`;
}
