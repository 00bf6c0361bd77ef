/** The window in which a person makes a poll: a question, answers a line each, how long. */

import { el, freshId, iconButton } from "../parts/dom.js";

const HOURS = [
  [1, "1 hour"],
  [4, "4 hours"],
  [8, "8 hours"],
  [24, "24 hours"],
  [72, "3 days"],
  [168, "1 week"],
  [336, "2 weeks"],
];

/** Ask for a poll and send it to the channel. What was written stays if Discord refuses it. */
export function askForPoll(app, channel) {
  const ids = { title: freshId("poll"), question: freshId("poll"), answers: freshId("poll"), hours: freshId("poll") };
  const question = el("input", { id: ids.question, required: true, maxlength: 300 });
  const answers = el("textarea", { id: ids.answers, required: true, rows: 4, "aria-describedby": `${ids.answers}-hint` });
  const hours = el(
    "select",
    { id: ids.hours },
    HOURS.map(([value, text]) => el("option", { value: String(value), selected: value === 24 }, text)),
  );
  const several = el("input", { type: "checkbox" });
  const problem = el("p", { class: "problem", role: "alert", hidden: true });
  const form = el(
    "form",
    {},
    el(
      "header",
      { class: "dialog-head" },
      el("h2", { id: ids.title }, "New poll"),
      iconButton("close", "Close", () => dialog.close()),
    ),
    el("label", { for: ids.question }, "Question"),
    question,
    el("label", { for: ids.answers }, "Answers"),
    answers,
    el("p", { class: "hint", id: `${ids.answers}-hint` }, "One a line, ten at most."),
    el("label", { for: ids.hours }, "Open for"),
    hours,
    el("label", { class: "tick" }, several, "One may choose several answers"),
    problem,
    el("div", { class: "dialog-actions" }, el("button", { type: "submit", class: "button primary" }, "Send the poll")),
  );
  const dialog = el("dialog", { class: "dialog", "aria-labelledby": ids.title }, form);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const lines = answers.value.split("\n").map((line) => line.trim());
    const poll = {
      question: { text: question.value.trim() },
      answers: lines.filter(Boolean).map((text) => ({ poll_media: { text } })),
      duration: Number(hours.value),
      allow_multiselect: several.checked,
    };
    try {
      await app.api.post(`/channels/${channel.id}/messages`, { poll });
      dialog.close();
    } catch (refusal) {
      problem.textContent = refusal.message;
      problem.hidden = false;
    }
  });
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  question.focus();
}
