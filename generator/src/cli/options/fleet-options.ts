import { defined } from "../../algorithms/defined.js";
import type { OptionTable, Values } from "./command.js";
import type { RunLimits } from "../documents/run-tasks.js";
import { UsageError } from "./usage-error.js";

/** The base of `--affected` without a value. */
const remoteDefault = "(default branch)";

/** The options of commands that run many documents. */
export const fleetOptions = {
  affected: {
    value: "base",
    default: remoteDefault,
    shown: " [base]",
    help: "Only documents affected by changes since a branch, tag or commit (default: the default branch of the remote)",
  },
  jobs: { value: "number", help: "Number of processes (default: the number of processors)" },
  memory: { value: "size", help: "Memory of all processes, such as 2GB (default: 75 % of the free memory)" },
  "time-limit": { value: "time", help: "Time limit for each document, such as 90s or 30m (default: 10m; verify: 1h)" },
} as const satisfies OptionTable;

/** Which documents run, and how many at once. */
export interface FleetFlags extends RunLimits {
  /** Only affected documents. The base is that of the user, or the default branch of the remote. */
  readonly affected?: { readonly base?: string };
}

/** @throws UsageError for an invalid number or size. */
export function readFleetFlags(values: Values<typeof fleetOptions>): FleetFlags {
  const { affected, jobs, memory } = values;
  if (jobs !== undefined && !/^[1-9]\d{0,3}$/.test(jobs)) throw new UsageError(`--jobs is "${jobs}", but must be a number from 1 on`);
  const [, number = "", unit = ""] = /^(\d{1,6}(?:\.\d{1,3})?)\s?(MB|GB)$/i.exec(memory ?? "") ?? [];
  if (memory !== undefined && number === "") throw new UsageError(`--memory is "${memory}", but must be a size such as 500MB or 2GB`);
  const limit = values["time-limit"];
  const [, duration = "", scale = ""] = /^(\d{1,5})(s|m|h)$/.exec(limit ?? "") ?? [];
  const timeLimit = Number(duration) * (scale === "h" ? 3600 : scale === "m" ? 60 : 1);
  // Timers of Node end after 24.8 days.
  if (limit !== undefined && (timeLimit < 1 || timeLimit > 2_000_000))
    throw new UsageError(`--time-limit is "${limit}", but must be a time from 1s on, such as 90s, 30m or 2h`);
  return defined({
    timeLimit: limit === undefined ? undefined : timeLimit,
    affected: affected === undefined ? undefined : affected === remoteDefault ? {} : { base: affected },
    jobs: jobs === undefined ? undefined : Number(jobs),
    memory: memory === undefined ? undefined : Number(number) * 1024 ** (/^g/i.test(unit) ? 3 : 2),
  });
}
