/** The server's scheduled events: the button that opens them, and the window in which one says that one comes. */

import { el, freshId, icon, iconButton } from "../parts/dom.js";
import { inline } from "../text/inline.js";
import { markdown } from "../text/markdown.js";

const ACTIVE = 2;
const COMPLETED = 3;
const CANCELED = 4;
const MANAGE_EVENTS = 1n << 33n;

/** Keeps a button for the side and, while it is open, a window with the events of the server shown. */
export class CalendarView {
  constructor(app) {
    this.app = app;
    this.button = el("button", {
      type: "button",
      class: "entry",
      "aria-haspopup": "dialog",
      on: { click: () => this.open() },
    });
    this.node = el("div", { class: "calendar-entry" }, this.button);
    for (const topic of ["calendar", "place", "people"]) app.topics.on(topic, () => this.draw());
    app.topics.on("place", () => this.dialog?.close());
  }

  draw() {
    const events = this.app.calendar.of(this.app.guildId);
    const now = events.some(({ status }) => status === ACTIVE);
    this.button.replaceChildren(
      icon("calendar"),
      el("span", { class: "entry-name" }, "Events"),
      now ? el("span", { class: "badge" }, "now") : "",
      events.length ? el("span", { class: "faint" }, String(events.length)) : "",
    );
    if (this.list) this.#fill();
  }

  /** Open the window; with an event's id, at that event. */
  async open(eventId) {
    document.body.classList.remove("places-open");
    const { app } = this;
    await app.attempt(() => app.calendar.load(app.guildId));
    const title = freshId("events");
    this.list = el("ul", { class: "event-list" });
    const dialog = el(
      "dialog",
      { class: "dialog", "aria-labelledby": title },
      el(
        "div",
        { class: "dialog-body" },
        el(
          "header",
          { class: "dialog-head" },
          el("h2", { id: title }, "Events"),
          iconButton("close", "Close the events", () => dialog.close()),
        ),
        this.list,
      ),
    );
    dialog.addEventListener("close", () => {
      this.list = this.dialog = null;
      dialog.remove();
      this.button.focus();
    });
    this.dialog = dialog;
    this.#fill();
    document.body.append(dialog);
    dialog.showModal();
    if (eventId) this.list.querySelector(`[data-id="${eventId}"]`)?.scrollIntoView({ block: "center" });
  }

  #fill() {
    const events = this.app.calendar.of(this.app.guildId);
    const held = this.list.contains(document.activeElement) ? document.activeElement.closest("[data-id]") : null;
    this.list.replaceChildren(
      ...(events.length
        ? events.map((event) => this.#card(event))
        : [el("li", { class: "faint" }, "Nothing is planned. The bot, or whoever may create events, can change that.")]),
    );
    if (held) this.list.querySelector(`[data-id="${held.dataset.id}"] .interest`)?.focus();
  }

  #card(event) {
    const { app } = this;
    const starts = Math.round(Date.parse(event.scheduled_start_time) / 1000);
    const ends = event.scheduled_end_time && Math.round(Date.parse(event.scheduled_end_time) / 1000);
    const when = event.status === ACTIVE ? "Now" : `<t:${starts}:F> (<t:${starts}:R>)`;
    return el(
      "li",
      { class: "event-card", data: { id: event.id } },
      el("p", { class: `event-when ${event.status === ACTIVE ? "now" : ""}` }, inline(when, app)),
      el("h3", {}, event.name),
      el("p", { class: "faint event-where" }, this.#where(event)),
      event.description && el("div", { class: "said" }, markdown(event.description, app)),
      ends && el("p", { class: "faint" }, "Until ", inline(`<t:${ends}:f>`, app)),
      el("p", { class: "faint" }, this.#who(event)),
      el("div", { class: "event-actions" }, this.#interest(event), this.#steering(event)),
    );
  }

  #where(event) {
    const { app } = this;
    const channel = app.places.channels.get(event.channel_id);
    if (channel) return `#${channel.name}`;
    return inline(event.entity_metadata?.location ?? "", app);
  }

  #who(event) {
    const maker = event.creator ? `By ${this.app.places.nameOf(event.creator, event.guild_id)} · ` : "";
    const count = event.user_count ?? 0;
    return `${maker}${count} ${count === 1 ? "person is" : "people are"} interested`;
  }

  #interest(event) {
    const { app } = this;
    const mine = app.calendar.isMine(event.id);
    return el(
      "button",
      {
        type: "button",
        class: `button small interest ${mine ? "primary" : ""}`,
        "aria-pressed": String(mine),
        on: { click: () => app.attempt(() => app.calendar.follow(event, !mine)) },
      },
      mine && icon("check"),
      "Interested",
    );
  }

  /** Begin, end or call off, for those who may. */
  #steering(event) {
    const { app } = this;
    if (!app.places.mayInGuild(event.guild_id, app.places.me.id, MANAGE_EVENTS)) return null;
    const turn = (text, status) =>
      el(
        "button",
        {
          type: "button",
          class: "button small",
          on: {
            click: () =>
              app.attempt(() => app.api.patch(`/guilds/${event.guild_id}/scheduled-events/${event.id}`, { status })),
          },
        },
        text,
      );
    if (event.status === ACTIVE) return turn("End it", COMPLETED);
    return [turn("Begin now", ACTIVE), turn("Call off", CANCELED)];
  }
}
