/**
 * @names and #channels while one types: what fits, and the names picked turned into Discord's mentions when the
 * message is sent. In the box stands the name, as on Discord.
 */

import { channelItems, roleItems, userItems } from "./candidates.js";

const BEGUN = /(?:^|[\s(])([@#])([^\s@#]{0,32})$/;
const SHOWN = 10;

export class Mentions {
  #picked = new Map();

  constructor(app, box) {
    this.app = app;
    this.box = box;
  }

  /** Items for what is being typed before the cursor, each with `pick()`; null if no name is being typed. */
  suggestions() {
    const before = this.box.value.slice(0, this.box.selectionStart);
    const begun = BEGUN.exec(before);
    if (!begun) return null;
    const [, sign, typed] = begun;
    const start = before.length - typed.length - 1;
    return fitting(this.#known(sign), typed)
      .slice(0, SHOWN)
      .map((item) => ({ ...item, pick: () => this.#insert(item, start) }));
  }

  #known(sign) {
    if (sign === "#") return channelItems(this.app).map((item) => ({ ...item, code: `<#${item.key}>` }));
    const people = userItems(this.app).map((item) => ({ ...item, title: `@${item.title}`, code: `<@${item.key}>` }));
    const roles = roleItems(this.app)
      .filter(({ key }) => key !== this.app.guildId)
      .map((item) => ({ ...item, detail: "role", code: `<@&${item.key}>` }));
    return [...people, ...roles];
  }

  #insert({ title, code }, start) {
    const name = title.startsWith("#") || title.startsWith("@") ? title : `#${title}`;
    this.#picked.set(name, code);
    this.box.setRangeText(`${name} `, start, this.box.selectionStart, "end");
    this.box.focus();
  }

  /** The text with the names that were picked as mentions. */
  encoded(text) {
    const names = [...this.#picked.keys()].sort((a, b) => b.length - a.length);
    return names.reduce((told, name) => told.replaceAll(name, this.#picked.get(name)), text);
  }

  forget() {
    this.#picked.clear();
  }
}

/** Items whose name begins with what was typed, then those that hold it. */
function fitting(items, typed) {
  const query = typed.toLowerCase();
  const place = ({ title }) => title.toLowerCase().replace(/^[@#]/, "").indexOf(query);
  return items.filter((item) => place(item) >= 0).sort((a, b) => Math.sign(place(a)) - Math.sign(place(b)));
}
