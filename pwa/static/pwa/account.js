/** Sign-up, sign-in, verification and reset through the account service's browser client. */
import { Problem, request } from "./api.js";

const BASE = "/_allauth/browser/v1";

/** @param {string} method @param {string} path @param {any} [body] */
async function call(method, path, body) {
  const answer = await request(method, BASE + path, body, { accept: [400, 401, 403, 409, 410] });
  if (answer.status === 403) throw new Problem(403, { detail: "Please reload the page.", code: "csrf" });
  return outcomeOf(answer.status, answer.body || {});
}

/** What happened, in the phone's words: {signedIn, user, pending, errors}. */
function outcomeOf(status, body) {
  const flows = (body.data && body.data.flows) || [];
  const pending = flows.filter((flow) => flow.is_pending).map((flow) => flow.id);
  const signedIn = status === 200 && !!(body.meta && body.meta.is_authenticated);
  return { status, signedIn, user: signedIn ? body.data.user : null, pending, errors: body.errors || [] };
}

/** The present session; also sets the CSRF cookie. */
export const session = () => call("GET", "/auth/session");
/** @param {string} email @param {string} password */
export const signIn = (email, password) => call("POST", "/auth/login", { email, password });
/** @param {string} email @param {string} password */
export const signUp = (email, password) => call("POST", "/auth/signup", { email, password });
/** @param {string} key */
export const verifyEmail = (key) => call("POST", "/auth/email/verify", { key });
export const resendVerification = () => call("POST", "/auth/email/verify/resend");
/** @param {string} code */
export const secondFactor = (code) => call("POST", "/auth/2fa/authenticate", { code });
/** @param {string} email */
export const askReset = (email) => call("POST", "/auth/password/request", { email });
/** @param {string} key @param {string} password */
export const resetPassword = (key, password) => call("POST", "/auth/password/reset", { key, password });
export const signOut = () => call("DELETE", "/auth/session");
