// Every table and figure that the pages take from docs/measured.json, by the name in its marker.
import { large, reasonFor } from "../../generator/bench/install/reasons.mjs";
import { caption, count, dateText, loadText, markdownTable, megabytes, withRange, wrap } from "./text.mjs";

/**
 * @typedef {object} View
 * @property {readonly string[]} benches The entries that it is computed from. They must agree in date, Node and machine.
 * @property {(...entries: any[]) => string} render
 * @property {boolean} [inline] A figure inside a sentence.
 */

/** Names as readers know them, in the order of the columns. */
const validatorNames = { ajv: "Ajv", typia: "typia", typebox: "typebox", arktype: "arktype", zod: "zod", valibot: "valibot" };
const suiteNames = { ajv: "Ajv", hyperjump: "hyperjump", typebox: "typebox", schemasafe: "schemasafe", cfworker: "cfworker", zod: "zod" };
const suitePackages = { hyperjump: "@hyperjump/json-schema", schemasafe: "@exodus/schemasafe", cfworker: "@cfworker/json-schema" };
const named = (names, versions, packages = {}) =>
  Object.entries(names)
    .map(([key, name]) => `${name} ${versions[packages[key] ?? key]}`)
    .join(", ");

/** @type {Readonly<Record<string, View>>} */
export const views = {
  "install.total": {
    benches: ["install"],
    render: (entry) => {
      const { packages, bytes, diskBytes } = entry.results.total;
      return [
        `**${packages} packages, ${megabytes(diskBytes, 0)} MB on disk** (${megabytes(bytes, 0)} MB in files).`,
        "",
        caption(entry, `npm ${entry.versions.npm}.`),
      ].join("\n");
    },
  },
  "install.packages": {
    benches: ["install"],
    render: ({ results: { total, packages } }) => {
      const shown = packages.filter(({ diskBytes }) => diskBytes >= large);
      const rest = total.diskBytes - shown.reduce((sum, { diskBytes }) => sum + diskBytes, 0);
      return markdownTable(
        [
          ["package", "MB on disk", "what it is for"],
          ...shown.map((each) => [`${each.name} ${each.version}`, megabytes(each.diskBytes), reasonFor(each)]),
          [`${packages.length - shown.length} others`, megabytes(rest), `Each less than ${megabytes(large)} MB.`],
        ],
        "lrl",
      );
    },
  },
  "client.calls": {
    benches: ["client"],
    render: (entry) =>
      [
        caption(entry, `Medians of ${entry.settings.rounds} interleaved rounds, with the fastest and the slowest round.`),
        "",
        markdownTable(
          [
            ["", "bundle kB", "cold import ms", "1 session ms", "200 sessions ms", "validates"],
            ...entry.results.map(({ label, bundleBytes, importMs, oneMs, manyMs, behaviour }) => [
              ours(label),
              (bundleBytes / 1000).toFixed(1),
              importMs.median.toFixed(0),
              withRange(oneMs),
              withRange(manyMs),
              behaviour.drift.threw === undefined ? "no" : "yes",
            ]),
          ],
          "lrrrrl",
        ),
        "",
        wrap(
          `*bundle*: what an application needs to list sessions, by esbuild ${entry.versions.esbuild} (minified, for browsers) and \`gzip -9\`. ` +
            "*cold import*: in a process of its own, from the installed package. " +
            `*ms*: sequential calls to a loopback server in another process, ${entry.settings.callsOfOne} and ${entry.settings.callsOfMany} calls a round.`,
        ),
      ].join("\n"),
  },
  "client.failures": {
    benches: ["client"],
    render: ({ results }) =>
      markdownTable(
        [
          ["", "`closeReason: { code: 2 }`", "HTML with status 200", "429, `retry-after: 1`, always", "abort after 100 ms"],
          ...results.map(({ label, behaviour: { drift, html, limit, hang } }) => [ours(label), ...[drift, html, limit, hang].map(failure)]),
        ],
        "lllll",
      ),
  },
  "client.engineKB": {
    benches: ["client"],
    inline: true,
    render: ({ results }) => `${(bundleOf(results, "openapi-fetch") / 1000).toFixed(1)} kB`,
  },
  "client.overEngineKB": {
    benches: ["client"],
    inline: true,
    render: ({ results }) => `${((bundleOf(results, "tallystick") - bundleOf(results, "openapi-fetch")) / 1000).toFixed(1)} kB`,
  },
  "client.objectKB": {
    benches: ["client"],
    inline: true,
    render: ({ results }) => `${((bundleOf(results, "tallystick-object") - bundleOf(results, "tallystick")) / 1000).toFixed(1)} kB`,
  },
  "readme.clients": {
    benches: ["client"],
    render: (entry) =>
      [
        markdownTable(
          [
            ["", "bundle kB", "cold import ms", "200 sessions ms", "a `closeReason` that drifted", "HTML with status 200"],
            ...entry.results
              .filter(({ name }) => name !== "fetch")
              .map(({ label, bundleBytes, importMs, manyMs, behaviour }) => [
                ours(label),
                (bundleBytes / 1000).toFixed(1),
                importMs.median.toFixed(0),
                manyMs.median.toFixed(2),
                outcome(behaviour.drift),
                outcome(behaviour.html),
              ]),
          ],
          "lrrrll",
        ),
        "",
        caption(entry),
      ].join("\n"),
  },
  "readme.parts": {
    benches: ["suite", "validators", "detection", "generate"],
    render: (suite, validators, detection, generate) => {
      const [first, ...others] = suite.results.map(({ sets }) => sets[0]);
      const best = Math.max(...others.map(({ passed }) => passed));
      const speed = validators.results.speed.find(({ workload }) => workload === "200 sessions, is").ratios;
      const [us, ...peers] = detection.results;
      const github = generate.results.find(({ name }) => name === "github");
      const cost = ({ wall, memory }) => `${wall.median.toFixed(1)} s, ${memory.median} MB`;
      return [
        markdownTable(
          [
            ["", "tallystick", "others", ""],
            [
              "JSON Schema 2020-12, official suite, required",
              `${count(first.passed)} of ${count(first.total)}`,
              `at best ${count(best)} (six others)`,
              "[`npm run bench:suite`](docs/validators.md#exact)",
            ],
            [
              "validating 200 sessions, time relative to hand-written code",
              speed.ours.typical.toFixed(2),
              ["ajv", "typia", "zod"]
                .map((name) => `${validatorNames[name]} ${validators.versions[name]}: ${speed[name].typical.toFixed(2)}`)
                .join(", "),
              "[`npm run bench:validators`](docs/validators.md#fast)",
            ],
            [
              `broken responses found, of ${tried(us)}`,
              `${found(us)}, ${falseAlarms(us)}`,
              peers.map((peer) => `${peerName(peer, detection.versions)}: ${found(peer)}, ${falseAlarms(peer)}`).join("; "),
              "[`npm run bench:detection`](docs/guides/verifying.md#how-good-it-is)",
            ],
            [
              `generating everything for github.json (${megabytes(github.documentBytes, 0)} MB)`,
              cost(github.ours),
              `openapi-typescript ${generate.versions["openapi-typescript"]}, types only: ${cost(github.floor)}`,
              "[`npm run bench:generate`](docs/comparison.md#generating)",
            ],
          ],
          "llll",
        ),
        "",
        wrap(
          `All of them: \`npm run measure\`, ${dateText(suite.date)}. Node ${suite.node}, ${suite.machine.cores} cores (${suite.machine.cpu}), ` +
            `${loadText(Math.max(...[suite, validators, detection, generate].map(({ busy }) => busy)))}.`,
        ),
      ].join("\n");
    },
  },
  "generate.table": {
    benches: ["generate"],
    render: (entry) =>
      [
        caption(
          entry,
          `Compared with openapi-typescript ${entry.versions["openapi-typescript"]}. Medians of ${entry.settings.pairs} interleaved pairs; the ratio with the lowest and the highest pair.`,
        ),
        "",
        markdownTable([
          ["document", "wall s, openapi-typescript", "wall s, tallystick", "ratio", "CPU s, both", "peak MB, both", "files", "MB written"],
          ...entry.results
            .toSorted((a, b) => a.ratio.median - b.ratio.median)
            .map(({ name, documentBytes, floor, ours: our, ratio, files, bytes }) => [
              `${name}, ${megabytes(documentBytes)} MB`,
              floor.wall.median.toFixed(1),
              our.wall.median.toFixed(1),
              withRange(ratio),
              `${floor.cpu.median.toFixed(1)}, ${our.cpu.median.toFixed(1)}`,
              `${floor.memory.median}, ${our.memory.median}`,
              count(files),
              megabytes(bytes),
            ]),
        ]),
      ].join("\n"),
  },
  "generate.ratios": {
    benches: ["generate"],
    inline: true,
    render: ({ results }) => {
      const medians = results.map(({ ratio }) => ratio.median).toSorted((a, b) => a - b);
      return `${medians[0].toFixed(1)} to ${medians.at(-1).toFixed(1)} times`;
    },
  },
  "editor.table": {
    benches: ["editor"],
    render: (entry) => {
      const row = (title, key, unit, digits) => {
        const { ours: our, alone, ratio } = entry.results[key];
        return [title, ...[our, alone].map(({ median }) => `${median.toFixed(digits)} ${unit}`), withRange(ratio)];
      };
      return [
        caption(
          entry,
          `TypeScript ${entry.versions.typescript}, openapi-fetch ${entry.versions["openapi-fetch"]}, openapi-typescript ${entry.versions["openapi-typescript"]}. Medians of ${entry.settings.pairs} interleaved pairs.`,
        ),
        "",
        markdownTable([
          [entry.settings.document, "tallystick", "openapi-fetch alone", "ratio of pairs"],
          row("first completion, which loads the project, CPU", "first", "s", 1),
          row("whole session: operations, parameters, members, each twice, CPU", "all", "s", 1),
          row("the same completions again, wall time", "warm", "ms", 0),
        ]),
      ].join("\n");
    },
  },
  "compile.table": {
    benches: ["compile"],
    render: (entry) =>
      [
        caption(
          entry,
          `TypeScript ${entry.versions.typescript}, hey-api ${entry.versions["@hey-api/openapi-ts"]} with zod ${entry.versions.zod}. Medians of ${entry.settings.pairs} interleaved runs.`,
        ),
        "",
        markdownTable(
          [
            ["document", "output", "CPU s", "peak MB", "type errors"],
            ...entry.results.flatMap(({ name, all, part, other }) =>
              [
                ["tallystick, everything", all],
                ["tallystick, types, client and validators", part],
                ["hey-api with zod", other],
              ].map(([output, { cpu, memory, errors }]) => [name, output, withRange(cpu, 1), count(memory.median), count(errors)]),
            ),
          ],
          "ll",
        ),
      ].join("\n"),
  },
  "consumer.table": {
    benches: ["consumer"],
    render: (entry) => {
      const cost = ({ cpu, memory }) => `${cpu.median.toFixed(1)} s, ${count(memory.median)} MB`;
      const against = (own, { cpu, memory }) =>
        `${cost(own)} (${(own.cpu.median / cpu.median).toFixed(2)}×, ${(own.memory.median / memory.median).toFixed(2)}×)`;
      return [
        caption(
          entry,
          `hey-api ${entry.versions["@hey-api/openapi-ts"]} with zod ${entry.versions.zod}. Medians of ${entry.settings.runs} interleaved runs; TypeScript source once.`,
        ),
        "",
        markdownTable(
          [
            ["document", "TypeScript", "hey-api with zod", "`js`", "`js`, every file", "`ts`", "`ts`, every file"],
            ...entry.results.map(({ name, typescript, peer, js, jsWhole, ts, tsWhole }) => [
              name,
              typescript,
              cost(peer),
              against(js, peer),
              against(jsWhole, peer),
              cost(ts),
              cost(tsWhole),
            ]),
          ],
          "ll",
        ),
      ].join("\n");
    },
  },
  "corpus.table": {
    benches: ["corpus"],
    render: (entry) =>
      [
        caption(entry, `TypeScript ${entry.versions.typescript}, its strictest options. One run of each document.`),
        "",
        markdownTable(
          [
            ["document", "OpenAPI", "MB", "operations", "schemas", "generate s", "peak MB", "files", "type errors", "tsc CPU s"],
            ...entry.results.map((each) => [
              each.name,
              each.openapi,
              megabytes(each.documentBytes, 2),
              count(each.operations),
              count(each.schemas),
              each.ok ? each.wall.toFixed(1) : "failed",
              count(each.memory),
              count(each.files),
              each.typeErrors === undefined ? "–" : count(each.typeErrors),
              each.typeCheckCpu?.toFixed(1) ?? "–",
            ]),
          ],
          "ll",
        ),
      ].join("\n"),
  },
  "suite.table": {
    benches: ["suite"],
    render: (entry) => {
      const others = entry.results.slice(1);
      return [
        caption(entry, `${named(suiteNames, entry.versions, suitePackages)}.`),
        "",
        markdownTable([
          ["set", "tests", "tallystick", ...others.map(({ name }) => suiteNames[name])],
          ...entry.results[0].sets.map(({ name, passed, total }, index) => [
            name,
            count(total),
            `**${count(passed)}**`,
            ...others.map(({ sets }) => (sets[index] ? count(sets[index].passed) : "–")),
          ]),
        ]),
      ].join("\n");
    },
  },
  "validators.speed": {
    benches: ["validators"],
    render: (entry) => {
      const on24 = new Map(entry.node24.results.speed.map((each) => [each.workload, each.ratios]));
      return [
        caption(entry, `${named(validatorNames, entry.versions)}, on Node ${entry.node}.`),
        "",
        markdownTable([
          ["workload", `ours, Node ${entry.node.split(".")[0]}`, `ours, Node ${entry.node24.node.split(".")[0]}`, ...Object.values(validatorNames)],
          ...entry.results.speed.map(({ workload, ratios }) => [
            workload,
            `**${ratioText(ratios.ours.typical)}**`,
            `**${ratioText(on24.get(workload).ours.typical)}**`,
            ...Object.keys(validatorNames).map((name) => ratioText(ratios[name]?.typical)),
          ]),
        ]),
      ].join("\n");
    },
  },
  "validators.sizes": {
    benches: ["validators"],
    render: (entry) => {
      const title = {
        is: "`isSession` over the list",
        check: "`checkSession`, every issue",
        assert: "`assertSession`",
        parse: "`parseSession`, with `strip` and `defaults`",
        object: "the object, with Standard Schema",
        hand: "hand-written code, every issue",
        valibot: `valibot ${entry.versions.valibot}`,
        zod: `zod ${entry.versions.zod}`,
      };
      return [
        wrap(
          `\`${entry.command}\`, ${dateText(entry.date)}. esbuild ${entry.versions.esbuild}, minified, \`gzip -9\`, bytes; Ajv ${entry.versions.ajv}.`,
        ),
        "",
        markdownTable([
          ["what is used", "without formats", "with formats"],
          ...entry.results.sizes.map(({ name, withoutFormats, withFormats }) => [
            title[name] ?? name,
            withoutFormats === undefined ? "–" : count(withoutFormats),
            count(withFormats),
          ]),
        ]),
      ].join("\n");
    },
  },
  "validators.start": {
    benches: ["validators"],
    render: (entry) =>
      [
        wrap(`\`${entry.command}\`, ${dateText(entry.date)}. CPU ms with the lowest and the highest of 15 runs.`),
        "",
        markdownTable([
          ["", `Node ${entry.node}`, `Node ${entry.node24.node}`],
          ...[
            ["hand-written code", "hand"],
            ["ours as one file, as a bundler leaves it", "bundled"],
            ["ours as separate files", "separate"],
          ].map(([title, key]) => [title, withRange(entry.results.start[key]), withRange(entry.node24.results.start[key])]),
        ]),
      ].join("\n"),
  },
  "detection.table": {
    benches: ["detection"],
    render: (entry) => {
      const [us, ...peers] = entry.results;
      const percent = (columns, name, all) => `${Math.round((100 * (columns.scores.find((score) => score.class === name)?.found ?? 0)) / all)} %`;
      return [
        caption(entry, `${entry.settings.prismNode ? `Prism runs on Node ${entry.settings.prismNode}. ` : ""}Seed ${entry.settings.seed}.`),
        "",
        markdownTable([
          [`${tried(us)} broken, ${us.untouched.tried} untouched responses`, "tallystick", ...peers.map((peer) => peerName(peer, entry.versions))],
          ...us.scores.map(({ class: name, tried: all }) => [`${name} (${all})`, ...[us, ...peers].map((columns) => percent(columns, name, all))]),
          ["false alarms", ...[us, ...peers].map(({ untouched }) => untouched.falseAlarms)],
        ]),
      ].join("\n");
    },
  },
  "detection.known": { benches: ["detection"], inline: true, render: ({ settings }) => count(settings.known) },
  "merge.table": {
    benches: ["merge"],
    render: (entry) => {
      const { kilobytes, rows } = entry.results;
      return [
        caption(entry, `${count(entry.settings.interactions)} interactions and ${kilobytes} kB a report, ${entry.settings.operations} operations.`),
        "",
        markdownTable(
          [["reports", "CPU time s", "peak memory MB"], ...rows.map((row) => [count(row.reports), row.seconds.toFixed(1), row.megabytes.toFixed(0)])],
          "rrr",
        ),
      ].join("\n");
    },
  },
  "merge.exponent": { benches: ["merge"], inline: true, render: ({ results }) => results.exponents.seconds.toFixed(2) },
  "fleet.table": {
    benches: ["fleet"],
    render: (entry) => {
      const { rows } = entry.results;
      return [
        caption(entry, `Documents: ${entry.settings.documents}, with all modules.`),
        "",
        markdownTable(
          [
            ["documents", "MB", "full: CPU s", "wall s", "peak MB", "warm: CPU s", "affected, 1 edit: CPU s", "that document alone"],
            ...rows.map(({ count: documents, bytes, full, warm, affected, own }) => [
              count(documents),
              megabytes(bytes),
              full.cpu.toFixed(1),
              full.wall.toFixed(0),
              count(full.memory),
              warm.cpu.toFixed(1),
              affected.cpu.toFixed(1),
              own.cpu.toFixed(1),
            ]),
          ],
          "rrrrrrrr",
        ),
      ].join("\n");
    },
  },
  "fleet.exponents": {
    benches: ["fleet"],
    inline: true,
    render: ({ results: { exponents } }) => `${exponents.cpu.toFixed(2)} for the time and ${exponents.memory.toFixed(2)} for the memory`,
  },
  "fleet.pairs": {
    benches: ["fleet"],
    render: (entry) => {
      const { count: documents, pairs } = entry.results.rows.findLast((row) => row.pairs !== undefined);
      return [
        caption(entry, `${count(documents)} documents; the pairs ran one after the other.`),
        "",
        markdownTable(
          [
            ["pair", "single runs: CPU s", "wall s", "one run: CPU s", "wall s", "CPU ratio", "wall ratio"],
            ...pairs.map(({ singles, full }, index) => [
              index + 1,
              ...[singles, full].flatMap(({ cpu, wall }) => [cpu.toFixed(1), wall.toFixed(0)]),
              (full.cpu / singles.cpu).toFixed(2),
              (full.wall / singles.wall).toFixed(2),
            ]),
          ],
          "rrrrrrr",
        ),
      ].join("\n");
    },
  },
  "fleet.extrapolation": { benches: ["fleet"], render: ({ results: { rows } }) => extrapolation(rows, 10_000).join("\n") },
  "live.table": {
    benches: ["live"],
    render: ({ date, node, settings, results }) => {
      const [planted, observed] = [sum(results, "planted"), sum(results, "found")];
      const limits = `At most ${count(settings.requests)} requests and ${settings.cpu} CPU seconds for a run, server included.`;
      return [
        wrap(
          `\`npm run bench:live -- --seeds ${settings.seeds}\`, ${dateText(date)}, Node ${node}, a shared machine with 2 cores. ${limits} Findings on servers without faults: ${settings.alarms}.`,
        ),
        "",
        markdownTable([
          ["fault", "planted", "found"],
          ...results.map((one) => [one.class, one.planted, one.found]),
          ["all", planted, withShare(observed, planted)],
        ]),
      ].join("\n");
    },
  },
  "liveServers.table": {
    benches: ["liveServers"],
    render: ({ date, results }) => {
      const [differences, observed] = [sum(results, "differences"), sum(results, "found")];
      return [
        wrap(`${dateText(date)}. \`npm run measure\` does not repeat this study: it needs the servers.`),
        "",
        markdownTable([
          ["server", "differences in recorded traffic", "found live"],
          ...results.map((one) => [one.server, one.differences, one.found]),
          ["all", differences, withShare(observed, differences)],
        ]),
      ].join("\n");
    },
  },
  "servers.table": {
    benches: ["servers"],
    render: ({ date, versions, results }) =>
      [
        wrap(`${dateText(date)}, Prism ${versions["@stoplight/prism-cli"]}. \`npm run measure\` does not repeat this study: it needs the servers.`),
        "",
        markdownTable([
          [
            "server and document",
            "operations",
            "interactions",
            "schema violations",
            "statuses",
            "content types",
            "fields",
            "others",
            "responses that differ",
            "found by Prism",
          ],
          ...results.map(({ server, ...counts }) => [server, ...Object.values(counts).map(count)]),
        ]),
      ].join("\n"),
  },
};

