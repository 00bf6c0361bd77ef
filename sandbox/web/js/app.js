/**
 * The page of the sandbox: one person's Discord. This file wires the parts together; every part gets the `App` and
 * listens to topics.
 *
 *     gateway events -> places, messages, interactions -> topics -> views        (what came)
 *     views -> Api (Discord's user routes) -> sandbox -> gateway events          (what one does)
 */

import { Notices } from "./parts/notices.js";
import { closePopup } from "./parts/popup.js";
import { Topics } from "./parts/topics.js";
import { Calendar } from "./state/calendar.js";
import { Clock } from "./state/clock.js";
import { Commands } from "./state/commands.js";
import { Interactions } from "./state/interactions.js";
import { isEphemeral, Messages } from "./state/messages.js";
import { Moments } from "./state/moments.js";
import { ChannelType, Places } from "./state/places.js";
import { Reads } from "./state/reads.js";
import { plainWords } from "./text/markdown.js";
import { layOut } from "./views/frame.js";
import { openModal } from "./views/modal.js";
import { startThread } from "./views/threads.js";
import { Api } from "./wire/api.js";
import { Gateway } from "./wire/gateway.js";

const WHO = "sandbox.person";

class App {
  guildId = null;
  person = null;
  people = [];
  #channel = null;
  #arrived = () => {};

  constructor() {
    this.topics = new Topics();
    this.api = new Api();
    this.notices = new Notices();
    this.places = new Places(this.topics);
    this.messages = new Messages(this.topics, this.api, this.places);
    this.calendar = new Calendar(this.topics, this.api, this.places);
    this.reads = new Reads();
    this.clock = new Clock(this.topics, this.api);
    this.moments = new Moments(this.topics, this.api, this.places, this.clock);
    this.interactions = new Interactions(this.topics, this.api, this.places);
    this.commands = new Commands(this.api);
    this.gateway = new Gateway({
      onEvent: (name, data) => this.#hear(name, data),
      onStatus: (status) => this.topics.tell("connection", status),
    });
    this.topics.on("modal", (modal) =>
      openModal(this, modal, this.places.channels.get(modal.channel_id) ?? this.channel),
    );
    this.openChannel = this.openChannel.bind(this);
    this.openPlace = this.openPlace.bind(this);
    this.useCommand = (name, values) => this.composer.useCommand(name, values);
    Object.assign(this, layOut(this));
    addEventListener("hashchange", () => this.#followAddress());
    for (const back of ["focus", "visibilitychange"]) addEventListener(back, () => this.markRead());
  }

  /** The open channel or thread as it is now, or null. */
  get channel() {
    return this.#channel && (this.places.channels.get(this.#channel.id) ?? this.#channel);
  }

  /** Begin: who there is, what time it is, and be the first of them (or whom the address or this tab remembers). */
  async start() {
    await this.clock.start();
    this.people = await this.api.control("GET", "users").then((told) => told.users ?? told);
    const wanted = new URLSearchParams(location.search).get("as") ?? sessionStorage.getItem(WHO);
    await this.become(this.people.find(({ name, id }) => name === wanted || id === wanted) ?? this.people[0]);
    await this.guide.start();
  }

  /** Be this person from now on. Resolves once their servers are known and a channel is open. */
  become(person) {
    if (!person) return this.complain("The sandbox's world has no people in it.");
    closePopup();
    sessionStorage.setItem(WHO, person.name);
    this.messages.turn(this.person?.id, person.id);
    this.person = person;
    this.api.token = person.token;
    this.reads.open(person.id);
    this.interactions.forget();
    this.commands.forget();
    this.topics.tell("person");
    this.notices.whisper(`You are now ${person.name}.`);
    const there = new Promise((resolve) => (this.#arrived = resolve));
    this.gateway.become(person.token);
    return there;
  }

  /** Open a channel or thread, loading it if it is not known (an archived thread). */
  async openChannel(id) {
    const channel = this.places.channels.get(id) ?? (await this.attempt(() => this.api.get(`/channels/${id}`)));
    if (!channel) return;
    if (!this.places.channels.has(id)) this.places.setChannel(channel);
    this.#show(this.places.channels.get(id));
    if (channel.type !== ChannelType.FORUM) await this.attempt(() => this.messages.load(id));
  }

  #show(channel) {
    const isFirst = !this.#channel;
    this.#channel = channel;
    this.guildId = channel.guild_id;
    history.replaceState(null, "", `#/${channel.guild_id}/${channel.id}`);
    document.body.classList.remove("places-open");
    this.channelView.open(channel);
    if (!isFirst) this.channelView.keepFocus();
    this.topics.tell("place");
    this.markRead();
  }

  /** Open the first channel of a server. */
  openServer(guildId) {
    const first = this.places
      .channelsOf(guildId)
      .find(({ type }) => type === ChannelType.TEXT || type === ChannelType.NEWS);
    if (first) return this.openChannel(first.id);
    return this.complain("You may see no channel of that server.");
  }

  /** Open what an address of Discord's points to: `{eventId}` or `{channelId, messageId}`. */
  async openPlace({ eventId, channelId, messageId }) {
    if (eventId) return this.calendarView.open(eventId);
    await this.openChannel(channelId);
    if (messageId) this.showMessage(messageId);
    return undefined;
  }

  /** Bring a message of the open channel into view. */
  showMessage(messageId) {
    if (!this.log.reveal(messageId)) this.announce("That message is further back.", true);
  }

  startThread(message) {
    return startThread(this, message);
  }

  /** Use a button or select. A bot that stays silent is said so. */
  async useComponent(message, data) {
    const channel = this.places.channels.get(message.channel_id) ?? this.channel;
    const outcome = await this.interactions.component(channel, message, data);
    if (!outcome.ok && outcome.words) this.complain(outcome.words);
  }

  /** Do something that may be refused; a refusal is said in words and `otherwise` comes back. */
  async attempt(act, otherwise = null) {
    try {
      return (await act()) ?? true;
    } catch (refusal) {
      this.complain(refusal.message);
      return otherwise;
    }
  }

  complain(words) {
    this.notices.show(words);
  }

  /** Say something to screen readers; `visibly` to everybody. */
  announce(text, visibly = false) {
    if (visibly) this.notices.show(text, "note");
    else this.notices.whisper(text);
  }

  /** Note that the open channel has been read to its end, if it really is before somebody's eyes. */
  markRead() {
    const { channel } = this;
    if (!channel || document.visibilityState !== "visible" || !this.log.atEnd) return;
    if (this.reads.upTo(channel.id, this.places.channels.get(channel.id)?.last_message_id)) this.topics.tell("reads");
  }

  #hear(name, data) {
    this.places.hear(name, data);
    this.messages.hear(name, data);
    this.calendar.hear(name, data);
    this.interactions.hear(name, data);
    if (name === "READY") this.#ready();
    if (name === "CHANNEL_DELETE" || name === "THREAD_DELETE") this.#leaveIfGone();
    if (name === "MESSAGE_CREATE") this.#tellOf(data);
  }

  async #ready() {
    await this.#openWhatWasOpen();
    this.#arrived();
  }

