/** The only door to the server: JSON in, JSON out, CSRF from the cookie, failures with their code. */

/** A refusal by the server, or no answer at all (`status` 0). */
export class Problem extends Error {
  /** @param {number} status @param {any} body @param {number|null} retryAfter seconds */
  constructor(status, body, retryAfter = null) {
    super((body && (body.detail || body.title)) || `HTTP ${status}`);
    this.status = status;
    this.body = body;
    this.code = (body && body.code) || "";
    this.errors = (body && body.errors) || [];
    this.retryAfter = retryAfter;
  }
}

function csrf() {
  const found = document.cookie.match(/(?:^|;\s*)(?:__Host-)?csrf(?:token)?=([^;]+)/);
  return found ? decodeURIComponent(found[1]) : "";
}

/** No write without a token: a fresh or wiped phone fetches one first, however quick the finger. */
async function ensureCsrf() {
  if (!csrf()) await fetch("/_allauth/browser/v1/auth/session", { credentials: "same-origin", cache: "no-store" });
}

/** @param {Response} answer */
function retryAfterOf(answer) {
  const value = answer.headers.get("Retry-After");
  if (!value) return null;
  const seconds = /^\d+$/.test(value) ? Number(value) : (Date.parse(value) - Date.now()) / 1000;
  return Number.isFinite(seconds) && seconds > 0 ? Math.min(seconds, 3600) : null;
}

/**
 * Send one request. Returns {status, body, etag}; 304 is an answer, not a failure.
 * @param {string} method @param {string} path @param {any} [body]
 * @param {{etag?: string|null, timeout?: number, accept?: number[]}} [options]
 */
export async function request(method, path, body, options = {}) {
  /** @type {Record<string, string>} */
  const headers = { Accept: "application/json" };
  const form = body instanceof FormData; // the browser writes its content type, with the boundary
  if (body !== undefined && !form) headers["Content-Type"] = "application/json";
  if (options.etag) headers["If-None-Match"] = options.etag;
  let answer;
  try {
    if (method !== "GET") {
      await ensureCsrf();
      headers["X-CSRFToken"] = csrf();
    }
    answer = await fetch(path, {
      method, headers, credentials: "same-origin", cache: "no-store", redirect: "error",
      body: body === undefined || form ? body : JSON.stringify(body),
      signal: AbortSignal.timeout(options.timeout ?? 20000),
    });
  } catch {
    throw new Problem(0, { detail: "No connection.", code: "offline" });
  }
  const text = answer.status === 304 || answer.status === 204 ? "" : await answer.text().catch(() => "");
  let parsed = null;
  try {
    parsed = text ? JSON.parse(text) : null;
  } catch {
    parsed = null; // a proxy's HTML page is no answer of ours
  }
  const accepted = answer.ok || answer.status === 304 || (options.accept || []).includes(answer.status);
  if (!accepted) throw new Problem(answer.status, parsed, retryAfterOf(answer));
  if (answer.status === 200 && parsed === null) throw new Problem(0, { code: "offline" });
  return { status: answer.status, body: parsed, etag: answer.headers.get("ETag") };
}

/** @param {string} path @param {any} [options] */
export const get = (path, options) => request("GET", `/api/v1${path}`, undefined, options);
/** @param {string} path @param {any} body */
export const post = (path, body) => request("POST", `/api/v1${path}`, body ?? {});
/** @param {string} path @param {File} file */
export function upload(path, file) {
  const form = new FormData();
  form.append("file", file);
  return request("POST", `/api/v1${path}`, form, { timeout: 15 * 60 * 1000 });
}
/** @param {string} path @param {any} body */
export const put = (path, body) => request("PUT", `/api/v1${path}`, body);
/** @param {string} path @param {any} body */
export const patch = (path, body) => request("PATCH", `/api/v1${path}`, body);
/** @param {string} path */
export const del = (path) => request("DELETE", `/api/v1${path}`);
