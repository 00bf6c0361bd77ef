/**
 * A text input with suggestions that the bot gives while one types (ARIA combobox). What was typed may stand without
 * any of them.
 */

import { el } from "../parts/dom.js";
import { Listbox } from "../parts/listbox.js";

const PAUSE_MS = 250;

/** `choices(typed)` resolves to `[{name, value}]`, or null if the bot was silent. */
export function combobox({ props, label, choices }) {
  const input = el("input", { type: "text", autocomplete: "off", ...props });
  const list = new Listbox({ label: `Suggestions for ${label}`, onPick: (item) => pick(item) });
  const drop = el("div", { class: "suggestions", hidden: true }, list.node);
  list.drive(input);
  list.release();
  let picked = null;
  let asked = 0;
  let timer = 0;
  const hide = () => {
    asked += 1;
    clearTimeout(timer);
    drop.hidden = true;
    list.release();
  };
  const pick = (item) => {
    picked = item;
    input.value = item.title;
    hide();
  };
  const open = (items, words) => {
    list.show(items, words);
    list.drive(input);
    drop.hidden = false;
  };
  const suggest = async () => {
    asked += 1;
    const mine = asked;
    if (drop.hidden) open([], "Asking the bot…");
    const found = await choices(input.value);
    if (mine !== asked || document.activeElement !== input) return;
    open((found ?? []).map(item), found ? "The bot knows nothing that fits." : "The bot did not answer in time.");
  };
  input.addEventListener("input", () => {
    picked = null;
    clearTimeout(timer);
    timer = setTimeout(suggest, PAUSE_MS);
  });
  input.addEventListener("focus", () => !picked && suggest());
  input.addEventListener("blur", hide);
  input.addEventListener("keydown", (event) => {
    if (drop.hidden) {
      if (event.key === "ArrowDown") suggest();
      return;
    }
    if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      hide();
    } else if (event.key === "Tab" && list.active >= 0 && input.value) pick(list.items[list.active]);
    else list.key(event);
  });
  const value = () => (picked ? picked.value : input.value.trim() || undefined);
  return {
    node: el("div", { class: "combobox" }, input, drop),
    value,
    text: () => input.value.trim(),
    set: async (words, typed) => {
      input.value = words;
      const found = ((await choices(words)) ?? []).map(item);
      const first = typed ? found.find(({ title }) => title.toLowerCase() === words.toLowerCase()) : found[0];
      if (first && input.value === words) pick(first);
    },
    focus: () => input.focus(),
  };
}

function item({ name, name_localized: shown, value }) {
  return { key: String(value), title: shown ?? name, value };
}
