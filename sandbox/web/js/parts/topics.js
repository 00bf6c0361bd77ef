/** Who wants to hear of what: the page's parts listen to topics of the state instead of knowing each other. */
export class Topics {
  #listeners = new Map();

  /** Hear of `topic`; returns the function that stops it. */
  on(topic, listener) {
    if (!this.#listeners.has(topic)) this.#listeners.set(topic, new Set());
    this.#listeners.get(topic).add(listener);
    return () => this.#listeners.get(topic).delete(listener);
  }

  /** Tell all who listen to `topic`. */
  tell(topic, detail) {
    for (const listener of [...(this.#listeners.get(topic) ?? [])]) listener(detail);
  }
}
