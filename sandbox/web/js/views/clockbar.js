/** The sandbox's time, and the buttons that let it pass. */

import { el, icon } from "../parts/dom.js";
import { popup } from "../parts/popup.js";
import { refreshStamps } from "../text/inline.js";
import { exact, relative } from "../text/times.js";

const SKIPS = [
  ["+1 min", "Move the clock one minute ahead", 60_000],
  ["+1 h", "Move the clock one hour ahead", 3600_000],
  ["+1 day", "Move the clock one day ahead", 86400_000],
];
const DAY = { weekday: "short", day: "numeric", month: "short" };
const HOUR = { hour: "2-digit", minute: "2-digit", second: "2-digit" };
const FACE = new Intl.DateTimeFormat(undefined, { ...DAY, ...HOUR });
const FACE_DAY = new Intl.DateTimeFormat(undefined, DAY);
const FACE_HOUR = new Intl.DateTimeFormat(undefined, HOUR);
const NOTHING_DUE = "Nothing is due that the sandbox knows of.";

export class ClockBar {
  constructor(app) {
    this.app = app;
    this.day = el("span");
    this.hour = el("span");
    this.time = el("time", { class: "clock-time" }, this.day, " ", this.hour);
    this.next = el(
      "button",
      { type: "button", class: "button small primary next", disabled: true, on: { click: () => this.toNext() } },
      icon("next"),
      el("span", { class: "next-words" }, "Next"),
    );
    this.to = this.#button("To…", "Move the clock to a moment of your choice", () => this.#askWhen());
    this.to.setAttribute("aria-haspopup", "dialog");
    const skips = SKIPS.map(([text, label, ms]) =>
      this.#button(text, label, () => this.#skip(() => app.clock.advance(ms))),
    );
    this.node = el(
      "section",
      { class: "clock", "aria-label": "The sandbox's clock" },
      el("span", { class: "clock-face" }, icon("clock"), this.time),
      el("div", { class: "clock-skips" }, this.next, skips, this.to),
    );
    for (const topic of ["clock", "moments"]) app.topics.on(topic, () => this.draw());
  }

  #button(text, label, click) {
    return el("button", { type: "button", class: "button small", "aria-label": label, title: label, on: { click } }, text);
  }

  draw() {
    const now = this.app.clock.now();
    this.day.textContent = FACE_DAY.format(now);
    this.hour.textContent = FACE_HOUR.format(now);
    this.time.dateTime = new Date(now).toISOString();
    const ahead = now - Date.now() > 5000 ? ` The real time: ${exact(Date.now())}.` : "";
    this.time.title = `The sandbox's time: ${exact(now)}.${ahead}`;
    this.#drawNext(now);
    refreshStamps(document, now);
  }

  #drawNext(now) {
    const [first] = this.app.moments.coming();
    const label = first ? `Move the clock to what is due next: ${first.words}, ${exact(first.at)}` : NOTHING_DUE;
    this.next.disabled = !first;
    this.next.title = label;
    this.next.setAttribute("aria-label", label);
    this.next.lastChild.textContent = first ? `Next: ${relative(first.at, now, "short")}` : "Next";
  }

  /** Move the clock to what is due next. */
  async toNext() {
    const [first] = this.app.moments.coming();
    if (!first) return this.app.announce(NOTHING_DUE, true);
    return this.#skip(() => this.app.clock.moveTo(first.at), `${first.words}: `);
  }

  async #skip(move, why = "") {
    if (await this.app.attempt(move)) this.app.announce(`${why}The clock now says ${FACE.format(this.app.clock.now())}.`);
  }

  #askWhen() {
    const now = new Date(this.app.clock.now() + 60_000);
    const local = new Date(now - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
    const input = el("input", { type: "datetime-local", value: local, min: local, required: true, id: "clock-to" });
    const go = el("button", { type: "submit", class: "button primary" }, "Move the clock");
    const form = el(
      "form",
      { class: "clock-form" },
      this.#coming(() => close()),
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

  /** Everything known to be due, to choose from. */
  #coming(close) {
    const coming = this.app.moments.coming();
    if (!coming.length) return null;
    const go = (at) => {
      close();
      this.#skip(() => this.app.clock.moveTo(at));
    };
    return [
      el("p", { id: "coming" }, "What is due"),
      el(
        "ul",
        { class: "coming", "aria-labelledby": "coming" },
        coming.map(({ at, words }) =>
          el(
            "li",
            {},
            el(
              "button",
              { type: "button", class: "menu-item", on: { click: () => go(at) } },
              el("span", {}, FACE.format(at)),
              el("span", { class: "faint" }, words),
            ),
          ),
        ),
      ),
    ];
  }
}
