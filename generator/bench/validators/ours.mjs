import { ModuleGroup, schemaModules } from "../../dist/internals.js";

/** Our validators, as `generate` emits them. */
export async function ours({ schema, formats }) {
  const { modules, root } = schemaModules(schema, { formats: formats ? "assert" : "annotate" });
  const group = new ModuleGroup();
  const validator = (await group.import(modules, `validators/${root.file}`))[root.constName];
  return {
    is: validator.is,
    issues: (value) => {
      const result = validator.check(value);
      return result.ok ? [] : result.issues;
    },
  };
}
