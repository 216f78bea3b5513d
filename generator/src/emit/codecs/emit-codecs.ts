import type { Plan, SchemaPlan } from "../../plan/plan.js";
import { code, type Code } from "../print/code.js";
import type { SourceModule } from "../print/file.js";
import { runtimeTypeSymbol } from "../print/runtime.js";
import type { ModuleTask } from "../task.js";
import { codecName, codecOf } from "./codec.js";

/** `codecs/<schema>.ts` for each schema that code holds in another form than the wire. */
export function* emitCodecs(plan: Plan): Generator<ModuleTask> {
  for (const schema of plan.schemas) {
    const codec = codecOf(schema.schema, plan);
    if (codec !== undefined) yield { path: `codecs/${schema.file}`, of: schema, make: () => codecModule(schema, codec) };
  }
}

function codecModule({ file, baseName, typeName }: SchemaPlan, codec: Code): SourceModule {
  return {
    path: `codecs/${file}`,
    statements: [
      {
        kind: "function",
        name: codecName(baseName),
        docs: `Reads and writes \`${typeName}\`.`,
        exported: true,
        parameters: [],
        returnType: code`${runtimeTypeSymbol("codecs/types", "CodecOf")}`,
        body: code`return ${codec};`,
      },
    ],
  };
}
