/**
 * Discord's Markdown as DOM nodes: code blocks, quotations, headings, lists, small print; `inline.js` does what
 * stands within a line.
 */

import { el } from "../parts/dom.js";
import { inline } from "./inline.js";

const FENCE = /```(?:([\w+.#-]*)\n)?([\s\S]+?)\n?```/g;
const HEADING = /^(#{1,3})\s+(\S.*)$/;
const SMALL = /^-#\s+(\S.*)$/;
const ITEM = /^( *)(?:([-*])|(\d{1,9})\.) +(\S.*)$/;
const QUOTED = /^> ?(?!>)(.*)$/;
const QUOTED_TO_END = /^>>> ?/;

/** A fragment with the whole text. The scene is described in `inline.js`. */
export function markdown(text, scene) {
  const fragment = document.createDocumentFragment();
  let from = 0;
  for (const match of text.matchAll(FENCE)) {
    fragment.append(...lines(text.slice(from, match.index), scene));
    fragment.append(el("pre", { tabindex: 0 }, el("code", {}, match[2])));
    from = match.index + match[0].length;
  }
  fragment.append(...lines(text.slice(from), scene));
  return fragment;
}

/** The same in one line of plain words, for previews and for reading out. */
export function plainWords(text, scene) {
  return [...markdown(text, scene).children]
    .map((block) => block.textContent)
    .join(" ")
    .replace(/\s+/g, " ");
}

function lines(text, scene) {
  const rows = text.replace(/^\n|\n$/g, "").split("\n");
  const nodes = [];
  for (let at = 0; at < rows.length;) {
    const [node, used] = block(rows, at, scene);
    if (node) nodes.push(node);
    at += used;
  }
  return nodes;
}

/** The block that begins at row `at`, and how many rows it takes. */
function block(rows, at, scene) {
  const row = rows[at];
  if (row.trim() === "") return [null, 1];
  if (QUOTED_TO_END.test(row)) {
    const rest = [row.replace(QUOTED_TO_END, ""), ...rows.slice(at + 1)];
    return [el("blockquote", {}, lines(rest.join("\n"), scene)), rows.length - at];
  }
  if (QUOTED.test(row)) {
    const taken = run(rows, at, (each) => QUOTED.test(each));
    return [el("blockquote", {}, lines(taken.map((each) => QUOTED.exec(each)[1]).join("\n"), scene)), taken.length];
  }
  if (ITEM.test(row)) {
    const taken = run(rows, at, (each) => ITEM.test(each) || /^ {2,}\S/.test(each));
    return [list(taken, scene), taken.length];
  }
  const heading = HEADING.exec(row);
  if (heading)
    return [
      el(
        "p",
        { class: `said-heading level-${heading[1].length}`, role: "heading", "aria-level": heading[1].length + 3 },
        inline(heading[2], scene),
      ),
      1,
    ];
  const small = SMALL.exec(row);
  if (small) return [el("p", { class: "small-print" }, inline(small[1], scene)), 1];
  const taken = run(rows, at, (each, n) => n === 0 || isPlain(each));
  return [el("p", {}, inline(taken.join("\n"), scene)), taken.length];
}

function isPlain(row) {
  return row.trim() !== "" && ![QUOTED_TO_END, QUOTED, ITEM, HEADING, SMALL].some((pattern) => pattern.test(row));
}

function run(rows, at, belongs) {
  let end = at;
  while (end < rows.length && belongs(rows[end], end - at)) end += 1;
  return rows.slice(at, end);
}

/** Rows of one list, nested by their indentation. */
function list(rows, scene) {
  const root = { indent: -1, node: null };
  const open = [root];
  for (const row of rows) {
    const match = ITEM.exec(row);
    if (!match) {
      open.at(-1).node.lastChild.append(el("br"), ...inline(row.trim(), scene));
      continue;
    }
    const [, { length: indent }, bullet, number, text] = match;
    while (open.length > 2 && indent < open.at(-1).indent) open.pop();
    if (indent > open.at(-1).indent) nest(open, indent, bullet, number);
    open.at(-1).node.append(el("li", {}, inline(text, scene)));
  }
  return open[1].node;
}

function nest(open, indent, bullet, number) {
  const node = bullet ? el("ul") : el("ol", { start: number });
  open.at(-1).node?.lastChild.append(node);
  open.push({ indent, node });
}
