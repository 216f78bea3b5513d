// Part of the runtime of tallystick 0.1.0 (MIT, see runtime/LICENSE), copied from there. Do not edit.

import type { Result } from "../validators/types.js";
import type { MockBody } from "./types.js";

interface Validator {
  readonly check: (value: unknown) => Result<unknown>;
}
interface Fixture {
  readonly example: unknown;
  readonly full: unknown;
  many(count: number, options: { readonly seed: number }): readonly unknown[];
}

/** A body of a mock's response: values of the fixture, and the validator that checks them. */
/* @__NO_SIDE_EFFECTS__ */
export function body(
  mediaType: string,
  validator?: Validator,
  fixture?: Fixture,
  whole?: boolean,
  parts?: MockBody["parts"],
  serialized?: MockBody["serialized"],
): MockBody {
  return {
    mediaType,
    ...(whole === undefined ? {} : { whole }),
    ...(parts === undefined ? {} : { parts }),
    ...(serialized === undefined ? {} : { serialized }),
    ...(validator === undefined ? {} : { check: (value: unknown) => validator.check(value) }),
    ...(fixture === undefined
      ? {}
      : { example: () => fixture.example, full: () => fixture.full, made: (seed: number) => fixture.many(1, { seed })[0] }),
  };
}

/** A body of `application/json`. */
/* @__NO_SIDE_EFFECTS__ */
export function json(
  validator: Validator,
  fixture?: Fixture,
  ...more: [whole?: boolean, parts?: undefined, serialized?: MockBody["serialized"]]
): MockBody {
  return body("application/json", validator, fixture, ...more);
}

/** A body of XML, which the client also returns as text. Its content is not checked. */
/* @__NO_SIDE_EFFECTS__ */
export function xmlBody(mediaType: string, text?: string): MockBody {
  return { mediaType, ...(text === undefined ? {} : { example: () => text }), check: checkText };
}

function checkText(value: unknown): Result<unknown> {
  if (typeof value === "string") return { ok: true, value };
  return {
    ok: false,
    issues: [{ keyword: "type", instancePath: "", schemaPath: "", message: "must be a string: XML is sent unchanged", params: {} }],
  };
}
