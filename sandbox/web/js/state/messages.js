/**
 * The messages of the channels that were opened, oldest first. Every change makes a new message object, so that a
 * view can tell by identity what to draw anew. Tells `messages` with `{channelId}`.
 */

import { byAge } from "../wire/snowflakes.js";
import { afterVote, withOwnVotes } from "./votes.js";

export const Flag = { EPHEMERAL: 1 << 6, LOADING: 1 << 7 };
const PAGE = 50;
const MOST_KEPT = 500;
const STARTER = 21;

export const isEphemeral = (message) => Boolean(message.flags & Flag.EPHEMERAL);
const emojiKey = (emoji) => emoji.id ?? emoji.name;

export class Messages {
  constructor(topics, api, places) {
    this.topics = topics;
    this.api = api;
    this.places = places;
    this.private = new Map();
    this.byChannel = new Map();
    this.complete = new Set();
  }

  /** Turn from one person to another. What only one can see is kept aside until they are back, as no history has it. */
  turn(fromId, toId) {
    const alone = [...this.byChannel].map(([channelId, messages]) => [
      channelId,
      [...messages].filter(([, message]) => isEphemeral(message)),
    ]);
    this.private.set(
      fromId,
      alone.filter(([, messages]) => messages.length),
    );
    this.byChannel = new Map(
      (this.private.get(toId) ?? []).map(([channelId, messages]) => [channelId, new Map(messages)]),
    );
    this.complete = new Set();
  }

  /** The messages known of a channel, oldest first. */
  list(channelId) {
    return [...(this.byChannel.get(channelId)?.values() ?? [])].sort((a, b) => byAge(a.id, b.id));
  }

  get(channelId, messageId) {
    return this.byChannel.get(channelId)?.get(messageId);
  }

  /** Whether the channel's first message is known. */
  reachesBack(channelId) {
    return this.complete.has(channelId);
  }

  /**
   * Load the newest messages. Kept are those only this person can see, which no history has, and those that came
   * meanwhile.
   */
  async load(channelId) {
    const newest = this.list(channelId).at(-1)?.id ?? "0";
    const page = await this.api.get(`/channels/${channelId}/messages?limit=${PAGE}`);
    const kept = this.list(channelId).filter((each) => isEphemeral(each) || byAge(each.id, newest) > 0);
    this.byChannel.set(channelId, new Map([...page, ...kept].map((message) => [message.id, message])));
    this.complete.delete(channelId);
    this.#turned(channelId, page);
  }

  /** Load one page before the oldest known message. */
  async loadEarlier(channelId) {
    const oldest = this.list(channelId).find((message) => !isEphemeral(message));
    const page = await this.api.get(
      `/channels/${channelId}/messages?limit=${PAGE}${oldest ? `&before=${oldest.id}` : ""}`,
    );
    for (const message of page) this.byChannel.get(channelId)?.set(message.id, message);
    this.#turned(channelId, page);
  }

