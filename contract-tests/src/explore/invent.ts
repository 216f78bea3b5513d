import { accepts, seeded } from "tallystick";
import { resolved, type Parameter } from "tallystick/model";
import { isOpaque } from "./pool.js";
import type { Random } from "./random.js";
import type { Session } from "./session.js";

/** A valid value of a parameter that identifies nothing known. Never one that only a server can issue. */
export function inventFor(session: Session, parameter: Parameter, thing: string): string | number | undefined {
  const { model, random, pool } = session;
  const schema = resolved(parameter.schema, model.schemas);
  if (schema?.enum !== undefined || schema?.const !== undefined || isOpaque(parameter, model)) return undefined;
  const hex = (length: number): string => randomHex(random, length);
  const number = (): number => random.integer(900_000_000, 2_000_000_000);
  const bounds = { least: schema?.number?.minimum ?? 1, most: schema?.number?.maximum ?? 2_000_000_000 };
  const makers: readonly (() => string | number | undefined)[] = [
    number,
    () => bounds.most,
    () => random.integer(bounds.least, bounds.most),
    () => `unknown-${random.word(8)}`,
    () => randomUuid(random),
    () => hex(24),
    () => hex(32),
    () => random.word(12),
    () => random.word(Math.max(1, schema?.string?.minLength ?? 1)),
    () => `${number()}`,
    () => drawn(session, parameter),
  ];
  const isNumber = schema?.type !== undefined && schema.type.every((type) => type === "integer" || type === "number" || type === "null");
  const isValid = (value: string | number): boolean =>
    parameter.schema === undefined || accepts(parameter.schema, value, model, { direction: "request" });
  for (const make of makers) {
    const value = make();
    if (value === undefined || (isNumber ? typeof value !== "number" : typeof value !== "string")) continue;
    if (isValid(value) && !pool.knows(thing, value)) return value;
  }
  return undefined;
}

function drawn({ model, random }: Session, { schema, name }: Parameter): string | number | undefined {
  const result = schema && seeded(schema, random.integer(1, 1e9), model, { direction: "request", name });
  return result?.found === true && (typeof result.value === "string" || typeof result.value === "number") ? result.value : undefined;
}

function randomHex(random: Random, length: number): string {
  return Array.from({ length }, () => random.integer(0, 15).toString(16)).join("");
}

/** A version 4 UUID of seeded digits. */
export function randomUuid(random: Random): string {
  const hex = (length: number): string => randomHex(random, length);
  return `${hex(8)}-${hex(4)}-4${hex(3)}-8${hex(3)}-${hex(12)}`;
}
