/** The extension of an imported file: `.js` as compiled, `.ts` as written, or none. */
export type ImportExtension = "js" | "ts" | "none";

/** The end of a declaration that imports from another file of the output or exports from it: by how it begins, no line of a literal or of a comment is one. */
const declaration = /^((?:(?:import|export) [^\n]*|\} )\bfrom "\.{1,2}\/[^"\n]*)\.js";$/gm;

/** The text of a module that names other files as the user's tools find them. */
export function withExtension(text: string, extension: ImportExtension): string {
  if (extension === "js") return text;
  const end = extension === "none" ? "" : `.${extension}`;
  return text.replace(declaration, (_, line: string) => `${line}${end}";`);
}
