import { isJsonObject } from "tallystick/model";

/**
 * Whether a server returned what it was sent. It may normalise: case, spaces, Unicode form, offset and fractions of times, hundredths, order of lists, repeated
 * items. It may add properties with defaults, and omit those that are null, false or zero (`omitempty` of Go, proto3).
 */
export function isSame(sent: unknown, returned: unknown): boolean {
  if (sent === returned) return true;
  if (isEmpty(sent)) return isEmpty(returned);
  if (sent === false || sent === 0) return returned === undefined || String(sent) === String(returned);
  if (typeof sent === "number" || typeof sent === "boolean") return String(sent) === String(returned) || isNear(sent, returned);
  if (typeof sent === "string") return isSameText(sent, returned);
  if (Array.isArray(sent)) return Array.isArray(returned) && isSameList(sent, returned);
  if (!isJsonObject(sent) || !isJsonObject(returned)) return false;
  return Object.entries(sent).every(([name, value]) => isSame(value, returned[name]));
}

/** Nothing, in the spellings that servers do not distinguish. */
function isEmpty(value: unknown): boolean {
  return value === null || value === undefined || value === "" || (Array.isArray(value) && value.length === 0);
}

function isNear(sent: unknown, returned: unknown): boolean {
  if (typeof sent !== "number" || (typeof returned !== "number" && typeof returned !== "string") || returned === "") return false;
  const value = Number(returned);
  // Beyond 2^53 a number may have lost digits on both sides.
  if (Math.abs(sent) > Number.MAX_SAFE_INTEGER) return Math.abs(value - sent) <= Math.abs(sent) * 1e-9;
  // An amount may be rounded to hundredths.
  if (!Number.isInteger(sent) && Math.abs(value - sent) < 0.01) return true;
  return Math.abs(value - sent) <= Math.abs(sent) * 1e-12 + 1e-12;
}

function isSameText(sent: string, returned: unknown): boolean {
  if (typeof returned === "number" || typeof returned === "boolean") return sent === String(returned);
  if (typeof returned !== "string") return false;
  const plain = (text: string): string => text.normalize("NFC").trim().toLowerCase();
  if (plain(sent) === plain(returned)) return true;
  if (/^\d{4}-\d\d-\d\d[T ]/i.test(sent) && /^\d{4}-\d\d-\d\d/.test(returned)) return Math.abs(Date.parse(sent) - Date.parse(returned)) < 1000;
  return /^[a-z][\w+.-]*:/i.test(sent) && URL.canParse(sent) && URL.canParse(returned) && new URL(sent).href === new URL(returned).href;
}

/** In any order: a server may sort a set, and store equal items once. */
function isSameList(given: readonly unknown[], returned: readonly unknown[]): boolean {
  const sent = given.length === returned.length ? given : distinct(given);
  if (sent.length !== returned.length) return false;
  if (sent.length > longestAnyOrder)
    return sent.every((item, index) => isSame(item, returned[index])) || isSameText(sortedText(sent), sortedText(returned));
  const left = [...returned];
  return sent.every((item) => {
    const index = left.findIndex((one) => isSame(item, one));
    if (index >= 0) left.splice(index, 1);
    return index >= 0;
  });
}

/** Of longer lists each item is not compared with all of the other. */
const longestAnyOrder = 1000;

function distinct(items: readonly unknown[]): readonly unknown[] {
  return [...new Map(items.map((item) => [JSON.stringify(item), item])).values()];
}

function sortedText(items: readonly unknown[]): string {
  return items
    .map((item) => JSON.stringify(item))
    .toSorted()
    .join(",");
}