  #openWhatWasOpen() {
    const [, guildId, channelId] = location.hash.split("/");
    const known = this.places.channels.get(this.channel?.id) ?? this.places.channels.get(channelId);
    if (known) return this.openChannel(known.id);
    const guild = this.places.guilds.get(guildId) ?? this.places.guilds.values().next().value;
    return guild ? this.openServer(guild.id) : this.complain(`${this.person.name} is in no server.`);
  }

  #leaveIfGone() {
    if (this.channel && !this.places.channels.has(this.channel.id)) this.openServer(this.guildId);
  }

  #tellOf(message) {
    if (message.channel_id !== this.channel?.id) return;
    if (this.#isMine(message)) this.log.follow();
    if (message.author.id === this.places.me?.id) return;
    const about = plainWords(message.content, this) || message.embeds?.[0]?.title || "a message";
    this.notices.whisper(
      `${this.places.nameOf(message.author, this.guildId)}${isEphemeral(message) ? ", only to you" : ""}: ${about}`,
    );
  }

  /** Whether a message is this person's own, or came because of something they did. */
  #isMine(message) {
    const me = this.places.me?.id;
    return message.author.id === me || isEphemeral(message) || message.interaction_metadata?.user?.id === me;
  }

  #followAddress() {
    const id = location.hash.split("/")[2];
    if (id && id !== this.channel?.id) this.openChannel(id);
  }
}

const app = new App();
app.start().catch((refusal) => app.complain(refusal.message));
