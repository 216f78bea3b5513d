// Part of the runtime of tallystick 0.1.0, copied from there. Do not edit.

import { isArray, isObject } from "./checks.js";
import { maxDepth } from "./issues.js";
import type { ParseOptions } from "./types.js";

/** What a schema says about the properties of a value, as far as `parse` can change them. */
export interface Shape {
  /** The properties that the schema lists. */
  readonly names?: readonly string[];
  readonly patterns?: readonly string[];
  /** Further properties belong to the value, too. */
  readonly open?: true;
  readonly defaults?: Readonly<Record<string, unknown>>;
  readonly parts?: Readonly<Record<string, ShapeOf>>;
  /** Of every other property. */
  readonly others?: ShapeOf;
  readonly items?: ShapeOf;
  /** Shapes that hold for the same value: the names of all of them count. */
  readonly all?: readonly ShapeOf[];
  /** Shapes that hold where their test does. */
  readonly any?: readonly (readonly [is: (value: unknown) => boolean, shape: ShapeOf])[];
}

/** A function where shapes may lead back to themselves. */
export type ShapeOf = Shape | (() => Shape);

/** The value with unknown properties left out and defaults filled in, as the options ask; the value itself where nothing changes. */
export function reshape(value: unknown, shape: ShapeOf, options: ParseOptions = {}, depth = 0): unknown {
  // Data that is nested more deeply is refused by whoever validates it.
  if ((options.strip !== true && options.defaults !== true) || depth > maxDepth) return value;
  const shapes = shapesOf(value, shape);
  if (isArray(value)) {
    const items = shapes.find((each) => each.items !== undefined)?.items;
    if (items === undefined) return value;
    const result = value.map((item) => reshape(item, items, options, depth + 1));
    return result.every((item, index) => item === value[index]) ? value : result;
  }
  if (!isObject(value)) return value;
  const listed = shapes.filter((each) => each.names !== undefined);
  const isClosed = options.strip === true && listed.length > 0 && !shapes.some((each) => each.open);
  const entries = Object.entries(value)
    .filter(([name]) => !isClosed || listed.some((each) => isListed(name, each)))
    .map(([name, item]): [string, unknown] => {
      const part = shapes.map((each) => partOf(name, each)).find((each) => each !== undefined);
      return [name, part === undefined ? item : reshape(item, part, options, depth + 1)];
    });
  if (options.defaults === true) {
    for (const { defaults = {} } of shapes) {
      for (const [name, item] of Object.entries(defaults)) {
        if (!Object.hasOwn(value, name) && !entries.some(([known]) => known === name)) entries.push([name, structuredClone(item)]);
      }
    }
  }
  const isSame = entries.length === Object.keys(value).length && entries.every(([name, item]) => value[name] === item && Object.hasOwn(value, name));
  // `fromEntries` defines properties: a name such as `__proto__` stays one.
  return isSame ? value : Object.fromEntries(entries);
}

function shapesOf(value: unknown, shape: ShapeOf): Shape[] {
  const own = typeof shape === "function" ? shape() : shape;
  return [
    own,
    ...(own.all ?? []).flatMap((each) => shapesOf(value, each)),
    ...(own.any ?? []).flatMap(([is, each]) => (is(value) ? shapesOf(value, each) : [])),
  ];
}

function isListed(name: string, { names, patterns }: Shape): boolean {
  return names?.includes(name) === true || patterns?.some((source) => new RegExp(source, "u").test(name)) === true;
}

function partOf(name: string, shape: Shape): ShapeOf | undefined {
  if (shape.parts !== undefined && Object.hasOwn(shape.parts, name)) return shape.parts[name];
  return isListed(name, shape) ? undefined : shape.others;
}
