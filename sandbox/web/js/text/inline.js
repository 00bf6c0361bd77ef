/**
 * Discord's Markdown within a line, as DOM nodes. Text stays text: no rule ever hands a string to the page as
 * markup.
 *
 * The scene (`scene`) says what names stand for and what time it is: `{places, guildId, clock, openChannel(id),
 * openPlace(place), useCommand(name)}`.
 */

import { el, unseen } from "../parts/dom.js";
import { link, placeOf } from "./links.js";
import { exact, stamp } from "./times.js";

const DEEPEST = 8;
const wrap =
  (tag, props = {}) =>
  (match, scene, depth) =>
    el(tag, props, inline(match[1], scene, depth + 1));

/** In order of trial: a sticky pattern, what it makes, and (`alone`) whether a letter before it forbids it. */
const RULES = [
  { at: /\\([^A-Za-z0-9\s])/y, make: ([, character]) => character },
  { at: /(`+)([\s\S]*?[^`])\1(?!`)/y, make: ([, , code]) => el("code", {}, code.trim()) },
  {
    at: /<t:(-?\d{1,13})(?::([tTdDfFR]))?>/y,
    make: ([, seconds, style], scene) => time(Number(seconds), style ?? "f", scene),
  },
  { at: /<@!?(\d{5,20})>/y, make: ([, id], scene) => person(id, scene) },
  { at: /<@&(\d{5,20})>/y, make: ([, id], scene) => role(id, scene) },
  { at: /<#(\d{5,20})>/y, make: ([, id], scene) => channel(id, scene) },
  { at: /<\/([^\n:<>]{1,110}):\d{1,20}>/y, make: ([, name], scene) => command(name, scene) },
  { at: /<a?:(\w{2,32}):\d{5,20}>/y, make: ([, name]) => el("span", { class: "emoji-name" }, `:${name}:`) },
  { at: /<(https?:\/\/[^\s<>]+)>/y, make: ([, url], scene) => bare(url, scene) },
  {
    at: /\[((?:\\.|[^[\]\\\n])+)\]\(<?(https?:\/\/(?:\([^\s()]*\)|[^\s()<>])+)>?(?:\s+"([^"\n]*)")?\)/y,
    make: ([, text, url], scene, depth) => link(url, inline(text, scene, depth + 1), {}, scene),
  },
  { at: /https?:\/\/[^\s<]*[^\s<.,:;"'!?)\]*_~|]/y, alone: true, make: ([url], scene) => bare(url, scene) },
  {
    at: /\*\*\*(?=\S)([\s\S]+?)\*\*\*/y,
    make: ([, text], scene, depth) => el("strong", {}, el("em", {}, inline(text, scene, depth + 1))),
  },
  { at: /\*\*([\s\S]+?)\*\*(?!\*)/y, make: wrap("strong") },
  { at: /__([\s\S]+?)__(?!_)/y, make: wrap("u") },
  { at: /~~([\s\S]+?)~~/y, make: wrap("s") },
  { at: /\|\|([\s\S]+?)\|\|/y, make: ([, text], scene, depth) => spoiler(inline(text, scene, depth + 1)) },
  { at: /\*(?=\S)((?:\*\*|\s+(?:[^*\s]|\*\*)|[^\s*])+?)\*(?!\*)/y, make: wrap("em") },
  { at: /_((?:__|\\[\s\S]|[^\\_])+?)_(?![A-Za-z0-9])/y, alone: true, make: wrap("em") },
  { at: /@(?:everyone|here)\b/y, alone: true, make: ([text]) => el("span", { class: "mention" }, text) },
];
const MARKS = /[\\`<[h*_~|@\n]/;

/** The nodes that stand for a piece of text. */
export function inline(text, scene, depth = 0) {
  const nodes = [];
  let plain = "";
  const flush = () => {
    if (plain) nodes.push(document.createTextNode(plain));
    plain = "";
  };
  for (let at = 0; at < text.length;) {
    const found = MARKS.test(text[at]) && depth < DEEPEST ? ruleAt(text, at) : null;
    if (found) {
      flush();
      nodes.push(found.rule.make(found.match, scene, depth));
      at += found.match[0].length;
    } else if (text[at] === "\n") {
      flush();
      nodes.push(el("br"));
      at += 1;
    } else {
      plain += text[at];
      at += 1;
    }
  }
  flush();
  return nodes;
}

function ruleAt(text, at) {
  for (const rule of RULES) {
    if (rule.alone && at > 0 && /[A-Za-z0-9]/.test(text[at - 1])) continue;
    rule.at.lastIndex = at;
    const match = rule.at.exec(text);
    if (match) return { rule, match };
  }
  return null;
}

function time(seconds, style, { clock }) {
  const ms = seconds * 1000;
  if (Math.abs(ms) > 8.64e15) return el("time", { class: "stamp" }, "Invalid date");
  const props = {
    class: "stamp",
    datetime: new Date(ms).toISOString(),
    title: exact(ms),
    data: { ms: String(ms), style },
  };
  return el("time", props, stamp(ms, style, clock.now()));
}

/** Write every timestamp within `root` anew, after the clock has moved. */
export function refreshStamps(root, now) {
  for (const node of root.querySelectorAll('time.stamp[data-style="R"]')) {
    const text = stamp(Number(node.dataset.ms), "R", now);
    if (node.textContent !== text) node.textContent = text;
  }
}

/** An address as it stands; one of a channel here by the channel's name. */
function bare(url, scene) {
  const place = placeOf(url);
  const known = place && scene.places.channels.get(place.channelId);
  const text = known ? `#${known.name}${place.messageId ? " › message" : ""}` : place?.eventId ? "an event" : url;
  return link(url, text, {}, scene);
}

function person(id, { places, guildId }) {
  const user = places.users.get(id);
  const mine = id === places.me?.id ? " mention-me" : "";
  return el("span", { class: `mention${mine}` }, `@${user ? places.nameOf(user, guildId) : "unknown member"}`);
}

function role(id, { places, guildId }) {
  return el(
    "span",
    { class: "mention" },
    `@${(places.guild(guildId)?.roles.get(id)?.name ?? "unknown role").replace(/^@/, "")}`,
  );
}

function channel(id, { places, openChannel }) {
  const known = places.channels.get(id);
  if (!known) return el("span", { class: "mention" }, "#unknown");
  return el(
    "button",
    { type: "button", class: "mention mention-link", on: { click: () => openChannel(id) } },
    `#${known.name}`,
  );
}

function command(name, { useCommand }) {
  return el(
    "button",
    { type: "button", class: "mention mention-link", on: { click: () => useCommand(name) } },
    `/${name}`,
  );
}

function spoiler(content) {
  const hidden = el("span", { class: "spoiler-text", "aria-hidden": "true" }, content);
  const button = el("button", { type: "button", class: "spoiler" }, unseen("Hidden text. Show it"), hidden);
  button.addEventListener("click", () => button.replaceWith(el("span", { class: "spoiler-open" }, content)));
  return button;
}
