/** “You are”: the person at the page, and the chooser to be somebody else. */

import { el, icon } from "../parts/dom.js";
import { choose } from "../parts/picker.js";
import { Language } from "./language.js";
import { avatar } from "./message.js";

const STATUS = {
  connecting: "Connecting…",
  ready: "Connected",
  lost: "Connection lost, trying again…",
  refused: "The sandbox does not know this person any more. Reload the page.",
};

export class People {
  constructor(app) {
    this.app = app;
    this.button = el("button", {
      type: "button",
      class: "you",
      "aria-haspopup": "listbox",
      "aria-expanded": "false",
      on: { click: () => this.#choose() },
    });
    this.status = el("p", { class: "status", role: "status" });
    this.node = el("section", { class: "me", "aria-label": "Who you are" }, this.status, this.button, new Language(app).node);
    app.topics.on("connection", (status) => this.#tell(status));
    for (const topic of ["place", "people", "person"]) app.topics.on(topic, () => this.draw());
  }

  #tell(status) {
    this.status.textContent = STATUS[status];
    this.status.dataset.status = status;
  }

  draw() {
    const { person } = this.app;
    if (!person) return;
    const roles = rolesOf(this.app, person);
    this.button.replaceChildren(
      avatar(person, person.name),
      el(
        "span",
        { class: "you-words" },
        el("span", {}, "You are ", el("strong", {}, person.name)),
        el("span", { class: "faint" }, roles || "member"),
      ),
      icon("down"),
    );
  }

  #choose() {
    const items = () =>
      this.app.people.map((each) => ({
        key: each.id,
        title: each.name,
        detail: rolesOf(this.app, each) || "member",
        chosen: each.id === this.app.person.id,
        value: each,
      }));
    choose(this.button, { label: "Be somebody", items, above: true, onPick: ({ value }) => this.app.become(value) });
  }
}

/** A person's roles in the server shown, else those the sandbox lists. */
function rolesOf({ places, guildId }, person) {
  const known = places.member(guildId, person.id)
    ? places.rolesOf(guildId, person.id).map(({ name }) => name)
    : (person.roles ?? []);
  const owns = places.guild(guildId)?.owner_id === person.id ? ["owner"] : [];
  return [...known, ...owns].join(", ");
}
