/** Instants in the viewer's own zone and language. "Now" is the sandbox's time, handed in. */

const DAY = 86400_000;
const STYLES = {
  t: { timeStyle: "short" },
  T: { timeStyle: "medium" },
  d: { dateStyle: "short" },
  D: { dateStyle: "long" },
  f: { dateStyle: "long", timeStyle: "short" },
  F: { dateStyle: "full", timeStyle: "short" },
  day: { dateStyle: "full" },
};
const UNITS = [
  ["year", 365 * DAY],
  ["month", 30 * DAY],
  ["day", DAY],
  ["hour", 3600_000],
  ["minute", 60_000],
  ["second", 1000],
];
const formats = new Map();

function format(style) {
  if (!formats.has(style)) formats.set(style, new Intl.DateTimeFormat(undefined, STYLES[style]));
  return formats.get(style);
}

/** An instant in one of Discord's timestamp styles (t T d D f F R). */
export function stamp(ms, style, now) {
  if (style === "R") return relative(ms, now);
  return format(style in STYLES ? style : "f").format(ms);
}

/** "in 3 days", "2 minutes ago", rounded, so that what is 59 minutes and a half away is "in 1 hour". */
export function relative(ms, now, style = "long") {
  const [unit, size] = UNITS.find(([, length]) => Math.abs(ms - now) >= 0.97 * length) ?? UNITS.at(-1);
  return new Intl.RelativeTimeFormat(undefined, { numeric: "auto", style }).format(Math.round((ms - now) / size), unit);
}

/** The exact instant, for tooltips. */
export function exact(ms) {
  return `${format("F").format(ms)} (${Intl.DateTimeFormat().resolvedOptions().timeZone})`;
}

/** When a message came: the time alone if today. */
export function messageTime(ms, now) {
  const day = (instant) => new Date(instant).toDateString();
  if (day(ms) === day(now)) return format("t").format(ms);
  if (day(ms) === day(now - DAY)) return `yesterday, ${format("t").format(ms)}`;
  return `${format("d").format(ms)}, ${format("t").format(ms)}`;
}

/** The heading between two days of messages. */
export function dayHeading(ms) {
  return format("day").format(ms);
}

/** A size in bytes as people read it. */
export function fileSize(bytes) {
  if (bytes < 1000) return `${bytes} bytes`;
  if (bytes < 1e6) return `${(bytes / 1000).toFixed(0)} kB`;
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
