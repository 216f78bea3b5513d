// What was found, as a page of the documentation.
import { cpus } from "node:os";

/**
 * @param {{ rows: { changes: any[], equivalences: any[] }, speed: any, versions: Record<string, string> }} found
 * @returns {string}
 */
export function page({ rows, speed, versions }) {
  const tools = Object.keys(versions);
  const { changes, equivalences } = rows;
  const breaks = changes.filter(({ expected }) => expected === "breaking");
  const harmless = changes.filter(({ expected }) => expected !== "breaking" && expected !== "warning");
  const count = (list, tool, verdict) => list.filter(({ verdicts }) => verdicts[tool] === verdict).length;
  const verdicts = (row) => tools.map((tool) => row.verdicts[tool]);
  return [
    "# Kinds of change, compared",
    "",
    `What four tools from npm say about the same pairs of documents. Made by \`npm run bench:changes\` on ${rows.date}, Node ${rows.node}.`,
    "",
    "The rows are the tests of this project and their levels are [its own taxonomy](changes.md), so its column is right by construction: read the table for where the others differ, not for who wins.",
    "`not` covers everything below breaking: a warning, a minor, or silence.",
    `\`refuses\` means that the tool ended with an error, gave no answer within ${rows.patience} seconds, or that its version of OpenAPI has no words for the row.`,
    "`openapi-diff` reads 3.0 only, so each row that 3.0 can say was said in 3.0 for it. Redocly calls its command experimental.",
    "",
    ...lines(
      ["", "breaks found", "refused", "harmless changes called breaking", "equivalences called breaking"],
      tools.map((tool) => [
        versions[tool],
        `${count(breaks, tool, "breaking")} of ${breaks.length}`,
        count([...changes, ...equivalences], tool, "refuses"),
        `${count(harmless, tool, "breaking")} of ${harmless.length}`,
        `${count(equivalences, tool, "breaking")} of ${equivalences.length}`,
      ]),
    ),
    "",
    "## Speed",
    "",
    ...speedLines(speed, versions),
    "",
    "## Equivalences",
    "",
    "Two spellings of one contract, old to new (→) and new to old (←): nothing changed on the wire.",
    "",
    ...lines(
      ["pair", "", ...tools],
      equivalences.map((row) => [row.name, row.side, ...verdicts(row)]),
    ),
    "",
    "## Changes",
    "",
    "*is*: the level in this project's taxonomy; *side*: the only side that has the schema.",
    "",
    ...lines(
      ["change", "side", "is", ...tools],
      changes.map((row) => [row.name, row.side, row.expected, ...verdicts(row)]),
    ),
    "",
  ].join("\n");
}

function speedLines(speed, versions) {
  if (speed === undefined) return ["Not measured: there was no document to measure with."];
  return [
    `\`${speed.name}\` (${(speed.bytes / 1e6).toFixed(1)} MB) against itself with one edit (${speed.edit}); medians of ${speed.rounds} interleaved rounds, ${cpus().length} cores, shared.`,
    "",
    ...lines(
      ["", "CPU s", "peak MB", "breaking changes reported"],
      Object.entries(speed.results).map(([tool, { cpu, memory, said }]) => [versions[tool], cpu, memory, said]),
    ),
    ...(speed.many === undefined
      ? []
      : [
          "",
          `With ${speed.many.edits} edits all over the document instead of one, tallystick takes ${speed.many.cpu} s and ${speed.many.memory} MB.`,
        ]),
  ];
}

function lines(head, body) {
  return [head, head.map(() => "---"), ...body].map((row) => `| ${row.join(" | ")} |`);
}
