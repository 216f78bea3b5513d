import { compactJson, jsonTokens } from "./json-text.js";

/** A parsed JSON text; scalars and names keep their spelling. */
type Node =
  | { readonly kind: "scalar"; readonly text: string }
  | { readonly kind: "array"; readonly items: Node[] }
  | { readonly kind: "object"; readonly members: (readonly [name: string, value: Node])[] };

/** Containers deeper than this are written on one line: indentation would cost the square of the depth. */
const deepest = 40;
const width = 150;

/**
 * Formats a JSON text for this margin and column of a file; strings and numbers keep their spelling.
 * Objects take a line per property, short arrays a single line: the format of Prettier, so that formatters leave recordings unchanged.
 */
export function formatJson(text: string, margin = "", column = margin.length): string {
  const node = parse(text);
  return node === undefined ? compactJson(text) : print(node, margin, column, 0);
}

/** Without recursion, because a recorded body may be nested as deep as it is long. */
function parse(text: string): Node | undefined {
  let root: Node | undefined;
  const stack: { node: Node; name: string | undefined }[] = [];
  const add = (node: Node): void => {
    const top = stack.at(-1);
    if (top === undefined) root = node;
    else if (top.node.kind === "array") top.node.items.push(node);
    else if (top.node.kind === "object" && top.name !== undefined) {
      top.node.members.push([top.name, node]);
      top.name = undefined;
    }
  };
  for (const token of jsonTokens(text)) {
    const lexeme = text.slice(token.start, token.end);
    const top = stack.at(-1);
    if (token.kind === "open") {
      if (stack.length === deepest) return undefined;
      const node: Node = lexeme === "{" ? { kind: "object", members: [] } : { kind: "array", items: [] };
      add(node);
      stack.push({ node, name: undefined });
    } else if (token.kind === "close") stack.pop();
    else if (token.kind === "string" && top?.node.kind === "object" && top.name === undefined) top.name = lexeme;
    else if (token.kind === "string" || token.kind === "number" || token.kind === "word") add({ kind: "scalar", text: lexeme });
    else if (token.kind === "other") return undefined;
  }
  return root;
}

/** `after` is the rest of the same line: a comma. */
function print(node: Node, margin: string, column: number, after: number): string {
  const inner = `${margin}  `;
  const last = (index: number, length: number): 0 | 1 => (index === length - 1 ? 0 : 1);
  if (node.kind === "scalar") return node.text;
  if (node.kind === "object") {
    if (node.members.length === 0) return "{}";
    const lines = node.members.map(
      ([name, value], index) => `${inner}${name}: ${print(value, inner, inner.length + name.length + 2, last(index, node.members.length))}`,
    );
    return `{\n${lines.join(",\n")}\n${margin}}`;
  }
  const { items } = node;
  const flat = breaks(node) ? undefined : flatten(node);
  if (flat !== undefined && column + flat.length + after <= width) return flat;
  if (items.every(isNumber)) return `[\n${fill(items.map(flatten), inner)}\n${margin}]`;
  const lines = items.map((item, index) => inner + print(item, inner, inner.length, last(index, items.length)));
  return `[\n${lines.join(",\n")}\n${margin}]`;
}

/** Whether it needs several lines: objects with members and tables do. */
function breaks(node: Node): boolean {
  if (node.kind === "scalar") return false;
  if (node.kind === "object") return node.members.length > 0;
  const { items } = node;
  const table =
    items.length > 1 &&
    (items.every((item) => item.kind === "array" && item.items.length > 1) ||
      items.every((item) => item.kind === "object" && item.members.length > 1));
  return table || items.some(breaks);
}

function flatten(node: Node): string {
  if (node.kind === "scalar") return node.text;
  if (node.kind === "object") return "{}";
  return `[${node.items.map(flatten).join(", ")}]`;
}

function isNumber(node: Node): boolean {
  return node.kind === "scalar" && /^-?\d/.test(node.text);
}

/** Numbers as many to a line as there is room for. */
function fill(numbers: readonly string[], margin: string): string {
  const lines: string[] = [];
  let line = margin;
  numbers.forEach((number, index) => {
    const piece = index === numbers.length - 1 ? number : `${number},`;
    if (line !== margin && line.length + 1 + piece.length > width) {
      lines.push(line);
      line = margin;
    }
    line += line === margin ? piece : ` ${piece}`;
  });
  return [...lines, line].join("\n");
}
