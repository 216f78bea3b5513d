import { formatted, type Rule } from "../core.js";

const datePattern = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/;
const timePattern = /^(?:[01]\d|2[0-3]):[0-5]\d:(?:[0-5]\d|60)(?:\.\d+)?(?:[Zz]|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/;
const dateTimePattern =
  /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])[Tt](?:[01]\d|2[0-3]):[0-5]\d:(?:[0-5]\d|60)(?:\.\d+)?(?:[Zz]|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/;

/** RFC 3339 `full-date`. */
export function isDate(text: string): boolean {
  return datePattern.test(text) && isInMonth(text);
}

/** RFC 3339 `full-time`. */
export function isTime(text: string): boolean {
  return timePattern.test(text) && (text.charCodeAt(6) !== six || isLeapSecond(text));
}

/** RFC 3339 `date-time`. */
export function isDateTime(text: string): boolean {
  return dateTimePattern.test(text) && isInMonth(text) && (text.charCodeAt(17) !== six || isLeapSecond(text.slice(11)));
}

const six = 54;

/** Whether the month has the day. Every month has 28, so that most dates need no calendar. */
function isInMonth(text: string): boolean {
  const day = (text.charCodeAt(8) - 48) * 10 + text.charCodeAt(9) - 48;
  if (day <= 28) return true;
  const month = Number(text.slice(5, 7));
  if (month !== 2) return day <= 30 || ![4, 6, 9, 11].includes(month);
  const year = Number(text.slice(0, 4));
  return day === 29 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

/** A leap second is one at 23:59:60 UTC. */
function isLeapSecond(time: string): boolean {
  const offset = /([+-])(\d\d):(\d\d)$/.exec(time);
  const minutes = offset === null ? 0 : Number(`${offset[1] ?? ""}1`) * (Number(offset[2]) * 60 + Number(offset[3]));
  const local = Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
  return (local - minutes + 48 * 60) % (24 * 60) === 23 * 60 + 59;
}

export const date: Rule = /* @__PURE__ */ formatted("date", isDate);

export const time: Rule = /* @__PURE__ */ formatted("time", isTime);

export const dateTime: Rule = /* @__PURE__ */ formatted("date-time", isDateTime);
