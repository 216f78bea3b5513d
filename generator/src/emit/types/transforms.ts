import Module, { createRequire } from "node:module";
import type ts from "typescript";
import { required } from "../../required.js";

type Library = typeof import("openapi-typescript");

const require = createRequire(import.meta.url);

/**
 * The compiler whose nodes the transforms make. It is the one that ts-morph brings, unless another has been loaded before: to load a second one takes
 * as long as all types of a middling document.
 */
export const compiler = sharedCompiler();

function sharedCompiler(): typeof ts {
  const theirs = createRequire(require.resolve("openapi-typescript"));
  const file = theirs.resolve("typescript");
  require.cache[file] ??= Object.assign(new Module(file), { loaded: true, exports: required("ts-morph").ts });
  return theirs("typescript") as typeof ts;
}

/** Each by its own path, which openapi-typescript exports: its entry also loads the linter that its command runs first, and that takes twice as long to load as all of these. */
export const { default: transformSchemaObject } = part<{ default: Library["transformSchemaObject"] }>("transform/schema-object");
export const { default: transformOperationObject } = part<{ default: Library["transformOperationObject"] }>("transform/operation-object");
export const transformParameterObject = part<Library["transformParameterObject"]>("transform/parameter-object");
export const transformPathItemObject = part<Library["transformPathItemObject"]>("transform/path-item-object");
export const transformRequestBodyObject = part<Library["transformRequestBodyObject"]>("transform/request-body-object");
export const transformResponseObject = part<Library["transformResponseObject"]>("transform/response-object");
export const { addJSDocComment, tsPropertyIndex } = part<Pick<Library, "addJSDocComment" | "tsPropertyIndex">>("lib/ts");

// Each form inside another one has its path taken apart and put together again, for names of enums that we do not ask for: a sixth of what all types of a large document take.
part<{ createRef: () => string }>("lib/utils").createRef = () => "";

function part<Exported>(path: string): Exported {
  return require(`openapi-typescript/dist/${path}.cjs`) as Exported;
}
