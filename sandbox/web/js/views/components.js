/**
 * Message components: rows of buttons and selects, and the containers of the second version. Each kind is one line
 * in `KINDS`; a kind the page does not know is named, not dropped.
 */

import { el, icon } from "../parts/dom.js";
import { picker } from "../parts/picker.js";
import { link, safeUrl } from "../text/links.js";
import { markdown } from "../text/markdown.js";
import { channelItems, mentionableItems, roleItems, userItems } from "./candidates.js";

const STYLES = { 1: "primary", 2: "", 3: "success", 4: "danger", 5: "away", 6: "primary" };
const LINK = 5;

/** What a message's components look like. `act(data)` sends one use of them and resolves when it is settled. */
export function components(list, scene, act) {
  return (list ?? []).map((component) => one(component, scene, act));
}

function one(component, scene, act) {
  const make = KINDS[component.type];
  if (!make) return el("p", { class: "faint" }, `(a component of type ${component.type}, which this page cannot show)`);
  return make(component, scene, act);
}

const KINDS = {
  1: (row, scene, act) => el("div", { class: "component-row" }, components(row.components, scene, act)),
  2: button,
  3: (select, scene, act) => menuOf(select, act, () => select.options.map(optionItem)),
  5: (select, scene, act) => menuOf(select, act, () => userItems(scene)),
  6: (select, scene, act) => menuOf(select, act, () => roleItems(scene)),
  7: (select, scene, act) => menuOf(select, act, () => mentionableItems(scene)),
  8: (select, scene, act) => menuOf(select, act, () => channelItems(scene, select.channel_types)),
  9: (section, scene, act) =>
    el(
      "div",
      { class: "section" },
      el("div", {}, components(section.components, scene, act)),
      one(section.accessory, scene, act),
    ),
  10: (text, scene) => el("div", { class: "said" }, markdown(text.content, scene)),
  11: (thumbnail) => media(thumbnail, "embed-thumbnail"),
  12: (gallery) =>
    el(
      "div",
      { class: "gallery" },
      gallery.items.map((item) => media(item, "attachment-picture")),
    ),
  13: (file) => el("div", { class: "file-card" }, icon("file"), link(file.file.url, file.name ?? "File")),
  14: (separator) => el("hr", { class: separator.divider === false ? "gap" : "" }),
  17: container,
};

function container(of, scene, act) {
  const node = el("div", { class: "container" }, components(of.components, scene, act));
  if (of.accent_color) node.style.setProperty("--embed-colour", `#${of.accent_color.toString(16).padStart(6, "0")}`);
  return node;
}

function media({ media: { url }, description }, name) {
  const src = safeUrl(url);
  return src
    ? el("img", { class: name, src, alt: description ?? "", loading: "lazy" })
    : el("span", {}, description ?? "");
}

function button(of, scene, act) {
  const content = [of.emoji && el("span", { "aria-hidden": of.label ? "true" : null }, emojiText(of.emoji)), of.label];
  if (of.style === LINK) {
    return of.disabled
      ? el("span", { class: "button away is-off" }, content)
      : link(of.url, [...content, icon("away")], { class: "button away" }, scene);
  }
  const node = el(
    "button",
    {
      type: "button",
      class: `button ${STYLES[of.style] ?? ""}`,
      disabled: Boolean(of.disabled),
      data: { focus: of.custom_id },
    },
    content,
  );
  node.addEventListener("click", () => busy(node, act({ component_type: of.type, custom_id: of.custom_id })));
  return node;
}

export function emojiText(emoji) {
  return emoji.id ? `:${emoji.name}:` : emoji.name;
}

/** Mark a control as waiting until the bot has answered. A second press meanwhile does nothing; its focus comes back. */
async function busy(node, outcome) {
  const held = document.activeElement === node;
  node.setAttribute("aria-busy", "true");
  node.disabled = true;
  await outcome;
  node.removeAttribute("aria-busy");
  node.disabled = false;
  if (held && document.activeElement === document.body) node.focus({ preventScroll: true });
}

export const optionItem = ({ label, value, description, emoji, default: chosen }) => ({
  key: value,
  title: emoji ? `${emojiText(emoji)} ${label}` : label,
  detail: description,
  value,
  chosen: false,
  preset: chosen,
});

function menuOf(select, act, items) {
  const most = select.max_values ?? 1;
  const preset = select.type === 3 ? items().filter((item) => item.preset) : [];
  const choice = picker({
    label: select.placeholder ?? "Select",
    placeholder: select.placeholder ?? "Make a selection",
    items,
    several: most > 1,
    fewest: select.min_values ?? 1,
    most,
    value: preset,
    disabled: select.disabled,
    data: { focus: select.custom_id },
    onChange: (picked) =>
      busy(
        choice.node,
        act({ component_type: select.type, custom_id: select.custom_id, values: picked.map(({ value }) => value) }),
      ),
  });
  return choice.node;
}
