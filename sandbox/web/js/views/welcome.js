/** What a channel without messages says: what one can do here, from what is true of this sandbox now. */

import { el } from "../parts/dom.js";

const SHOWN = 8;

/** The list item that fills an empty channel. */
export function welcome(app) {
  const commands = el("div", { class: "welcome-commands", "aria-live": "polite" });
  const node = el(
    "li",
    { class: "welcome" },
    el("h3", {}, `Nothing in #${app.channel.name} yet`),
    el(
      "p",
      {},
      "This is a Discord of your own: the servers, the people and the clock are make-believe, the bot is real.",
      app.guide.told ? " The guide leads through it; or try these:" : " Three things to try:",
    ),
    el(
      "ol",
      {},
      el(
        "li",
        {},
        el("strong", {}, "Be somebody. "),
        "You are ",
        el("em", {}, app.places.nameOf(app.places.me, app.guildId)),
        ". Under “You are” you become anyone else: an admin to set things up, a member to join in.",
      ),
      el("li", {}, el("strong", {}, "Use a command. "), "Type / below, or start from one of these:", commands),
      el(
        "li",
        {},
        el("strong", {}, "Let time pass. "),
        "What is due tomorrow need not be waited for: move the clock ahead, at the top.",
      ),
    ),
  );
  fill(app, commands);
  return node;
}

async function fill(app, place) {
  const all = await app.attempt(() => app.commands.slash(app.guildId), []);
  if (!all.length) {
    place.replaceChildren(
      el(
        "p",
        { class: "faint" },
        "No bot has registered commands here yet. Start one; its commands then show up after /.",
      ),
    );
    return;
  }
  const rest = all.length - SHOWN;
  place.replaceChildren(
    el(
      "ul",
      {},
      all.slice(0, SHOWN).map((leaf) => el("li", {}, command(app, leaf))),
    ),
    rest > 0 ? el("p", { class: "faint" }, `and ${rest} more: type / to see them all.`) : "",
  );
}

function command(app, leaf) {
  return el(
    "button",
    { type: "button", class: "plain-button command-hint", on: { click: () => app.useCommand(leaf.name) } },
    el("strong", {}, `/${leaf.name}`),
    el("span", { class: "faint" }, leaf.description),
  );
}
