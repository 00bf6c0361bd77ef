/** The window in which a forum post is written: title, text, tags, files. */

import { el, freshId, iconButton } from "../parts/dom.js";
import { emojiText } from "./components.js";

const REQUIRE_TAG = 1 << 4;
const MOST_TAGS = 5;
const MANAGE_THREADS = 1n << 34n;

/** Ask for a post in the open forum, and open it once it is there. What was written stays if Discord refuses it. */
export function askForPost(app) {
  const { channel } = app;
  const ids = { title: freshId("post"), name: freshId("post"), text: freshId("post"), files: freshId("post") };
  const name = el("input", { id: ids.name, maxlength: 100, required: true });
  const text = el("textarea", { id: ids.text, required: true, rows: 6, maxlength: 2000 });
  const files = el("input", { id: ids.files, type: "file", multiple: true });
  const tags = tagChooser(app, channel);
  const problem = el("p", { class: "problem", role: "alert", hidden: true });
  const post = el("button", { type: "submit", class: "button primary" }, "Post");
  const form = el(
    "form",
    {},
    el(
      "header",
      { class: "dialog-head" },
      el("h2", { id: ids.title }, `New post in ${channel.name}`),
      iconButton("close", "Close", () => dialog.close()),
    ),
    el("label", { for: ids.name }, "Title"),
    name,
    el("label", { for: ids.text }, "Message"),
    text,
    tags.node,
    el("label", { for: ids.files }, "Files", el("span", { class: "faint" }, " (optional)")),
    files,
    problem,
    el(
      "div",
      { class: "dialog-actions" },
      el("button", { type: "button", class: "button", on: { click: () => dialog.close() } }, "Cancel"),
      post,
    ),
  );
  const dialog = el("dialog", { class: "dialog", "aria-labelledby": ids.title }, form);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    post.disabled = true;
    try {
      const told = { name: name.value.trim(), content: text.value.trim(), tags: tags.chosen(), files: [...files.files] };
      const thread = await send(app, channel, told);
      dialog.close();
      app.places.setChannel(thread);
      app.openChannel(thread.id);
    } catch (refusal) {
      problem.textContent = refusal.message;
      problem.hidden = false;
    }
    post.disabled = false;
  });
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  name.focus();
}

async function send(app, channel, { name, content, tags, files }) {
  const attachments = await app.api.upload(channel.id, files);
  const message = { content, ...(attachments.length ? { attachments } : {}) };
  return app.api.post(`/channels/${channel.id}/threads`, { name, message, applied_tags: tags });
}

/** Ticks for the forum's tags; moderated ones only for those who manage threads. */
function tagChooser(app, channel) {
  const manages = app.places.mayInGuild(app.guildId, app.places.me.id, MANAGE_THREADS);
  const open = (channel.available_tags ?? []).filter(({ moderated }) => !moderated || manages);
  const needed = (channel.flags ?? 0) & REQUIRE_TAG;
  const ticks = open.map((tag) => {
    const input = el("input", { type: "checkbox", value: tag.id });
    return { input, row: el("label", { class: "chip tick-chip" }, input, tagText(tag)) };
  });
  const chosen = () => ticks.filter(({ input }) => input.checked).map(({ input }) => input.value);
  const limit = () => {
    for (const { input } of ticks) input.disabled = !input.checked && chosen().length >= MOST_TAGS;
  };
  const node = open.length
    ? el(
        "fieldset",
        { class: "tag-choice", on: { change: limit } },
        el("legend", {}, "Tags", el("span", { class: "faint" }, needed ? " (one is needed)" : " (up to five)")),
        el(
          "div",
          { class: "tag-row" },
          ticks.map(({ row }) => row),
        ),
      )
    : null;
  return { node, chosen };
}

/** A tag as people read it. */
export function tagText({ name, emoji_name: emoji }) {
  return emoji ? `${emojiText({ name: emoji })} ${name}` : name;
}
