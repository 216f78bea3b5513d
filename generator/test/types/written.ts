import { emitTypes } from "../../src/emit/types/emit-types.js";
import { openapi, planned } from "../documents.js";
import { typeErrors } from "./compiler.js";

export type Parts = Readonly<Record<string, unknown>>;

/** The types of a document. */
export async function types(document: Parts): Promise<string> {
  const { model, plan } = await planned(document);
  return emitTypes(model, plan);
}

/** The types of these component schemas. */
export async function schemas(parts: Parts): Promise<string> {
  return types(openapi({ components: { schemas: parts } }));
}

/** Compile errors of statements that use the types of these schemas as `S`. */
export async function errors(parts: Parts, ...uses: readonly string[]): Promise<string[]> {
  return typeErrors({
    "types.ts": await schemas(parts),
    "use.ts": `import type { components } from "./types.js";\ntype S = components["schemas"];\ntype Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;\nfunction same<A, B>(_: Equal<A, B>): void {}\n${uses.join("\n")}\nexport {};\n`,
  });
}
