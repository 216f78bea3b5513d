import { omitted } from "tallystick";
import { escapeToken, isJsonObject, type Json, type Schema } from "tallystick/model";
import { type Shapes, type View } from "./shape.js";

/** The events of a traversal of one value. Paths are JSON Pointers; `path` has `*` for indices and keys of maps. */
export interface WalkEvents {
  /** A value with its resolved schemas. */
  entered(value: unknown, instancePath: string): void;
  undocumentedField(at: {
    readonly instancePath: string;
    readonly path: string;
    readonly schemaPath: string;
    readonly name: string;
    readonly value: unknown;
    /** The property is documented, but for the other direction only. */
    readonly only?: "readOnly" | "writeOnly";
  }): void;
  /** A schema that applied to some value: for coverage. */
  applied(schema: Schema): void;
  /** A property's schema was met by a value. */
  property(schema: Schema): void;
  /** A value of a schema that lists its values. */
  enumValue(schema: Schema, value: Json): void;
}

/** Deeper values are left alone: no document describes them, and the stack is finite. */
const maxDepth = 300;

/** Walks a value next to all schemas that apply to it. */
export function walk(shapes: Shapes, view: View, value: unknown, events: WalkEvents, instancePath = "", path = "", depth = 0): void {
  const shape = shapes.of(view, value);
  events.entered(value, instancePath);
  for (const schema of shapes.schemas(shape)) {
    events.applied(schema);
    if (schema.enum !== undefined && isScalar(value)) events.enumValue(schema, value);
  }
  if (depth >= maxDepth || typeof value !== "object" || value === null) return;
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index++) {
      const item = shapes.item(shape, index);
      if (item !== undefined) walk(shapes, item, value[index], events, `${instancePath}/${index}`, `${path}/*`, depth + 1);
    }
    return;
  }
  if (!isJsonObject(value)) return;
  for (const key of Object.keys(value)) {
    const found = shapes.property(shape, key);
    const token = escapeToken(key);
    if (found.view === undefined && (shape.free || found.refused)) continue;
    if (found.view === undefined || isOmitted(shapes, found.view)) {
      events.undocumentedField({
        instancePath: `${instancePath}/${token}`,
        path: `${path}/${token}`,
        schemaPath: shapes.propertiesPointer(shape) ?? "",
        name: key,
        value: value[key],
        ...(found.view !== undefined && { only: shapes.direction === "response" ? "writeOnly" : "readOnly" }),
      });
      continue;
    }
    markProperties(found.view, events);
    walk(shapes, found.view, value[key], events, `${instancePath}/${token}`, found.isKey ? `${path}/*` : `${path}/${token}`, depth + 1);
  }
}

function markProperties(view: View, events: WalkEvents): void {
  if ("all" in view) view.all.forEach((part) => markProperties(part, events));
  else if ("any" in view) view.any.forEach((part) => markProperties(part, events));
  else events.property(view);
}

/** Whether a property belongs to the other direction according to any of its schemas (JSON Schema Validation 2020-12 §9.4). */
function isOmitted(shapes: Shapes, view: View): boolean {
  if ("all" in view) return view.all.some((part) => isOmitted(shapes, part));
  if ("any" in view) return view.any.every((part) => isOmitted(shapes, part));
  return omitted(view, shapes.direction, shapes.model.schemas);
}

function isScalar(value: unknown): value is null | boolean | number | string {
  return value === null || ["boolean", "number", "string"].includes(typeof value);
}
