import { createRequire } from "node:module";
import type * as Yaml from "yaml";
import { indentQuoted, type BrokenOff } from "./indent-quoted.js";
import type { RepairedText } from "./insertions.js";
import { Outline } from "./outline.js";
import { quotePlain } from "./quote-plain.js";
import { colonInText } from "./yaml-mistakes.js";

const require = createRequire(import.meta.url);

export interface LenientReading {
  readonly value: unknown;
  /** The text that was read in the end. */
  readonly text: string;
  /** Syntax that strict readers reject, with our own messages. */
  readonly mistake?: string;
  outline(): Outline;
}

/** A repair may let the reader find the next error. */
const mostPasses = 8;

/**
 * Reads YAML that the strict, fast reader rejects: real documents have indentation that only this reader accepts.
 * It is several times slower, so it is loaded only when needed.
 */
export function parseLeniently(text: string): LenientReading | undefined {
  const yaml = require("yaml") as typeof Yaml;
  try {
    let quoted = false;
    let repaired: RepairedText | undefined = { text, original: (offset) => offset };
    for (let passes = 0; repaired !== undefined && passes < mostPasses; passes += 1) {
      const document: Yaml.Document.Parsed = yaml.parseDocument(repaired.text, {
        schema: "core",
        logLevel: "error",
        // Quoting the line of each error would take quadratic time for a long line.
        prettyErrors: false,
        merge: true,
        // Comparing each key with all earlier ones is quadratic; the outline finds repeated keys.
        uniqueKeys: false,
        strict: true,
      });
      if (document.errors.every(isCloseComment)) {
        const { original } = repaired;
        // Aliases share their values; how far they expand is measured afterwards.
        const value: unknown = document.toJS({ maxAliasCount: -1 });
        return { value, text: repaired.text, ...(quoted && { mistake: colonInText }), outline: () => outlineOf(document, yaml, original) };
      }
      const open = document.errors.flatMap(({ message, pos }) => missingQuote(message, pos[0]) ?? []);
      const nested = document.errors.flatMap(({ code, pos }) => (code === "BLOCK_AS_IMPLICIT_KEY" ? [pos[0]] : []));
      const indented = indentQuoted(repaired, open);
      repaired = indented ?? quotePlain(repaired, nested);
      quoted ||= indented === undefined && repaired !== undefined;
    }
    return undefined;
  } catch {
    // Errors of this reader, such as a stack overflow or a merge key without a mapping, mean that the text is not YAML.
    return undefined;
  }
}

function missingQuote(message: string, offset: number): BrokenOff | undefined {
  const quote = /^Missing closing (["'])/.exec(message)?.[1];
  return quote === undefined ? undefined : { offset, quote };
}

/** A comment directly after a quoted text (`"x"#`). YAML 1.2 §6.6 requires a space before it; other readers accept it as a comment. */
export function isCloseComment({ message }: Yaml.YAMLParseError): boolean {
  return message.startsWith("Comments must be separated");
}

function outlineOf(document: Yaml.Document.Parsed, yaml: typeof Yaml, original: RepairedText["original"]): Outline {
  const outline = new Outline();
  const indexes = new Map<unknown, number>();
  const add = (node: unknown, key: string | undefined, keyStart: number | undefined): void => {
    const start = keyStart ?? (yaml.isNode(node) ? (node.range?.[0] ?? 0) : 0);
    const index = outline.add(original(start), key);
    indexes.set(node, index);
    if (yaml.isAlias(node)) {
      const target = indexes.get(node.resolve(document));
      if (target !== undefined) outline.alias(index, target);
      return;
    }
    if (!yaml.isCollection(node)) return;
    outline.open(index);
    for (const item of node.items) {
      if (!yaml.isPair(item)) {
        add(item, undefined, undefined);
        continue;
      }
      const keyNode = yaml.isNode(item.key) ? item.key : undefined;
      const resolvedKey = yaml.isAlias(keyNode) ? keyNode.resolve(document) : keyNode;
      // This reader calls a key that is null "".
      add(item.value, String(yaml.isScalar(resolvedKey) ? (resolvedKey.value ?? "") : item.key), keyNode?.range?.[0]);
    }
    outline.close();
  };
  add(document.contents, undefined, undefined);
  return outline;
}
