import type { Operation } from "tallystick/model";
import type { NotExercised } from "../report/make-report.js";
import { yamlKey } from "../verify/requests/plan-requests.js";
import type { Pool } from "./pool.js";

/** The file that `--init-params` writes: what is missing, and what could be found out, with where it came from. */
export function paramsFile(
  notExercised: readonly NotExercised[],
  filled: ReadonlyMap<Operation, Readonly<Record<string, string>>>,
  pool?: Pool,
): string {
  const lines = [
    '# Values for requests to the server. `defaults` are by parameter name; `operations` by operationId or "GET /path/{id}".',
    "# A value may come from an earlier response: { from: listThings#/0/id }. Also per operation: body, headers, expect: 404, skip: reason.",
    "defaults:",
    "operations:",
  ];
  for (const [operation, from] of filled) {
    const found = Object.entries(from).filter(([, origin]) => origin.includes("#"));
    if (found.length === 0) continue;
    lines.push(
      `  ${yamlKey(operation.operationId ?? operation.key)}:`,
      ...found.map(([name, origin]) => `    ${yamlKey(name)}: { from: ${JSON.stringify(origin)} }`),
    );
  }
  for (const { operation, add } of notExercised) {
    if (add === undefined || !add.startsWith("operations:")) continue;
    const proposed = (line: string): string =>
      line.replace(/(?<=, or )\{ from: otherOperation#\/0\/([^{}]*) \}$/, (hint, name: string) => {
        const parameter = operation.parameters.find((one) => one.name === name);
        const found = parameter === undefined ? [] : (pool?.proposals(operation, parameter) ?? []);
        return found.length === 0
          ? hint
          : found
              .slice(0, 3)
              .map(({ from }) => `{ from: ${JSON.stringify(from)} }`)
              .join(" or ");
      });
    lines.push(
      ...add
        .split("\n")
        .slice(1)
        .map((line) => `  # ${proposed(line.slice(2))}`),
    );
  }
  return `${lines.join("\n")}\n`;
}