function withShare(part, all) {
  return `${part} (${Math.round((100 * part) / all)} %)`;
}

function ratioText(value) {
  if (value === undefined) return "–";
  return value < 100 ? value.toFixed(2) : count(Math.round(value));
}

function ours(label) {
  return label.startsWith("tallystick") ? `**${label}**` : label;
}

function bundleOf(results, name) {
  return results.find((result) => result.name === name).bundleBytes;
}

function outcome({ returned, threw }) {
  if (threw === undefined) return `returns ${returned}`;
  if (threw === "error, returned") return "returns the body as `error`";
  return threw === "plain object" ? "throws a plain object" : `\`${threw}\``;
}

function failure({ returned, threw, carries, requests, seconds }) {
  const before = requests > 1 ? `${requests} requests in ${seconds.toFixed(1)} s, then ` : "";
  const details = returned === undefined && carries.length > 0 ? ` with ${carries.join(", ")}` : "";
  return `${before}${outcome({ returned, threw })}${details}`;
}

function peerName({ name }, versions) {
  return name.startsWith("prism") ? `Prism ${versions["@stoplight/prism-cli"]} proxy` : `Redocly ${versions["@redocly/cli"]} drift`;
}

const sum = (scores, key) => scores.reduce((total, score) => total + score[key], 0);
const tried = ({ scores }) => sum(scores, "tried");
const found = ({ scores }) => sum(scores, "found");
const falseAlarms = ({ untouched }) => (untouched.falseAlarms === 0 ? "no false alarm" : `${untouched.falseAlarms} false alarms`);

