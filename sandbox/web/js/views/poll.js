/** A poll in a message: its answers to choose from, then how the votes stand, and who won once it is over. */

import { el, freshId, icon } from "../parts/dom.js";
import { isOver, votesFor } from "../state/votes.js";
import { inline } from "../text/inline.js";
import { emojiText } from "./components.js";

/** Messages whose count was asked for before voting. */
const peeked = new Set();
const many = (n, one) => `${n} ${one}${n === 1 ? "" : "s"}`;

/** The poll of a message, or null if it has none. */
export function poll(app, message) {
  const of = message.poll;
  if (!of) return null;
  const over = isOver(of, app.clock.now());
  const votes = of.answers.map((answer) => votesFor(of, answer.answer_id));
  const voted = votes.some(({ mine }) => mine);
  const counted = over || voted || peeked.has(message.id);
  const again = () => node.replaceWith((node = poll(app, message)));
  const question = freshId("poll");
  let node = el(
    "section",
    { class: "poll", "aria-labelledby": question },
    el("p", { class: "poll-question", id: question }, inline(of.question.text, app)),
    counted ? results(of, votes, over) : ballot(app, message, again),
    el("p", { class: "poll-foot faint" }, foot(app, message, { votes, over, voted, again })),
  );
  return node;
}

function answerText({ poll_media: media }) {
  return [media.emoji && el("span", { "aria-hidden": "true" }, emojiText(media.emoji)), " ", media.text];
}

function ballot(app, message, again) {
  const { answers, allow_multiselect: several } = message.poll;
  const group = freshId("ballot");
  const send = el("button", { type: "submit", class: "button small primary", disabled: true }, "Vote");
  const look = () => {
    peeked.add(message.id);
    again();
  };
  const form = el(
    "form",
    {},
    el("p", { class: "hint" }, several ? "Choose one answer or more" : "Choose one answer"),
    answers.map((answer) =>
      el(
        "label",
        { class: "poll-answer" },
        el("input", { type: several ? "checkbox" : "radio", name: group, value: String(answer.answer_id) }),
        el("span", {}, answerText(answer)),
      ),
    ),
    el(
      "div",
      { class: "poll-actions" },
      send,
      el("button", { type: "button", class: "plain-button link", on: { click: look } }, "Show the count"),
    ),
  );
  const chosen = () => [...form.querySelectorAll("input:checked")].map(({ value }) => value);
  form.addEventListener("change", () => (send.disabled = !chosen().length));
  form.addEventListener("submit", (event) => (event.preventDefault(), vote(app, message, chosen())));
  return form;
}

function vote(app, message, answerIds) {
  peeked.delete(message.id);
  const path = `/channels/${message.channel_id}/polls/${message.id}/answers/@me`;
  return app.attempt(() => app.api.put(path, { answer_ids: answerIds }));
}

function results({ answers }, votes, over) {
  const total = votes.reduce((sum, { count }) => sum + count, 0);
  const most = Math.max(...votes.map(({ count }) => count));
  const row = (answer, { count, mine }) => {
    const share = total ? Math.round((100 * count) / total) : 0;
    const won = over && count > 0 && count === most;
    const bar = el("span", { class: "poll-bar", "aria-hidden": "true" });
    bar.style.setProperty("--share", `${share}%`);
    return el(
      "li",
      { class: `poll-result ${won ? "won" : ""}` },
      bar,
      el("span", { class: "poll-text" }, answerText(answer), mine && el("span", { class: "badge" }, "your vote")),
      won && icon("check"),
      el("span", { class: "poll-count" }, `${many(count, "vote")} · ${share} %`),
    );
  };
  return el(
    "ul",
    {},
    answers.map((answer, n) => row(answer, votes[n])),
  );
}

function foot(app, message, { votes, over, voted, again }) {
  const total = many(
    votes.reduce((sum, { count }) => sum + count, 0),
    "vote",
  );
  if (over) return `${total} · the poll has ended`;
  const ends = [`${total} · ends `, ...inline(`<t:${Math.round(Date.parse(message.poll.expiry) / 1000)}:R>`, app)];
  const act = (text, click) =>
    el("button", { type: "button", class: "plain-button link", data: { focus: "poll" }, on: { click } }, text);
  if (voted) return [...ends, " · ", act("Take the vote back", () => vote(app, message, []))];
  if (!peeked.has(message.id)) return ends;
  const back = () => {
    peeked.delete(message.id);
    again();
  };
  return [...ends, " · ", act("Back to the answers", back)];
}

/** What the message says that Discord posts when a poll has ended: `{question, winner, votes, total}`, or null. */
export function outcome(message) {
  const told = message.embeds?.find(({ type }) => type === "poll_result");
  if (!told) return null;
  const field = (name) => told.fields?.find((each) => each.name === name)?.value;
  return {
    question: field("poll_question_text") ?? "",
    winner: field("victor_answer_text") ?? null,
    votes: Number(field("victor_answer_votes") ?? 0),
    total: Number(field("total_votes") ?? 0),
  };
}

/** That outcome in words. */
export function outcomeText({ question, winner, votes, total }) {
  if (winner) return `The poll “${question}” has ended: ${winner}, with ${votes} of ${many(total, "vote")}.`;
  return `The poll “${question}” has ended ${total ? "even" : "without a vote"}.`;
}