  #turned(channelId, page) {
    if (page.length < PAGE) this.complete.add(channelId);
    for (const message of page) this.places.meet(message.author);
    this.topics.tell("messages", { channelId });
  }

  /** Take an ephemeral message off the page; Discord does not hear of it. */
  dismiss(channelId, messageId) {
    this.byChannel.get(channelId)?.delete(messageId);
    this.topics.tell("messages", { channelId });
  }

  /** Take in one gateway event; events about other things are left alone. */
  hear(name, data) {
    const change = CHANGES[name];
    if (!change) return;
    change(this, data);
    this.topics.tell("messages", { channelId: data.channel_id });
  }

  /** Keep a channel that talks without end from growing without end; what is let go can be loaded again. */
  forgetOldest(channelId) {
    const known = this.byChannel.get(channelId);
    if (!known || known.size <= MOST_KEPT) return;
    for (const { id } of this.list(channelId).slice(0, PAGE)) known.delete(id);
    this.complete.delete(channelId);
  }

  change(channelId, messageId, edit) {
    const message = this.get(channelId, messageId);
    if (message) this.byChannel.get(channelId).set(messageId, { ...message, ...edit(message) });
  }

  changeVotes({ channel_id: channelId, message_id: messageId, answer_id: answerId, user_id: userId }, by) {
    const mine = userId === this.places.me?.id;
    this.change(channelId, messageId, ({ poll }) => (poll ? { poll: afterVote(poll, answerId, by, mine) } : {}));
  }

  changeReaction(data, edit) {
    this.change(data.channel_id, data.message_id, (message) => {
      const reactions = message.reactions ?? [];
      const key = emojiKey(data.emoji);
      const known = reactions.find((each) => emojiKey(each.emoji) === key) ?? {
        emoji: data.emoji,
        count: 0,
        me: false,
      };
      const changed = { ...known, ...edit(known, data.user_id === this.places.me?.id) };
      const others = reactions.some((each) => emojiKey(each.emoji) === key)
        ? reactions.map((each) => (emojiKey(each.emoji) === key ? changed : each))
        : [...reactions, changed];
      return { reactions: others.filter((each) => each.count > 0) };
    });
  }
}

function noteLast(messages, message) {
  const channel = messages.places.channels.get(message.channel_id);
  if (!channel || isEphemeral(message)) return;
  const counts = channel.message_count !== undefined && message.type !== STARTER;
  const counted = counts ? { message_count: channel.message_count + 1 } : {};
  messages.places.setChannel({ id: channel.id, last_message_id: message.id, ...counted });
  messages.topics.tell("places");
}

/** A thread shows on the message it grew from, whose id it shares. */
function noteThread(messages, thread) {
  messages.change(thread.parent_id, thread.id, () => ({ thread }));
  messages.topics.tell("messages", { channelId: thread.parent_id });
}

const CHANGES = {
  MESSAGE_CREATE(messages, message) {
    messages.places.meet(message.author);
    noteLast(messages, message);
    const known = messages.byChannel.get(message.channel_id) ?? new Map();
    if (messages.byChannel.has(message.channel_id) || isEphemeral(message))
      messages.byChannel.set(message.channel_id, known.set(message.id, message));
    messages.forgetOldest(message.channel_id);
  },
  MESSAGE_UPDATE(messages, message) {
    messages.change(message.channel_id, message.id, (old) => ({
      ...message,
      reactions: old.reactions,
      ...(message.poll ? { poll: withOwnVotes(message.poll, old.poll) } : {}),
    }));
  },
  MESSAGE_DELETE(messages, { channel_id: channelId, id }) {
    messages.byChannel.get(channelId)?.delete(id);
  },
  MESSAGE_DELETE_BULK(messages, { channel_id: channelId, ids }) {
    for (const id of ids) messages.byChannel.get(channelId)?.delete(id);
  },
  MESSAGE_REACTION_ADD(messages, data) {
    messages.changeReaction(data, ({ count, me }, mine) => ({ count: count + 1, me: me || mine }));
  },
  MESSAGE_REACTION_REMOVE(messages, data) {
    messages.changeReaction(data, ({ count, me }, mine) => ({ count: count - 1, me: me && !mine }));
  },
  MESSAGE_REACTION_REMOVE_ALL(messages, data) {
    messages.change(data.channel_id, data.message_id, () => ({ reactions: [] }));
  },
  MESSAGE_REACTION_REMOVE_EMOJI(messages, data) {
    messages.changeReaction(data, () => ({ count: 0, me: false }));
  },
  MESSAGE_POLL_VOTE_ADD: (messages, data) => messages.changeVotes(data, 1),
  MESSAGE_POLL_VOTE_REMOVE: (messages, data) => messages.changeVotes(data, -1),
  THREAD_CREATE: noteThread,
  THREAD_UPDATE: noteThread,
};
