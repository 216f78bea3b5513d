import { UsageError } from "tallystick";
import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument,
  type Document,
  type DocumentOptions,
  type Node,
  type ParseOptions,
  type ScalarTag,
  type SchemaOptions,
} from "yaml";
import { yamlOffset } from "./yaml-offset.js";

/** Refuses the file because of the text at an offset. @param action Instead of the general help. */
export type Fail = (sentence: string, offset: number | undefined, action?: string) => never;

/** A parsed YAML file of the user. Aliases are replaced by their nodes. */
export interface YamlFile {
  readonly document: Document;
  readonly lines: LineCounter;
  readonly fail: Fail;
}

/** Throws a `UsageError` with a location if the text is not YAML. @param help What the file should contain. */
export function openYaml(text: string, path: string, help: string, customTags: ScalarTag[] = []): YamlFile {
  const lines = new LineCounter();
  const fail: Fail = (sentence, offset, action = help) => {
    const { line, col } = lines.linePos(offset ?? 0);
    // It quotes the file.
    const shown = sentence.length > mostShown ? `${sentence.slice(0, mostShown / 2)} … ${sentence.slice(-mostShown / 2)}` : sentence;
    throw new UsageError(shown, { code: "input-invalid", file: path, line, column: col, help: action });
  };
  const document = parse(text, { lineCounter: lines, customTags, prettyErrors: false, uniqueKeys: false }, fail);
  const [error] = document.errors;
  if (error?.message.startsWith(stackOverflow) === true) fail(tooDeep, error.pos[0]);
  // Errors of our own tags are sentences.
  if (error !== undefined) fail(error.code === "TAG_RESOLVE_FAILED" ? error.message : `Invalid YAML: ${error.message}.`, error.pos[0]);
  document.contents = new Nodes(fail).resolve(document.contents, 0) as typeof document.contents;
  return { document, lines, fail };
}

/** The parser reports an overflow of the stack where it resolves nodes, and throws it where it reads block lists. */
function parse(text: string, options: ParseOptions & DocumentOptions & SchemaOptions, fail: Fail): Document {
  try {
    return parseDocument(text, options);
  } catch (error) {
    if (error instanceof RangeError) return fail(tooDeep, 0);
    throw error;
  }
}

const stackOverflow = "Maximum call stack size exceeded";
const mostShown = 400;
const deepest = 500;
const tooDeep = `The file is nested deeper than ${deepest} levels.`;
/** Nodes that aliases repeat: a few lines can expand to billions. */
const mostRepeated = 100_000;

/** Puts nodes instead of their aliases, and refuses what the parser has no bound for. */
class Nodes {
  readonly #anchors = new Map<string, Node>();
  readonly #sizes = new Map<Node, number>();
  #repeated = 0;

  constructor(private readonly fail: Fail) {}

  resolve(node: unknown, depth: number): unknown {
    if (isAlias(node)) return this.#target(node.source, node);
    if (!isMap(node) && !isSeq(node) && !isScalar(node)) return node;
    if (depth > deepest) return this.fail(tooDeep, yamlOffset(node));
    if (node.anchor !== undefined) this.#anchors.set(node.anchor, node);
    const before = this.#sizes.size;
    const repeated = this.#repeated;
    if (isMap(node)) {
      // The parser compares each key with all before it, which takes minutes for a long file.
      const known = new Set<unknown>();
      for (const pair of node.items) {
        pair.key = this.resolve(pair.key, depth + 1);
        pair.value = this.resolve(pair.value, depth + 1);
        if (!isScalar(pair.key)) continue;
        if (known.has(pair.key.value)) this.fail(`Invalid YAML: duplicate key "${String(pair.key.value)}".`, yamlOffset(pair.key));
        known.add(pair.key.value);
      }
    } else if (isSeq(node)) for (const [index, item] of node.items.entries()) node.items[index] = this.resolve(item, depth + 1);
    this.#sizes.set(node, 1 + this.#sizes.size - before + this.#repeated - repeated);
    return node;
  }

  #target(name: string, alias: unknown): Node {
    const target = this.#anchors.get(name);
    if (target === undefined) return this.fail(`The alias "*${name}" has no anchor.`, yamlOffset(alias));
    const size = this.#sizes.get(target);
    if (size === undefined) return this.fail(`The alias "*${name}" refers to a node that contains it.`, yamlOffset(alias));
    this.#repeated += size;
    if (this.#repeated > mostRepeated) this.fail(`Aliases repeat more than ${mostRepeated.toLocaleString("en")} nodes.`, yamlOffset(alias));
    return target;
  }
}
