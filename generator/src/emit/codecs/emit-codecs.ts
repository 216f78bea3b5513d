import type { Plan } from "../../plan/plan.js";
import { code, typeSymbol } from "../print/code.js";
import type { SourceModule } from "../print/file.js";
import { codecName, codecOf } from "./codec.js";

/** `codecs/<schema>.ts` for each schema that code holds in another form than the wire. */
export function* emitCodecs(plan: Plan): Generator<SourceModule> {
  for (const { schema, file, constName, typeName } of plan.schemas) {
    const codec = codecOf(schema, plan);
    if (codec === undefined) continue;
    yield {
      path: `codecs/${file}`,
      statements: [
        {
          kind: "function",
          name: codecName(constName),
          docs: `How \`${typeName}\` is read and written.`,
          exported: true,
          parameters: [],
          returnType: code`${typeSymbol("runtime/codecs/types", "CodecOf")}`,
          body: code`return ${codec};`,
        },
      ],
    };
  }
}
