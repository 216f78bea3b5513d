import type { Scalar } from "./types.js";
import { withOffset } from "./offset.js";
import { spelled, spellingOf } from "./spelling.js";

/** `date-time` as a `Date`. */
export const date: Scalar = {
  decode: (value) => {
    if (typeof value !== "string") return value;
    // RFC 3339 has leap seconds and lower case, `Date` has not.
    const made = new Date(
      withOffset(value)
        .toUpperCase()
        .replace(/:60(?=\D)/, ":59"),
    );
    return Number.isNaN(made.getTime()) ? value : spelled(made, value);
  },
  encode: (value) => (value instanceof Date ? spellingOf(value) : value),
};
