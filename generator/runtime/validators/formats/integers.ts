import { all, integer, numberFormat, type Rule } from "../core.js";

/** OpenAPI's `int32`. */
export function isInt32(value: number): boolean {
  return Number.isInteger(value) && value >= -2147483648 && value <= 2147483647;
}

/** OpenAPI's `int64`. A double rounds its maximum up to 2^63, so that value is accepted too. */
export function isInt64(value: number): boolean {
  return Number.isInteger(value) && value >= -(2 ** 63) && value <= 2 ** 63;
}

export const int32: Rule = /* @__PURE__ */ all(integer, /* @__PURE__ */ numberFormat("int32", isInt32));

export const int64: Rule = /* @__PURE__ */ all(integer, /* @__PURE__ */ numberFormat("int64", isInt64));
