/** A modal that the bot opened, as a dialog. Each kind of field is one line in `FIELDS`. */

import { el, freshId, iconButton } from "../parts/dom.js";
import { picker } from "../parts/picker.js";
import { markdown } from "../text/markdown.js";
import { channelItems, mentionableItems, roleItems, userItems } from "./candidates.js";
import { optionItem } from "./components.js";

const ROW = 1;
const TEXT = 10;
const LABEL = 18;
const PARAGRAPH = 2;

/** Show the modal; it closes when the bot has taken the answer, and stays with the reason when it has not. */
export function openModal(app, modal, channel) {
  const fields = [];
  const title = freshId("modal");
  const problem = el("p", { class: "problem", role: "alert", hidden: true });
  const submit = el("button", { type: "submit", class: "button primary" }, "Submit");
  const form = el(
    "form",
    { novalidate: true },
    el(
      "header",
      { class: "dialog-head" },
      el("h2", { id: title }, modal.title),
      iconButton("close", "Close", () => dialog.close()),
    ),
    modal.components.map((component) => part(app, component, fields)),
    problem,
    el(
      "div",
      { class: "dialog-actions" },
      el("button", { type: "button", class: "button", on: { click: () => dialog.close() } }, "Cancel"),
      submit,
    ),
  );
  const dialog = el("dialog", { class: "dialog", "aria-labelledby": title }, form);
  const complain = (words) => {
    problem.textContent = words;
    problem.hidden = !words;
  };
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const wrong = fields.find((field) => field.wrong());
    if (wrong) return (complain(wrong.wrong()), wrong.focus());
    submit.disabled = true;
    const outcome = await handIn(app, channel, modal, fields);
    submit.disabled = false;
    return outcome.ok ? dialog.close() : complain(outcome.words);
  });
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  fields[0]?.focus();
}

async function handIn(app, channel, modal, fields) {
  const files = [];
  const told = fields.map((field) => field.answer(files));
  try {
    const attachments = await app.api.upload(channel.id, files);
    return await app.interactions.submit(
      channel,
      modal,
      told.map(({ label, ...component }) =>
        label ? { type: LABEL, component } : { type: ROW, components: [component] },
      ),
      attachments,
    );
  } catch (refusal) {
    return { ok: false, words: refusal.message };
  }
}

function part(app, component, fields) {
  if (component.type === TEXT) return el("div", { class: "said" }, markdown(component.content, app));
  const inner = component.type === LABEL ? [component.component] : (component.components ?? []);
  return inner.map((each) => labelled(app, each, component, fields));
}

/** A field with its label and description, noted among the fields. */
function labelled(app, component, holder, fields) {
  const isLabel = holder.type === LABEL;
  const text = isLabel ? holder.label : (component.label ?? component.placeholder ?? "");
  const ids = { field: freshId("field"), hint: freshId("hint") };
  const make = FIELDS[component.type] ?? unknownField;
  const field = make(component, { id: ids.field, "aria-describedby": ids.hint }, app, text);
  const answer = field.answer;
  field.answer = (files) => ({
    type: component.type,
    id: component.id,
    custom_id: component.custom_id,
    label: isLabel,
    ...answer(files),
  });
  field.wrong ??= () => null;
  fields.push(field);
  const needed = component.required ?? true;
  return el(
    "div",
    { class: "field" },
    el("label", { for: ids.field }, text, !needed && el("span", { class: "faint" }, " (optional)")),
    field.node,
    el("p", { class: "hint", id: ids.hint }, isLabel ? (holder.description ?? "") : ""),
  );
}

const FIELDS = {
  3: selectField,
  4: textField,
  5: selectField,
  6: selectField,
  7: selectField,
  8: selectField,
  19: fileField,
  21: radioField,
  22: checksField,
  23: checkField,
};
const ITEMS = { 5: userItems, 6: roleItems, 7: mentionableItems };

