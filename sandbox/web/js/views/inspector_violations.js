/** Violations: calls that Discord's own description does not allow, or routes the sandbox does not have. */

import { el } from "../parts/dom.js";
import { listed } from "./inspector_calls.js";

const KINDS = {
  unknown_route: "A route the sandbox does not have",
  invalid_request: "A request Discord would not have taken",
  invalid_reply: "A reply of the sandbox that is not Discord's",
};

export class Violations {
  title = "Violations";

  constructor(app) {
    this.app = app;
    this.list = el("ul", { class: "violations" });
    this.node = el(
      "div",
      {},
      el("p", { class: "hint" }, "Whatever is listed here is a fault of the bot or of the sandbox."),
      this.list,
    );
  }

  async look() {
    const all = listed(await this.app.api.control("GET", "violations"), "violations");
    const rows = all
      .slice(-50)
      .reverse()
      .map(({ kind, method, path, detail }) =>
        el(
          "li",
          {},
          el("strong", {}, KINDS[kind] ?? kind),
          el("code", {}, `${method} ${path}`),
          el("p", { class: "faint" }, detail),
        ),
      );
    this.list.replaceChildren(...(rows.length ? rows : [el("li", { class: "faint" }, "None.")]));
  }
}
