/** What can be picked in a server, as items for lists: people, roles, channels. A scene names the server. */

import { ChannelType, isThread } from "../state/places.js";

export function userItems({ places, guildId }) {
  const members = [...(places.guild(guildId)?.members.keys() ?? [])].map((id) => places.users.get(id)).filter(Boolean);
  return members
    .map((user) => ({
      key: user.id,
      value: user.id,
      title: places.nameOf(user, guildId),
      mark: user.bot ? "bot" : null,
      detail: places
        .rolesOf(guildId, user.id)
        .map(({ name }) => name)
        .join(", "),
    }))
    .sort((a, b) => a.title.localeCompare(b.title));
}

export function roleItems({ places, guildId }) {
  const roles = [...(places.guild(guildId)?.roles.values() ?? [])].sort((a, b) => b.position - a.position);
  return roles.map(({ id, name }) => ({ key: id, value: id, title: name.startsWith("@") ? name : `@${name}` }));
}

export function mentionableItems(scene) {
  return [
    ...userItems(scene).map((item) => ({ ...item, group: "People" })),
    ...roleItems(scene).map((item) => ({ ...item, group: "Roles" })),
  ];
}

/** Channels and threads, only of these types if some are named. */
export function channelItems({ places, guildId }, types) {
  const fits = ({ type }) => (types?.length ? types.includes(type) : type !== ChannelType.CATEGORY);
  return [...places.channelsOf(guildId).flatMap((channel) => [channel, ...places.threadsOf(channel.id)])]
    .filter(fits)
    .map((channel) => ({
      key: channel.id,
      value: channel.id,
      title: isThread(channel) ? channel.name : `#${channel.name}`,
      detail: isThread(channel)
        ? `thread in #${places.channels.get(channel.parent_id)?.name ?? "?"}`
        : (channel.topic ?? ""),
    }));
}
