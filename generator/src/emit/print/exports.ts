import type { ExportDeclarationStructure } from "ts-morph";
import { required } from "../../process/required.js";
import type { Statement } from "./file.js";

/** One line that exports from another module; `from` as it is written there. */
export type ExportLine = Omit<Extract<Statement, { readonly kind: "reexport" }>, "kind">;

/** The forms that a line can have: everything, everything under one name, or some names; and each of them of types alone. */
const forms = ["all", "namespace", "names", "all types", "namespace of types", "names of types"] as const;
type Form = (typeof forms)[number];

/** A line of each form, with marks for what differs. */
export type ExportForms = Readonly<Record<Form, string>>;

/** In the place of the path that a line exports from, and of the name or the names that it exports: ts-morph's writer looks at each character several times. */
const marks = { from: "\u0001", what: "\u0002" } as const;

let known: ExportForms | undefined;

/** Whether it is known how an export looks: to find out takes as long as to load a compiler. */
export function formsAreKnown(): boolean {
  return known !== undefined;
}

/** The lines as ts-morph prints them, one of each form: there are thousands, and they differ in names only. */
export function exportForms(): ExportForms {
  return (known ??= printed());
}

function printed(): ExportForms {
  const { printStructure, StructureKind } = required("ts-morph");
  const text = (form: Form): string => {
    const structure: ExportDeclarationStructure = {
      kind: StructureKind.ExportDeclaration,
      moduleSpecifier: marks.from,
      isTypeOnly: form.endsWith("types"),
      ...(form.startsWith("namespace") ? { namespaceExport: marks.what } : {}),
      ...(/^names\b/.test(form) ? { namedExports: [marks.what] } : {}),
    };
    return printStructure(structure, { indentNumberOfSpaces: 2 });
  };
  return Object.fromEntries(forms.map((form) => [form, text(form)])) as Record<Form, string>;
}

/** The text of a line. */
export function exportText(line: ExportLine): string {
  const { from, namespace, names, typeOnly = false } = line;
  const kind = namespace !== undefined ? "namespace" : names !== undefined ? "names" : "all";
  const form: Form = !typeOnly ? kind : kind === "all" ? "all types" : `${kind} of types`;
  const what = namespace ?? namesOf(line);
  const text = exportForms()[form];
  return text.replace(marks.what, () => what).replace(marks.from, () => from);
}

function namesOf({ typeOnly = false, names = [] }: ExportLine): string {
  const texts = names.map(
    (name) => `${name.typeOnly === true && !typeOnly ? "type " : ""}${name.name}${name.as === undefined ? "" : ` as ${name.as}`}`,
  );
  return texts.join(", ");
}
