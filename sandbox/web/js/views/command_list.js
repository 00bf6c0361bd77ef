/** The commands that fit what stands after a slash, as items for the list above the box. */

import { fitting } from "../state/commands.js";
import { isCommandLike, readTyped } from "../state/typed_command.js";

/** `open(leaf, begun)` begins the form of the one picked, with what was typed of its options. */
export function commandItems(leaves, typed, open) {
  const read = readTyped(leaves, typed);
  if (read && typed.trim().length > read.leaf.name.length + 1)
    return [item(read.leaf, understood(read), () => open(read.leaf, { ...read, typed: true }))];
  return fitting(leaves, typed.slice(1)).map((leaf) => item(leaf, needed(leaf), () => open(leaf)));
}

function item(leaf, mark, pick) {
  return { key: leaf.name, title: `/${leaf.name}`, detail: leaf.description, mark, pick };
}

function needed({ options }) {
  const names = options.filter(({ required }) => required).map(({ shown }) => shown);
  return names.join(", ") || null;
}

function understood({ leaf, values }) {
  const shown = (name) => leaf.options.find((option) => option.name === name).shown;
  const told = Object.entries(values).map(([name, words]) => `${shown(name)}: ${words}`);
  return told.join("  ") || needed(leaf);
}

/** Why nothing fits, and what to do about it. */
export function noCommand({ person }, leaves, typed) {
  if (!leaves.length) return `There is no command here that ${person.name} may use.`;
  const [first] = typed.slice(1).split(/\s/);
  const siblings = leaves.filter(({ name }) => name.split(" ")[0] === first.toLowerCase()).map(({ name }) => `/${name}`);
  if (siblings.length) return `No command is called that. There is ${siblings.join(", ")}.`;
  const unknown = `${person.name} has no command /${first} here: it is spelt otherwise, or not for ${person.name}.`;
  return isCommandLike(typed) ? `${unknown} With a space before the slash it can be sent as a message.` : unknown;
}