/** What many documents would take: a line through the smallest and the largest count that were measured. */
function extrapolation(rows, documents) {
  const [least, most] = [rows[0], rows.at(-1)];
  const line = (costOf) => {
    const each = (costOf(most) - costOf(least)) / (most.count - least.count);
    const fixed = costOf(most) - each * most.count;
    return { each, fixed, all: fixed + each * documents };
  };
  const row = (name, costOf) => {
    const { each, fixed, all } = line(costOf);
    const formula = `${fixed.toFixed(2)} + ${each.toFixed(4)} × ${count(documents)}`;
    return [name, costOf(least).toFixed(1), costOf(most).toFixed(1), formula, count(Math.round(all))];
  };
  const full = line((each) => each.full.cpu).all;
  const hours = (cores, machines) => `${(full / cores / machines / 60).toFixed(0)} min`;
  return [
    markdownTable(
      [
        ["CPU seconds", `${count(least.count)} documents`, `${count(most.count)} documents`, "line", `${count(documents)} documents`],
        row("full run", (each) => each.full.cpu),
        row("warm cache", (each) => each.warm.cpu),
        row("`--affected`, nothing changed", (each) => each.none.cpu),
        row("`--affected`, 1 edit", (each) => each.affected.cpu),
      ],
      "lrrlr",
    ),
    "",
    markdownTable(
      [
        ["full run", "arithmetic", "time"],
        ["1 machine, 2 processors", `${count(Math.round(full))} s ÷ 2`, hours(2, 1)],
        ["1 machine, 16 processors", `${count(Math.round(full))} s ÷ 16`, hours(16, 1)],
        ["10 machines with `--shard`, 4 processors each", `${count(Math.round(full))} s ÷ 40`, hours(4, 10)],
      ],
      "llr",
    ),
    "",
    wrap(
      `Peak memory does not depend on the number of documents, but on the number of processes and the largest documents: ${rows
        .map(({ count: each, full: { memory } }) => `${count(memory)} MB with ${count(each)} documents`)
        .join(", ")}.`,
    ),
  ];
}
