/** A no from the server, in words that say what a person can do about it. */

const BY_CODE = {
  10003: "That channel or thread does not exist any more.",
  10008: "That message does not exist any more.",
  10062: "Too late: the bot can no longer be reached through this button. Use the command again.",
  10063: "The bot no longer has this command. Type / to see what it has now.",
  20016: "Slow mode is on here. Wait a moment, then send again.",
  40005: "That file is too large.",
  40067: "This forum wants a tag on every post.",
  50001: "You may not see this channel. Become someone who may, under “You are”.",
  50006: "An empty message cannot be sent.",
  50007: "This person cannot be written to.",
  50013: "You lack the permission for this. Become someone who has it, under “You are”.",
  50083: "This thread is archived.",
  160004: "This message already has a thread.",
  160005: "This thread is locked; only those who may manage threads can write in it.",
};

const BY_STATUS = {
  0: "The sandbox cannot be reached. Is it still running?",
  401: "The sandbox does not know this person any more. Reload the page.",
  404: "That is not there any more.",
  413: "That file is too large.",
  501: "The sandbox does not have this part of Discord (501). It says so rather than guess.",
};

/** What went wrong: `status` (0: no connection), Discord's `code`, and `words` for people as the message. */
export class Refusal extends Error {
  constructor(status, body) {
    super(words(status, body));
    this.status = status;
    this.code = body?.code ?? 0;
  }
}

function words(status, body) {
  const fields = body?.errors ? formErrors(body.errors) : [];
  if (fields.length) return fields.join(" ");
  if (status === 429) return `Too many requests. Wait ${Math.ceil(body?.retry_after ?? 1)} s, then try again.`;
  if (BY_CODE[body?.code]) return BY_CODE[body.code];
  if (BY_STATUS[status]) return BY_STATUS[status];
  if (status >= 500)
    return `The sandbox answered with a fault (${status}). Look under “Faults” whether one is switched on.`;
  return `${body?.message ?? body?.error ?? "Refused"} (${status}).`;
}

/** Discord's nested form errors as sentences: `content: Must be 2000 or fewer in length.` */
function formErrors(errors, path = []) {
  const own = (errors._errors ?? []).map(({ message }) => (path.length ? `${path.join(" › ")}: ${message}` : message));
  const nested = Object.entries(errors)
    .filter(([key, value]) => key !== "_errors" && value && typeof value === "object")
    .flatMap(([key, value]) => formErrors(value, [...path, key]));
  return [...own, ...nested];
}
