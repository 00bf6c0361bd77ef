/** A button that opens a searchable list: for servers, people, select menus and command options. */

import { el, freshId, icon, isTyping } from "./dom.js";
import { Listbox } from "./listbox.js";
import { popup } from "./popup.js";

const SHOWN_AT_ONCE = 50;
const SEARCH_FROM = 8;

/** Items whose title or detail holds the typed text, at most 50, with a word about the rest. */
export function search(items, typed) {
  const query = typed.trim().toLowerCase();
  const found = items.filter(({ title, detail }) => `${title} ${detail ?? ""}`.toLowerCase().includes(query));
  return { found: found.slice(0, SHOWN_AT_ONCE), more: Math.max(0, found.length - SHOWN_AT_ONCE) };
}

/**
 * Open a list by `anchor`. `items()` gives all items; `onPick(item)` hears of one and closes, or with `several`
 * `onDone(items)` hears of all picked (`fewest` to `most` of them).
 */
export function choose(
  anchor,
  { label, items, onPick, onDone, several = false, fewest = 1, most = 1, picked = [], above = false },
) {
  const list = new Listbox({ label, several, onPick: (item) => (several ? settle() : (close(), onPick(item))) });
  for (const item of picked) list.picked.set(item.key, item);
  const input = el("input", {
    type: "search",
    class: "picker-search",
    placeholder: "Search",
    "aria-label": `Search: ${label}`,
    autocomplete: "off",
  });
  const rest = el("p", { class: "picker-rest", role: "status" });
  const done = several && el("button", { type: "button", class: "button primary" }, "Done");
  const all = items();
  const node = el("div", { class: "picker-popup" }, input, list.node, rest, done);
  const show = () => {
    const { found, more } = search(all, input.value);
    list.show(found);
    rest.textContent = more ? `${more} more: type to narrow.` : "";
  };
  function settle() {
    done.disabled = list.picked.size < fewest || list.picked.size > most;
    rest.textContent = list.picked.size > most ? `At most ${most}.` : "";
  }
  list.drive(input);
  input.addEventListener("input", show);
  input.addEventListener("keydown", (event) => list.key(event));
  show();
  if (all.length < SEARCH_FROM) input.classList.add("keys-only");
  anchor.setAttribute("aria-expanded", "true");
  const close = popup(anchor, node, { above, onClose: () => anchor.setAttribute("aria-expanded", "false") });
  if (several) {
    settle();
    done.addEventListener("click", () => (close(), onDone([...list.picked.values()])));
  }
  input.focus();
}

/**
 * A picker button for forms and messages. `value` holds the picked items (a list), `set(items)` changes them;
 * `onChange(items)` hears of it.
 * Options as for `choose`, and `placeholder`, `disabled`, `data`.
 */
export function picker({
  label,
  placeholder,
  items,
  several,
  fewest = 1,
  most = 1,
  value = [],
  onChange,
  disabled,
  data,
  describedBy,
}) {
  const shown = el("span", { class: "picker-value" });
  const id = freshId("picker");
  const button = el(
    "button",
    {
      type: "button",
      class: "picker",
      id,
      "aria-haspopup": "listbox",
      "aria-expanded": "false",
      "aria-describedby": describedBy,
      disabled: Boolean(disabled),
      data,
    },
    shown,
    icon("down"),
  );
  const self = { node: button, value, focus: () => button.focus() };
  const draw = () => {
    const text = self.value.map(({ title }) => title).join(", ");
    shown.textContent = text || placeholder;
    shown.classList.toggle("is-placeholder", !text);
    button.setAttribute("aria-label", `${label}: ${text || placeholder}`);
  };
  const take = (picked) => {
    self.value = picked;
    draw();
    onChange?.(picked);
  };
  button.addEventListener("keydown", (event) => isTyping(event) && button.click());
  button.addEventListener("click", () =>
    choose(button, {
      label,
      items,
      several,
      fewest,
      most,
      picked: self.value,
      onPick: (item) => take([item]),
      onDone: take,
    }),
  );
  self.set = take;
  draw();
  return self;
}
