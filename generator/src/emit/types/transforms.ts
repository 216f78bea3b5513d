import Module, { createRequire } from "node:module";
import { dirname, sep } from "node:path";
import type ts from "typescript";
import { required } from "../../required.js";

type Library = typeof import("openapi-typescript");

const require = createRequire(import.meta.url);

/** The compiler whose nodes the transforms make: the one that ts-morph brings. To load a second one takes as long as all types of a middling document. */
export const compiler = required("ts-morph").ts as unknown as typeof ts;

/** Each part by its own path, which openapi-typescript exports: its entry also loads the linter that its command runs first, and that takes twice as long to load as all of these. */
const parts = apart(() => {
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

function part<Exported>(path: string): Exported {
  return require(`openapi-typescript/dist/${path}.cjs`) as Exported;
}

/** Loads parts of openapi-typescript that are ours alone, with our compiler: whoever else in the process asks for the two gets them as they are. */
function apart<Loaded>(load: () => Loaded): Loaded {
  const entry = require.resolve("openapi-typescript");
  const folder = dirname(entry) + sep;
  const theirs = createRequire(entry).resolve("typescript");
  const { cache } = require;
  const takeOut = (): [string, NodeJS.Module | undefined][] => {
    const files = Object.keys(cache).filter((file) => file === theirs || file.startsWith(folder));
    return files.map((file) => {
      const module = cache[file];
      delete cache[file];
      return [file, module];
    });
  };
  const others = takeOut();
  cache[theirs] = Object.assign(new Module(theirs), { loaded: true, exports: compiler });
  try {
    return load();
  } finally {
    takeOut();
    for (const [file, module] of others) cache[file] = module;
  }
}
