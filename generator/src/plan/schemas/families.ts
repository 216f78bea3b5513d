import type { Schema, SchemaId } from "../../model/schemas/schema.js";
import { remembered } from "../../algorithms/remembered.js";
import { references } from "./cycles.js";
import type { OperationPlan, Plan, SchemaPlan } from "../plan.js";
import { operationSchemas } from "./carried.js";

/** Schemas and operations that `$ref`s connect: no value of one family is part of a value of another. */
export interface Family {
  readonly schemas: readonly SchemaPlan[];
  readonly operations: readonly OperationPlan[];
}

/** All schemas and operations of a plan, the largest family first, in the order of the plan otherwise. */
export const familiesOf: (plan: Plan) => readonly Family[] = remembered(({ schemas, operations }) => {
  const numbers = new Map<SchemaId, number>();
  for (const { schema } of schemas) numbers.set(schema.id, numbers.size);
  const connected = new Connected(schemas.length + operations.length);
  const connect = (member: number, schema: Schema): void => {
    for (const target of references(schema)) {
      const number = numbers.get(target);
      if (number !== undefined) connected.join(member, number);
    }
  };
  schemas.forEach(({ schema }, index) => connect(index, schema));
  operations.forEach(({ operation }, index) => {
    for (const schema of operationSchemas(operation)) connect(schemas.length + index, schema);
  });
  const families = new Map<number, { readonly schemas: SchemaPlan[]; readonly operations: OperationPlan[] }>();
  const familyOf = (member: number) => {
    const leader = connected.leader(member);
    let family = families.get(leader);
    if (family === undefined) families.set(leader, (family = { schemas: [], operations: [] }));
    return family;
  };
  schemas.forEach((schema, index) => familyOf(index).schemas.push(schema));
  operations.forEach((operation, index) => familyOf(schemas.length + index).operations.push(operation));
  return [...families.values()].toSorted((a, b) => sizeOf(b) - sizeOf(a));
});

function sizeOf({ schemas, operations }: Family): number {
  return schemas.length + operations.length;
}

/** Numbers in sets that grow together. */
class Connected {
  readonly #next: Int32Array;

  constructor(size: number) {
    this.#next = Int32Array.from({ length: size }, (_, number) => number);
  }

  join(one: number, other: number): void {
    this.#next[this.leader(one)] = this.leader(other);
  }

  /** The same for all that are connected. */
  leader(number: number): number {
    const next = this.#next;
    let at = number;
    // Ways are halved as they are gone: a long chain is not gone step by step each time.
    while (next[at] !== at) at = next[at] = next[next[at] as number] as number;
    return at;
  }
}
