/** Faults: what can go wrong between the bot and Discord, switched on by hand. */

import { el, freshId, iconButton } from "../parts/dom.js";
import { faultInputs, faultOptions, faultWords, strikesCalls } from "./fault_choice.js";
import { listed } from "./inspector_calls.js";

export class Faults {
  title = "Faults";

  constructor(app) {
    this.app = app;
    this.what = el("select", { id: freshId("fault"), on: { change: () => this.#ask() } }, faultOptions());
    this.more = el("div", { class: "fault-more" });
    this.route = el("input", {
      id: freshId("fault"),
      placeholder: "any call",
      autocomplete: "off",
      "aria-describedby": "fault-route-hint",
    });
    this.times = el("input", { id: freshId("fault"), type: "number", min: 1, max: 1000, value: "1" });
    this.calls = el(
      "div",
      { class: "fault-more" },
      el("label", { for: this.route.id }, "For which route"),
      this.route,
      el("p", { class: "hint", id: "fault-route-hint" }, "For example /channels/*/messages; empty for any."),
      el("label", { for: this.times.id }, "How many of the bot's next calls"),
      this.times,
    );
    app.topics.on("place", () => this.inputs && this.#ask());
    this.list = el("ul", { class: "faults" });
    const form = el(
      "form",
      { class: "fault-form" },
      el("label", { for: this.what.id }, "What goes wrong"),
      this.what,
      this.more,
      this.calls,
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

  /** Ask for what the chosen fault needs. */
  #ask() {
    this.inputs = faultInputs(this.app, this.what.value);
    this.more.replaceChildren(...this.inputs.nodes);
    this.calls.hidden = !strikesCalls(this.what.value);
  }

  async look() {
    if (!this.inputs) this.#ask();
    const faults = listed(await this.app.api.control("GET", "faults"), "faults");
    const rows = faults.map((fault) =>
      el(
        "li",
        {},
        el(
          "span",
          {},
          faultWords(fault.what),
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
    const route = this.route.value.trim();
    const calls = { times: Number(this.times.value) || 1, ...(route ? { route } : {}) };
    const body = { what, ...this.inputs.told(), ...(strikesCalls(what) ? calls : {}) };
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
