/** The bot's commands in a server, as its command index lists them, and the body that using one sends. */

const CHAT = 1;
const USER = 2;
const MESSAGE = 3;
const SUBCOMMAND = 1;
const GROUP = 2;
const FRESH_MS = 2000;

export const OptionType = {
  STRING: 3,
  INTEGER: 4,
  BOOLEAN: 5,
  USER: 6,
  CHANNEL: 7,
  ROLE: 8,
  MENTIONABLE: 9,
  NUMBER: 10,
  ATTACHMENT: 11,
};

export class Commands {
  #indexes = new Map();

  constructor(api) {
    this.api = api;
  }

  forget() {
    this.#indexes.clear();
  }

  /** The server's command index, asked for anew if it is older than two seconds. */
  async index(guildId) {
    const known = this.#indexes.get(guildId);
    if (known && Date.now() - known.at < FRESH_MS) return known.index;
    const index = await this.api.get(`/guilds/${guildId}/application-command-index`);
    this.#indexes.set(guildId, { at: Date.now(), index });
    return index;
  }

  /**
   * Every slash command and subcommand: `[{name, known, description, path, options, command, application}]`. `name` is in
   * the person's language, `known` the bot's own; an option is sent as its `name` and shown as `shown`.
   */
  async slash(guildId) {
    const index = await this.index(guildId);
    const apps = new Map((index.applications ?? []).map((each) => [each.id, each]));
    return index.application_commands
      .filter((command) => (command.type ?? CHAT) === CHAT)
      .flatMap((command) => leaves(command, command, [], apps.get(command.application_id)))
      .sort((a, b) => a.name.localeCompare(b.name));
  }

  onMessages(guildId) {
    return this.#menu(guildId, MESSAGE);
  }

  onUsers(guildId) {
    return this.#menu(guildId, USER);
  }

  async #menu(guildId, type) {
    const index = await this.index(guildId);
    return index.application_commands
      .filter((command) => command.type === type)
      .map((command) => ({ name: spoken(command, "name"), path: [], options: [], command }));
  }
}

function leaves(command, node, path, application) {
  const nested = (node.options ?? []).filter(({ type }) => type === SUBCOMMAND || type === GROUP);
  if (nested.length) return nested.flatMap((each) => leaves(command, each, [...path, each], application));
  const options = (node.options ?? [])
    .map((each) => ({ ...each, shown: spoken(each, "name"), description: spoken(each, "description") }))
    .sort((a, b) => Number(b.required ?? false) - Number(a.required ?? false));
  const name = [command, ...path].map((each) => spoken(each, "name")).join(" ");
  const known = [command, ...path].map((each) => each.name).join(" ");
  return [{ name, known, description: spoken(node, "description"), path, options, command, application }];
}

/** A name or description in the person's language, where the bot has it. */
function spoken(told, key) {
  return told[`${key}_localized`] ?? told[key];
}

/** Commands that fit what was typed after the slash, the best first: by the start, by a word's start, then anywhere. */
export function fitting(commands, typed) {
  const query = typed.trim().toLowerCase();
  const score = ({ name, description }) => {
    if (name.startsWith(query)) return 0;
    if (name.split(/[ -]/).some((word) => word.startsWith(query))) return 1;
    if (name.includes(query)) return 2;
    return (description ?? "").toLowerCase().includes(query) ? 3 : 9;
  };
  return commands
    .map((each) => [score(each), each])
    .filter(([rank]) => rank < 9)
    .sort(([a], [b]) => a - b)
    .map(([, each]) => each);
}

/**
 * The `data` of an interaction: options wrapped in their group and subcommand. `values`: `[{name, type, value,
 * focused?}]`.
 */
export function commandData(leaf, values, attachments = []) {
  const { command } = leaf;
  const options = [...leaf.path].reverse().reduce((inner, { name, type }) => [{ type, name, options: inner }], values);
  return {
    version: command.version,
    id: command.id,
    name: command.name,
    type: command.type ?? CHAT,
    options,
    attachments,
  };
}

/** The `data` of a message or user command on its target. */
export function menuData(leaf, targetId) {
  return { ...commandData(leaf, []), target_id: targetId };
}
