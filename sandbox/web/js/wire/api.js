/** Requests to the sandbox: Discord's REST routes as one person, and the sandbox's own controls. */

import { Refusal } from "./refusals.js";

const ROUTES = "/api/v10";
const LONGEST_WAIT_S = 5;

export class Api {
  /** The token whose person acts; set when somebody is chosen. */
  token = "";

  get(path) {
    return this.#discord("GET", path);
  }

  post(path, body = {}) {
    return this.#discord("POST", path, body);
  }

  patch(path, body) {
    return this.#discord("PATCH", path, body);
  }

  put(path, body) {
    return this.#discord("PUT", path, body);
  }

  delete(path) {
    return this.#discord("DELETE", path);
  }

  /** One of the sandbox's own controls, e.g. `control("POST", "clock", {advance_ms: 60000})`. */
  control(method, name, body) {
    return request(`/sandbox/${name}`, { method, ...json(body) });
  }

  /**
   * Store files for a message or command, as Discord's client does. Resolves to the stubs that its `attachments`
   * wants, ids "0", "1" ...
   */
  async upload(channelId, files) {
    if (!files.length) return [];
    const asked = files.map((file, n) => ({
      id: String(n),
      filename: file.name,
      file_size: file.size,
      is_clip: false,
    }));
    const { attachments } = await this.post(`/channels/${channelId}/attachments`, { files: asked });
    await Promise.all(
      attachments.map(({ upload_url: url }, n) => request(new URL(url).pathname, { method: "PUT", body: files[n] })),
    );
    return attachments.map(({ upload_filename: stored }, n) => ({
      id: String(n),
      filename: files[n].name,
      uploaded_filename: stored,
    }));
  }

  #discord(method, path, body) {
    const { headers, ...rest } = json(body);
    return request(ROUTES + path, { method, ...rest, headers: { ...headers, Authorization: this.token } });
  }
}

function json(body) {
  if (body === undefined) return {};
  return { body: JSON.stringify(body), headers: { "Content-Type": "application/json" } };
}

/** Resolves to the answer's JSON (null if none); rejects with a `Refusal`. Waits once for a short rate limit. */
async function request(url, options, again = true) {
  let response;
  try {
    response = await fetch(url, options);
  } catch {
    throw new Refusal(0, null);
  }
  const text = await response.text();
  const body = parse(text);
  if (response.ok) return body;
  if (response.status === 429 && again && (body?.retry_after ?? 1) <= LONGEST_WAIT_S) {
    await new Promise((resume) => setTimeout(resume, 1000 * (body?.retry_after ?? 1)));
    return request(url, options, false);
  }
  throw new Refusal(response.status, body);
}

function parse(text) {
  try {
    return text ? JSON.parse(text) : null;
  } catch {
    return { message: text.slice(0, 200) };
  }
}
