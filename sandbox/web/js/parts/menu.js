/** A menu of things to do (ARIA menu): arrows move, Enter does, Escape leaves. */

import { el, icon } from "./dom.js";
import { popup } from "./popup.js";

/**
 * Open a menu by `anchor`. Entries: `{text, icon, danger, act}`, `{heading}`, or nothing. `more` are entries still to
 * come (a promise of them), which join if the menu is still open then.
 */
export function menu(anchor, label, entries, more) {
  const rows = (some) => some.filter(Boolean).map((entry) => row(entry, () => shut()));
  const node = el("div", { class: "menu", role: "menu", "aria-label": label }, rows(entries));
  const shut = popup(anchor, node);
  more?.then((late) => node.append(...rows(late)));
  const all = () => [...node.querySelectorAll('[role="menuitem"]')];
  node.addEventListener("keydown", (event) => {
    const items = all();
    const at = items.indexOf(document.activeElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[event.key];
    if (event.key === "Tab") shut();
    if (to === undefined) return;
    event.preventDefault();
    items.at(to % items.length)?.focus();
  });
  all()[0]?.focus();
}

function row(entry, close) {
  if (entry.heading) return el("p", { class: "menu-heading", role: "presentation" }, entry.heading);
  const act = () => {
    close();
    entry.act();
  };
  return el(
    "button",
    {
      type: "button",
      role: "menuitem",
      tabindex: -1,
      class: `menu-item ${entry.danger ? "danger" : ""}`,
      on: { click: act },
    },
    icon(entry.icon ?? "more"),
    entry.text,
  );
}
