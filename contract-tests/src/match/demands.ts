import { isJsonObject, templateOf, type ApiModel, type Operation, type Schema } from "tallystick/model";

/** A query parameter or header that distinguishes operations of one path: `recursion` = `1`; any value if none is given. */
interface Demand {
  readonly in: "query" | "header";
  readonly name: string;
  readonly value?: string;
}

const known = new WeakMap<Operation, readonly Demand[]>();

/** The parts of a request, besides its path, that select the operation. */
export interface RequestedParts {
  readonly query: URLSearchParams;
  readonly header: (name: string) => string | undefined;
}

/**
 * How well a request fits an operation: more for each part that its path names (`/images?recursion=1`, `/#Action=ListUsers`, `/#X-Amz-Target=Users.List`)
 * and for each required parameter of the query that has one value only; less for each that is missing or different.
 */
export function demandsMet(model: ApiModel, operation: Operation, { query, header }: RequestedParts): number {
  let demands = known.get(operation);
  if (demands === undefined) known.set(operation, (demands = [...fromPath(operation), ...fromParameters(model, operation)]));
  let score = 0;
  for (const { in: place, name, value } of demands) {
    const sent = place === "query" ? query.getAll(name) : [header(name)];
    const fits = value === undefined ? sent.length > 0 : sent.includes(value);
    score += fits ? 1 : -1;
  }
  return score;
}

function fromPath(operation: Operation): readonly Demand[] {
  const { query, headers } = templateOf(operation);
  const inQuery = query.map(([name, value]): Demand => ({ in: "query", name, ...(value === "" || value.includes("{") ? {} : { value }) }));
  return [...inQuery, ...headers.map(([name, value]): Demand => ({ in: "header", name, value }))];
}

function fromParameters(model: ApiModel, operation: Operation): readonly Demand[] {
  return operation.parameters.flatMap(({ name, in: where, required, schema }): readonly Demand[] => {
    if (where !== "query" || !required) return [];
    const value = onlyValue(model, schema);
    return value === undefined ? [] : [{ in: "query", name, value }];
  });
}

function onlyValue(model: ApiModel, schema: Schema | undefined): string | undefined {
  const target = schema?.ref === undefined ? schema : model.schemas.get(schema.ref);
  const [value, ...others] = target?.const !== undefined ? [target.const] : (target?.enum ?? []);
  return value === undefined || value === null || others.length > 0 || isJsonObject(value) || Array.isArray(value) ? undefined : String(value);
}
