import type { Code } from "./code.js";

/** A statement of a generated file. Its types and bodies are `Code`; `statement.ts` prints it. */
export type Statement =
  | {
      readonly kind: "function";
      readonly name: string;
      readonly docs?: Docs | undefined;
      readonly typeParameters?: readonly string[];
      readonly parameters: readonly { readonly name: string; readonly type: Code; readonly optional?: boolean; readonly initializer?: Code }[];
      readonly returnType: Code;
      readonly async?: boolean;
      readonly generator?: boolean;
      readonly exported?: boolean;
      readonly body: Code;
    }
  | {
      readonly kind: "const";
      readonly name: string;
      readonly docs?: Docs;
      readonly type?: Code;
      /** The type in declarations, if the compiler infers it from the source. */
      readonly declared?: Code;
      readonly exported?: boolean;
      readonly value: Code;
    }
  | {
      readonly kind: "interface";
      readonly name: string;
      readonly docs?: Docs;
      readonly exported?: boolean;
      readonly extends?: readonly Code[];
      readonly properties: readonly {
        readonly name: string;
        readonly docs?: Docs;
        readonly type: Code;
        readonly optional?: boolean;
        readonly readonly?: boolean;
      }[];
    }
  | {
      readonly kind: "type";
      readonly name: string;
      readonly docs?: Docs;
      readonly typeParameters?: readonly string[];
      readonly exported?: boolean;
      readonly type: Code;
    }
  | {
      readonly kind: "reexport";
      readonly from: string;
      readonly names?: readonly { readonly name: string; readonly as?: string; readonly typeOnly?: boolean }[];
      readonly namespace?: string;
      readonly typeOnly?: boolean;
    }
  | { readonly kind: "code"; readonly code: Code };

/** The document's text for a doc comment; `jsdoc.ts` escapes it. */
export type Docs = string;

/** A TypeScript file before it has text. Imports are worked out from the symbols mentioned. */
export interface SourceModule {
  /** Module path from the output's source root, without extension: `schemas/session`. */
  readonly path: string;
  readonly statements: readonly Statement[];
  /** The entry of this module for the index: plain data. */
  readonly note?: unknown;
}
