import { isJsonObject, type Json } from "tallystick/model";
import { wordsOf } from "./laws/properties.js";

const beginnings = new Set("start starts begin begins from since open opens checkin arrival before".split(" "));
const ends = new Set("end ends finish to until till close closes checkout departure after expires expiry expiration due deadline".split(" "));

/**
 * The body with beginnings and ends in the future, each end after its beginning: many servers accept no other `startsAt`, `endsAt` and `dueDate`.
 * A date stays as it is if the document does not accept the new one.
 */
export function withFutureDates(body: Json, isValid: (body: Json) => boolean): Json {
  if (!isJsonObject(body)) return body;
  let result: Readonly<Record<string, Json>> = body as Readonly<Record<string, Json>>;
  for (const [name, value] of Object.entries(result)) {
    const put = (one: Json): Json => ({ ...result, [name]: one });
    const changed = typeof value === "string" ? later(name, value) : withFutureDates(value, (inner) => isValid(put(inner)));
    if (changed !== value && isValid(put(changed))) result = put(changed) as typeof result;
  }
  return result;
}

function later(name: string, value: string): string {
  const time = /^\d{4}-\d\d-\d\d(?=$|T\d\d:\d\d)/.test(value) ? value.slice("2099-01-01".length) : undefined;
  // `checkOut` and `checkout` are one word.
  const words = [...wordsOf(name), wordsOf(name).join("")];
  const isEnd = words.some((word) => ends.has(word));
  if (time === undefined || (!isEnd && !words.some((word) => beginnings.has(word)))) return value;
  return `${isEnd ? "2099" : "2098"}-01-01${time}`;
}
