/** A slash command being filled in: required options first, optional ones on demand, then Run. */

import { el, freshId, iconButton, isTyping } from "../parts/dom.js";
import { commandData } from "../state/commands.js";
import { optionField } from "./option_fields.js";

export class CommandForm {
  #fields = new Map();

  /**
   * `values`: options to fill in from the start, `{name: words}`. With `typed` these are a person's own words, which
   * stand as they are unless they name a choice; `leftover` are words that no option could take.
   */
  constructor(app, leaf, onClose, { values = {}, typed = false, leftover = "" } = {}) {
    this.app = app;
    this.leaf = leaf;
    this.channel = app.channel;
    this.onClose = onClose;
    this.fieldset = el("div", { class: "options" });
    this.more = el("div", { class: "more-options" });
    this.problem = el("p", { class: "problem", role: "alert", hidden: true });
    this.run = el("button", { type: "submit", class: "button primary" }, "Run");
    const title = freshId("command");
    this.node = el(
      "form",
      { class: "command-form", "aria-labelledby": title, novalidate: true },
      el(
        "div",
        { class: "command-head" },
        el("strong", { id: title }, `/${leaf.name}`),
        el("span", { class: "faint" }, leaf.description),
        iconButton("close", "Leave the command", onClose),
      ),
      this.fieldset,
      this.more,
      this.problem,
      el(
        "div",
        { class: "command-actions" },
        this.run,
        el("span", { class: "faint keys" }, "Enter runs · Escape leaves"),
      ),
    );
    for (const option of leaf.options)
      if (option.required || option.name in values) this.#add(option).fill?.(values[option.name], typed);
    this.#offerMore();
    this.#complain(this.#unfit(values, leftover));
    this.node.addEventListener("submit", (event) => (event.preventDefault(), this.#submit()));
    this.node.addEventListener(
      "keydown",
      (event) => event.key === "Escape" && !event.defaultPrevented && (event.stopPropagation(), onClose()),
    );
  }

  /** To what wants filling in: an empty option, else what could be added if nothing is filled in yet, else Run. */
  focus() {
    const fields = [...this.#fields.values()];
    const empty = fields.find((field) => !field.filled);
    const chip = fields.length ? null : this.more.querySelector(".chip");
    (empty ?? chip ?? this.run).focus();
  }

  /** What of the words given at the start fits nowhere, said in words. */
  #unfit(values, leftover) {
    const wrong = [...this.#fields]
      .filter(([name, field]) => values[name] && !field.filled)
      .map(([name, { fill, shown }]) =>
        fill ? `“${values[name]}” is no choice of ${shown}.` : `Choose the ${shown} here.`,
      );
    if (leftover) wrong.push(`/${this.leaf.name} has no option for “${leftover}”.`);
    return wrong.join(" ");
  }

  #add(option) {
    const field = optionField(this.app, option, (typed) => this.#choices(option, typed));
    const remove = option.required ? null : iconButton("close", `Leave out ${option.shown}`, () => this.#remove(option));
    const label = el(
      "div",
      { class: "option-label" },
      el(
        "label",
        { for: field.id },
        option.shown,
        option.required && el("span", { class: "faint" }, " (needed)"),
      ),
      remove,
    );
    const hint = el("p", { class: "hint", id: field.hintId }, option.description);
    field.wrap = el("div", { class: "option" }, label, field.node, hint);
    this.#fields.set(option.name, field);
    this.fieldset.append(field.wrap);
    return field;
  }

  /** A chip that typing goes through: the first character (or what is pasted) is the option's already. */
  #chip(option) {
    const open = () => {
      const field = this.#add(option);
      this.#offerMore();
      field.focus();
      return field;
    };
    const paste = (event) => {
      event.preventDefault();
      open().fill?.(event.clipboardData.getData("text").trim(), true);
    };
    return el(
      "button",
      {
        type: "button",
        class: "chip",
        title: option.description,
        on: { click: open, keydown: (event) => isTyping(event) && open(), paste },
      },
      `+ ${option.shown}`,
    );
  }

  #remove(option) {
    this.#fields.get(option.name).wrap.remove();
    this.#fields.delete(option.name);
    this.#offerMore();
    this.focus();
  }

  #offerMore() {
    const left = this.leaf.options.filter(({ name }) => !this.#fields.has(name));
    this.more.replaceChildren(
      ...(left.length ? [el("span", { class: "faint" }, "Optional:"), ...left.map((option) => this.#chip(option))] : []),
    );
  }

  /** What is filled in so far; files are named by their place among the attachments. */
  #values(files, focused = null) {
    const values = [];
    for (const [name, field] of this.#fields) {
      const value = field.value();
      if (name === focused?.name) values.push({ ...focused, focused: true });
      else if (value instanceof File) values.push({ type: field.type, name, value: String(files.push(value) - 1) });
      else if (value !== undefined) values.push({ type: field.type, name, value });
    }
    return values;
  }

  /** The bot's choices for an option being typed. */
  #choices(option, typed) {
    const focused = { type: option.type, name: option.name, value: typed };
    const values = this.#values([], focused).filter(({ type }) => type !== 11);
    return this.app.interactions.choices(this.channel, this.leaf, commandData(this.leaf, values));
  }

  #complain(words, field) {
    this.problem.textContent = words;
    this.problem.hidden = !words;
    field?.focus();
  }

  async #submit() {
    await Promise.all([...this.#fields.values()].map(({ settled }) => settled));
    for (const field of this.#fields.values()) {
      const wrong = field.wrong();
      if (wrong) return this.#complain(wrong, field);
    }
    this.#complain("");
    this.run.disabled = true;
    const files = [];
    const values = this.#values(files);
    const attachments = await this.app.attempt(() => this.app.api.upload(this.channel.id, files));
    this.run.disabled = false;
    if (!attachments) return undefined;
    const data = commandData(this.leaf, values, attachments);
    const label = `/${this.leaf.name}`;
    this.onClose(true);
    const outcome = await this.app.interactions.command(this.channel, this.leaf, data, { label });
    if (!outcome.ok && outcome.words) this.app.complain(`${label}: ${outcome.words}`);
    return undefined;
  }
}
