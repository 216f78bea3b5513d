import { dirname } from "node:path";
import ts from "typescript";

// A loop over a list asks an iterator, which makes an object for each step, and so does a pattern that takes a list apart. V8 leaves that out where it
// optimises; a run of the command ends before most of it is, and a fifth of what it left to be collected were such objects.

/** An esbuild plugin: what the compiler knows to be a list is gone through and taken apart by index. @param config Path of the tsconfig.json of all modules. */
export function listsByIndex(config) {
  const { config: read, error } = ts.readConfigFile(config, ts.sys.readFile);
  if (error !== undefined) throw new Error(ts.flattenDiagnosticMessageText(error.messageText, "\n"));
  const { fileNames, options } = ts.parseJsonConfigFileContent(read, ts.sys, dirname(config));
  const program = ts.createProgram(fileNames, { ...options, composite: false });
  return {
    name: "lists by index",
    setup({ onLoad }) {
      onLoad({ filter: /\.ts$/ }, ({ path }) => {
        const source = program.getSourceFile(path);
        return source === undefined ? undefined : { contents: withListsByIndex(source, program.getTypeChecker()), loader: "ts" };
      });
    },
  };
}

/** The text of a module in which lists are gone through and taken apart by index. It does what it did. @throws Error where its names could meet those that are made. */
export function withListsByIndex(source, checker) {
  const { text } = source;
  if (/\b(?:list|index)_\d/.test(text)) throw new Error(`${source.fileName} has a name like those that loops over lists are given.`);
  let loops = 0;

  const isList = (type) => (type.isUnion() ? type.types.every(isList) : checker.isArrayType(type) || checker.isTupleType(type));

  const written = (node) => {
    if (ts.isForOfStatement(node)) return loop(node) ?? around(node);
    if (ts.isArrayBindingPattern(node)) return pattern(node) ?? around(node);
    return around(node);
  };

  /** A node as it is written, but for what is inside of it. */
  const around = (node) => {
    let made = "";
    let at = node.getStart(source);
    ts.forEachChild(node, (child) => {
      const start = child.getStart(source);
      made += text.slice(at, start) + written(child);
      at = child.end;
    });
    return made + text.slice(at, node.end);
  };

  const loop = ({ initializer, expression, statement, awaitModifier }) => {
    if (awaitModifier !== undefined || !ts.isVariableDeclarationList(initializer)) return undefined;
    const numbered = entriesOf(expression, initializer.declarations[0].name);
    const gone = numbered?.list ?? expression;
    if (!isList(checker.getTypeAtLocation(gone))) return undefined;
    loops += 1;
    const [list, index] = [`list_${loops}`, `index_${loops}`];
    const word = initializer.flags & ts.NodeFlags.Const ? "const" : "let";
    const item = `${list}[${index}]`;
    const declared =
      numbered === undefined
        ? `${written(initializer)} = ${item}`
        : `${word} ${written(numbered.number)} = ${index}, ${written(numbered.item)} = ${item}`;
    return `for (let ${list} = ${written(gone)}, ${index} = 0; ${index} < ${list}.length; ${index}++) { ${declared}; ${written(statement)} }`;
  };

  /** Of `const [number, item] of list.entries()`. */
  const entriesOf = (expression, name) => {
    if (!ts.isCallExpression(expression) || !ts.isPropertyAccessExpression(expression.expression) || !ts.isArrayBindingPattern(name))
      return undefined;
    const { expression: list, name: called } = expression.expression;
    const [number, item, ...others] = name.elements;
    const isPlain = [number, item].every((each) => each !== undefined && ts.isBindingElement(each) && !each.dotDotDotToken && !each.initializer);
    if (called.text !== "entries" || !isPlain || others.length > 0 || !isList(checker.getTypeAtLocation(list))) return undefined;
    return { list, number: number.name, item: item.name };
  };

  const pattern = (node) => {
    if (!isList(checker.getTypeAtLocation(node))) return undefined;
    const parts = node.elements.flatMap((element, index) => (ts.isBindingElement(element) ? [{ element, index }] : []));
    if (parts.some(({ element }) => element.dotDotDotToken !== undefined)) return undefined;
    return `{ ${parts.map(({ element, index }) => `${index}: ${written(element)}`).join(", ")} }`;
  };

  return text.slice(0, source.getStart(source)) + written(source) + text.slice(source.end);
}
