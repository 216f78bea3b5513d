import { Namespace } from "../../plan/names/namespace.js";
import { pascal, shortHash } from "../../plan/names/names.js";
import { code, typeSymbol, type ImportedSymbol } from "../print/code.js";
import type { SourceModule, Statement } from "../print/file.js";
import { parameterDocs } from "./docs.js";
import type { OperationShape, ParameterShape } from "./shape.js";
import { parameterType } from "./types.js";

type Property = Extract<Statement, { readonly kind: "interface" }>["properties"][number];

/** The least length of a parameter's documentation, and number of operations that have it, for which it has its own interface. */
const [leastLength, leastPlaces] = [200, 3];

interface Shared {
  readonly property: Property;
  readonly component: string | undefined;
  places: number;
}

/** Parameters with equal descriptions in many operations. Each is an interface that their own ones extend. */
export class SharedParameters {
  readonly #known = new Map<string, Shared>();
  readonly #symbols = new Map<string, ImportedSymbol>();

  constructor(shapes: readonly OperationShape[]) {
    for (const shape of shapes) for (const parameter of hasInterface(shape) ? shape.parameters : []) this.#add(parameter, shape);
    const names = new Namespace();
    for (const [text, { property, component, places }] of this.#known) {
      if (places < leastPlaces) continue;
      const name =
        component === undefined
          ? `${pascal(property.name)}Parameter_${shortHash(`${property.name} ${property.docs ?? ""}`)}`
          : `${pascal(component)}Parameter`;
      this.#symbols.set(text, typeSymbol("parameters", names.claim(name, component ?? name)));
    }
  }

  /** The interface of a parameter. */
  of(property: Property): ImportedSymbol | undefined {
    return this.#symbols.get(textOf(property));
  }

  module(): SourceModule {
    const statements = [...this.#symbols].map(([text, { name }]): Statement => {
      const properties = [(this.#known.get(text) as Shared).property];
      return { kind: "interface", name, exported: true, properties };
    });
    return { path: "parameters", statements };
  }

  #add(parameter: ParameterShape, shape: OperationShape): void {
    const property = parameterProperty(parameter, shape);
    if (property.docs === undefined || property.docs.length < leastLength) return;
    const text = textOf(property);
    const known = this.#known.get(text);
    if (known === undefined) this.#known.set(text, { property, component: parameter.parameter.component, places: 1 });
    else known.places += 1;
  }
}

/** Whether the parameters of an operation are an interface: with several media types, they are a union. */
export function hasInterface({ bodies }: OperationShape): boolean {
  return bodies.every(({ media }) => bodies.length === 1 && !media.mediaType.includes("*"));
}

/** A parameter as a property of the object that a caller hands over. */
export function parameterProperty({ key, parameter, option, required }: ParameterShape, { plan, decoding }: OperationShape): Property {
  const type = parameterType(plan, parameter, decoding);
  return {
    name: key,
    docs: parameterDocs(parameter, option),
    type: required ? type : code`${type} | undefined`,
    optional: !required,
    readonly: true,
  };
}

function textOf({ name, docs, type, optional }: Property): string {
  return JSON.stringify([name, docs, type.marked, optional]);
}
