import { createRequire } from "node:module";

type Library = typeof import("openapi-typescript");

const require = createRequire(import.meta.url);

/** Each by its own path, which openapi-typescript exports: its entry also loads the linter that its command runs first, and that takes twice as long to load as all of these. */
const { default: transformSchemaObject } = part<{ default: Library["transformSchemaObject"] }>("transform/schema-object");
const { default: transformOperationObject } = part<{ default: Library["transformOperationObject"] }>("transform/operation-object");
const transformParameterObject = part<Library["transformParameterObject"]>("transform/parameter-object");
const transformPathItemObject = part<Library["transformPathItemObject"]>("transform/path-item-object");
const transformRequestBodyObject = part<Library["transformRequestBodyObject"]>("transform/request-body-object");
const transformResponseObject = part<Library["transformResponseObject"]>("transform/response-object");
const { addJSDocComment, tsPropertyIndex } = part<Pick<Library, "addJSDocComment" | "tsPropertyIndex">>("lib/ts");

export {
  addJSDocComment,
  transformOperationObject,
  transformParameterObject,
  transformPathItemObject,
  transformRequestBodyObject,
  transformResponseObject,
  transformSchemaObject,
  tsPropertyIndex,
};

function part<Exported>(path: string): Exported {
  return require(`openapi-typescript/dist/${path}.cjs`) as Exported;
}
