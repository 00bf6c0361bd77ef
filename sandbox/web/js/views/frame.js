/** The frame of the page: the bar at the top, the places at the side, the channel in the middle, the panel beside. */

import { el, iconButton } from "../parts/dom.js";
import { themeButton } from "../parts/theme.js";
import { CalendarView } from "./calendar.js";
import { ChannelView } from "./channel.js";
import { ClockBar } from "./clockbar.js";
import { Guide } from "./guide.js";
import { Inspector } from "./inspector.js";
import { People } from "./people.js";
import { Sidebar } from "./sidebar.js";

/** Build everything into the page; returns the parts that others call: `{channelView, log, composer, calendarView, ...}`. */
export function layOut(app) {
  const calendarView = new CalendarView(app);
  const sidebar = new Sidebar(app, calendarView.node);
  const people = new People(app);
  const inspector = new Inspector(app);
  const guide = new Guide(app);
  const clockBar = new ClockBar(app);
  const channelView = new ChannelView(app);
  const side = el("div", { class: "side", id: "side" }, sidebar.node, people.node);
  const veil = el("div", { class: "veil", on: { click: () => document.body.classList.remove("places-open") } });
  const bar = el(
    "header",
    { class: "bar" },
    iconButton("menu", "Channels and people", () => openSide(side), { class: "narrow-only", "aria-controls": "side" }),
    el("h1", { class: "brand" }, el("span", { class: "brand-mark", "aria-hidden": "true" }), "Sandbox"),
    clockBar.node,
    el("div", { class: "bar-end" }, guide.button, inspector.button, themeButton()),
  );
  document.body.replaceChildren(
    el("a", { class: "skip", href: "#main" }, "To the messages"),
    bar,
    side,
    channelView.node,
    inspector.node,
    guide.node,
    veil,
    ...app.notices.nodes,
  );
  document
    .querySelector(".skip")
    .addEventListener("click", (event) => (event.preventDefault(), channelView.title.focus()));
  side.addEventListener("keydown", ({ key }) => key === "Escape" && document.body.classList.remove("places-open"));
  for (const beneath of [bar, channelView.node])
    beneath.addEventListener("focusin", () => document.body.classList.remove("places-open"));
  return { channelView, log: channelView.log, composer: channelView.composer, calendarView, clockBar, guide };
}

function openSide(side) {
  document.body.classList.toggle("places-open");
  if (!document.body.classList.contains("places-open")) return;
  (side.querySelector('[aria-current="page"]') ?? side.querySelector(".entry"))?.focus();
}
