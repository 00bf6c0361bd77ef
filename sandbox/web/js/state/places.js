/**
 * Servers, channels, threads, roles and members: what the person at the page may see, as the gateway told it.
 * Tells `places` when any of it changed and `people` when names or roles did.
 */

import { byAge } from "../wire/snowflakes.js";

export const ChannelType = {
  TEXT: 0,
  VOICE: 2,
  CATEGORY: 4,
  NEWS: 5,
  NEWS_THREAD: 10,
  PUBLIC_THREAD: 11,
  PRIVATE_THREAD: 12,
  FORUM: 15,
};
const THREADS = new Set([ChannelType.NEWS_THREAD, ChannelType.PUBLIC_THREAD, ChannelType.PRIVATE_THREAD]);
const ADMINISTRATOR = 8n;

export const isThread = (channel) => THREADS.has(channel.type);

export class Places {
  constructor(topics) {
    this.topics = topics;
    this.forget();
  }

  /** Start over, as when somebody else takes the page. */
  forget() {
    this.me = null;
    this.sessionId = "";
    this.guilds = new Map();
    this.channels = new Map();
    this.users = new Map();
  }

  /** Take in one gateway event; events about other things are left alone. */
  hear(name, data) {
    const change = CHANGES[name];
    if (!change) return;
    change(this, data);
    this.topics.tell(name.startsWith("GUILD_MEMBER") || name.startsWith("GUILD_ROLE") ? "people" : "places");
  }

  /** Channels of a server that are no threads, in the order Discord shows them. */
  channelsOf(guildId) {
    return [...this.channels.values()]
      .filter((channel) => channel.guild_id === guildId && !isThread(channel))
      .sort((a, b) => a.position - b.position || byAge(a.id, b.id));
  }

  /** Threads under a channel that are not archived, the last spoken in first. */
  threadsOf(channelId) {
    return [...this.channels.values()]
      .filter((channel) => channel.parent_id === channelId && isThread(channel) && !channel.thread_metadata?.archived)
      .sort((a, b) => byAge(b.last_message_id ?? b.id, a.last_message_id ?? a.id));
  }

  guild(guildId) {
    return this.guilds.get(guildId);
  }

  member(guildId, userId) {
    return this.guilds.get(guildId)?.members.get(userId);
  }

  /** What a user is called in a server. */
  nameOf(user, guildId) {
    const known = this.users.get(user.id) ?? user;
    return this.member(guildId, user.id)?.nick ?? known.global_name ?? known.username ?? "Somebody";
  }

  /** A member's roles, highest first, without @everyone. */
  rolesOf(guildId, userId) {
    const guild = this.guilds.get(guildId);
    const roles = (this.member(guildId, userId)?.roles ?? []).map((id) => guild.roles.get(id)).filter(Boolean);
    return roles.sort((a, b) => b.position - a.position);
  }

  /** The colour of a member's name as `#rrggbb`, or null. */
  colourOf(guildId, userId) {
    const role = this.rolesOf(guildId, userId).find((each) => each.color);
    return role ? `#${role.color.toString(16).padStart(6, "0")}` : null;
  }

  /** Whether a member has a permission (a bit) by roles alone; the server has the last word. */
  mayInGuild(guildId, userId, bit) {
    const guild = this.guilds.get(guildId);
    if (!guild) return false;
    if (guild.owner_id === userId) return true;
    const everyone = guild.roles.get(guildId);
    const roles = [everyone, ...this.rolesOf(guildId, userId)].filter(Boolean);
    const rights = roles.reduce((sum, role) => sum | BigInt(role.permissions), 0n);
    return Boolean(rights & (ADMINISTRATOR | BigInt(bit)));
  }

  /** Remember a user that a message or member showed. */
  meet(user) {
    if (user?.id) this.users.set(user.id, { ...this.users.get(user.id), ...user });
  }

  /** Add or change a channel or thread. */
  setChannel(channel) {
    this.channels.set(channel.id, { ...this.channels.get(channel.id), ...channel });
  }
}

const keyed = (list) => new Map((list ?? []).map((each) => [each.id, each]));

function setGuild(places, told) {
  if (told.unavailable) return;
  const guild = { ...told, ...told.properties };
  const known = places.guilds.get(guild.id);
  const members = new Map(known?.members);
  for (const member of told.members ?? []) setMember(places, members, member);
  places.guilds.set(guild.id, {
    id: guild.id,
    name: guild.name,
    owner_id: guild.owner_id,
    roles: told.roles ? keyed(told.roles) : (known?.roles ?? new Map()),
    members,
  });
  for (const channel of [...(told.channels ?? []), ...(told.threads ?? [])])
    places.setChannel({ ...channel, guild_id: guild.id });
}

function setMember(places, members, member) {
  const id = member.user?.id ?? member.user_id;
  if (!id) return;
  places.meet(member.user);
  members.set(id, { ...members.get(id), ...member });
}

function setChannel(places, channel) {
  places.setChannel(channel);
}

function dropChannel(places, { id }) {
  places.channels.delete(id);
  for (const channel of [...places.channels.values()])
    if (channel.parent_id === id && isThread(channel)) places.channels.delete(channel.id);
}

const CHANGES = {
  READY(places, data) {
    places.forget();
    places.me = data.user;
    places.sessionId = data.session_id;
    places.meet(data.user);
    for (const user of data.users ?? []) places.meet(user);
    for (const guild of data.guilds) setGuild(places, guild);
  },
  GUILD_CREATE: setGuild,
  GUILD_UPDATE: setGuild,
  GUILD_DELETE(places, { id }) {
    places.guilds.delete(id);
    for (const channel of [...places.channels.values()])
      if (channel.guild_id === id) places.channels.delete(channel.id);
  },
  GUILD_MEMBER_ADD: (places, member) =>
    setMember(places, places.guilds.get(member.guild_id)?.members ?? new Map(), member),
  GUILD_MEMBER_UPDATE: (places, member) =>
    setMember(places, places.guilds.get(member.guild_id)?.members ?? new Map(), member),
  GUILD_MEMBER_REMOVE: (places, { guild_id: guildId, user }) => places.guilds.get(guildId)?.members.delete(user.id),
  GUILD_ROLE_CREATE: (places, { guild_id: guildId, role }) => places.guilds.get(guildId)?.roles.set(role.id, role),
  GUILD_ROLE_UPDATE: (places, { guild_id: guildId, role }) => places.guilds.get(guildId)?.roles.set(role.id, role),
  GUILD_ROLE_DELETE: (places, { guild_id: guildId, role_id: roleId }) =>
    places.guilds.get(guildId)?.roles.delete(roleId),
  CHANNEL_CREATE: setChannel,
  CHANNEL_UPDATE: setChannel,
  CHANNEL_DELETE: dropChannel,
  THREAD_CREATE: setChannel,
  THREAD_UPDATE: setChannel,
  THREAD_DELETE: dropChannel,
  THREAD_LIST_SYNC(places, { threads }) {
    for (const thread of threads) places.setChannel(thread);
  },
};
