import type { ApiResult, Results } from "./run.js";

/** The results as Markdown: by class, by API, and what was missed. */
export function markdown(results: Results): string {
  const missed = results.apis.flatMap((api) => api.faults.filter(({ found }) => !found).map(({ name }) => `${api.name}: ${name}`));
  return [
    table([
      ["fault", "planted", "found"],
      ...results.byClass.map(({ class: name, planted, found }) => [name, planted, found]),
      ["all", results.planted, `${results.found} (${percent(results.found, results.planted)})`],
    ]),
    table([
      ["API", "planted", "found", "requests, median and most", "CPU seconds, median and most", "alarms", "harm"],
      ...results.apis.map((api) => [
        api.name,
        api.faults.length,
        api.faults.filter(({ found }) => found).length,
        spread(api, "requests", 0),
        spread(api, "cpu", 1),
        `${api.alarms.length} in ${api.seeds} seeds`,
        api.harm.length,
      ]),
    ]),
    results.scripts === 0
      ? ""
      : `Scripts: ${results.scripts - results.wrongScripts} of ${results.scripts} fail with the fault and pass without it.\n`,
    missed.length === 0 ? "" : `Missed: ${missed.join(", ")}.\n`,
  ].join("\n");
}

function table([head = [], ...rows]: readonly (readonly (string | number)[])[]): string {
  const line = (cells: readonly (string | number)[]): string => `| ${cells.join(" | ")} |\n`;
  return line(head) + line(head.map((_, column) => (column === 0 ? "---" : "---:"))) + rows.map(line).join("");
}

function spread(api: ApiResult, measure: "requests" | "cpu", digits: number): string {
  const all = [api.clean[measure], ...api.faults.map((fault) => fault[measure])].toSorted((a, b) => a - b);
  return `${all[Math.floor(all.length / 2)]?.toFixed(digits)}, ${all.at(-1)?.toFixed(digits)}`;
}

function percent(part: number, whole: number): string {
  return whole === 0 ? "none planted" : `${((100 * part) / whole).toFixed(0)} %`;
}
