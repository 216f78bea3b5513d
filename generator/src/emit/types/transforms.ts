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
import type ts from "typescript";
import { apart } from "../../process/apart.js";
import { escapeToken, tokens } from "../../model/place.js";
import { required } from "../../process/required.js";

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

type Library = typeof import("openapi-typescript");

/** The compiler whose nodes the transforms make: the one that ts-morph brings. To load a second one takes as long as all types of a middling document. */
export const compiler = required("ts-morph").ts as unknown as typeof ts;

/** What the transforms ask of a linter's module that takes references apart, and that also brings an HTTP client, globs and a YAML parser. */
const references = {
  parseRef: (reference: string) => ({ pointer: tokens(reference).map(decodeURIComponent) }),
  escapePointer: escapeToken,
};

/** Each part by its own path, which openapi-typescript exports: its entry also loads the linter that its command runs first, and that takes twice as long to load as all of these. */
const parts = apart("openapi-typescript", { typescript: compiler, "@redocly/openapi-core/lib/ref-utils.js": references }, (require) => {
  const part = <Exported>(path: string): Exported => require(`./${path}.cjs`) as Exported;
  // Each form inside another one has its path taken apart and put together again, for names of enums that we do not ask for: a sixth of what all types of a large document take.
  part<{ createRef: () => string }>("lib/utils").createRef = () => "";
  return {
    ...part<Pick<Library, "addJSDocComment" | "tsPropertyIndex">>("lib/ts"),
    transformSchemaObject: part<{ default: Library["transformSchemaObject"] }>("transform/schema-object").default,
    transformOperationObject: part<{ default: Library["transformOperationObject"] }>("transform/operation-object").default,
    transformParameterObject: part<Library["transformParameterObject"]>("transform/parameter-object"),
    transformPathItemObject: part<Library["transformPathItemObject"]>("transform/path-item-object"),
    transformRequestBodyObject: part<Library["transformRequestBodyObject"]>("transform/request-body-object"),
    transformResponseObject: part<Library["transformResponseObject"]>("transform/response-object"),
  };
});

export const {
  addJSDocComment,
  transformOperationObject,
  transformParameterObject,
  transformPathItemObject,
  transformRequestBodyObject,
  transformResponseObject,
  transformSchemaObject,
  tsPropertyIndex,
} = parts;

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
