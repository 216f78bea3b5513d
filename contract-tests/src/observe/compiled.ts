import type { Schema } from "tallystick/model";

/** Request: `readOnly` properties are gone. Response: `writeOnly` ones are. */
export type Direction = "request" | "response";

/** One thing that is wrong with a value, with the five fields of Ajv. */
export interface Issue {
  readonly keyword: string;
  readonly instancePath: string;
  readonly schemaPath: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly message: string;
}

/** The compiled rules of one schema, as in generated validators. */
export interface Rules {
  is(value: unknown): boolean;
  check(value: unknown): readonly Issue[];
}

/** The compiled rules of a whole model: the same that the generated package carries. */
export interface CompiledModel {
  rules(schema: Schema, direction: Direction): Rules;
}
