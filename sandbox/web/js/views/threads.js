/** Threads of a channel: the list with the archived ones, and starting one from a message. */

import { el } from "../parts/dom.js";
import { choose } from "../parts/picker.js";
import { byAge } from "../wire/snowflakes.js";
import { ask } from "./ask.js";

/** All threads of the open channel, archived ones too, as a searchable list by `anchor`. */
export async function openThreadList(app, anchor) {
  const archived = await app.attempt(() => app.api.get(`/channels/${app.channel.id}/threads/archived/public`), {
    threads: [],
  });
  for (const thread of archived.threads) app.places.setChannel(thread);
  const known = [...app.places.channels.values()].filter(
    ({ parent_id: parent, thread_metadata: metadata }) => parent === app.channel.id && metadata,
  );
  const items = known
    .sort((a, b) => byAge(b.last_message_id ?? b.id, a.last_message_id ?? a.id))
    .map((thread) => ({
      key: thread.id,
      title: thread.name,
      detail: `${thread.message_count ?? 0} messages`,
      mark: thread.thread_metadata.archived ? "archived" : null,
    }));
  if (!items.length) return app.announce("This channel has no threads yet.", true);
  return choose(anchor, { label: "Threads", items: () => items, onPick: ({ key }) => app.openChannel(key) });
}

/** Ask for a name and start a thread on a message. */
export async function startThread(app, message) {
  const name = await ask({
    title: "Start a thread",
    label: "Name of the thread",
    most: 100,
    action: "Start",
    value: message.content.split("\n")[0].slice(0, 60),
  });
  if (!name) return;
  const thread = await app.attempt(() =>
    app.api.post(`/channels/${message.channel_id}/messages/${message.id}/threads`, { name }),
  );
  if (thread) {
    app.places.setChannel(thread);
    app.openChannel(thread.id);
  }
}
