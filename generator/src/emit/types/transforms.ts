import { createRequire } from "node:module";

type Library = typeof import("openapi-typescript");

const require = createRequire(import.meta.url);

/** Each by its own path, which openapi-typescript exports: its entry also loads the linter that its command runs first, and that takes twice as long to load as all of these. */
export const { default: transformSchemaObject } = part<{ default: Library["transformSchemaObject"] }>("transform/schema-object");
export const { default: transformOperationObject } = part<{ default: Library["transformOperationObject"] }>("transform/operation-object");
export const transformParameterObject = part<Library["transformParameterObject"]>("transform/parameter-object");
export const transformPathItemObject = part<Library["transformPathItemObject"]>("transform/path-item-object");
export const transformRequestBodyObject = part<Library["transformRequestBodyObject"]>("transform/request-body-object");
export const transformResponseObject = part<Library["transformResponseObject"]>("transform/response-object");
export const { addJSDocComment, tsPropertyIndex } = part<Pick<Library, "addJSDocComment" | "tsPropertyIndex">>("lib/ts");

function part<Exported>(path: string): Exported {
  return require(`openapi-typescript/dist/${path}.cjs`) as Exported;
}
