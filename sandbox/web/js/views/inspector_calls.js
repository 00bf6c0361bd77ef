/** The bot's REST calls, the latest first. */

import { el } from "../parts/dom.js";

const SHOWN = 100;
const REASONS = { 0: "no answer yet", 2: "done", 3: "redirected", 4: "refused", 5: "failed" };

export class Calls {
  title = "Calls";
  #calls = [];
  #seen = 0;

  constructor(app) {
    this.app = app;
    this.summary = el("p", { class: "faint", role: "status" });
    this.list = el("ol", { class: "calls", reversed: true });
    this.node = el(
      "div",
      {},
      el("p", { class: "hint" }, "What the bot has asked of Discord, the latest first. Open one to see what it sent."),
      this.summary,
      this.list,
    );
  }

  async look() {
    const waiting = this.#calls.find(({ status }) => status === null);
    const after = waiting ? waiting.seq - 1 : this.#seen;
    const told = listed(await this.app.api.control("GET", `calls?after=${after}`), "calls");
    if (!told.length) return this.#sum();
    const fresh = new Set(told.map(({ seq }) => seq));
    this.#calls = [...this.#calls.filter(({ seq }) => !fresh.has(seq)), ...told].slice(-SHOWN);
    this.#seen = this.#calls.at(-1).seq;
    const open = new Set([...this.list.querySelectorAll("details[open]")].map(({ dataset }) => dataset.seq));
    this.list.replaceChildren(...[...this.#calls].reverse().map((call) => row(call, open.has(String(call.seq)))));
    return this.#sum();
  }

  #sum() {
    this.summary.textContent = this.#calls.length ? `${this.#seen.toLocaleString()} calls so far.` : "No calls yet.";
  }
}

/** The list in an answer that is either the list or an object that holds it. */
export function listed(answer, key) {
  return Array.isArray(answer) ? answer : (answer?.[key] ?? []);
}

/** A route with its blanks left blank: `/channels/…/messages`. */
function briefly(route) {
  return route.replace(/\{[^}]*\}/g, "…");
}

function row(call, open) {
  const kind = call.status === null ? 0 : Math.floor(call.status / 100);
  const took =
    call.duration_ms === null
      ? ""
      : `${call.duration_ms < 10 ? call.duration_ms.toFixed(1) : Math.round(call.duration_ms)} ms`;
  const head = el(
    "summary",
    {},
    el("span", { class: `call-status kind-${kind}`, title: REASONS[kind] }, call.status ?? "…"),
    el("span", { class: "call-method" }, call.method),
    el("code", { class: "call-route", title: call.path }, briefly(call.route || call.path)),
    el("span", { class: "faint" }, took),
  );
  const sent =
    call.request === null || call.request === undefined
      ? "Nothing was sent along."
      : JSON.stringify(call.request, null, 2);
  return el(
    "li",
    {},
    el(
      "details",
      { open, data: { seq: String(call.seq) } },
      head,
      el("p", { class: "faint" }, call.path, call.code ? ` · code ${call.code}` : ""),
      el("pre", { tabindex: 0 }, sent),
    ),
  );
}
