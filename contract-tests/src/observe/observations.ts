import type { Json, MediaType, Operation, Response, Schema, SchemaId } from "tallystick/model";

/** Observed schemas of one body: their ids, never values. */
export class ObservedBody {
  count = 0;
  readonly properties = new Set<SchemaId>();
  readonly applied = new Set<SchemaId>();
  readonly branches = new Set<SchemaId>();
  /** Indexes of the listed values. */
  readonly enumValues = new Map<SchemaId, Set<number>>();

  enumValue(schema: Schema, value: Json): void {
    const index = indexInEnum(schema, value);
    if (index === undefined) return;
    const visited = this.enumValues.get(schema.id);
    if (visited === undefined) this.enumValues.set(schema.id, new Set([index]));
    else visited.add(index);
  }
  hasEnumValue(schema: Schema, value: Json): boolean {
    const index = indexInEnum(schema, value);
    return index !== undefined && this.enumValues.get(schema.id)?.has(index) === true;
  }
}

const enumIndexes = new WeakMap<Schema, ReadonlyMap<string, number>>();

function indexInEnum(schema: Schema, value: Json): number | undefined {
  let indexes = enumIndexes.get(schema);
  // Of equal values, the last one is counted.
  if (indexes === undefined) enumIndexes.set(schema, (indexes = new Map(schema.enum?.map((listed, index) => [JSON.stringify(listed), index]))));
  return indexes.get(JSON.stringify(value));
}

/** Observations of one documented response, or of an undocumented status. */
export interface ObservedResponse {
  readonly documented: Response | undefined;
  count: number;
  /** The codes as they came. */
  readonly statuses: Set<string>;
  readonly bodies: Map<MediaType, ObservedBody>;
}

export interface ObservedOperation {
  readonly operation: Operation;
  interactions: number;
  readonly requestBodies: Map<MediaType, ObservedBody>;
  /** By documented key (`200`, `4XX`, `default`), or the code itself where none is documented. */
  readonly responses: Map<string, ObservedResponse>;
}

/** Observations of each operation. Zero stays zero: it never counts as passed. */
export class Observations {
  readonly operations = new Map<string, ObservedOperation>();

  operation(operation: Operation): ObservedOperation {
    let observed = this.operations.get(operation.key);
    if (observed === undefined) {
      observed = { operation, interactions: 0, requestBodies: new Map(), responses: new Map() };
      this.operations.set(operation.key, observed);
    }
    return observed;
  }

  response(operation: ObservedOperation, documented: Response | undefined, status: number): ObservedResponse {
    const key = documented?.status ?? String(status);
    let observed = operation.responses.get(key);
    if (observed === undefined) operation.responses.set(key, (observed = { documented, count: 0, statuses: new Set(), bodies: new Map() }));
    observed.count++;
    observed.statuses.add(String(status));
    return observed;
  }
}

export function observedBody(bodies: Map<MediaType, ObservedBody>, media: MediaType): ObservedBody {
  let observed = bodies.get(media);
  if (observed === undefined) bodies.set(media, (observed = new ObservedBody()));
  observed.count++;
  return observed;
}
