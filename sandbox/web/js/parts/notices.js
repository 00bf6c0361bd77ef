/** What the page says on its own: to screen readers quietly, and where something failed, visibly to all. */

import { el, iconButton } from "./dom.js";

const SHOWN_MS = 12000;

export class Notices {
  constructor() {
    this.quiet = el("div", { class: "unseen", role: "log", "aria-live": "polite", "aria-label": "New messages" });
    this.loud = el("div", { class: "notices", role: "alert" });
    this.nodes = [this.quiet, this.loud];
  }

  /** Say it to screen readers. */
  whisper(text) {
    this.quiet.append(el("p", {}, text));
    while (this.quiet.childElementCount > 5) this.quiet.firstChild.remove();
  }

  /** Show it to everybody for a while, or until dismissed. */
  show(text, kind = "problem") {
    const notice = el(
      "div",
      { class: `notice ${kind}` },
      el("p", {}, text),
      iconButton("close", "Dismiss", () => notice.remove()),
    );
    this.loud.append(notice);
    while (this.loud.childElementCount > 3) this.loud.firstChild.remove();
    setTimeout(() => notice.remove(), SHOWN_MS);
  }
}
