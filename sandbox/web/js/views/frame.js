/** The frame of the page: the bar at the top, the places at the side, the channel in the middle, the panel beside. */

import { el, iconButton } from "../parts/dom.js";
import { themeButton } from "../parts/theme.js";
import { ChannelView } from "./channel.js";
import { ClockBar } from "./clockbar.js";
import { Inspector } from "./inspector.js";
import { People } from "./people.js";
import { Sidebar } from "./sidebar.js";

/** Build everything into the page; returns the parts that others call: `{channelView, log, composer}`. */
export function layOut(app) {
  const sidebar = new Sidebar(app);
  const people = new People(app);
  const inspector = new Inspector(app);
  const channelView = new ChannelView(app);
  const side = el("div", { class: "side", id: "side" }, sidebar.node, people.node);
  const veil = el("div", { class: "veil", on: { click: () => document.body.classList.remove("places-open") } });
  const bar = el(
    "header",
    { class: "bar" },
    iconButton("menu", "Channels and people", () => openSide(side), { class: "narrow-only", "aria-controls": "side" }),
    el("h1", { class: "brand" }, el("span", { class: "brand-mark", "aria-hidden": "true" }), "Sandbox"),
    new ClockBar(app).node,
    el("div", { class: "bar-end" }, inspector.button, themeButton()),
  );
  document.body.replaceChildren(
    el("a", { class: "skip", href: "#main" }, "To the messages"),
    bar,
    side,
    channelView.node,
    inspector.node,
    veil,
    ...app.notices.nodes,
  );
  document
    .querySelector(".skip")
    .addEventListener("click", (event) => (event.preventDefault(), channelView.title.focus()));
  side.addEventListener("keydown", ({ key }) => key === "Escape" && document.body.classList.remove("places-open"));
  return { channelView, log: channelView.log, composer: channelView.composer };
}

function openSide(side) {
  document.body.classList.toggle("places-open");
  if (document.body.classList.contains("places-open")) side.querySelector('[aria-current="page"], .entry')?.focus();
}
