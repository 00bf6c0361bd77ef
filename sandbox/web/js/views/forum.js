/** A forum: its posts as cards, newest talk first, and the way to write one. */

import { el } from "../parts/dom.js";
import { onceAFrame } from "../parts/frames.js";
import { byAge } from "../wire/snowflakes.js";
import { ask } from "./ask.js";
import { threadCard } from "./threads.js";

export class Forum {
  constructor(app) {
    this.app = app;
    this.list = el("ul", { class: "posts" });
    const write = el(
      "button",
      { type: "button", class: "button primary", on: { click: () => this.#write() } },
      "New post",
    );
    this.node = el("section", { class: "forum", "aria-label": "Posts", hidden: true }, write, this.list);
    const soon = onceAFrame(() => !this.node.hidden && this.draw());
    for (const topic of ["places", "reads"]) app.topics.on(topic, soon);
  }

  async open(channel) {
    this.draw();
    const archived = await this.app.attempt(() => this.app.api.get(`/channels/${channel.id}/threads/archived/public`), {
      threads: [],
    });
    for (const thread of archived.threads) this.app.places.setChannel(thread);
    this.draw();
  }

  draw() {
    const { channel, places } = this.app;
    const posts = [...places.channels.values()].filter((each) => each.parent_id === channel.id);
    posts.sort((a, b) => byAge(b.last_message_id ?? b.id, a.last_message_id ?? a.id));
    const cards = posts.map((post) => el("li", {}, threadCard(this.app, post)));
    this.list.replaceChildren(...(cards.length ? cards : [el("li", { class: "faint" }, "No posts yet.")]));
  }

  async #write() {
    const { channel } = this.app;
    const told = await ask({ title: "New post", label: "Title", action: "Post", body: "Message" });
    if (!told) return;
    const tags = (channel.flags ?? 0) & (1 << 4) ? (channel.available_tags ?? []).slice(0, 1).map(({ id }) => id) : [];
    const body = { name: told.title, message: { content: told.body }, applied_tags: tags };
    const thread = await this.app.attempt(() => this.app.api.post(`/channels/${channel.id}/threads`, body));
    if (thread) {
      this.app.places.setChannel(thread);
      this.app.openChannel(thread.id);
    }
  }
}
