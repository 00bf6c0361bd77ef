/** The box to write in: text, reply, files; a slash at the start opens the commands. */

import { el, iconButton } from "../parts/dom.js";
import { Listbox } from "../parts/listbox.js";
import { isCommandLike, readTyped } from "../state/typed_command.js";
import { CommandForm } from "./command_form.js";
import { commandItems, noCommand } from "./command_list.js";
import { Mentions } from "./mentions.js";
import { askForPoll } from "./new_poll.js";

const LONGEST = 2000;

export class Composer {
  #reply = null;
  #files = [];
  #drafts = new Map();
  #channelId = null;
  #listed = "";

  constructor(app) {
    this.app = app;
    this.list = new Listbox({ label: "Suggestions", onPick: (item) => this.#pick(item) });
    this.listNode = el("div", { class: "command-list", hidden: true }, this.list.node);
    this.box = el("textarea", { class: "box", rows: 1, "aria-label": "Message", "aria-describedby": "composer-hint" });
    this.mentions = new Mentions(app, this.box);
    this.picker = el("input", { type: "file", multiple: true, hidden: true, "aria-label": "Files to send" });
    this.replyBar = el("div", { class: "composer-bar", hidden: true });
    this.fileBar = el("ul", { class: "composer-bar files", "aria-label": "Files to send", hidden: true });
    this.slot = el("div", { class: "command-slot", hidden: true });
    this.plain = el(
      "div",
      { class: "composer-row" },
      iconButton("clip", "Attach files", () => this.picker.click()),
      iconButton("poll", "Make a poll", () => askForPoll(app, app.channel)),
      this.box,
      iconButton("send", "Send", () => this.#send(), { class: "send" }),
    );
    this.hint = el(
      "p",
      { class: "unseen", id: "composer-hint" },
      "Enter sends, Shift and Enter makes a new line. A slash at the start lists the commands, @ people, # channels.",
    );
    this.node = el(
      "section",
      { class: "composer", "aria-label": "Write" },
      this.listNode,
      this.replyBar,
      this.fileBar,
      this.plain,
      this.slot,
      this.picker,
      this.hint,
    );
    this.#listen();
  }

  #listen() {
    for (const moved of ["input", "click"]) this.box.addEventListener(moved, () => this.#typed());
    this.box.addEventListener("keydown", (event) => this.#key(event));
    this.box.addEventListener("blur", () => this.#hideList());
    this.box.addEventListener("focus", () => this.#typed());
    this.box.addEventListener("paste", (event) => this.#attach([...(event.clipboardData?.files ?? [])], event));
    this.picker.addEventListener("change", () => this.#attach([...this.picker.files]));
    this.node.addEventListener("dragover", (event) => event.preventDefault());
    this.node.addEventListener("drop", (event) => this.#attach([...(event.dataTransfer?.files ?? [])], event));
  }

  /** Turn to a channel; what was begun in another one is kept for it. */
  open(channel) {
    if (this.#channelId) this.#drafts.set(this.#channelId, this.box.value);
    this.#channelId = channel.id;
    this.box.value = this.#drafts.get(channel.id) ?? "";
    this.box.placeholder = "Write here, or / for commands";
    this.#closeForm();
    this.#setReply(null);
    this.#setFiles([]);
    this.#resize();
  }

  focus() {
    if (this.slot.hidden) this.box.focus();
    else this.form?.focus();
  }

  /** Answer a message with the next one sent. */
  replyTo(message) {
    this.#closeForm();
    this.#setReply(message);
    this.box.focus();
  }

  /** Put text where the cursor is. */
  insert(text) {
    this.box.setRangeText(text, this.box.selectionStart, this.box.selectionEnd, "end");
    this.box.focus();
  }

  /** Open the form of a command by its name ("reading plan"), with these options filled in: `{name: words}`. */
  async useCommand(name, values = {}) {
    const leaves = await this.app.attempt(() => this.app.commands.slash(this.app.guildId), []);
    const leaf = leaves.find(({ name: spoken, known }) => spoken === name || known === name);
    if (leaf) this.#openForm(leaf, { values });
    else this.app.complain(`${this.app.person.name} cannot use /${name} here, or it is gone.`);
  }

  #setReply(message) {
    this.#reply = message;
    this.replyBar.hidden = !message;
    if (!message) return;
    const name = this.app.places.nameOf(message.author, this.app.guildId);
    this.replyBar.replaceChildren(
      el("span", {}, "Replying to ", el("strong", {}, name)),
      iconButton("close", "Do not reply", () => this.#setReply(null)),
    );
  }

  #attach(files, event) {
    if (!files.length) return;
    event?.preventDefault();
    this.picker.value = "";
    this.#setFiles([...this.#files, ...files].slice(0, 10));
    this.box.focus();
  }

  #setFiles(files) {
    this.#files = files;
    this.fileBar.hidden = !files.length;
    this.fileBar.replaceChildren(
      ...files.map((file, n) =>
        el(
          "li",
          {},
          file.name,
          iconButton("close", `Leave out ${file.name}`, () => this.#setFiles(files.filter((_, at) => at !== n))),
        ),
      ),
    );
  }

  #resize() {
    this.box.style.height = "auto";
    this.box.style.height = `${Math.min(this.box.scrollHeight + 2, innerHeight * 0.4)}px`;
  }

  async #typed() {
    this.#resize();
    const typed = this.box.value;
    if (!typed.startsWith("/") || typed.includes("\n")) return this.#suggestNames();
    if (!this.listNode.hidden && typed === this.#listed) return undefined;
    const leaves = await this.app.attempt(() => this.app.commands.slash(this.app.guildId), []);
    if (this.box.value !== typed || document.activeElement !== this.box) return undefined;
    this.#showList(
      commandItems(leaves, typed, (leaf, read) => this.#openForm(leaf, read)),
      noCommand(this.app, leaves, typed),
    );
    this.#listed = typed;
    return undefined;
  }

  #suggestNames() {
    const items = document.activeElement === this.box ? this.mentions.suggestions() : null;
    if (items?.length) this.#showList(items);
    else this.#hideList();
  }

  #showList(items, empty) {
    this.#listed = "";
    this.list.show(items, empty);
    this.list.drive(this.box);
    this.listNode.hidden = false;
  }

  #pick(item) {
    this.#hideList();
    item.pick();
  }

  #hideList() {
    this.listNode.hidden = true;
    this.list.release();
  }

  #key(event) {
    if (!this.listNode.hidden) {
      if (event.key === "Escape") return this.#hideList();
      if (event.key === "Tab" && !event.shiftKey && this.list.items.length) {
        event.preventDefault();
        return this.#pick(this.list.items[Math.max(0, this.list.active)]);
      }
      if (this.list.key(event)) return undefined;
    }
    if (event.key === "Escape" && this.#reply) return this.#setReply(null);
    if (event.key === "ArrowUp" && !this.box.value) return this.#editLast(event);
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return undefined;
    event.preventDefault();
    return this.#send();
  }

  /** Up in an empty box edits the last message of one's own, as on Discord. */
  #editLast(event) {
    const mine = this.app.messages.list(this.#channelId).findLast(({ author }) => author.id === this.app.places.me.id);
    if (!mine) return;
    event.preventDefault();
    this.app.log.edit(mine.id);
  }

  #send() {
    return isCommandLike(this.box.value) ? this.#command(this.box.value) : this.#post();
  }

  /** What reads like a command opens its form, or it is said why not; it never becomes a message that others see. */
  async #command(typed) {
    const leaves = await this.app.attempt(() => this.app.commands.slash(this.app.guildId), []);
    if (this.box.value !== typed) return;
    const read = readTyped(leaves, typed);
    if (read) this.#openForm(read.leaf, { ...read, typed: true });
    else this.app.complain(noCommand(this.app, leaves, typed));
  }

  async #post() {
    const typed = this.box.value.trim();
    const content = this.mentions.encoded(typed);
    const [files, reply, channelId] = [this.#files, this.#reply, this.#channelId];
    if (!content && !files.length) return;
    if ([...content].length > LONGEST)
      return this.app.complain(`A message holds ${LONGEST} characters; this one has ${[...content].length}.`);
    this.box.value = "";
    this.#hideList();
    this.#setReply(null);
    this.#setFiles([]);
    this.#resize();
    const sent = await this.app.attempt(async () => {
      const attachments = await this.app.api.upload(channelId, files);
      const reference = reply && {
        message_reference: { channel_id: channelId, message_id: reply.id },
        allowed_mentions: { parse: ["users", "roles", "everyone"], replied_user: true },
      };
      return this.app.api.post(`/channels/${channelId}/messages`, {
        content,
        ...(attachments.length ? { attachments } : {}),
        ...reference,
      });
    });
    if (sent) this.mentions.forget();
    else if (this.#channelId === channelId && !this.box.value) {
      this.box.value = typed;
      this.#setReply(reply);
      this.#setFiles(files);
    }
  }

  /** `begun`: what the form is to begin with, as `CommandForm` takes it. */
  #openForm(leaf, begun = {}) {
    this.#hideList();
    this.box.value = "";
    this.#resize();
    this.form = new CommandForm(this.app, leaf, () => this.#closeForm(true), begun);
    this.slot.replaceChildren(this.form.node);
    this.slot.hidden = false;
    this.plain.hidden = true;
    this.form.focus();
  }

  #closeForm(refocus = false) {
    this.slot.hidden = true;
    this.slot.replaceChildren();
    this.form = null;
    this.plain.hidden = false;
    if (refocus) this.box.focus();
  }
}
