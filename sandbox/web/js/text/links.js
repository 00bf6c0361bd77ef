/** Addresses from outside: only http and https are followed, and never with a hold on this page. */

import { el } from "../parts/dom.js";

const OF_DISCORD = /^https:\/\/(?:(?:ptb|canary)\.)?discord(?:app)?\.com\/(channels|events)\/(\d+)\/(\d+)(?:\/(\d+))?$/;

/** The address if it is a http or https one, else null. */
export function safeUrl(text) {
  try {
    const url = new URL(text);
    return url.protocol === "http:" || url.protocol === "https:" ? url.href : null;
  } catch {
    return null;
  }
}

/** What a Discord address points to: `{eventId}` or `{channelId, messageId}`, or null if it is none. */
export function placeOf(address) {
  const match = OF_DISCORD.exec(address);
  if (!match) return null;
  const [, kind, , id, messageId] = match;
  return kind === "events" ? { eventId: id } : { channelId: id, messageId };
}

/**
 * A link that opens elsewhere; only its content if the address is none to follow. With a scene that can open places,
 * an address of Discord's own is a button that opens it here.
 */
export function link(address, content, props = {}, scene = null) {
  const place = scene?.openPlace && placeOf(address);
  if (place)
    return el(
      "button",
      { type: "button", class: "plain-button link", title: address, ...props, on: { click: () => scene.openPlace(place) } },
      content,
    );
  const href = safeUrl(address);
  if (!href) return el("span", {}, content);
  return el("a", { href, target: "_blank", rel: "noopener noreferrer nofollow", title: href, ...props }, content);
}
