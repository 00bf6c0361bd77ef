/** One message as a list item: who, when, in answer to what, and all that hangs on it. */

import { el, icon, iconButton, unseen } from "../parts/dom.js";
import { isEphemeral, Flag } from "../state/messages.js";
import { madeAt } from "../wire/snowflakes.js";
import { markdown, plainWords } from "../text/markdown.js";
import { exact, messageTime } from "../text/times.js";
import { components } from "./components.js";
import { attachments, embed } from "./embeds.js";
import { editor, messageMenu, personMenu } from "./message_actions.js";
import { outcome, outcomeText, poll } from "./poll.js";
import { reactButton, reactions } from "./reactions.js";

const Kind = { ADDED: 1, REMOVED: 2, RENAMED: 4, PINNED: 6, JOINED: 7, THREAD_CREATED: 18, STARTER: 21, MENU_COMMAND: 23, POLL_RESULT: 46 };
const HUES = 8n;

/** The list item. `grouped`: it follows one of the same author closely, so name and time are left out. */
export function messageRow(app, message, { grouped, roomy, editing }) {
  const shown = message.type === Kind.STARTER && message.referenced_message ? message.referenced_message : message;
  const alone = isEphemeral(message);
  const node = el(
    "li",
    {
      class: `message ${grouped ? "grouped" : ""} ${roomy ? "roomy" : ""} ${alone ? "ephemeral" : ""}`,
      tabindex: -1,
      data: { id: message.id },
    },
    context(app, message),
    grouped ? null : avatar(shown.author, app.places.nameOf(shown.author, app.guildId)),
    el(
      "div",
      { class: "message-main" },
      heading(app, shown, grouped),
      editing ? editor(app, message) : content(app, shown),
      shown.type !== Kind.POLL_RESULT && shown.embeds?.map((each) => embed(each, app)),
      poll(app, shown),
      attachments(shown.attachments),
      components(shown.components, app, (data) => app.useComponent(shown, data)),
      threadCard(app, message),
      reactions(app, shown),
      alone && el("p", { class: "only-you" }, icon("lock"), "Only you can see this · ", dismissal(app, message)),
    ),
    alone || isSystem(message) ? null : toolbar(app, message),
  );
  if (!isSystem(message)) onContextMenu(app, message, node);
  return node;
}

const SYSTEM = new Set(Object.values(Kind).filter((kind) => kind !== Kind.MENU_COMMAND));
const isSystem = ({ type }) => SYSTEM.has(type);

/** A round sign with a person's initial; its colour comes from their id. */
export function avatar(user, name) {
  return el(
    "span",
    { class: "avatar", "aria-hidden": "true", data: { hue: String((BigInt(user.id) >> 22n) % HUES) } },
    user.bot ? icon("forum") : [...name][0]?.toUpperCase(),
  );
}

/** The line above a message: what it answers, which command it came from, which thread it begins. */
function context(app, message) {
  if (message.type === Kind.STARTER)
    return el("p", { class: "message-context" }, icon("thread"), "This thread began with");
  if (message.referenced_message !== undefined && message.message_reference)
    return replyLine(app, message.referenced_message);
  const cause = message.interaction_metadata;
  if (!cause || cause.type !== 2) return null;
  const name = cause.name ?? message.interaction?.name;
  return el(
    "p",
    { class: "message-context" },
    icon("reply"),
    el("strong", {}, app.places.nameOf(cause.user, app.guildId)),
    name ? ` used ${message.type === Kind.MENU_COMMAND ? "" : "/"}${name}` : " used a command",
  );
}

function replyLine(app, original) {
  if (!original)
    return el("p", { class: "message-context" }, icon("reply"), el("em", {}, "The message replied to was deleted."));
  const preview =
    plainWords(original.content, app) ||
    original.poll?.question.text ||
    original.embeds?.[0]?.title ||
    "a message without text";
  return el(
    "p",
    { class: "message-context" },
    icon("reply"),
    unseen("In reply to "),
    el(
      "button",
      { type: "button", class: "plain-button", on: { click: () => app.showMessage(original.id) } },
      el("strong", {}, app.places.nameOf(original.author, app.guildId)),
      " ",
      el("span", { class: "preview" }, preview.slice(0, 140)),
    ),
  );
}

