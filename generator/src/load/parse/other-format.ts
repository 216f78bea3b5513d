/** What a file is that is neither YAML nor JSON, by how it begins: what people hand over instead most often. */
export function otherFormat(text: string): string | undefined {
  const start = text.slice(0, 4096).replace(/^(?:\s|#.*\n|\/\/.*\n|\/\*[^]*?\*\/)*/, "");
  return formats.find(([begins]) => begins.test(start))?.[1];
}

const formats: readonly (readonly [begins: RegExp, kind: string])[] = [
  [/^<[!?a-z]/i, "a page of HTML or XML, such as an error page that was saved instead of the document"],
  [/^(?:"""|(?:extend +)?(?:type|interface|input|enum) +\w+[^:\n]*\{|schema\s*\{|(?:scalar|union|directive) +@?\w+)/, "a GraphQL schema"],
  [/^syntax *= *["']proto/, "a definition of Protocol Buffers"],
  [
    /^(?:module\.exports|exports\.|export |import |const |let |var |['"]use strict|from +\w+ +import|def |class )/,
    "a program; write what it makes into a file",
  ],
];
