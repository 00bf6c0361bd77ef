/**
 * What is due next, as the sandbox knows it: what its clock brings about by itself, and the instants that messages
 * name. Tells `moments` when the list is new.
 */

const LOOK_EVERY_MS = 15_000;
const SOON_MS = 400;
const SHOWN = 8;
const WORDS = {
  poll_ends: "a poll ends",
  event_starts: "an event begins",
  event_ends: "an event ends",
  event_is_called_off: "an event that nobody began is called off",
  thread_archives: "a quiet thread is archived",
};

export class Moments {
  #all = [];
  #timer = 0;

  constructor(topics, api, places, clock) {
    this.topics = topics;
    this.api = api;
    this.places = places;
    this.clock = clock;
    this.version = -1;
    for (const topic of ["messages", "calendar", "person"]) topics.on(topic, () => this.#soon());
    topics.on("clock", () => this.clock.version !== this.version && this.#soon());
    setInterval(() => this.#soon(), LOOK_EVERY_MS);
  }

  /** What is still to come, one entry an instant, the soonest first: `[{at, words}]`. */
  coming() {
    const now = this.clock.now();
    const byInstant = new Map();
    for (const { at_ms: at, ...told } of this.#all)
      if (at > now) byInstant.set(at, [...(byInstant.get(at) ?? []), this.#words(told)]);
    return [...byInstant]
      .slice(0, SHOWN)
      .map(([at, words]) => ({ at, words: [...new Set(words)].join(", ") }));
  }

  #words({ what, channel_id: channelId }) {
    if (what !== "named") return WORDS[what] ?? what;
    const channel = this.places.channels.get(channelId);
    return channel ? `the time named in #${channel.name}` : "a time that a message names";
  }

  #soon() {
    this.version = this.clock.version;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#look(), SOON_MS);
  }

  async #look() {
    try {
      this.#all = await this.api.control("GET", "upcoming");
    } catch {
      return;
    }
    this.topics.tell("moments");
  }
}
