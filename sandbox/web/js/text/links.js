/** Addresses from outside: only http and https are followed, and never with a hold on this page. */

import { el } from "../parts/dom.js";

/** The address if it is a http or https one, else null. */
export function safeUrl(text) {
  try {
    const url = new URL(text);
    return url.protocol === "http:" || url.protocol === "https:" ? url.href : null;
  } catch {
    return null;
  }
}

/** A link that opens elsewhere; only its content if the address is none to follow. */
export function link(address, content, props = {}) {
  const href = safeUrl(address);
  if (!href) return el("span", {}, content);
  return el("a", { href, target: "_blank", rel: "noopener noreferrer nofollow", title: href, ...props }, content);
}
