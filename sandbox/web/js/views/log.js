/**
 * The messages of the open channel: drawn anew only where something changed, kept at the end while the reader is
 * there.
 */

import { el, icon } from "../parts/dom.js";
import { onceAFrame } from "../parts/frames.js";
import { dayHeading } from "../text/times.js";
import { byAge, madeAt } from "../wire/snowflakes.js";
import { messageRow } from "./message.js";
import { welcome } from "./welcome.js";

const TOGETHER_MS = 5 * 60_000;
const NEAR_END_PX = 60;
const DEFAULT_KINDS = new Set([0, 19]);

export class Log {
  #rows = new Map();
  #people = 0;
  #editing = null;
  #readUpTo = null;
  #held = null;

  constructor(app) {
    this.app = app;
    this.list = el("ol", { class: "messages" });
    this.earlier = el(
      "button",
      { type: "button", class: "button earlier", on: { click: () => this.#loadEarlier() } },
      "Show earlier messages",
    );
    this.scroller = el("div", { class: "scroller", tabindex: -1 }, this.earlier, this.list);
    this.jump = el(
      "button",
      { type: "button", class: "button jump", on: { click: () => this.toEnd() } },
      "To the newest",
      icon("down"),
    );
    this.node = el("section", { class: "log", "aria-label": "Messages" }, this.scroller, this.jump);
    this.scroller.addEventListener("scroll", () => this.#scrolled());
    this.scroller.addEventListener("load", () => this.atEnd && this.toEnd(), true);
    this.list.addEventListener("keydown", (event) => this.#move(event));
    document.addEventListener("focusin", ({ target }) => (this.#held = heldFocus(this.list, target)));
    document.addEventListener("pointerdown", () => (this.#held = null), true);
    new ResizeObserver(() => this.atEnd && this.toEnd()).observe(this.scroller);
    const soon = onceAFrame(() => app.channel && this.draw());
    app.topics.on("messages", ({ channelId }) => channelId === app.channel?.id && soon());
    app.topics.on("pending", (channelId) => channelId === app.channel?.id && soon());
    app.topics.on("places", soon);
    for (const topic of ["people", "language"]) app.topics.on(topic, () => this.#redraw());
    app.topics.on("connection", (status) => status === "ready" && this.#redraw());
  }

  /** Show another channel from its end; what came since it was last read is marked. */
  open(channel) {
    this.#rows.clear();
    this.#editing = null;
    this.#readUpTo = this.app.reads.last(channel.id);
    this.list.replaceChildren();
    this.list.setAttribute("aria-label", `Messages in ${channel.name}`);
    this.atEnd = true;
    this.draw();
  }

  /** Put a message into its edit box, or (null) none. */
  edit(messageId) {
    const before = this.#editing;
    this.#editing = messageId;
    this.draw();
    if (messageId) this.list.querySelector(".editor")?.focus();
    else this.app.composer.focus();
    return before;
  }

  /** Bring a message into view and focus it; false if it is not loaded. */
  reveal(messageId) {
    const row = this.#rows.get(messageId)?.node;
    if (!row) return false;
    row.scrollIntoView({ block: "center" });
    row.focus();
    return true;
  }

  /** Go to the end with the next drawing, wherever the reader is: what they asked for comes there. */
  follow() {
    this.atEnd = true;
  }

  toEnd() {
    this.scroller.scrollTop = this.scroller.scrollHeight;
    this.atEnd = true;
    this.jump.hidden = true;
    this.app.markRead();
  }

  #redraw() {
    this.#people += 1;
    if (this.app.channel) this.draw();
  }

  draw() {
    const { app } = this;
    const known = app.messages.byChannel.has(app.channel.id);
    const messages = app.messages.list(app.channel.id);
    const wanted = [...this.#wanted(messages), ...pendingRows(app)];
    if (known && !wanted.length && app.messages.reachesBack(app.channel.id))
      wanted.push({ key: "welcome", basis: [app.places.me?.id, app.guide.told, app.locale], make: () => welcome(app) });
    const focus = this.#held;
    this.#patch(wanted);
    this.earlier.hidden = !known || app.messages.reachesBack(app.channel.id) || !messages.length;
    if (document.activeElement === document.body) restoreFocus(this.list, focus);
    this.#rove();
    if (this.atEnd) this.toEnd();
    else this.jump.hidden = false;
  }

  #wanted(messages) {
    const rows = [];
    let before = null;
    for (const message of messages) {
      const newDay =
        !before || new Date(madeAt(before.id)).toDateString() !== new Date(madeAt(message.id)).toDateString();
      if (newDay) rows.push(heading(`day-${message.id}`, dayHeading(madeAt(message.id)), "day"));
      const isNews =
        this.#readUpTo && before && byAge(before.id, this.#readUpTo) <= 0 && byAge(message.id, this.#readUpTo) > 0;
      if (isNews && message.author.id !== this.app.places.me.id)
        rows.push(heading("news", "New since you last looked", "day news"));
      const how = {
        grouped: !newDay && !isNews && follows(before, message),
        roomy: isTall(before) || isTall(message),
        editing: this.#editing === message.id,
      };
      const talk = message.thread && this.app.places.channels.get(message.thread.id);
      rows.push({
        key: message.id,
        basis: [message, how.grouped, how.editing, this.#people, talk?.message_count, talk?.name],
        make: () => messageRow(this.app, message, how),
      });
      before = message;
    }
    return rows;
  }

  /** Bring the list to the wanted rows, leaving those in place whose basis is the same. */
  #patch(wanted) {
    const rows = new Map();
    let at = this.list.firstChild;
    for (const { key, basis, make } of wanted) {
      const old = this.#rows.get(key);
      const same = old && old.basis.length === basis.length && old.basis.every((each, n) => each === basis[n]);
      const node = same ? old.node : make();
      if (node === at) at = at.nextSibling;
      else this.list.insertBefore(node, at);
      rows.set(key, { node, basis });
    }
    const kept = new Set([...rows.values()].map(({ node }) => node));
    for (const child of [...this.list.children]) if (!kept.has(child)) child.remove();
    this.#rows = rows;
  }

  /** One message is reachable by Tab; arrows go on from it. */
  #rove() {
    const rows = [...this.list.querySelectorAll(":scope > .message")];
    if (!rows.some((row) => row.tabIndex === 0 && row === document.activeElement)) {
      for (const row of rows) row.tabIndex = -1;
      const last = rows.at(-1);
      if (last) last.tabIndex = 0;
    }
  }

  #move(event) {
    const row = event.target;
    if (!row.classList.contains("message") || !["ArrowUp", "ArrowDown", "Home", "End"].includes(event.key)) return;
    const rows = [...this.list.querySelectorAll(":scope > .message")];
    const at = rows.indexOf(row);
    const to = { ArrowUp: at - 1, ArrowDown: at + 1, Home: 0, End: rows.length - 1 }[event.key];
    event.preventDefault();
    if (!rows[to]) return;
    row.tabIndex = -1;
    rows[to].tabIndex = 0;
    rows[to].focus();
  }

  #scrolled() {
    const { scrollTop, scrollHeight, clientHeight } = this.scroller;
    this.atEnd = scrollHeight - scrollTop - clientHeight < NEAR_END_PX;
    this.jump.hidden = this.atEnd;
    if (this.atEnd) this.app.markRead();
  }

  async #loadEarlier() {
    const { scrollHeight, scrollTop } = this.scroller;
    this.atEnd = false;
    await this.app.attempt(() => this.app.messages.loadEarlier(this.app.channel.id));
    this.scroller.scrollTop = scrollTop + this.scroller.scrollHeight - scrollHeight;
  }
}

function heading(key, text, name) {
  return { key, basis: [text], make: () => el("li", { class: name, role: "presentation" }, el("span", {}, text)) };
}

/** Whether a message goes under the name of the one before. */
function follows(before, message) {
  if (!before || before.author.id !== message.author.id || before.flags !== message.flags) return false;
  const plain =
    [before, message].every(({ type }) => DEFAULT_KINDS.has(type)) &&
    !message.message_reference &&
    !message.interaction_metadata;
  return plain && madeAt(message.id) - madeAt(before.id) < TOGETHER_MS;
}

/** Whether something hangs on a message, so that the next one needs distance to be told apart. */
function isTall(message) {
  return Boolean(message && (message.components?.length || message.embeds?.length || message.attachments?.length || message.poll));
}

function pendingRows(app) {
  return app.interactions.pendingIn(app.channel.id).map(({ label }, n) => ({
    key: `pending-${n}`,
    basis: [label],
    make: () =>
      el(
        "li",
        { class: "pending" },
        `${label}: waiting for the bot`,
        el("span", { class: "dots", "aria-hidden": "true" }, "…"),
      ),
  }));
}

/**
 * Which control inside which message has the focus, or had it last (a button that waits for the bot loses it), so that
 * drawing the message anew does not lose it.
 */
function heldFocus(list, control) {
  if (!list.contains(control)) return null;
  return { id: control.closest(".message")?.dataset.id, key: control.dataset.focus };
}

function restoreFocus(list, focus) {
  if (!focus?.id) return;
  const row = list.querySelector(`.message[data-id="${focus.id}"]`);
  const control = focus.key ? row?.querySelector(`[data-focus="${CSS.escape(focus.key)}"]`) : row;
  (control ?? row)?.focus({ preventScroll: true });
}
