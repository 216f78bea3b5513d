import type ts from "typescript";
import { required } from "../../process/required.js";

/** The compiler whose nodes the transforms make: the one that ts-morph brings. It is loaded before the transforms ask for it. */
export const compiler = required("ts-morph").ts as unknown as typeof ts;

/** The transforms of openapi-typescript, bundled by bundle-transforms.mjs. */
export const {
  addJSDocComment,
  transformOperationObject,
  transformParameterObject,
  transformPathItemObject,
  transformRequestBodyObject,
  transformResponseObject,
  transformSchemaObject,
  tsPropertyIndex,
} = required("#openapi-typescript");
