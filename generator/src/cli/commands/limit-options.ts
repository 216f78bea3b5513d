import { defined } from "../../algorithms/defined.js";
import type { OptionTable, Values } from "../command.js";
import type { RunLimits } from "../run-tasks.js";
import { UsageError } from "../usage-error.js";

/** The options that limit a run on many documents. */
export const limitOptions = {
  jobs: { value: "number", help: "With many documents: number of processes (default: the number of processors)" },
  memory: { value: "size", help: "With many documents: memory of all processes, such as 2GB (default: 75 % of the free memory)" },
} as const satisfies OptionTable;

/** @throws UsageError for an invalid number or size. */
export function readLimits(values: Values<typeof limitOptions>): RunLimits {
  const { jobs, memory } = values;
  if (jobs !== undefined && !/^[1-9]\d{0,3}$/.test(jobs)) throw new UsageError(`--jobs is "${jobs}", but must be a number from 1 on`);
  const [, number = "", unit = ""] = /^(\d{1,6}(?:\.\d{1,3})?)\s?(MB|GB)$/i.exec(memory ?? "") ?? [];
  if (memory !== undefined && number === "") throw new UsageError(`--memory is "${memory}", but must be a size such as 500MB or 2GB`);
  return defined({
    jobs: jobs === undefined ? undefined : Number(jobs),
    memory: memory === undefined ? undefined : Number(number) * 1024 ** (/^g/i.test(unit) ? 3 : 2),
  });
}
