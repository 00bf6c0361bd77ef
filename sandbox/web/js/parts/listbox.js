/** A list of things to pick one (or several) of, driven by keys from an input or from itself (ARIA listbox). */

import { el, freshId, icon } from "./dom.js";

/**
 * Items are `{key, title, detail, mark, group, value}`; `onPick(item)` gets the one picked. With `several`, picked
 * items stay picked and `picked` (a Map by key) holds them.
 */
export class Listbox {
  constructor({ label, onPick, several = false }) {
    this.onPick = onPick;
    this.several = several;
    this.picked = new Map();
    this.items = [];
    this.active = -1;
    this.node = el("ul", {
      class: "listbox",
      role: "listbox",
      id: freshId("list"),
      "aria-label": label,
      "aria-multiselectable": several,
    });
    this.node.addEventListener("pointerdown", (event) => event.preventDefault());
  }

  /** Show these items; `empty` is said if there are none. */
  show(items, empty = "Nothing fits.") {
    this.items = items;
    this.active = -1;
    let group = null;
    const rows = items.flatMap((item, n) => {
      const heading =
        item.group && item.group !== group
          ? [el("li", { class: "listbox-group", role: "presentation" }, item.group)]
          : [];
      group = item.group ?? group;
      return [...heading, this.#row(item, n)];
    });
    this.node.replaceChildren(
      ...(rows.length ? rows : [el("li", { class: "listbox-empty", role: "option", "aria-disabled": "true" }, empty)]),
    );
    if (items.length) this.#activate(0);
  }

  #row(item, n) {
    const chosen = this.picked.has(item.key) || item.chosen;
    return el(
      "li",
      {
        class: "listbox-item",
        role: "option",
        id: `${this.node.id}-${n}`,
        "aria-selected": String(Boolean(chosen)),
        data: { key: item.key },
        on: { click: () => this.#pick(n), pointermove: () => this.#activate(n, false) },
      },
      el("span", { class: "listbox-title" }, item.title, item.mark && el("span", { class: "badge" }, item.mark)),
      item.detail && el("span", { class: "listbox-detail" }, item.detail),
      chosen && icon("check"),
    );
  }

  #activate(n, scroll = true) {
    this.#option(this.active)?.classList.remove("active");
    this.active = n;
    const option = this.#option(n);
    option?.classList.add("active");
    if (scroll) option?.scrollIntoView({ block: "nearest" });
    this.input?.setAttribute("aria-activedescendant", option?.id ?? "");
  }

  #option(n) {
    return this.node.querySelector(`#${this.node.id}-${n}`);
  }

  #pick(n) {
    const item = this.items[n];
    if (!item) return;
    if (this.several) {
      if (this.picked.has(item.key)) this.picked.delete(item.key);
      else this.picked.set(item.key, item);
      this.#option(n).replaceWith(this.#row(item, n));
      this.#activate(n);
    }
    this.onPick(item);
  }

  /** Handle a key of the driving element; true if it was one for the list. */
  key(event) {
    const last = this.items.length - 1;
    const moves = {
      ArrowDown: this.active >= last ? 0 : this.active + 1,
      ArrowUp: this.active <= 0 ? last : this.active - 1,
      PageDown: Math.min(last, this.active + 8),
      PageUp: Math.max(0, this.active - 8),
    };
    if (event.key in moves && last >= 0) this.#activate(moves[event.key]);
    else if (event.key === "Enter" && this.active >= 0 && !event.isComposing) this.#pick(this.active);
    else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  }

  /** Let an input (which keeps the focus) drive the list. */
  drive(input) {
    this.input = input;
    for (const [name, value] of Object.entries({
      role: "combobox",
      "aria-autocomplete": "list",
      "aria-controls": this.node.id,
      "aria-expanded": "true",
    })) {
      input.setAttribute(name, value);
    }
  }

  /** Stop driving it. */
  release() {
    this.input?.setAttribute("aria-expanded", "false");
    this.input?.removeAttribute("aria-activedescendant");
    this.input = null;
  }
}
