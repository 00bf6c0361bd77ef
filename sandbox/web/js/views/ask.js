/** A small window of the page's own that asks for a line. */

import { el, freshId } from "../parts/dom.js";

/** Ask for one text. Resolves to it, or null if the window was left. */
export function ask({ title, label, most = 100, action, value = "" }) {
  const ids = { title: freshId("ask"), line: freshId("ask") };
  const line = el("input", { id: ids.line, maxlength: most, required: true, value });
  const dialog = el(
    "dialog",
    { class: "dialog", "aria-labelledby": ids.title },
    el(
      "form",
      { method: "dialog" },
      el("h2", { id: ids.title }, title),
      el("label", { for: ids.line }, label),
      line,
      el(
        "div",
        { class: "dialog-actions" },
        el("button", { type: "button", class: "button", on: { click: () => dialog.close() } }, "Cancel"),
        el("button", { type: "submit", class: "button primary", value: "yes" }, action),
      ),
    ),
  );
  document.body.append(dialog);
  dialog.showModal();
  line.select();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "yes" ? line.value.trim() : null);
    });
  });
}