function textField(of, props, _app, text) {
  const limits = { maxlength: of.max_length ?? 4000, placeholder: of.placeholder };
  const input =
    of.style === PARAGRAPH
      ? el("textarea", { rows: 6, ...limits, ...props })
      : el("input", { type: "text", ...limits, ...props });
  input.value = of.value ?? "";
  const wrong = () => {
    if ((of.required ?? true) && !input.value.trim()) return `“${text}” is needed.`;
    return input.value && of.min_length && input.value.length < of.min_length
      ? `“${text}” needs at least ${of.min_length} characters.`
      : null;
  };
  return { node: input, wrong, focus: () => input.focus(), answer: () => ({ value: input.value }) };
}

function selectField(of, props, app, text) {
  const items = () =>
    of.type === 3
      ? of.options.map(optionItem)
      : of.type === 8
        ? channelItems(app, of.channel_types)
        : ITEMS[of.type](app);
  const most = of.max_values ?? 1;
  const fewest = of.min_values ?? 1;
  const preset =
    of.type === 3
      ? items().filter((item) => item.preset)
      : items().filter(({ key }) => of.default_values?.some(({ id }) => id === key));
  const choice = picker({
    label: text,
    placeholder: of.placeholder ?? "Choose…",
    items,
    several: most > 1,
    fewest,
    most,
    value: preset,
    disabled: of.disabled,
    describedBy: props["aria-describedby"],
  });
  choice.node.id = props.id;
  const wrong = () => ((of.required ?? true) && choice.value.length < fewest ? `“${text}” is needed.` : null);
  return {
    node: choice.node,
    wrong,
    focus: choice.focus,
    answer: () => ({ values: choice.value.map(({ value }) => value) }),
  };
}

function fileField(of, props, _app, text) {
  const input = el("input", { type: "file", multiple: (of.max_values ?? 1) > 1, ...props });
  const wrong = () => ((of.required ?? true) && !input.files.length ? `“${text}” needs a file.` : null);
  return {
    node: input,
    wrong,
    focus: () => input.focus(),
    answer: (files) => ({ values: [...input.files].map((file) => String(files.push(file) - 1)) }),
  };
}

function radioField(of, props, _app, text) {
  const group = freshId("radio");
  const rows = of.options.map((option) => tick("radio", group, option));
  const chosen = () => rows.find(({ input }) => input.checked)?.option.value ?? null;
  const node = el(
    "div",
    { role: "radiogroup", "aria-label": text, ...props },
    rows.map(({ row }) => row),
  );
  return {
    node,
    wrong: () => ((of.required ?? true) && chosen() === null ? `“${text}” is needed.` : null),
    focus: () => rows[0]?.input.focus(),
    answer: () => ({ value: chosen() }),
  };
}

function checksField(of, props, _app, text) {
  const group = freshId("checks");
  const rows = of.options.map((option) => tick("checkbox", group, option));
  const chosen = () => rows.filter(({ input }) => input.checked).map(({ option }) => option.value);
  const fewest = of.min_values ?? ((of.required ?? true) ? 1 : 0);
  const node = el(
    "div",
    { role: "group", "aria-label": text, ...props },
    rows.map(({ row }) => row),
  );
  return {
    node,
    wrong: () => (chosen().length < fewest ? `“${text}” needs at least ${fewest}.` : null),
    focus: () => rows[0]?.input.focus(),
    answer: () => ({ values: chosen() }),
  };
}

function checkField(of, props) {
  const input = el("input", { type: "checkbox", checked: Boolean(of.default), ...props });
  return { node: input, focus: () => input.focus(), answer: () => ({ value: input.checked }) };
}

function tick(type, name, option) {
  const input = el("input", { type, name, checked: Boolean(option.default) });
  return {
    option,
    input,
    row: el(
      "label",
      { class: "tick" },
      input,
      el("span", {}, option.label, option.description && el("span", { class: "hint" }, option.description)),
    ),
  };
}

function unknownField(of) {
  return {
    node: el("p", { class: "faint" }, `(a field of type ${of.type}, which this page cannot show)`),
    focus: () => {},
    answer: () => ({}),
  };
}