function heading(app, message, grouped) {
  const at = madeAt(message.id);
  const name = app.places.nameOf(message.author, app.guildId);
  const time = el(
    "time",
    { class: "message-time", datetime: new Date(at).toISOString(), title: exact(at) },
    messageTime(at, app.clock.now()),
  );
  if (grouped) return unseen([name, ", ", time.textContent]);
  const author = el(
    "button",
    { type: "button", class: "author", on: { click: () => personMenu(app, author, message.author) } },
    name,
  );
  const colour = app.places.colourOf(app.guildId, message.author.id);
  if (colour) author.style.setProperty("--role", colour);
  return el("p", { class: "message-head" }, author, message.author.bot && el("span", { class: "badge" }, "bot"), time);
}

function content(app, message) {
  if (message.flags & Flag.LOADING)
    return el(
      "p",
      { class: "said thinking", role: "status" },
      "The bot is thinking",
      el("span", { class: "dots", "aria-hidden": "true" }, "…"),
    );
  const system = systemText(app, message);
  if (system) return el("p", { class: "said system" }, system);
  const edited =
    message.edited_timestamp &&
    el("span", { class: "edited", title: exact(Date.parse(message.edited_timestamp)) }, "(edited)");
  if (!message.content) return null;
  const said = el("div", { class: "said" }, markdown(message.content, app));
  if (edited) (said.lastElementChild ?? said).append(" ", edited);
  return said;
}

function systemText(app, message) {
  if (message.type === Kind.JOINED) return "joined the server.";
  if (message.type === Kind.RENAMED) return `changed the name to ${message.content}.`;
  if (message.type === Kind.ADDED || message.type === Kind.REMOVED) {
    const who = (message.mentions ?? []).map((each) => app.places.nameOf(each, app.guildId)).join(", ");
    return message.type === Kind.ADDED ? `added ${who} to the thread.` : `took ${who} out of the thread.`;
  }
  if (message.type === Kind.PINNED) return "pinned a message.";
  if (message.type === Kind.POLL_RESULT) {
    const of = outcome(message);
    return of && outcomeText(of);
  }
  if (message.type === Kind.THREAD_CREATED) {
    const id = message.message_reference?.channel_id;
    return [
      "started a thread: ",
      el(
        "button",
        { type: "button", class: "mention mention-link", on: { click: () => app.openChannel(id) } },
        message.content,
      ),
    ];
  }
  return null;
}

function threadCard(app, message) {
  if (!message.thread || message.type === Kind.THREAD_CREATED) return null;
  const thread = app.places.channels.get(message.thread.id) ?? message.thread;
  const count = thread.message_count ?? 0;
  return el(
    "button",
    {
      type: "button",
      class: "thread-card",
      data: { focus: "thread" },
      on: { click: () => app.openChannel(thread.id) },
    },
    icon("thread"),
    el("strong", {}, thread.name),
    el("span", { class: "faint" }, `${count} ${count === 1 ? "message" : "messages"} · open the thread`),
  );
}

function dismissal(app, message) {
  return el(
    "button",
    {
      type: "button",
      class: "plain-button link",
      on: { click: () => app.messages.dismiss(message.channel_id, message.id) },
    },
    "Dismiss",
  );
}

function toolbar(app, message) {
  const more = iconButton("more", "More actions", () => messageMenu(app, more, message), {
    "aria-haspopup": "menu",
    data: { focus: "more" },
  });
  return el(
    "div",
    { class: "toolbar", role: "group", "aria-label": "Message actions" },
    reactButton(app, message),
    iconButton("reply", "Reply", () => app.composer.replyTo(message), { data: { focus: "reply" } }),
    more,
  );
}

/** Right click, or the menu key on a focused message. Links and selected text keep the browser's own menu. */
function onContextMenu(app, message, node) {
  node.addEventListener("contextmenu", (event) => {
    if (event.target.closest("a, textarea, input, .emoji-grid") || String(getSelection())) return;
    event.preventDefault();
    const anchor = node.querySelector('[data-focus="more"]') ?? node;
    messageMenu(app, anchor, message);
  });
}
