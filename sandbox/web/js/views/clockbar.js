/** The sandbox's time, and the buttons that let it pass. */

import { el, icon } from "../parts/dom.js";
import { popup } from "../parts/popup.js";
import { refreshStamps } from "../text/inline.js";
import { exact } from "../text/times.js";

const SKIPS = [
  ["+1 min", "Move the clock one minute ahead", 60_000],
  ["+1 h", "Move the clock one hour ahead", 3600_000],
  ["+1 day", "Move the clock one day ahead", 86400_000],
];
const FACE = new Intl.DateTimeFormat(undefined, {
  weekday: "short",
  day: "numeric",
  month: "short",
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
});

export class ClockBar {
  constructor(app) {
    this.app = app;
    this.time = el("time", { class: "clock-time" });
    this.to = el(
      "button",
      { type: "button", class: "button small", "aria-haspopup": "dialog", on: { click: () => this.#askWhen() } },
      "To…",
    );
    const skips = SKIPS.map(([text, label, ms]) =>
      el(
        "button",
        {
          type: "button",
          class: "button small",
          "aria-label": label,
          title: label,
          on: { click: () => this.#skip(() => app.clock.advance(ms)) },
        },
        text,
      ),
    );
    this.node = el(
      "section",
      { class: "clock", "aria-label": "The sandbox's clock" },
      el("span", { class: "clock-face" }, icon("clock"), this.time),
      el("div", { class: "clock-skips" }, skips, this.to),
    );
    app.topics.on("clock", () => this.draw());
  }

  draw() {
    const now = this.app.clock.now();
    this.time.textContent = FACE.format(now);
    this.time.dateTime = new Date(now).toISOString();
    const ahead = now - Date.now() > 5000 ? ` The real time: ${exact(Date.now())}.` : "";
    this.time.title = `The sandbox's time: ${exact(now)}.${ahead}`;
    refreshStamps(document, now);
  }

  async #skip(move) {
    await this.app.attempt(move);
    this.app.announce(`The clock now says ${FACE.format(this.app.clock.now())}.`);
  }

  #askWhen() {
    const now = new Date(this.app.clock.now() + 60_000);
    const local = new Date(now - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
    const input = el("input", { type: "datetime-local", value: local, min: local, required: true, id: "clock-to" });
    const go = el("button", { type: "submit", class: "button primary" }, "Move the clock");
    const form = el(
      "form",
      { class: "clock-form" },
      el("label", { for: "clock-to" }, "Let the clock jump ahead to"),
      input,
      go,
      el("p", { class: "faint" }, "Your own time zone. The clock cannot go back."),
    );
    const close = popup(this.to, form);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const wanted = new Date(input.value).getTime();
      if (Number.isNaN(wanted)) return;
      close();
      this.#skip(() => this.app.clock.moveTo(wanted));
    });
    input.focus();
  }
}
