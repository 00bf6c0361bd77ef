/**
 * The panel beside: what the bot just asked of Discord, faults to switch on, and what Discord would not have
 * understood.
 */

import { el, freshId, icon, iconButton } from "../parts/dom.js";
import { Calls } from "./inspector_calls.js";
import { Faults } from "./inspector_faults.js";
import { Violations } from "./inspector_violations.js";

const LOOK_EVERY_MS = 1500;

export class Inspector {
  constructor(app) {
    this.app = app;
    this.tabs = [new Calls(app), new Faults(app), new Violations(app)];
    this.node = el("aside", { class: "inspector", id: "inspector", "aria-label": "Under the bonnet", hidden: true });
    this.node.append(
      el(
        "header",
        { class: "inspector-head" },
        this.#tablist(),
        iconButton("close", "Close the panel", () => this.toggle(false)),
      ),
      ...this.tabs.map(({ panel }) => panel),
    );
    this.button = el(
      "button",
      {
        type: "button",
        class: "button small",
        "aria-expanded": "false",
        "aria-controls": "inspector",
        on: { click: () => this.toggle() },
      },
      icon("gauge"),
      el("span", { class: "wide-only" }, "What the bot does"),
    );
    this.button.setAttribute("aria-label", "What the bot does: calls and faults");
    app.topics.on("panel", (opened) => opened !== this && this.toggle(false, { refocus: false }));
    setInterval(() => this.#look(), LOOK_EVERY_MS);
  }

  #tablist() {
    const list = el("div", { role: "tablist", class: "tabs", "aria-label": "Under the bonnet" });
    for (const tab of this.tabs) {
      const id = freshId("tab");
      tab.panel = el("div", { role: "tabpanel", class: "tab-panel", "aria-labelledby": id, tabindex: 0 }, tab.node);
      tab.button = el(
        "button",
        { type: "button", role: "tab", id, class: "tab", on: { click: () => this.#select(tab) } },
        tab.title,
      );
    }
    list.append(...this.tabs.map(({ button }) => button));
    list.addEventListener("keydown", ({ key }) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[key];
      if (!step) return;
      const at = this.tabs.indexOf(this.selected) + step;
      this.#select(this.tabs.at(at % this.tabs.length));
      this.selected.button.focus();
    });
    this.#select(this.tabs[0]);
    return list;
  }

  #select(chosen) {
    this.selected = chosen;
    for (const tab of this.tabs) {
      tab.panel.hidden = tab !== chosen;
      tab.button.setAttribute("aria-selected", String(tab === chosen));
      tab.button.tabIndex = tab === chosen ? 0 : -1;
    }
    this.#look();
  }

  toggle(open = this.node.hidden, { refocus = true } = {}) {
    if (open === !this.node.hidden) return;
    this.node.hidden = !open;
    this.button.setAttribute("aria-expanded", String(open));
    document.body.classList.toggle("inspecting", open);
    if (open) {
      this.app.topics.tell("panel", this);
      this.#look();
    } else if (refocus) this.button.focus();
  }

  async #look() {
    if (!this.node || this.node.hidden || document.visibilityState !== "visible") return;
    await this.selected.look().catch((refusal) => this.selected.node.setAttribute("title", refusal.message));
  }
}
