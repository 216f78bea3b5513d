import { check } from "../../src/check/check.js";
import { collector } from "../../src/diagnostics/collect.js";
import { lowered, openapi } from "../lower/lowered.js";

/** What `check` says of these component schemas, as `code #/pointer`. */
export function checked(schemas: object, rest: object = {}): readonly string[] {
  return checkedDocument(openapi("3.1.0", { components: { schemas }, ...rest })).map((each) => each.replace("#/components/schemas/", ""));
}

/** What `check` says of a document, as `code #/pointer`. */
export function checkedDocument(value: object): readonly string[] {
  const { model, document } = lowered(value);
  const { report, diagnostics } = collector();
  check(model, document, report);
  return diagnostics.map(({ code, place }) => `${code} ${place?.pointer ?? ""}`);
}

export const to = (name: string): object => ({ $ref: `#/components/schemas/${name}` });
