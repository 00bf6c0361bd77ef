/** Small dialogs of the page's own that ask for a line or a longer text. */

import { el, freshId } from "../parts/dom.js";

/** Ask for one text, or with `body` (a label) for two. Resolves to the text, `{title, body}`, or null if left. */
export function ask({ title, label, most = 100, action, value = "", body = null }) {
  const ids = { title: freshId("ask"), line: freshId("ask"), body: freshId("ask") };
  const line = el("input", { id: ids.line, maxlength: most, required: true, value });
  const box = body && el("textarea", { id: ids.body, required: true, rows: 5, maxlength: 2000 });
  const dialog = el(
    "dialog",
    { class: "dialog", "aria-labelledby": ids.title },
    el(
      "form",
      { method: "dialog" },
      el("h2", { id: ids.title }, title),
      el("label", { for: ids.line }, label),
      line,
      body && [el("label", { for: ids.body }, body), box],
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
      if (dialog.returnValue !== "yes") resolve(null);
      else resolve(body ? { title: line.value.trim(), body: box.value } : line.value.trim());
    });
  });
}
