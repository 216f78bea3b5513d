import { headerReadings } from "tallystick";
import { kindOf, placeKey, type Header, type Response } from "tallystick/model";
import { showValue } from "../../findings/show.js";
import { isJsonMediaType } from "../../match/media-type.js";
import { headerValue } from "../../traffic/headers.js";
import type { HeaderField, ResponseRecord } from "../../traffic/interaction.js";
import type { Add } from "../add.js";
import type { BodyCheck, ValueContext } from "./check-body.js";

/** Checks a documented response header: presence and value. */
export function checkHeader(check: BodyCheck, header: Header, response: Response, record: ResponseRecord, add: Add): void {
  // Described by `content` instead (OpenAPI 3.1 §4.8.17).
  if (header.name.toLowerCase() === "content-type") return;
  const raw = headerValue(record.headers, header.name);
  const subject = { in: "response-header", name: header.name } as const;
  if (raw === undefined) {
    if (!header.required) return;
    add({
      class: "missing-header",
      status: String(record.status),
      subject,
      instancePath: "",
      path: "",
      schemaPath: placeKey(header.place),
      keyword: "required",
      message: `Response header ${header.name} is required for status ${response.status} and was not sent.`,
    });
    return;
  }
  if (/redacted/i.test(raw)) return;
  const context: ValueContext = { direction: "response", subject, status: String(record.status), add };
  if (header.content) {
    const [media] = header.content.mediaType ? [header.content] : [];
    if (media?.schema && isJsonMediaType(media.mediaType)) {
      try {
        check.violations(media.schema, JSON.parse(raw), context);
      } catch {
        add({
          class: "invalid-body",
          ...context,
          instancePath: "",
          path: "",
          schemaPath: placeKey(media.place),
          keyword: "json",
          message: `Response header ${header.name} is not JSON.`,
          value: showValue(raw),
        });
      }
    }
    return;
  }
  if (header.schema === undefined) return;
  const rules = check.compiled.rules(header.schema, "response");
  const whole = headerReadings(header, raw, check.model);
  if (kindOf(check.model, header.schema) === "array" || whole.some((value) => rules.is(value)))
    return checkReadings(check, header.schema, whole, context);
  // Proxies and servers that each add the same field make two of it; joined they would be another value.
  for (const field of new Set(valuesOf(record.headers, header.name)))
    checkReadings(check, header.schema, headerReadings(header, field, check.model), context);
}

/** A header text is valid if any of its readings is; else the most probable one gives the error. */
export function checkReadings(check: BodyCheck, schema: NonNullable<Header["schema"]>, values: readonly unknown[], context: ValueContext): void {
  const rules = check.compiled.rules(schema, context.direction);
  if (values.some((value) => rules.is(value))) return;
  // "expected integer, received string" is less helpful than "must be at most 200".
  const clearest = values.toSorted((a, b) => typeIssues(rules.check(a)) - typeIssues(rules.check(b)))[0];
  check.violations(schema, clearest, context);
}

function typeIssues(issues: readonly { readonly keyword: string }[]): number {
  return issues.filter((issue) => issue.keyword === "type").length;
}

function valuesOf(headers: readonly HeaderField[], name: string): readonly string[] {
  return headers.filter(([field]) => field.toLowerCase() === name.toLowerCase()).map(([, value]) => value.trim());
}
