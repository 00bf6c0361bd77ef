/** Building the page. Text from outside only ever becomes text nodes; nothing here takes markup. */

const SVG = "http://www.w3.org/2000/svg";

/**
 * Make an element. Props are attributes, and `on: {event: listener}` and `data: {key: value}`; `true` sets an empty
 * attribute, `false`, null and undefined set none. Children may be nested lists, strings, nodes or nothing.
 */
export function el(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) set(node, name, value);
  node.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

function set(node, name, value) {
  if (value === false || value === null || value === undefined) return;
  if (name === "on") {
    for (const [event, listener] of Object.entries(value)) node.addEventListener(event, listener);
  } else if (name === "data") {
    for (const [key, text] of Object.entries(value)) if (text !== undefined) node.dataset[key] = text;
  } else if (name === "value" || name === "checked" || name === "disabled") {
    node[name] = value;
  } else {
    node.setAttribute(name, value === true ? "" : String(value));
  }
}

/** A button with an icon, whose `label` is read out and shown as a tooltip. */
export function iconButton(name, label, onClick, props = {}) {
  const { class: extra = "", ...rest } = props;
  return el(
    "button",
    {
      type: "button",
      class: `icon-button ${extra}`,
      "aria-label": label,
      title: label,
      on: { click: onClick },
      ...rest,
    },
    icon(name),
  );
}

/** Whether a key event types a character that shows; a space presses what has the focus instead. */
export function isTyping({ key, ctrlKey, metaKey, altKey }) {
  return [...key].length === 1 && key !== " " && !ctrlKey && !metaKey && !altKey;
}

/** Words for screen readers only. */
export function unseen(text) {
  return el("span", { class: "unseen" }, text);
}

let counter = 0;

/** An id that no other element of this page has. */
export function freshId(prefix) {
  counter += 1;
  return `${prefix}-${counter}`;
}

const STROKES = {
  hash: "M5 9h15M4 15h15M10 4 8 20M16 4l-2 16",
  forum: "M4 5h16v10H10l-4 4v-4H4z M8 9h8 M8 12h5",
  announce: "M4 10v4h3l8 4V6l-8 4z M18 9a4 4 0 0 1 0 6",
  thread: "M6 4v9a4 4 0 0 0 4 4h9 M15 13l4 4-4 4",
  reply: "M10 6 4 12l6 6 M4 12h10a6 6 0 0 1 6 6",
  smile: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18 M8.5 14a4.5 4.5 0 0 0 7 0 M9 9.5h.01 M15 9.5h.01",
  more: "M5 11.5a.5.5 0 1 0 .01 0z M12 11.5a.5.5 0 1 0 .01 0z M19 11.5a.5.5 0 1 0 .01 0z",
  plus: "M12 5v14 M5 12h14",
  close: "M6 6l12 12 M18 6 6 18",
  clip: "M20 11l-8.5 8.5a5 5 0 0 1-7-7L13 4a3.5 3.5 0 0 1 5 5l-8.5 8.5a2 2 0 0 1-3-3L14 7",
  send: "M4 12 20 4l-5 16-3-7z",
  menu: "M4 6h16 M4 12h16 M4 18h16",
  theme: "M12 3a9 9 0 1 0 0 18z M12 3a9 9 0 0 1 0 18",
  gauge: "M4 18a8 8 0 1 1 16 0 M12 18l4-6",
  check: "M5 12l5 5 9-10",
  lock: "M6 11h12v9H6z M9 11V8a3 3 0 0 1 6 0v3",
  down: "M6 9l6 6 6-6",
  calendar: "M4 6h16v14H4z M4 10h16 M8 3v4 M16 3v4",
  poll: "M5 20v-8 M12 20V4 M19 20v-5",
  guide: "M4 5h6a2 2 0 0 1 2 2v13a2 2 0 0 0-2-2H4z M20 5h-6a2 2 0 0 0-2 2v13a2 2 0 0 1 2-2h6z",
  next: "M5 5l9 7-9 7z M19 5v14",
  clock: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18 M12 7v5l3 2",
  pencil: "M5 19l1-4L16 5l3 3L9 18z M14 7l3 3",
  bin: "M5 7h14 M10 7V4h4v3 M7 7l1 13h8l1-13",
  file: "M6 3h8l4 4v14H6z M14 3v4h4",
  person: "M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8 M4 21c1-5 4-7 8-7s7 2 8 7",
  away: "M9 5H5v14h14v-4 M13 4h7v7 M20 4l-9 9",
};

/** One of the page's own line drawings; always decoration, never the only carrier of meaning. */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  for (const [key, value] of Object.entries({ viewBox: "0 0 24 24", class: "icon", "aria-hidden": "true" })) {
    svg.setAttribute(key, value);
  }
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", STROKES[name] ?? STROKES.more);
  svg.append(path);
  return svg;
}
