/**
 * The guide: what whoever started the sandbox wants people to try first, step by step, beside the channel. It opens
 * by itself once, can be closed, and comes back with its button. Without a guide there is neither panel nor button.
 */

import { el, icon, iconButton } from "../parts/dom.js";
import { markdown } from "../text/markdown.js";

const SEEN = "sandbox.guide";
const NARROW = matchMedia("(max-width: 760px)");

export class Guide {
  told = null;

  constructor(app) {
    this.app = app;
    this.node = el("aside", { class: "inspector guide", id: "guide", "aria-label": "Guide", hidden: true });
    this.button = el(
      "button",
      {
        type: "button",
        class: "button small",
        "aria-expanded": "false",
        "aria-controls": "guide",
        "aria-label": "Guide: what to try",
        hidden: true,
        on: { click: () => this.toggle() },
      },
      icon("guide"),
      el("span", { class: "wide-only" }, "Guide"),
    );
    this.node.addEventListener("keydown", ({ key }) => key === "Escape" && this.toggle(false));
    app.topics.on("panel", (opened) => opened !== this && this.toggle(false, { refocus: false }));
  }

  /** Ask for the guide; on first sight in this tab it opens. */
  async start() {
    const told = await this.app.api.control("GET", "guide");
    if (!told) return;
    this.told = told;
    this.button.hidden = false;
    this.node.replaceChildren(
      el(
        "header",
        { class: "inspector-head" },
        el("h2", {}, told.title),
        iconButton("close", "Close the guide", () => this.toggle(false)),
      ),
      el(
        "div",
        { class: "guide-body", tabindex: -1 },
        told.intro && el("div", { class: "said" }, markdown(told.intro, this.app)),
        el(
          "ol",
          { class: "guide-steps" },
          told.steps.map((step) => this.#step(step)),
        ),
        told.more && el("div", { class: "said faint" }, markdown(told.more, this.app)),
      ),
    );
    if (sessionStorage.getItem(SEEN) !== told.title) this.toggle(true);
    sessionStorage.setItem(SEEN, told.title);
    this.app.topics.tell("places");
  }

  #step({ title, text, actions = [] }) {
    return el(
      "li",
      { class: "guide-step" },
      el("h3", {}, title),
      text && el("div", { class: "said" }, markdown(text, this.app)),
      el(
        "div",
        { class: "guide-actions" },
        actions.map((action) => this.#action(action)),
      ),
    );
  }

  #action(action) {
    const mark = icon("check");
    mark.classList.add("guide-done");
    const button = el("button", { type: "button", class: "button small" }, mark, action.text);
    button.addEventListener("click", async () => {
      if (NARROW.matches) this.toggle(false, { refocus: false });
      await this.#carryOut(action);
      button.classList.add("done");
    });
    return button;
  }

  /** Be somebody, go somewhere, then begin a command or let the clock go to what is due next. */
  async #carryOut({ as, in: place, command, options, clock }) {
    const { app } = this;
    const person = app.people.find(({ name }) => name === as);
    if (person && person.id !== app.person.id) await app.become(person);
    const channel = app.places.channelsOf(app.guildId).find(({ name }) => name === place);
    if (channel && channel.id !== app.channel?.id) await app.openChannel(channel.id);
    if (command) await app.composer.useCommand(command, options);
    if (clock === "next") await app.clockBar.toNext();
  }

  toggle(open = this.node.hidden, { refocus = true } = {}) {
    if (open === !this.node.hidden) return;
    this.node.hidden = !open;
    this.button.setAttribute("aria-expanded", String(open));
    document.body.classList.toggle("guided", open);
    if (open) {
      this.app.topics.tell("panel", this);
      if (NARROW.matches) this.node.querySelector(".guide-body")?.focus();
    } else if (refocus) this.button.focus();
  }
}
