import { isJsonObject, templateOf, type ApiModel, type Operation, type Schema } from "tallystick/model";

/** A part of the query that tells an operation from others with the same path: `recursion` = `1`; any value where none is given. */
interface Demand {
  readonly name: string;
  readonly value?: string;
}

const known = new WeakMap<Operation, readonly Demand[]>();

/**
 * How well a query fits an operation: more for each part that its path names (`/images?recursion=1`, `/#Action=ListUsers`) and for each
 * required parameter that has one value only; less for each that is missing or different. OpenAPI knows no such paths, and documents have them.
 */
export function queryScore(model: ApiModel, operation: Operation, query: URLSearchParams): number {
  let demands = known.get(operation);
  if (demands === undefined) known.set(operation, (demands = [...fromPath(operation.path), ...fromParameters(model, operation)]));
  let score = 0;
  for (const { name, value } of demands) {
    const fits = value === undefined ? query.has(name) : query.getAll(name).includes(value);
    score += fits ? 1 : -1;
  }
  return score;
}

function fromPath(path: string): readonly Demand[] {
  return templateOf(path).query.map(([name, value]) => (value === "" || value.includes("{") ? { name } : { name, value }));
}

function fromParameters(model: ApiModel, operation: Operation): readonly Demand[] {
  return operation.parameters.flatMap(({ name, in: where, required, schema }) => {
    if (where !== "query" || !required) return [];
    const value = onlyValue(model, schema);
    return value === undefined ? [] : [{ name, value }];
  });
}

function onlyValue(model: ApiModel, schema: Schema | undefined): string | undefined {
  const target = schema?.ref === undefined ? schema : model.schemas.get(schema.ref);
  const [value, ...others] = target?.const !== undefined ? [target.const] : (target?.enum ?? []);
  return value === undefined || value === null || others.length > 0 || isJsonObject(value) || Array.isArray(value) ? undefined : String(value);
}
