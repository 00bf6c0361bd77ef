/** The way around: the server, its channels, and the threads under them with what is unread. */

import { el, icon, unseen } from "../parts/dom.js";
import { onceAFrame } from "../parts/frames.js";
import { choose } from "../parts/picker.js";
import { ChannelType } from "../state/places.js";
import { byAge } from "../wire/snowflakes.js";

const ICONS = { [ChannelType.FORUM]: "forum", [ChannelType.NEWS]: "announce" };
const OPENABLE = new Set([ChannelType.TEXT, ChannelType.NEWS, ChannelType.FORUM]);
const THREADS_SHOWN = 12;

export class Sidebar {
  constructor(app, calendar) {
    this.app = app;
    this.server = el("button", {
      type: "button",
      class: "server",
      "aria-haspopup": "listbox",
      "aria-expanded": "false",
      on: { click: () => this.#chooseServer() },
    });
    this.list = el("ul", { class: "channels" });
    this.node = el("nav", { class: "places", "aria-label": "Channels" }, this.server, calendar, this.list);
    const soon = onceAFrame(() => this.draw());
    for (const topic of ["places", "people", "place", "reads"]) app.topics.on(topic, soon);
  }

  draw() {
    const { places, guildId, channel } = this.app;
    const guild = places.guild(guildId);
    const count = places.guilds.size;
    this.server.replaceChildren(
      el("span", { class: "server-name" }, guild?.name ?? "No server"),
      count > 1 ? el("span", { class: "faint" }, `1 of ${count.toLocaleString()}`) : "",
      count > 1 ? icon("down") : "",
    );
    this.server.disabled = count < 2;
    const held = this.list.contains(document.activeElement) ? document.activeElement.dataset.id : null;
    this.list.replaceChildren(
      ...(guild ? this.#tree(guild.id) : [el("li", { class: "faint" }, "You are in no server.")]),
    );
    if (held) this.list.querySelector(`[data-id="${held}"]`)?.focus({ preventScroll: true });
    if (channel) document.title = `${channel.name} · ${guild?.name ?? ""} · sandbox`;
  }

  #tree(guildId) {
    const all = this.app.places.channelsOf(guildId);
    const within = (parent) =>
      all
        .filter((each) => (each.parent_id ?? null) === parent && OPENABLE.has(each.type))
        .map((each) => this.#channel(each));
    const categories = all.filter(({ type }) => type === ChannelType.CATEGORY);
    return [
      ...within(null),
      ...categories.map(({ id, name }) =>
        el("li", {}, el("h3", { class: "category" }, name), el("ul", {}, within(id))),
      ),
    ];
  }

  #channel(channel) {
    const threads = this.app.places.threadsOf(channel.id);
    const shown = threads.slice(0, THREADS_SHOWN).sort((a, b) => byAge(a.id, b.id));
    return el(
      "li",
      {},
      this.#entry(channel, ICONS[channel.type] ?? "hash"),
      shown.length > 0 &&
        el(
          "ul",
          { class: "threads", "aria-label": `Threads in ${channel.name}` },
          shown.map((thread) => el("li", {}, this.#entry(thread, "thread"))),
        ),
    );
  }

  #entry(channel, sign) {
    const here = channel.id === this.app.channel?.id;
    const isNew = !here && channel.type !== ChannelType.FORUM && this.app.reads.isUnread(channel);
    return el(
      "button",
      {
        type: "button",
        class: `entry ${isNew ? "unread" : ""}`,
        "aria-current": here ? "page" : null,
        data: { id: channel.id },
        on: { click: () => this.app.openChannel(channel.id) },
      },
      icon(sign),
      el("span", { class: "entry-name" }, channel.name),
      isNew && [el("span", { class: "dot", "aria-hidden": "true" }), unseen(" unread")],
    );
  }

  #chooseServer() {
    const { places } = this.app;
    choose(this.server, {
      label: "Servers",
      items: () =>
        [...places.guilds.values()].map(({ id, name }) => ({ key: id, title: name, chosen: id === this.app.guildId })),
      onPick: ({ key }) => this.app.openServer(key),
    });
  }
}
