import { compileModel } from "../../src/compile/compile-model.js";
import type { ApiModel, Schema } from "../../src/model/index.js";
import { exampleOf, full, invalidVariants, minimal, seeded } from "../../src/values/index.js";

const unions = new Set(["oneOf", "anyOf", "discriminator"]);

/** What the generated validators hold against values that are said to be valid, and what they miss in values that are said to be broken. */
export async function disagreements(model: ApiModel, schemas: readonly Schema[], limit: number): Promise<readonly unknown[]> {
  const validators = await compileModel(model);
  const found: unknown[] = [];
  for (const schema of schemas) {
    const validator = validators.subschema(schema, "response");
    const options = { direction: "response" } as const;
    for (const made of [
      minimal(schema, model, options),
      full(schema, model, options),
      exampleOf(schema, model, options),
      seeded(schema, 5, model, options),
    ]) {
      if (made.found && !validator.is(made.value)) found.push({ schema: schema.id, value: made.value, issues: validator.check(made.value) });
    }
    for (const { keyword, instancePath, schemaPath, value, also } of invalidVariants(schema, model, { ...options, limit, follow: false }).variants) {
      const issues = validator.check(value);
      const reported = issues.some(
        (issue) => issue.instancePath === instancePath && (issue.schemaPath === schemaPath || also.includes(issue.keyword)),
      );
      // Of a union, such as a reference that is nullable, the validator tells of the branch that got furthest, which may be another one.
      const union =
        /(?:(?:one|any)Of|nullable)(?:\/|$)/.test(schemaPath) ||
        issues.some((issue) => unions.has(issue.keyword) && `${instancePath}/`.startsWith(`${issue.instancePath}/`));
      if (validator.is(value) || (!reported && !union)) found.push({ schema: schema.id, keyword, instancePath, schemaPath, also, value, issues });
    }
  }
  return found;
}
