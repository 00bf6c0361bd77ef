/** The faults that the panel offers, in words, and the inputs that some of them need. */

import { el, freshId } from "../parts/dom.js";
import { isThread } from "../state/places.js";

/** By what is struck; each fault with its words, what it asks for and what is sent along. */
const GROUPS = {
  "The bot's next calls": {
    error_before: { words: "Discord answers 500, and nothing has happened" },
    error_after: { words: "Discord answers 500, though it has happened" },
    drop_before: { words: "The connection is cut, and nothing has happened" },
    drop_after: { words: "The connection is cut, though it has happened" },
    hold_before: { words: "No answer ever comes, and nothing has happened" },
    hold_after: { words: "No answer ever comes, though it has happened" },
    rate_limited: { words: "Discord says: too many requests (429)", with: { retry_after: 2 } },
    slow: { words: "The answer comes three seconds late", with: { ms: 3000 } },
  },
  "Events for the bot": {
    event_lost: { words: "An event is lost", asks: ["event"] },
    event_doubled: { words: "An event comes twice", asks: ["event"] },
    event_late: { words: "An event comes three seconds late", asks: ["event"], with: { ms: 3000 } },
  },
  "The bot's connection, at once": {
    disconnect: { words: "The live connection is cut" },
    reconnect: { words: "The bot is asked to connect anew" },
    invalid_session: { words: "The session is declared invalid" },
    zombie: { words: "The connection stays open and carries nothing more" },
  },
  "The server, at once": {
    permission_taken: { words: "The bot loses a right in a channel", asks: ["permission", "channel"] },
    channel_deleted: { words: "A channel is deleted", asks: ["channel"] },
    bot_removed: { words: "The bot is removed from the server", asks: ["guild"] },
    member_gone: { words: "A member leaves the server", asks: ["user", "guild"] },
    server_unavailable: { words: "The server has an outage", asks: ["guild"] },
  },
};
const KINDS = Object.assign({}, ...Object.values(GROUPS));
const EVENTS = [
  "MESSAGE_CREATE",
  "MESSAGE_DELETE",
  "MESSAGE_REACTION_ADD",
  "MESSAGE_POLL_VOTE_ADD",
  "INTERACTION_CREATE",
  "THREAD_CREATE",
];
const PERMISSIONS = [
  "view_channel",
  "send_messages",
  "embed_links",
  "attach_files",
  "read_message_history",
  "create_public_threads",
  "send_messages_in_threads",
];

/** A fault in words. */
export const faultWords = (what) => KINDS[what]?.words ?? what;

/** Whether it strikes calls, so that a route and a number make sense. */
export const strikesCalls = (what) => what in GROUPS["The bot's next calls"];

/** The options of the chooser, by group. */
export function faultOptions() {
  return Object.entries(GROUPS).map(([label, kinds]) =>
    el(
      "optgroup",
      { label },
      Object.entries(kinds).map(([value, { words }]) => el("option", { value }, words)),
    ),
  );
}

/** The inputs that a fault needs: `{nodes, told()}`, where `told()` is what is sent along. */
export function faultInputs(app, what) {
  const { asks = [], with: along = {} } = KINDS[what];
  const fields = asks.filter((name) => name !== "guild").map((name) => selectOf(app, name));
  const told = () => {
    const chosen = Object.assign({}, ...fields.map(({ key, input }) => key(input.value)));
    return { ...along, ...(asks.includes("guild") ? { guild: app.guildId } : {}), ...chosen };
  };
  return { nodes: fields.flatMap(({ label, input }) => [label, input]), told };
}

const CHOICES = {
  event: { text: "Which event", items: () => EVENTS.map((each) => [each, each]), key: (event) => ({ event }) },
  permission: {
    text: "Which right",
    items: () => PERMISSIONS.map((each) => [each, each.replaceAll("_", " ")]),
    key: (name) => ({ permissions: [name] }),
  },
  channel: {
    text: "Which channel",
    items: ({ places, guildId }) =>
      [...places.channels.values()]
        .filter((each) => each.guild_id === guildId)
        .map((each) => [each.id, isThread(each) ? each.name : `#${each.name}`]),
    key: (channel) => ({ channel }),
  },
  user: { text: "Who", items: ({ people }) => people.map(({ id, name }) => [id, name]), key: (user) => ({ user }) },
};

function selectOf(app, name) {
  const { text, items, key } = CHOICES[name];
  const id = freshId("fault");
  const options = items(app).map(([value, words]) => el("option", { value }, words));
  return { label: el("label", { for: id }, text), input: el("select", { id }, options), key };
}
