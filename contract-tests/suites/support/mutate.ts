/** A value that differs from the given one in one place, and what was done there. */
export interface Mutation {
  readonly what: string;
  readonly value: unknown;
}

const replacements: readonly (readonly [string, unknown])[] = [
  ["null", null],
  ["a number", 17],
  ["a text", "tallystick"],
  ["a truth value", true],
  ["a list", []],
  ["an object", {}],
];

/**
 * Every way to spoil a value in one place: take a property away, or put something of another type there.
 * Whether the result is wrong is not decided here.
 */
export function* mutations(value: unknown, at = "", most = 200): Generator<Mutation> {
  let left = most;
  for (const mutation of everyMutation(value, at)) {
    if (left-- === 0) return;
    yield mutation;
  }
}

function* everyMutation(value: unknown, at: string): Generator<Mutation> {
  for (const [name, replacement] of replacements) {
    if (typeof replacement === typeof value && Array.isArray(replacement) === Array.isArray(value) && replacement !== null) continue;
    yield { what: `${name} at "${at}"`, value: replacement };
  }
  if (Array.isArray(value)) {
    for (const [index, item] of value.slice(0, 3).entries()) {
      for (const { what, value: changed } of everyMutation(item, `${at}/${index}`)) yield { what, value: value.with(index, changed) };
    }
  } else if (typeof value === "object" && value !== null) {
    for (const [name, item] of Object.entries(value)) {
      const { [name]: _, ...rest } = value as Record<string, unknown>;
      yield { what: `nothing at "${at}/${name}"`, value: rest };
      for (const { what, value: changed } of everyMutation(item, `${at}/${name}`)) yield { what, value: { ...value, [name]: changed } };
    }
  }
}
