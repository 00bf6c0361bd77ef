/** A forum: its posts as cards, those last spoken in first, by tag if one wants, and the way to write one. */

import { el } from "../parts/dom.js";
import { onceAFrame } from "../parts/frames.js";
import { plainWords } from "../text/markdown.js";
import { relative } from "../text/times.js";
import { byAge, madeAt } from "../wire/snowflakes.js";
import { askForPost, tagText } from "./forum_post.js";

const PINNED = 1 << 1;
const OPENINGS_ASKED_FOR = 25;
const OPENING_SHOWN = 200;

export class Forum {
  #openings = new Map();
  #tagId = null;

  constructor(app) {
    this.app = app;
    this.list = el("ul", { class: "posts" });
    this.tags = el("div", { class: "tag-row", role: "group", "aria-label": "Only posts with this tag" });
    const write = el(
      "button",
      { type: "button", class: "button primary", on: { click: () => askForPost(app) } },
      "New post",
    );
    this.node = el(
      "section",
      { class: "forum", "aria-label": "Posts", hidden: true },
      el("div", { class: "forum-head" }, write, this.tags),
      this.list,
    );
    const soon = onceAFrame(() => !this.node.hidden && this.draw());
    for (const topic of ["places", "reads"]) app.topics.on(topic, soon);
  }

  async open(channel) {
    this.#tagId = null;
    this.draw();
    const archived = await this.app.attempt(() => this.app.api.get(`/channels/${channel.id}/threads/archived/public`), {
      threads: [],
    });
    for (const thread of archived.threads) this.app.places.setChannel(thread);
    this.draw();
  }

  draw() {
    const { channel, places } = this.app;
    const tags = channel.available_tags ?? [];
    if (!tags.some(({ id }) => id === this.#tagId)) this.#tagId = null;
    this.tags.replaceChildren(...tags.map((tag) => this.#filter(tag)));
    const isPinned = (post) => Boolean((post.flags ?? 0) & PINNED);
    const posts = [...places.channels.values()]
      .filter(({ parent_id: parent }) => parent === channel.id)
      .filter(({ applied_tags: applied }) => !this.#tagId || applied?.includes(this.#tagId))
      .sort((a, b) => isPinned(b) - isPinned(a) || byAge(b.last_message_id ?? b.id, a.last_message_id ?? a.id));
    const empty = this.#tagId ? "No post has this tag." : "No posts yet. Write the first one.";
    this.list.replaceChildren(
      ...(posts.length
        ? posts.map((post) => el("li", {}, this.#card(post, tags, isPinned(post))))
        : [el("li", { class: "faint" }, empty)]),
    );
    this.#askForOpenings(posts.slice(0, OPENINGS_ASKED_FOR));
  }

  #filter(tag) {
    const on = tag.id === this.#tagId;
    const click = () => {
      this.#tagId = on ? null : tag.id;
      this.draw();
      this.tags.querySelector(`[data-id="${tag.id}"]`)?.focus();
    };
    return el(
      "button",
      { type: "button", class: "chip", "aria-pressed": String(on), data: { id: tag.id }, on: { click } },
      tagText(tag),
    );
  }

  #card(post, tags, pinned) {
    const { app } = this;
    const applied = tags.filter(({ id }) => post.applied_tags?.includes(id));
    const replies = post.message_count ?? 0;
    const spoken = madeAt(post.last_message_id ?? post.id);
    const opening = this.#openings.get(post.id);
    const states = [post.thread_metadata?.archived && "archived", post.thread_metadata?.locked && "locked"];
    return el(
      "button",
      { type: "button", class: "post-card", on: { click: () => app.openChannel(post.id) } },
      el(
        "span",
        { class: "post-title" },
        el("strong", {}, post.name),
        pinned && el("span", { class: "badge" }, "pinned"),
        app.reads.isUnread(post) && el("span", { class: "badge" }, "new"),
      ),
      applied.length > 0 &&
        el(
          "span",
          { class: "tag-row" },
          applied.map((tag) => el("span", { class: "tag" }, tagText(tag))),
        ),
      opening && el("span", { class: "post-opening" }, `${opening.name}: ${opening.text}`),
      el(
        "span",
        { class: "faint" },
        [
          `${replies} ${replies === 1 ? "reply" : "replies"}`,
          relative(spoken, Math.max(app.clock.now(), spoken)),
          ...states.filter(Boolean),
        ].join(" · "),
      ),
    );
  }

  /** A post's first message has the post's own id; the card shows its beginning. */
  #askForOpenings(posts) {
    for (const { id } of posts) {
      if (this.#openings.has(id)) continue;
      this.#openings.set(id, null);
      this.app.api
        .get(`/channels/${id}/messages/${id}`)
        .then((message) => {
          const text = plainWords(message.content, this.app) || message.embeds?.[0]?.title || "";
          this.#openings.set(id, {
            name: this.app.places.nameOf(message.author, this.app.guildId),
            text: text.length > OPENING_SHOWN ? `${text.slice(0, OPENING_SHOWN)}…` : text,
          });
          this.app.topics.tell("reads");
        })
        .catch(() => {});
    }
  }
}
