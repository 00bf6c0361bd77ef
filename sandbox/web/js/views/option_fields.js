/**
 * One input for each kind of command option. A field has `{id, hintId, type, node, value(), wrong(), focus()}`:
 * `value()` is undefined while empty, `wrong()` says in words what is missing or does not fit, or nothing. Most can be
 * filled in from outside: `fill(words, typed)`, after which `filled` says whether the words fitted, and `settled`
 * resolves once the bot has been asked about them. What was `typed` stands as it is unless it names a choice.
 */

import { el, freshId } from "../parts/dom.js";
import { picker } from "../parts/picker.js";
import { OptionType } from "../state/commands.js";
import { channelItems, mentionableItems, roleItems, userItems } from "./candidates.js";
import { combobox } from "./combobox.js";

const PICKED = {
  [OptionType.USER]: (app) => userItems(app),
  [OptionType.CHANNEL]: (app, option) => channelItems(app, option.channel_types),
  [OptionType.ROLE]: (app) => roleItems(app),
  [OptionType.MENTIONABLE]: (app) => mentionableItems(app),
  [OptionType.BOOLEAN]: () => [
    { key: "true", title: "yes", value: true },
    { key: "false", title: "no", value: false },
  ],
};

/** The field for an option. `choices(typed)` asks the bot for suggestions. */
export function optionField(app, option, choices) {
  const field = { id: freshId("option"), hintId: freshId("hint"), type: option.type, shown: option.shown };
  const missing = () =>
    option.required && field.value() === undefined ? `${option.shown} is needed: ${option.description}` : null;
  Object.assign(field, { wrong: missing }, make(app, option, field, choices));
  const { set } = field;
  if (set)
    field.fill = (words, typed = false) => {
      if (!words) return;
      field.settled = set(String(words), typed);
      field.filled = field.settled !== false;
    };
  return field;
}

function make(app, option, field, choices) {
  const props = { id: field.id, "aria-describedby": field.hintId, required: Boolean(option.required) };
  if (option.type === OptionType.ATTACHMENT) return fileField(props);
  if (PICKED[option.type]) return pickedField(option, field, () => PICKED[option.type](app, option));
  if (option.choices?.length)
    return pickedField(option, field, () =>
      option.choices.map(({ name, name_localized: shown, value }) => ({
        key: String(value),
        title: shown ?? name,
        value,
      })),
    );
  const isNumber = option.type !== OptionType.STRING;
  return option.autocomplete ? completedField(option, props, isNumber, choices) : typedField(option, props, isNumber);
}

function fileField(props) {
  const input = el("input", { type: "file", ...props });
  return { node: input, value: () => input.files[0], focus: () => input.focus() };
}

function pickedField(option, field, items) {
  const choice = picker({ label: option.shown, placeholder: "Choose…", items, describedBy: field.hintId });
  choice.node.id = field.id;
  const plain = (text) => text.replace(/^[#@]/, "").toLowerCase();
  const set = (words) => {
    const means = ({ title, key }) => plain(title) === plain(words) || key === words.toLowerCase();
    const found = items().filter(means).slice(0, 1);
    choice.set(found);
    return found.length > 0;
  };
  return { node: choice.node, value: () => choice.value[0]?.value, focus: choice.focus, set };
}

function completedField(option, props, isNumber, choices) {
  const box = combobox({ props, label: option.shown, choices });
  const wrong = () => {
    if (option.required && !box.text()) return `${option.shown} is needed: ${option.description}`;
    return isNumber && box.text() && Number.isNaN(Number(box.value())) ? `${option.shown} must be a number.` : null;
  };
  return {
    node: box.node,
    value: () => (isNumber && box.text() ? Number(box.value()) : box.value()),
    wrong,
    focus: box.focus,
    set: box.set,
  };
}

function typedField(option, props, isNumber) {
  const limits = isNumber
    ? { inputmode: "decimal" }
    : { minlength: option.min_length, maxlength: Math.min(option.max_length ?? 6000, 6000) };
  const input = el("input", { type: "text", autocomplete: "off", ...limits, ...props });
  const value = () => {
    const text = input.value.trim();
    if (!text) return undefined;
    return isNumber ? Number(text) : text;
  };
  return {
    node: input,
    value,
    focus: () => input.focus(),
    wrong: () => misfit(option, value()),
    set: (words) => void (input.value = words),
  };
}

function misfit(option, value) {
  if (value === undefined) return option.required ? `${option.shown} is needed: ${option.description}` : null;
  if (typeof value === "string")
    return option.min_length && value.length < option.min_length
      ? `${option.shown} needs at least ${option.min_length} characters.`
      : null;
  if (Number.isNaN(value) || (option.type === OptionType.INTEGER && !Number.isInteger(value)))
    return `${option.shown} must be a whole number.`;
  const { min_value: low = -Infinity, max_value: high = Infinity } = option;
  if (value >= low && value <= high) return null;
  if (high === Infinity) return `${option.shown} must be at least ${low}.`;
  return low === -Infinity
    ? `${option.shown} must be at most ${high}.`
    : `${option.shown} must be between ${low} and ${high}.`;
}
