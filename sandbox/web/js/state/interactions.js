/**
 * What a person does to the bot: commands, buttons and selects, autocomplete, modals. Each goes out with a nonce and
 * is settled by the gateway event that carries the nonce back. Tells `modal` when the bot opens one and `pending`
 * when something starts or stops waiting for the bot.
 */

import { nonce as freshNonce } from "../wire/snowflakes.js";

const COMMAND = 2;
const COMPONENT = 3;
const AUTOCOMPLETE = 4;
const MODAL = 5;
const GIVE_UP_MS = 60_000;
const SILENT = "The application did not respond.";

export class Interactions {
  #waiting = new Map();

  constructor(topics, api, places) {
    this.topics = topics;
    this.api = api;
    this.places = places;
  }

  /** Let go of whatever still waits, as when somebody else takes the page. */
  forget() {
    for (const { settle } of this.#waiting.values()) settle({ ok: false, words: "" });
    this.#waiting.clear();
  }

  /** Commands a person waits for in a channel: `[{label}]`. */
  pendingIn(channelId) {
    return [...this.#waiting.values()].filter((each) => each.channelId === channelId && each.label);
  }

  /** Use a command; `label` is what to show while waiting. Resolves to `{ok}` or `{ok: false, words}`. */
  command(channel, leaf, data, { label }) {
    return this.#act(COMMAND, channel, { application_id: leaf.command.application_id, data }, label);
  }

  /** Press a button or settle a select on a message. */
  component(channel, message, data) {
    const about = {
      application_id: message.application_id ?? message.author.id,
      message_id: message.id,
      message_flags: message.flags ?? 0,
      data,
    };
    return this.#act(COMPONENT, channel, about);
  }

  /** Hand in a modal that the bot opened. */
  submit(channel, modal, components, attachments) {
    const data = { id: modal.id, custom_id: modal.custom_id, components, attachments };
    return this.#act(MODAL, channel, { application_id: modal.application?.id ?? modal.application_id, data });
  }

  /** Ask the bot for choices while typing. Resolves to `[{name, value}]`, or null if none came. */
  async choices(channel, leaf, data) {
    const outcome = await this.#act(AUTOCOMPLETE, channel, { application_id: leaf.command.application_id, data });
    return outcome.ok ? (outcome.choices ?? []) : null;
  }

  async #act(type, channel, body, label) {
    const nonce = freshNonce();
    const outcome = new Promise((resolve) => {
      const timer = setTimeout(() => this.#settle(nonce, { ok: false, words: SILENT }), GIVE_UP_MS);
      this.#waiting.set(nonce, { channelId: channel.id, label, settle: resolve, timer });
    });
    this.topics.tell("pending", channel.id);
    const place = { channel_id: channel.id, guild_id: channel.guild_id, session_id: this.places.sessionId, nonce };
    try {
      await this.api.post("/interactions", { type, ...place, ...body });
    } catch (refusal) {
      this.#settle(nonce, { ok: false, words: refusal.message });
    }
    return outcome;
  }

  /** Take in one gateway event; events about other things are left alone. */
  hear(name, data) {
    if (name === "INTERACTION_SUCCESS") this.#settle(data.nonce, { ok: true });
    else if (name === "INTERACTION_FAILURE") this.#settle(data.nonce, { ok: false, words: SILENT });
    else if (name === "APPLICATION_COMMAND_AUTOCOMPLETE_RESPONSE")
      this.#settle(data.nonce, { ok: true, choices: data.choices });
    else if (name === "INTERACTION_MODAL_CREATE") {
      this.#settle(data.nonce, { ok: true });
      this.topics.tell("modal", data);
    }
  }

  #settle(nonce, outcome) {
    const waiting = this.#waiting.get(String(nonce));
    if (!waiting) return;
    clearTimeout(waiting.timer);
    this.#waiting.delete(String(nonce));
    waiting.settle(outcome);
    this.topics.tell("pending", waiting.channelId);
  }
}
