import type { Operation, Response, MediaType } from "../model/api.js";
import type { Schema, SchemaId } from "../model/schemas/schema.js";
import type { Decoding } from "./decoding.js";
import type { FunctionNames } from "./names/function-names.js";
import type { Artefact, ImportExtension, MockLibrary, PlanOptions, Runtime, Target, TypePrinter } from "./plan-options.js";
import type { Code, ImportedSymbol } from "../emit/print/code.js";

/** Request: sent by a client (without `readOnly` properties). Response: read by it (without `writeOnly` ones). */
export type Direction = "request" | "response";

/**
 * Every name and file of the output, determined before any text exists. Emitters look names up here and never create one.
 * Names consist of the document's words in TypeScript case; a collision adds a suffix that does not change when the document grows.
 */
export interface Plan {
  readonly packageName?: string;
  /** Sorted by name. */
  readonly schemas: readonly SchemaPlan[];
  readonly schemaById: ReadonlyMap<SchemaId, SchemaPlan>;
  /** In the document's order of paths. Webhooks and callbacks follow. */
  readonly operations: readonly OperationPlan[];
  readonly artefacts: ReadonlySet<Artefact>;
  /** Libraries of the mocks. */
  readonly mockLibraries: readonly MockLibrary[];
  /** How modules name the files of others. */
  readonly importExtension: ImportExtension;
  /** The language of modules: TypeScript, or JavaScript with declarations. */
  readonly target: Target;
  /** Where modules import the runtime from. */
  readonly runtime: Runtime;
  /** Absent: `tallystick`. */
  readonly typePrinter?: TypePrinter;
  /** The output is one file of types with this name and these options. Absent: a folder. */
  readonly typesFile?: PlanOptions["typesFile"];
  /** Groups of the client's methods, sorted by tag; absent where all are methods of the client itself. */
  readonly clientGroups?: readonly ClientGroup[];
  /** Which values have another form in code; absent where none has. */
  readonly decoding?: Decoding;
}

/** The operations of a tag as one property of the client. */
export interface ClientGroup {
  readonly tag: string;
  /** `pulls`: the property. */
  readonly name: string;
  /** `PullsClient`: its type. */
  readonly typeName: string;
  readonly description?: string;
}

/** The exported names of one schema or body. */
export interface ValidatorNames extends FunctionNames {
  /** `session`: the base of the others. */
  readonly baseName: string;
  /** `session`: the `Validator` object, unique next to the functions in `validators/index`. */
  readonly constName: string;
  /** `session`: its fixture, unique next to those of bodies in `fixtures/index`; an operation of the same name shares it. */
  readonly fixtureName: string;
  /** `Session`: the type's exported name. */
  readonly typeName: string;
  /** `Session`, with its import; `components["schemas"]["Session"]` if values are decoded. */
  readonly type: Code;
}

/** A schema that has a name: each component, and each target of a deep reference. */
export interface SchemaPlan extends ValidatorNames {
  readonly schema: Schema;
  /** Key in `components["schemas"]` of types.ts. */
  readonly key: string;
  /** `session`: base name of its files in `validators/` and `codecs/`. */
  readonly file: string;
  /** `session`: base name of its file in `fixtures/`, which it shares with the other schemas of its group. */
  readonly group: string;
  /** `sessionValues`: the values of an enumeration, in `enums`. */
  readonly valuesName: string;
  /** True where `readOnly`/`writeOnly` make request and response differ; the plain names are then the response side. */
  readonly directional: boolean;
  /** If the variants differ and a request uses the schema: the names of the request side (`sessionWritable`, `isSessionWritable` …). */
  readonly request?: ValidatorNames & { readonly key: string };
}

export interface OperationPlan {
  readonly operation: Operation;
  /** Key in `operations` of types.ts: the operationId made unique. */
  readonly key: string;
  /** `listSessions`: its function, and its fixture, which a schema of the same name shares. */
  readonly functionName: string;
  /** `mockListSessions`: its mock, in `mocks/nock` and in `mocks/msw`. */
  readonly mockName: string;
  /** `ListSessions`: prefix of its type names. */
  readonly typeName: string;
  /** `sessions`: base name of its files, which it shares with the other operations of its group. */
  readonly group: string;
  /** `list` in the group `pulls` of the client; absent where it is a method of the client itself. */
  readonly method?: { readonly group: string; readonly name: string };
  readonly bodies: readonly BodyPlan[];
}

/** A body that has a schema: the request's, or one status × media type. Emitted in `validators/` next to its operation. */
export interface BodyPlan extends ValidatorNames {
  readonly direction: Direction;
  /** Absent for the request body. */
  readonly response?: Response;
  readonly media: MediaType;
  readonly schema: Schema;
  /** True if the body's own schema contains, or reaches, `readOnly` or `writeOnly` properties; `direction` determines which are omitted. */
  readonly directional: boolean;
  /** Where the schema is a plain reference: the validator that is re-used. */
  readonly alias?: { readonly schema: SchemaPlan; readonly symbol: ImportedSymbol };
}
