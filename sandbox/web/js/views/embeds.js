/** Embeds and attachments of a message. */

import { el, icon } from "../parts/dom.js";
import { inline } from "../text/inline.js";
import { link, safeUrl } from "../text/links.js";
import { markdown } from "../text/markdown.js";
import { exact, fileSize, messageTime } from "../text/times.js";

/** One embed as Discord lays it out: author, title, description, fields, picture, footer. */
export function embed(of, scene) {
  const node = el(
    "article",
    { class: "embed", "aria-label": of.title ?? "Embed" },
    picture(of.thumbnail?.url, "embed-thumbnail", of.thumbnail?.description),
    of.author &&
      el("p", { class: "embed-author" }, of.author.url ? link(of.author.url, of.author.name, {}, scene) : of.author.name),
    of.title &&
      el("p", { class: "embed-title" }, of.url ? link(of.url, inline(of.title, scene), {}, scene) : inline(of.title, scene)),
    of.description && el("div", { class: "said" }, markdown(of.description, scene)),
    of.fields?.length > 0 &&
      el(
        "dl",
        { class: "embed-fields" },
        of.fields.map((field) => fieldOf(field, scene)),
      ),
    picture(of.image?.url, "embed-image", of.image?.description ?? of.title),
    footer(of, scene),
  );
  if (of.color) node.style.setProperty("--embed-colour", `#${of.color.toString(16).padStart(6, "0")}`);
  return node;
}

function fieldOf({ name, value, inline: beside }, scene) {
  return el(
    "div",
    { class: beside ? "embed-field beside" : "embed-field" },
    el("dt", {}, inline(name, scene)),
    el("dd", { class: "said" }, markdown(value, scene)),
  );
}

function footer(of, { clock }) {
  const at = of.timestamp ? Date.parse(of.timestamp) : NaN;
  const time = Number.isNaN(at)
    ? null
    : el("time", { datetime: of.timestamp, title: exact(at) }, messageTime(at, clock.now()));
  if (!of.footer?.text && !time) return null;
  return el("p", { class: "embed-footer" }, of.footer?.text, of.footer?.text && time ? " · " : "", time);
}

function picture(url, name, description) {
  const src = url && safeUrl(url);
  return src ? el("img", { class: name, src, alt: description ?? "", loading: "lazy" }) : null;
}

/** A message's files: pictures shown, others as cards to download. */
export function attachments(files) {
  if (!files?.length) return null;
  return el(
    "ul",
    { class: "attachments", "aria-label": "Files" },
    files.map((file) => el("li", {}, attachment(file))),
  );
}

function attachment(file) {
  const isPicture = file.content_type?.startsWith("image/");
  if (isPicture && safeUrl(file.url)) {
    const image = el("img", {
      class: "attachment-picture",
      src: safeUrl(file.url),
      alt: file.description ?? file.filename,
      loading: "lazy",
    });
    return link(file.url, image, { "aria-label": `Picture: ${file.description ?? file.filename}` });
  }
  const name = el("span", { class: "file-name" }, file.filename);
  return el(
    "div",
    { class: "file-card" },
    icon("file"),
    link(file.url, name),
    el("span", { class: "faint" }, fileSize(file.size)),
  );
}
