/** The language of Discord for the person at the page: commands are listed in it, and the bot hears of it. */

import { el, icon } from "../parts/dom.js";
import { choose } from "../parts/picker.js";

// Discord's documentation, "Locales".
const LOCALES = (
  "en-US en-GB bg zh-CN zh-TW hr cs da nl fi fr de el hi hu id it ja ko lt no pl pt-BR ro ru es-ES es-419 sv-SE th tr " +
  "uk vi"
).split(" ");

export class Language {
  constructor(app) {
    this.app = app;
    this.shown = el("span", {});
    this.node = el(
      "button",
      {
        type: "button",
        class: "tongue",
        "aria-haspopup": "listbox",
        "aria-expanded": "false",
        on: { click: () => this.#choose() },
      },
      this.shown,
      icon("down"),
    );
    app.topics.on("connection", (status) => status === "ready" && this.#learn());
  }

  /** Show the language that the person now at the page has. */
  async #learn() {
    const { person } = this.app;
    const me = await this.app.attempt(() => this.app.api.get("/users/@me"));
    if (me && person === this.app.person) this.#show(me.locale);
  }

  #show(locale) {
    this.app.locale = locale;
    this.shown.replaceChildren("Discord in ", el("span", { lang: locale }, nameOf(locale)));
  }

  #choose() {
    const items = () =>
      LOCALES.map((locale) => ({
        key: locale,
        title: nameOf(locale),
        detail: locale,
        chosen: locale === this.app.locale,
        value: locale,
      }));
    const label = `Language of ${this.app.person.name}’s Discord`;
    choose(this.node, { label, items, above: true, onPick: ({ value }) => this.#change(value) });
  }

  async #change(locale) {
    const { app } = this;
    if (!(await app.attempt(() => app.api.patch("/users/@me/settings", { locale })))) return;
    this.#show(locale);
    app.commands.forget();
    app.topics.tell("language");
    app.notices.whisper(`${app.person.name}’s Discord is now in ${nameOf(locale)}.`);
  }
}

/** A language as it calls itself. */
function nameOf(locale) {
  const name = new Intl.DisplayNames([locale], { type: "language" }).of(locale) ?? locale;
  return name.charAt(0).toLocaleUpperCase(locale) + name.slice(1);
}
