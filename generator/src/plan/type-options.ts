import type { ParameterLocation } from "../model/api.js";
import type { Json } from "../model/json.js";

/**
 * The options that shape a single file of types, by their name in a configuration. Names and meanings are those of openapi-typescript 7;
 * the flag of `rootTypes` is `--root-types`.
 */
export const typeOptions = {
  additionalProperties: "Allow further properties in every object",
  alphabetize: "Sort properties, parameters, paths and components by name",
  arrayLength: "Write arrays with minItems or maxItems as tuples",
  conditionalEnums: "With enum: only for enums with x-enum-varnames or x-enum-descriptions",
  dedupeEnums: "With enum: one enum for equal lists of values",
  defaultNonNullable: "Treat properties with a default as present, except in requests",
  emptyObjectsUnknown: "Write objects without properties as Record<string, unknown>; false: Record<string, never> (default: true)",
  enum: "Write a TypeScript enum for each enum of strings and numbers",
  enumValues: "Export the values of each enum as an array",
  excludeDeprecated: "Skip deprecated operations, parameters, properties and components",
  exportType: "Export type aliases instead of interfaces",
  generatePathParams: "Add path parameters that only the path has. This is always done",
  immutable: "Write readonly properties and arrays",
  makePathsEnum: "Export the enum ApiPaths with all paths",
  pathParamsAsTypes: "Write paths as template literal types: `/users/${string}`",
  propertiesRequiredByDefault: "Treat all properties of an object without required as required",
  readWriteMarkers: "Mark readOnly and writeOnly properties with $Read and $Write instead of writing two types",
  rootTypes: "Export a type alias for each component, such as SchemaUser",
  rootTypesKeepCasing: "With rootTypes: keep the casing of schema names",
  rootTypesNoSchemaPrefix: "With rootTypes: User instead of SchemaUser",
} as const;

export type TypeOption = keyof typeof typeOptions;

/** The context of a schema for a hook of the configuration. */
export interface SchemaContext {
  /** As openapi-typescript names the location: `#/components/schemas/User/createdAt`. */
  readonly path: string;
  /** Where a parameter is, if the schema belongs to one. */
  readonly in?: ParameterLocation;
}

/** A type as text, or with the question mark of the property. `undefined`: the type stays. */
type TransformedType = string | { readonly type: string; readonly optional?: boolean } | undefined;

/** The hooks of a single file of types. */
interface TypeHooks {
  /** Text at the start of the file, such as an import that a hook's types need. */
  readonly inject?: string;
  /** Replaces the type of a schema. It gets the schema as the document has it. */
  readonly transform?: (schema: { readonly [keyword: string]: Json }, context: SchemaContext) => TransformedType;
  /** Changes the text of a generated type. */
  readonly postTransform?: (type: string, context: SchemaContext & { readonly schema: { readonly [keyword: string]: Json } }) => string | undefined;
}

/** The options of a single file of types. */
export type TypeFileOptions = { readonly [Name in TypeOption]?: boolean } & TypeHooks;

const typeHooks: readonly (keyof TypeHooks)[] = ["inject", "transform", "postTransform"];

/** `rootTypes` → `root-types`: the flag of an option. */
export function typeFlag(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** The options among other settings. `undefined` if there are none. */
export function typeFileOptions(settings: Readonly<Record<string, unknown>>): TypeFileOptions | undefined {
  const found = [...Object.keys(typeOptions), ...typeHooks].flatMap((name) => (settings[name] === undefined ? [] : [[name, settings[name]]]));
  return found.length === 0 ? undefined : (Object.fromEntries(found) as TypeFileOptions);
}
