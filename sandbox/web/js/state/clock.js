/** The sandbox's time, which can be moved ahead of the real one. Tells `clock` when it was moved and once a second. */

const TRY_AGAIN_MS = 3000;

export class Clock {
  #ahead = 0;
  version = 0;

  constructor(topics, api) {
    this.topics = topics;
    this.api = api;
  }

  /** Begin to follow the sandbox's clock; resolves once it is known. */
  async start() {
    this.#take(await this.api.control("GET", "clock"));
    setInterval(() => this.topics.tell("clock"), 1000);
    this.#follow();
  }

  /** The sandbox's time, UTC epoch milliseconds. */
  now() {
    return Date.now() + this.#ahead;
  }

  async advance(ms) {
    this.#take(await this.api.control("POST", "clock", { advance_ms: ms }));
  }

  async moveTo(ms) {
    this.#take(await this.api.control("POST", "clock", { to_ms: ms }));
  }

  /** The sandbox answers when anybody moves the clock, or after a while. */
  async #follow() {
    for (;;) {
      try {
        this.#take(await this.api.control("GET", `clock?after=${this.version}`));
      } catch {
        await new Promise((resume) => setTimeout(resume, TRY_AGAIN_MS));
      }
    }
  }

  #take({ now_ms: now, version }) {
    this.#ahead = now - Date.now();
    this.version = version;
    this.topics.tell("clock");
  }
}
