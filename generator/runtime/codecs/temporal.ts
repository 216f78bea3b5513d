import { Temporal } from "temporal-polyfill";
import type { Scalar } from "./types.js";
import { withOffset } from "./offset.js";
import { spelled, spellingOf } from "./spelling.js";

/** `date-time` as a `Temporal.Instant`. */
export const instant: Scalar = scalar((text) => Temporal.Instant.from(withOffset(text)));

/** `date` as a `Temporal.PlainDate`. */
export const plainDate: Scalar = scalar((text) => Temporal.PlainDate.from(text));

function scalar(from: (text: string) => object): Scalar {
  return {
    decode: (value) => {
      if (typeof value !== "string") return value;
      try {
        return spelled(from(value), value);
      } catch {
        return value;
      }
    },
    // By its form for JSON and not by its class: the platform's own Temporal and this one are both fine.
    encode: (value) => (typeof value === "object" && value !== null && "toJSON" in value ? spellingOf(value as { toJSON(): unknown }) : value),
  };
}
