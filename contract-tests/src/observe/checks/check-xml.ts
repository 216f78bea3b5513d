import { parseXml, saysXml, wrongRoot, xmlValue } from "tallystick";
import { placeKey, type MediaType, type Schema } from "tallystick/model";
import type { BodyCheck, ValueContext } from "./check-body.js";
import { placeOf } from "./check-body.js";

/**
 * Validates an XML body as the value that the documented elements and attributes represent. Without such documentation, a mismatch
 * is no fault: the document must define the XML form first.
 */
export function checkXml(check: BodyCheck, media: MediaType, schema: Schema, text: string, context: ValueContext): void {
  const { model } = check;
  const root = parseXml(text);
  if ("fault" in root)
    return report("invalid-body", "xml", `The body is not well-formed XML, line ${root.line}, column ${root.column}: ${root.fault}.`);
  const wrong = wrongRoot(root, schema, model);
  if (wrong !== undefined) return report("invalid-body", "xml", wrong);
  const is = (part: Schema, value: unknown): boolean => check.compiled.rules(part, context.direction).is(value);
  const value = xmlValue(root, schema, { model, is });
  if (is(schema, value) || saysXml(schema, model)) return check.check(schema, value, context);
  if (context.direction === "response")
    report(
      "unchecked",
      "schema",
      `The body was not verified: the document does not specify how its schema is written as ${media.mediaType}, and the body has other names.`,
    );

  function report(kind: "invalid-body" | "unchecked", keyword: string, message: string): void {
    context.add({ class: kind, ...placeOf(context), instancePath: "", path: "", schemaPath: placeKey(media.place), keyword, message });
  }
}
