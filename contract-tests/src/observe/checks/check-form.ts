import { formFields, formValue } from "tallystick";
import type { MediaType, Schema } from "tallystick/model";
import type { BodyCheck, ValueContext } from "./check-body.js";
import type { ReadBody } from "./read-body.js";

/** Validates a form whose fields can be read as the documented object; skips others. */
export function checkForm(
  check: BodyCheck,
  media: MediaType,
  schema: Schema,
  { fields, parts, sent }: Extract<ReadBody, { kind: "form" }>,
  context: ValueContext,
): void {
  const is = (property: Schema, value: unknown): boolean => check.compiled.rules(property, context.direction).is(value);
  const described = sent && formFields(media, sent.bytes, sent.mediaType, check.model);
  const value = formValue(media, described ?? fields, { model: check.model, parts: parts === true, is });
  if (value !== undefined) check.check(schema, value, context);
}
