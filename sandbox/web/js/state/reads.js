/** Up to where each person has read each channel. Kept in this browser, by person. */

import { byAge } from "../wire/snowflakes.js";

export class Reads {
  #marks = {};
  #key = "";

  /** Take up a person's marks. */
  open(userId) {
    this.#key = `sandbox.read.${userId}`;
    this.#marks = JSON.parse(localStorage.getItem(this.#key) ?? "{}");
  }

  /** The last message read there, or null. */
  last(channelId) {
    return this.#marks[channelId] ?? null;
  }

  isUnread(channel) {
    const last = this.last(channel.id);
    return Boolean(channel.last_message_id) && (!last || byAge(channel.last_message_id, last) > 0);
  }

  /** Note that all up to this message was read; true if that was news. */
  upTo(channelId, messageId) {
    const last = this.last(channelId);
    if (!messageId || (last && byAge(messageId, last) <= 0)) return false;
    this.#marks[channelId] = messageId;
    localStorage.setItem(this.#key, JSON.stringify(this.#marks));
    return true;
  }
}
