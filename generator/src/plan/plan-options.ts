import type { Target } from "../emit/print/module.js";
import type { ImportExtension } from "../emit/print/specifiers.js";
import type { TypeFileOptions } from "./type-options.js";

/** Types of values in code that differ from JSON. */
export interface DecodingOptions {
  /** The type of `date-time` values in the client, and with Temporal of `date`. Default: the string. */
  readonly dates?: "Date" | "Temporal";
  /** The type of `int64` integers in the client, with all digits. Default: a number, exact up to 2^53. */
  readonly int64?: "bigint" | "string";
  /** Gives ids their own types: schemas whose name ends in `Id`, and those with `x-tallystick-brand`. */
  readonly brands?: true;
}

/** The user's options for the output. */
export interface PlanOptions {
  /** Types of values in code. Default: those of JSON. */
  readonly decoding?: DecodingOptions;
  /** `@scope/name`: the output is a package. Absent: a folder of source. */
  readonly packageName?: string;
  /** Artefacts to generate. Default: all. */
  readonly only?: readonly Artefact[];
  /** The libraries of the mocks; both by default. Modules for a library that is not installed do not compile. */
  readonly mocks?: readonly MockLibrary[];
  /** How modules name the files of others. Default: `js`; a package has no other. */
  readonly importExtension?: ImportExtension;
  /** The language of modules. Default: `ts`. */
  readonly target?: Target;
  /** Where modules import the runtime from. Default: `copy`, from the output itself. */
  readonly runtime?: Runtime;
  /** The printer of types. Default: `tallystick`. */
  readonly typePrinter?: TypePrinter;
  /** The output is one file of types with this name and these options. Absent: a folder. */
  readonly typesFile?: { readonly name: string; readonly options: TypeFileOptions };
  /** How the client groups its methods. Default: `none`. */
  readonly groupBy?: Grouping;
}

export type { ImportExtension, Target };
/** `package`: modules import `@tallystick/runtime`. */
export type Runtime = "copy" | "package";
export type TypePrinter = "tallystick" | "openapi-typescript";
export type Grouping = "none" | "tags";
export type MockLibrary = "nock" | "msw";

/** The parts of the output, in the order in which they are generated. */
export const allArtefacts = ["types", "client", "validators", "fixtures", "mocks"] as const;
export type Artefact = (typeof allArtefacts)[number];
export const mockLibraries: readonly MockLibrary[] = ["nock", "msw"];

/** The values of the options with a fixed list, by their names in the configuration. */
export const choices = {
  only: allArtefacts,
  mocks: mockLibraries,
  target: ["ts", "js"] as readonly Target[],
  runtime: ["copy", "package"] as readonly Runtime[],
  types: ["tallystick", "openapi-typescript"] as readonly TypePrinter[],
  importExtension: ["js", "ts", "none"] as readonly ImportExtension[],
  dates: ["string", "Date", "Temporal"],
  int64: ["number", "bigint", "string"],
  groupBy: ["none", "tags"] as readonly Grouping[],
} satisfies Readonly<Record<string, readonly string[]>>;

/** The options as a configuration spells them; without those that change nothing. */
export function decodingOptions(dates: string | undefined, int64: string | undefined, brands: boolean | undefined): DecodingOptions | undefined {
  const options: DecodingOptions = {
    ...(dates === "Date" || dates === "Temporal" ? { dates } : {}),
    ...(int64 === "bigint" || int64 === "string" ? { int64 } : {}),
    ...(brands === true ? { brands } : {}),
  };
  return Object.keys(options).length === 0 ? undefined : options;
}

/** Mocks need fixtures, clients need validators, and all need types: required artefacts are added. */
const requiredArtefacts: Readonly<Record<Artefact, readonly Artefact[]>> = {
  types: [],
  validators: ["types"],
  client: ["types", "validators"],
  fixtures: ["types"],
  mocks: ["types", "validators", "fixtures"],
};

/** The selected artefacts with all that they require. */
export function artefacts(only: readonly Artefact[] | undefined): ReadonlySet<Artefact> {
  const chosen = new Set<Artefact>();
  const add = (artefact: Artefact): void => {
    chosen.add(artefact);
    for (const base of requiredArtefacts[artefact]) add(base);
  };
  for (const artefact of only ?? allArtefacts) add(artefact);
  return new Set(allArtefacts.filter((artefact) => chosen.has(artefact)));
}
