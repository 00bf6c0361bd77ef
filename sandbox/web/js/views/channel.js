/** The middle of the page: the open channel's name, its messages or forum posts, and the box to write in. */

import { el, icon, isTyping } from "../parts/dom.js";
import { inline } from "../text/inline.js";
import { ChannelType, isThread } from "../state/places.js";
import { Composer } from "./composer.js";
import { Forum } from "./forum.js";
import { tagText } from "./forum_post.js";
import { Log } from "./log.js";
import { openThreadList } from "./threads.js";

export class ChannelView {
  constructor(app) {
    this.app = app;
    this.title = el("h2", { class: "channel-title", tabindex: -1 });
    this.topic = el("p", { class: "topic faint" });
    this.threads = el(
      "button",
      {
        type: "button",
        class: "button small",
        "aria-haspopup": "listbox",
        on: { click: () => openThreadList(app, this.threads) },
      },
      icon("thread"),
      "Threads",
    );
    this.log = new Log(app);
    this.forum = new Forum(app);
    this.composer = new Composer(app);
    this.head = el(
      "header",
      { class: "channel-head" },
      el("div", { class: "channel-name" }, this.title, this.topic),
      this.threads,
    );
    this.node = el(
      "main",
      { id: "main", class: "channel" },
      this.head,
      this.log.node,
      this.forum.node,
      this.composer.node,
    );
    app.topics.on("places", () => this.#drawHead());
    document.addEventListener("keydown", (event) => this.#typedElsewhere(event));
  }

  /** Letters typed where nothing takes them go into the message box, as on Discord. */
  #typedElsewhere(event) {
    const { target } = event;
    const takesNone = target === document.body || this.title === target || target.closest(".messages");
    if (!isTyping(event) || !takesNone || target.closest("input, textarea, .picker")) return;
    this.composer.focus();
  }

  open(channel) {
    const isForum = channel.type === ChannelType.FORUM;
    this.log.node.hidden = isForum;
    this.forum.node.hidden = !isForum;
    this.composer.node.hidden = isForum;
    this.#drawHead();
    if (isForum) this.forum.open(channel);
    else this.log.open(channel);
    this.composer.open(channel);
  }

  /** Where the focus was may be gone or hidden by now (a thread's card, the places on a phone): then it comes here. */
  keepFocus() {
    const held = document.activeElement;
    if (held === document.body || !held.checkVisibility({ visibilityProperty: true })) this.title.focus();
  }

  #drawHead() {
    const { channel, places } = this.app;
    if (!channel) return;
    const parent = isThread(channel) ? places.channels.get(channel.parent_id) : null;
    const back = parent && [
      el(
        "button",
        { type: "button", class: "plain-button link", on: { click: () => this.app.openChannel(parent.id) } },
        `#${parent.name}`,
      ),
      el("span", { class: "faint", "aria-hidden": "true" }, " › "),
    ];
    const sign = isThread(channel) ? "thread" : channel.type === ChannelType.FORUM ? "forum" : "hash";
    this.title.replaceChildren(...[back, icon(sign), channel.name].flat().filter(Boolean));
    const { archived, locked } = channel.thread_metadata ?? {};
    const state = [archived && "archived", locked && "locked"].filter(Boolean).join(", ");
    const tags = (parent?.available_tags ?? []).filter(({ id }) => channel.applied_tags?.includes(id));
    this.topic.replaceChildren(
      ...tags.map((tag) => el("span", { class: "tag" }, tagText(tag))),
      ...(state ? [` This thread is ${state}.`] : inline(channel.topic ?? "", this.app)),
    );
    this.threads.hidden = isThread(channel) || channel.type === ChannelType.FORUM;
  }
}
