// docs/reference/changes-compared.md, from the result of the bench.

/**
 * @param {{ versions: Record<string, string>, settings: Record<string, any>, results: any }} entry
 * @param {string} caption Date, Node and machine.
 * @returns {string}
 */
export function changesPage({ versions, settings, results }, caption) {
  const tools = settings.tools.split(" ");
  const packageOf = (tool) => (tool === "redocly" ? "@redocly/cli" : tool);
  const label = (tool) => `${packageOf(tool)} ${versions[packageOf(tool)]}`;
  const { changes, equivalences, speed } = results;
  const breaks = changes.filter(({ expected }) => expected === "breaking");
  const harmless = changes.filter(({ expected }) => expected !== "breaking" && expected !== "warning");
  const count = (list, tool, verdict) => list.filter(({ verdicts }) => verdicts[tools.indexOf(tool)] === verdict).length;
  return [
    "# Change rules, compared",
    "",
    "This page shows what four tools from npm report for the same pairs of documents.",
    wrapped(`\`npm run measure -- changes\` writes it. ${caption}`),
    "",
    wrapped(
      "The rows are the tests of this project, and their levels are [its own taxonomy](changes.md). Its own column is therefore right by construction. Read the table to see where the other tools differ.",
    ),
    "",
    "- `not` covers everything below breaking: a warning, a minor change, or no report.",
    "- A level of `warning` for a changed pattern or `not` is the one without an example value. With a value, it is breaking.",
    `- \`refuses\`: the tool failed, took more than ${settings.patience} seconds, or does not support the OpenAPI version of the row.`,
    "- `openapi-diff` reads OpenAPI 3.0 only. Each row that 3.0 can express was translated to 3.0 for it.",
    "- Redocly calls its command experimental.",
    "",
    ...lines(
      ["", "breaks found", "refused", "harmless changes called breaking", "equivalences called breaking"],
      tools.map((tool) => [
        label(tool),
        `${count(breaks, tool, "breaking")} of ${breaks.length}`,
        count([...changes, ...equivalences], tool, "refuses"),
        `${count(harmless, tool, "breaking")} of ${harmless.length}`,
        `${count(equivalences, tool, "breaking")} of ${equivalences.length}`,
      ]),
    ),
    "",
    "## Speed",
    "",
    wrapped(
      `\`${speed.name}\` (${(speed.bytes / 1e6).toFixed(1)} MB) is compared with itself after one edit (${speed.edit}). Medians of ${speed.rounds} interleaved rounds.`,
    ),
    "",
    ...lines(
      ["", "CPU s", "peak MB", "breaking changes reported"],
      tools.map((tool) => {
        const { cpu, memory, said } = speed.results[tool];
        return [label(tool), cpu?.median.toFixed(1) ?? "–", memory?.median ?? "–", said];
      }),
    ),
    "",
    `With ${speed.many.edits} edits all over the document, tallystick takes ${speed.many.cpu.median.toFixed(1)} CPU s and ${speed.many.memory.median} MB.`,
    "",
    "## Equivalences",
    "",
    wrapped(
      "Each row is two spellings of one contract: requests and responses are the same. Both are compared in both directions. `→` is from the first spelling to the second one; a verdict without an arrow is that of both directions.",
    ),
    "",
    ...lines(["pair", ...tools], inBothDirections(equivalences)),
    "",
    "## Changes",
    "",
    wrapped("*is* is the level in this project's taxonomy. *side* is the only side that has the schema. `…` ends a shortened schema."),
    "",
    ...lines(
      ["rule", "old schema", "new schema", "side", "is", ...tools],
      changes.map(({ name, from = "", to = "", side, expected, verdicts }) => [name, short(from), short(to), side, expected, ...verdicts]),
    ),
    "",
  ].join("\n");
}

/** At most 100 characters of a schema in code. */
function short(schema) {
  return schema.length <= 100 ? schema : `${schema.slice(0, 98)}…\``;
}

/** One row for the two directions of each pair. */
function inBothDirections(equivalences) {
  const names = [...new Set(equivalences.map(({ name }) => name))];
  const pairs = names.map((name) => equivalences.filter((each) => each.name === name));
  return pairs.map((directions) => [
    directions[0].name,
    ...directions[0].verdicts.map((verdict, tool) => {
      const all = directions.map(({ verdicts }) => verdicts[tool]);
      return all.every((each) => each === verdict) ? verdict : directions.map(({ side }, index) => `${side} ${all[index]}`).join(", ");
    }),
  ]);
}

function lines(head, body) {
  return [head, head.map(() => "---"), ...body].map((row) => `| ${row.join(" | ")} |`);
}

/** Lines of at most 120 characters. */
function wrapped(text) {
  return text
    .replaceAll("\n", " ")
    .replaceAll(/(.{1,120})(?: |$)/g, "$1\n")
    .trimEnd();
}
