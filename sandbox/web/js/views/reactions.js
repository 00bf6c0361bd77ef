/** Reactions under a message, and the small chooser that adds one. */

import { el, icon } from "../parts/dom.js";
import { popup } from "../parts/popup.js";
import { emojiText } from "./components.js";

const EMOJI = {
  "👍": "thumbs up yes agree",
  "👎": "thumbs down no",
  "❤️": "heart love",
  "😂": "laugh joy",
  "😮": "surprise wow",
  "😢": "sad cry",
  "🎉": "party celebrate",
  "🤔": "thinking",
  "👀": "eyes look",
  "📖": "book read open",
  "📚": "books library",
  "✅": "done check yes",
  "❌": "no cross",
  "⭐": "star",
  "🔥": "fire",
  "💡": "idea light",
  "🙏": "thanks please",
  "👏": "clap applause",
  "🙌": "hooray hands",
  "💬": "speech talk",
  "❓": "question",
  "❗": "important",
  "➕": "plus agree",
  "💯": "hundred",
  "😀": "smile grin",
  "😅": "sweat relief",
  "😍": "love eyes",
  "😎": "cool",
  "😴": "sleep tired",
  "😡": "angry",
  "🥳": "party face",
  "🤝": "agree handshake",
  "✍️": "writing",
  "📝": "note memo",
  "🔖": "bookmark",
  "🕰️": "clock time",
  "🌱": "growth seedling",
  "🌍": "world",
  "☕": "coffee",
  "🍪": "cookie",
};

/** The path part that names an emoji. */
function routeName(emoji) {
  return encodeURIComponent(emoji.id ? `${emoji.name}:${emoji.id}` : emoji.name);
}

async function toggle(app, message, emoji, mine) {
  const path = `/channels/${message.channel_id}/messages/${message.id}/reactions/${routeName(emoji)}/@me`;
  await app.attempt(() => (mine ? app.api.delete(path) : app.api.put(path)));
}

/** The reactions as toggle buttons, with their counts. */
export function reactions(app, message) {
  if (!message.reactions?.length) return null;
  return el(
    "ul",
    { class: "reactions", "aria-label": "Reactions" },
    message.reactions.map((reaction) => el("li", {}, pill(app, message, reaction))),
  );
}

function pill(app, message, { emoji, count, me }) {
  const name = emojiText(emoji);
  const label = `${EMOJI[name]?.split(" ")[0] ?? name}: ${count}${me ? ", yours among them" : ""}`;
  return el(
    "button",
    {
      type: "button",
      class: "reaction",
      "aria-pressed": String(Boolean(me)),
      "aria-label": label,
      title: me ? "Take back your reaction" : "React too",
      data: { focus: `react:${name}` },
      on: { click: () => toggle(app, message, emoji, me) },
    },
    el("span", { "aria-hidden": "true" }, name),
    el("span", { class: "count" }, String(count)),
  );
}

/** Open the emoji chooser by `anchor`; the one picked is added to the message. */
export function chooseReaction(app, anchor, message) {
  const grid = el("div", { class: "emoji-grid", role: "group", "aria-label": "Emoji" });
  const input = el("input", {
    type: "search",
    class: "picker-search",
    placeholder: "Find an emoji",
    "aria-label": "Find an emoji by name",
  });
  const show = () => {
    const fits = Object.entries(EMOJI).filter(([, words]) => words.includes(input.value.trim().toLowerCase()));
    grid.replaceChildren(
      ...fits.map(([name, words]) =>
        el(
          "button",
          { type: "button", class: "emoji", "aria-label": words, title: words, on: { click: () => react(name) } },
          name,
        ),
      ),
    );
  };
  const react = (name) => {
    close();
    toggle(app, message, { name }, false);
  };
  input.addEventListener("input", show);
  input.addEventListener("keydown", (event) => event.key === "Enter" && grid.firstChild?.click());
  show();
  const close = popup(anchor, el("div", { class: "emoji-popup" }, input, grid));
  input.focus();
}

/** The button that opens the chooser. */
export function reactButton(app, message) {
  const button = el(
    "button",
    {
      type: "button",
      class: "icon-button",
      "aria-label": "Add a reaction",
      title: "Add a reaction",
      data: { focus: "add-reaction" },
    },
    icon("smile"),
  );
  button.addEventListener("click", () => chooseReaction(app, button, message));
  return button;
}
