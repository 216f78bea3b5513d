import { accepts } from "tallystick";
import type { ApiModel, Json, Operation } from "tallystick/model";
import { requiredProperties, typesOf, writableProperties } from "./laws/properties.js";
import type { GivenBody } from "./port.js";
import type { Resource } from "./resources.js";
import type { Trial } from "./trial.js";
import { Inapplicable, type StepResponse, type Thing } from "./trial-steps.js";
import { waysOf } from "./ways.js";

const mostOptional = 10;
const mostChildren = 3;
const mostPrerequisites = 10;

/** What a create operation needs that the document does not state: other items in some state, large numbers, or fewer properties. */
export class Needs {
  /** Whether items are created for a request that the server refused with ordinary ones. */
  isPreparing = false;
  /** Items in the state that others need. */
  readonly #inState = new Set<Thing>();

  constructor(readonly trial: Trial) {}

  /** A body that refers to new items: with large numbers, such as a stock, and with something below them, such as the lines of a cart. */
  async bodyOfNew(
    resource: Resource,
    prepare: () => Promise<GivenBody | undefined>,
    chosen: () => Readonly<Record<string, Json>>,
  ): Promise<GivenBody | undefined> {
    const all = [...this.trial.things];
    const isKept = ({ resource: { name } }: Thing): boolean => name === resource.parent?.name;
    this.trial.things.splice(0, this.trial.things.length, ...all.filter(isKept));
    this.isPreparing = true;
    let body: GivenBody | undefined;
    try {
      body = await prepare();
    } finally {
      this.isPreparing = false;
    }
    for (const thing of this.trial.referred(chosen(), body)) await this.#fill(thing, resource);
    return body;
  }

  /** Creates what may be below an item: an order needs a cart with a line. */
  async #fill(thing: Thing, resource: Resource): Promise<void> {
    const children = this.trial.port.resources.filter(
      (child) => child.parent === thing.resource && child !== resource && child.create !== undefined && child.singleton !== true,
    );
    for (const child of children.slice(0, mostChildren)) {
      try {
        await this.trial.create(child, {}, { parent: thing });
      } catch (error) {
        if (!(error instanceof Inapplicable)) throw error;
      }
    }
  }

  /** Brings the items that a create operation refers to into the state that it needs. */
  async reachStates(create: Operation, things: readonly Thing[]): Promise<void> {
    const names = this.trial.port.prerequisites.get(create) ?? [];
    for (const thing of names.length === 0 ? [] : things) {
      if (this.#inState.has(thing)) continue;
      this.#inState.add(thing);
      const ways = waysOf(this.trial, thing.resource);
      for (const name of names) await ways.find((one) => one.name === name)?.send(thing);
    }
  }

  /** Sends what may change the state of the items that a refused create refers to, until it is accepted. */
  async findPrerequisites<T extends { readonly response: StepResponse }>(
    create: Operation,
    things: readonly Thing[],
    attempt: () => Promise<T>,
  ): Promise<T | undefined> {
    const names: string[] = [];
    this.trial.port.prerequisites.set(create, []);
    let left = mostPrerequisites;
    for (const thing of things) {
      const ways = waysOf(this.trial, thing.resource);
      // What the first state refuses, a later one may allow.
      for (const way of [...ways, ...ways]) {
        if (left-- <= 0) return undefined;
        const { ok } = await way.send(thing);
        if (!ok) {
          this.trial.steps.pop();
          continue;
        }
        names.push(way.name);
        const result = await attempt();
        if (result.response.ok) {
          this.trial.port.prerequisites.set(create, names);
          this.#inState.add(thing);
          return result;
        }
        this.trial.steps.pop();
      }
    }
    return undefined;
  }

  /** Finds the optional properties that the server refuses: without all of them the request succeeds, with one of them it does not. */
  async findRefusedNames(create: Operation, attempt: () => Promise<boolean>): Promise<void> {
    const { refusedNames } = this.trial.port;
    const { length } = this.trial.steps;
    const required = [...requiredProperties(this.trial.model, create), ...(this.trial.port.likely(create)?.keys() ?? [])];
    const optional = [...writableProperties(this.trial.model, create).keys()].filter((name) => !required.includes(name)).slice(0, mostOptional);
    const isAccepted = async (names: readonly string[]): Promise<boolean> => {
      refusedNames.set(create, new Set(names));
      return attempt();
    };
    let refused: readonly string[] = optional;
    if (optional.length === 0 || !(await isAccepted(optional))) refused = [];
    else
      for (const name of optional) {
        const rest = refused.filter((one) => one !== name);
        if (await isAccepted(rest)) refused = rest;
      }
    refusedNames.set(create, new Set(refused));
    this.trial.steps.length = length;
  }
}

/** Large values for numbers that a client sends: a product without a stock cannot be ordered. */
export function largeNumbers(model: ApiModel, create: Operation | undefined): Readonly<Record<string, Json>> {
  const numbers = [...writableProperties(model, create)].flatMap(([name, schemas]): [string, Json][] => {
    const value = Math.min(1000, ...schemas.map(({ number }) => number?.maximum ?? 1000));
    return typesOf(schemas)[0] === "integer" && schemas.every((schema) => accepts(schema, value, model)) ? [[name, value]] : [];
  });
  return Object.fromEntries(numbers);
}
