import type {
  GlobalContext,
  OperationObject,
  ParameterObject,
  PathItemObject,
  RequestBodyObject,
  ResponseObject,
  SchemaObject,
  TransformNodeOptions,
} from "openapi-typescript";
import { createRequire } from "node:module";
import type ts from "typescript";
const require = createRequire(import.meta.url);

// The one module that knows openapi-typescript, which has had no maintainer since 19 September 2026. What is used of it is held by tests, so that its
// transforms can be written anew, one after the other.

export type {
  GlobalContext,
  OperationObject,
  ParameterObject,
  PathItemObject,
  RequestBodyObject,
  ResponseObject,
  SchemaObject,
  TransformNodeOptions,
};

/** The compiler whose nodes the transforms make: the one that ts-morph brings. It is loaded before the transforms ask for it. */
export const compiler = (require("ts-morph") as typeof import("ts-morph")).ts as unknown as typeof ts;

/** The transforms, bundled by bundle-transforms.mjs. */
export const {
  addJSDocComment,
  transformOperationObject,
  transformParameterObject,
  transformPathItemObject,
  transformRequestBodyObject,
  transformResponseObject,
  transformSchemaObject,
  tsPropertyIndex,
} = require("#openapi-typescript") as typeof import("openapi-typescript");

/**
 * The options of openapi-typescript, the same for every document. None of its own guesses is switched on: the forms already say what is meant.
 *
 * @param resolve Finds what a reference of the document leads to.
 * @param transform Gives the type of a schema that is not to be left to openapi-typescript.
 */
export function makeContext(resolve: (reference: string) => unknown, transform: (schema: SchemaObject) => ts.TypeNode | undefined): GlobalContext {
  const context: Omit<GlobalContext, "redoc"> = {
    additionalProperties: false,
    alphabetize: false,
    arrayLength: false,
    defaultNonNullable: false,
    discriminators: { objects: {}, refsHandled: [] },
    emptyObjectsUnknown: true,
    enum: false,
    enumValues: false,
    conditionalEnums: false,
    dedupeEnums: false,
    excludeDeprecated: false,
    exportType: false,
    immutable: false,
    injectFooter: [],
    pathParamsAsTypes: false,
    postTransform: undefined,
    propertiesRequiredByDefault: false,
    rootTypes: false,
    rootTypesNoSchemaPrefix: false,
    rootTypesKeepCasing: false,
    silent: true,
    transform,
    transformProperty: undefined,
    resolve: <T>(reference: string) => resolve(reference) as T | undefined,
    makePathsEnum: false,
    generatePathParams: false,
    readWriteMarkers: false,
  };
  // `redoc` is the configuration of the linter that `openapiTS` runs first; no transform reads it.
  return context as GlobalContext;
}
