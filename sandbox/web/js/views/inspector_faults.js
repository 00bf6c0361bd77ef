/** Faults: what can go wrong between the bot and Discord, switched on by hand. */

import { el, freshId, iconButton } from "../parts/dom.js";
import { listed } from "./inspector_calls.js";

const KINDS = {
  error_before: "Discord answers 500, and nothing has happened",
  error_after: "Discord answers 500, though it has happened",
  drop_before: "The connection is cut, and nothing has happened",
  drop_after: "The connection is cut, though it has happened",
  hold_before: "No answer ever comes, and nothing has happened",
  hold_after: "No answer ever comes, though it has happened",
  rate_limited: "Discord says: too many requests (429)",
  slow: "The answer comes three seconds late",
  disconnect: "The bot's live connection is cut",
  invalid_session: "The bot's session is declared invalid",
};
const EXTRA = { slow: { ms: 3000 }, rate_limited: { retry_after: 2 } };

export class Faults {
  title = "Faults";

  constructor(app) {
    this.app = app;
    this.what = el(
      "select",
      { id: freshId("fault") },
      Object.entries(KINDS).map(([value, words]) => el("option", { value }, words)),
    );
    this.route = el("input", {
      id: freshId("fault"),
      placeholder: "any call",
      autocomplete: "off",
      "aria-describedby": "fault-route-hint",
    });
    this.times = el("input", { id: freshId("fault"), type: "number", min: 1, max: 1000, value: "1" });
    this.list = el("ul", { class: "faults" });
    const form = el(
      "form",
      { class: "fault-form" },
      el("label", { for: this.what.id }, "What goes wrong"),
      this.what,
      el("label", { for: this.route.id }, "For which route"),
      this.route,
      el("p", { class: "hint", id: "fault-route-hint" }, "For example /channels/*/messages; empty for any."),
      el("label", { for: this.times.id }, "How many of the bot's next calls"),
      this.times,
      el("button", { type: "submit", class: "button primary" }, "Switch on"),
    );
    form.addEventListener("submit", (event) => (event.preventDefault(), this.#add()));
    this.node = el(
      "div",
      {},
      el(
        "p",
        { class: "hint" },
        "Make something go wrong for the bot, and watch how it copes. People are not affected.",
      ),
      form,
      el("h3", {}, "Switched on"),
      this.list,
    );
  }

  async look() {
    const faults = listed(await this.app.api.control("GET", "faults"), "faults");
    const rows = faults.map((fault) =>
      el(
        "li",
        {},
        el(
          "span",
          {},
          KINDS[fault.what] ?? fault.what,
          el(
            "span",
            { class: "faint" },
            fault.tripped ? ` · struck ${fault.calls.length || 1} times` : " · not yet struck",
          ),
        ),
        iconButton("close", "Switch off", () => this.#remove(fault.id)),
      ),
    );
    this.list.replaceChildren(...(rows.length ? rows : [el("li", { class: "faint" }, "None.")]));
  }

  async #add() {
    const what = this.what.value;
    const body = {
      what,
      times: Number(this.times.value) || 1,
      ...EXTRA[what],
      ...(this.route.value.trim() ? { route: this.route.value.trim() } : {}),
    };
    await this.#change(() => this.app.api.control("POST", "faults", body));
  }

  async #remove(id) {
    await this.#change(() => this.app.api.control("DELETE", `faults/${id}`));
  }

  async #change(act) {
    await this.app.attempt(act);
    await this.app.attempt(() => this.look());
  }
}
