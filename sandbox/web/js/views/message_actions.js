/** What can be done to a message or a person: the context menus, and editing in place. */

import { el } from "../parts/dom.js";
import { menu } from "../parts/menu.js";
import { menuData } from "../state/commands.js";
import { isEphemeral } from "../state/messages.js";
import { isThread } from "../state/places.js";
import { chooseReaction } from "./reactions.js";

const MANAGE_MESSAGES = 1n << 13n;

/** The menu of one message: reply, react, edit and delete one's own, and the bot's message commands. */
export function messageMenu(app, anchor, message) {
  const mine = message.author.id === app.places.me.id;
  const mayDelete = mine || app.places.mayInGuild(app.guildId, app.places.me.id, MANAGE_MESSAGES);
  const own = [
    { text: "Reply", icon: "reply", act: () => app.composer.replyTo(message) },
    { text: "Add a reaction", icon: "smile", act: () => chooseReaction(app, anchor, message) },
    !message.thread &&
      !isThread(app.channel) &&
      !isEphemeral(message) && { text: "Start a thread", icon: "thread", act: () => app.startThread(message) },
    message.content && { text: "Copy the text", icon: "file", act: () => copy(app, message.content) },
    mine && { text: "Edit", icon: "pencil", act: () => app.log.edit(message.id) },
    mayDelete && { text: "Delete", icon: "bin", danger: true, act: () => remove(app, message) },
  ];
  const commands = async () => {
    const leaves = await app.attempt(() => app.commands.onMessages(app.guildId), []);
    return [leaves.length > 0 && { heading: "Apps" }, ...leaves.map((leaf) => appEntry(app, leaf, message.id))];
  };
  menu(anchor, "Message actions", own, isEphemeral(message) ? null : commands());
}

function appEntry(app, leaf, targetId) {
  return { text: leaf.name, icon: "forum", act: () => run(app, leaf, targetId) };
}

/** The menu of one person: be them, and the bot's user commands. */
export function personMenu(app, anchor, user) {
  const name = app.places.nameOf(user, app.guildId);
  const roles = app.places.rolesOf(app.guildId, user.id).map((role) => role.name);
  const person = app.people.find(({ id }) => id === user.id);
  const own = [
    { heading: roles.length ? `${name} · ${roles.join(", ")}` : name },
    person &&
      person.id !== app.places.me.id && { text: `Become ${name}`, icon: "person", act: () => app.become(person) },
    { text: "Mention", icon: "reply", act: () => app.composer.insert(`<@${user.id}> `) },
  ];
  const commands = async () => {
    const leaves = await app.attempt(() => app.commands.onUsers(app.guildId), []);
    return leaves.map((leaf) => appEntry(app, leaf, user.id));
  };
  menu(anchor, name, own, commands());
}

async function run(app, leaf, targetId) {
  const outcome = await app.interactions.command(app.channel, leaf, menuData(leaf, targetId), { label: leaf.name });
  if (!outcome.ok) app.complain(`${leaf.name}: ${outcome.words}`);
}

async function copy(app, text) {
  await app.attempt(() => navigator.clipboard.writeText(text));
  app.announce("Copied.");
}

async function remove(app, message) {
  if (confirm("Delete this message? This cannot be taken back.")) {
    await app.attempt(() => app.api.delete(`/channels/${message.channel_id}/messages/${message.id}`));
  }
}

/** A box to edit one's own message in: Enter saves, Escape leaves it as it was. */
export function editor(app, message) {
  const box = el("textarea", {
    class: "editor",
    "aria-label": "Edit the message",
    rows: Math.min(10, message.content.split("\n").length + 1),
    data: { focus: "editor" },
  });
  box.value = message.content;
  const save = async () => {
    const path = `/channels/${message.channel_id}/messages/${message.id}`;
    const saved = await app.attempt(() => app.api.patch(path, { content: box.value.trim() }));
    if (saved) app.log.edit(null);
  };
  box.addEventListener("keydown", (event) => {
    if (event.key === "Escape") app.log.edit(null);
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      save();
    }
  });
  return el("div", {}, box, el("p", { class: "faint" }, "Enter saves, Escape leaves it as it was."));
}
