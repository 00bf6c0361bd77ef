/** A command typed or pasted whole, options and all: `/articles find words: library`. Pure: text in, meaning out. */

import { OptionType } from "./commands.js";

const COMMAND_LIKE = /^\/([\p{L}\p{N}_-]+)(?=\s|$)/u;

/** Whether a text reads like a command, known or not: a slash, a word, then nothing or a space. */
export function isCommandLike(text) {
  return COMMAND_LIKE.test(text);
}

/**
 * What a typed text says: `{leaf, values: {option: words}, leftover}`, or null if it names none of the commands whole.
 * Words before the first named option are for the first option that can take them, as in Discord's client; what no
 * option can take is `leftover`.
 */
export function readTyped(leaves, text) {
  const typed = text.slice(1);
  const leaf = leaves.find(({ name, known }) => begins(name).test(typed) || begins(known).test(typed));
  if (!leaf) return null;
  const rest = typed.replace(begins(leaf.name), "").replace(begins(leaf.known), "").trim();
  const { unnamed, values } = split(rest, leaf.options);
  const first = leaf.options.find(({ name, type }) => !(name in values) && type !== OptionType.ATTACHMENT);
  if (!unnamed || !first) return { leaf, values, leftover: unnamed };
  return { leaf, values: { ...values, [first.name]: unnamed }, leftover: "" };
}

function begins(name) {
  return new RegExp(`^${name.split(" ").map(literal).join("\\s+")}(?=\\s|$)`, "iu");
}

function literal(text) {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

/** The text cut at each `option:` that begins a word. */
function split(text, options) {
  const names = new Map(
    options.flatMap((each) => [each.name, each.shown].map((name) => [name.toLowerCase(), each])),
  );
  if (!names.size) return { unnamed: text, values: {} };
  const named = new RegExp(`(?<=^|\\s)(${[...names.keys()].map(literal).join("|")}):`, "giu");
  const [unnamed, ...pairs] = text.split(named).map((part) => part.trim());
  const values = {};
  for (let at = 0; at < pairs.length; at += 2) values[names.get(pairs[at].toLowerCase()).name] = pairs[at + 1];
  return { unnamed, values };
}
