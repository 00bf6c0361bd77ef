/**
 * The scheduled events of the servers this person is in, and which of them they are interested in. Tells `calendar`
 * when any of it changed.
 */

const OVER = new Set([3, 4]);

export class Calendar {
  constructor(topics, api, places) {
    this.topics = topics;
    this.api = api;
    this.places = places;
    this.events = new Map();
    this.mine = new Set();
  }

  /** A server's events that are not over, the soonest first. */
  of(guildId) {
    return [...this.events.values()]
      .filter((event) => event.guild_id === guildId && !OVER.has(event.status))
      .sort((a, b) => Date.parse(a.scheduled_start_time) - Date.parse(b.scheduled_start_time));
  }

  isMine(eventId) {
    return this.mine.has(eventId);
  }

  /** Ask in which of a server's events this person is interested. */
  async load(guildId) {
    const told = await this.api.get(`/users/@me/scheduled-events?guild_ids=${guildId}`);
    for (const { id } of this.of(guildId)) this.mine.delete(id);
    for (const { guild_scheduled_event_id: id } of told) this.mine.add(id);
    this.topics.tell("calendar");
  }

  /** Say that one is interested in an event, or no longer. */
  async follow(event, interested) {
    const path = `/guilds/${event.guild_id}/scheduled-events/${event.id}/users/@me`;
    await (interested ? this.api.put(path) : this.api.delete(path));
  }

  /** Take in one gateway event; events about other things are left alone. */
  hear(name, data) {
    const change = CHANGES[name];
    if (!change) return;
    change(this, data);
    this.topics.tell("calendar");
  }

  set(event) {
    this.events.set(event.id, { ...this.events.get(event.id), ...event });
  }

  count(eventId, userId, by) {
    const event = this.events.get(eventId);
    if (event) this.set({ id: eventId, user_count: Math.max(0, (event.user_count ?? 0) + by) });
    if (userId !== this.places.me?.id) return;
    if (by > 0) this.mine.add(eventId);
    else this.mine.delete(eventId);
  }
}

function setAll(calendar, guild) {
  for (const event of guild.guild_scheduled_events ?? []) calendar.set(event);
}

const CHANGES = {
  READY(calendar, { guilds }) {
    calendar.events.clear();
    calendar.mine.clear();
    for (const guild of guilds) setAll(calendar, guild);
  },
  GUILD_CREATE: setAll,
  GUILD_SCHEDULED_EVENT_CREATE: (calendar, event) => calendar.set(event),
  GUILD_SCHEDULED_EVENT_UPDATE: (calendar, event) => calendar.set(event),
  GUILD_SCHEDULED_EVENT_DELETE: (calendar, { id }) => calendar.events.delete(id),
  GUILD_SCHEDULED_EVENT_USER_ADD: (calendar, { guild_scheduled_event_id: id, user_id: user }) =>
    calendar.count(id, user, 1),
  GUILD_SCHEDULED_EVENT_USER_REMOVE: (calendar, { guild_scheduled_event_id: id, user_id: user }) =>
    calendar.count(id, user, -1),
};
