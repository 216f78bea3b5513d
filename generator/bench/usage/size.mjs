// `npm run bench:usage -- --size 2000`: CPU time of `usage` on a consumer of many files, beside that of the type check alone.
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ts } from "ts-morph";
import { openProject, readUsage } from "../../dist/internals.js";

const self = import.meta.filename;

/** @param source Files of the generated client. */
export function measureSize(count, rounds, source) {
  const folder = mkdtempSync(join(tmpdir(), "tallystick-usage-"));
  try {
    writeProject(folder, count, source);
    const times = { check: [], usage: [] };
    // Interleaved, because the machine has other work as well.
    for (let round = 0; round < rounds; round++)
      for (const kind of ["check", "usage"]) times[kind].push(Number(execFileSync(process.execPath, [self, kind, folder], { encoding: "utf8" })));
    return times;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A quarter of the files calls the API; the others have types, components of data, and functions that pass values on. */
function writeProject(folder, count, source) {
  const put = (path, text) => {
    mkdirSync(join(folder, path, ".."), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  for (const [path, text] of source) put(`src/api/${path}`, text);
  put("package.json", '{ "name": "large", "type": "module" }');
  put(
    "tsconfig.json",
    JSON.stringify({
      compilerOptions: { strict: true, target: "es2022", module: "esnext", moduleResolution: "bundler", skipLibCheck: true, noEmit: true, types: [] },
      include: ["src"],
    }),
  );
  for (let index = 0; index < count; index++) {
    const before = `import { total${index - 1}, type Item${index - 1} } from "../part${Math.floor((index - 1) / 50)}/file${index - 1}.js";\n`;
    const calls = `import { createClient, type Session } from "../api/index.js";
const client = createClient({ accountId: "a" } as object);
export async function load${index}(limit: number): Promise<Session[]> {
  const all = await client.listSessions({ limit, state: "open" });
  return all.filter((session) => session.state === "open" && session.owner.name !== "");
}
export async function show${index}(id: string): Promise<string> {
  const { closeReason = "none", owner, tags } = await client.getSession({ id });
  const [first] = await load${index}(10);
  return [closeReason, owner.email, first?.id, ...tags].join(" ");
}
export const created${index} = (title: string) => client.createSession({ body: { title, limits: { memory: ${index} } } }).then(({ id }) => id);
`;
    put(
      `src/part${Math.floor(index / 50)}/file${index}.ts`,
      `${index === 0 ? "" : before}${index % 4 === 0 ? calls : ""}
export interface Item${index} { id: string; name: string; count: number; data: { label: string; values: number[] }; ${index === 0 ? "" : `last?: Item${index - 1};`} }
export function total${index}(items: readonly Item${index}[]): number {
  const data = items.filter((item) => item.name.length > ${index % 7}).map((item) => ({ ...item, size: item.data.values.reduce((sum, value) => sum + value, 0) }));
  const byName = new Map(data.map((item) => [item.name, item] as const));
  return data.reduce((sum, { size, count }) => sum + size * count, 0) + byName.size${index === 0 ? "" : ` + total${index - 1}(items.flatMap(({ last }) => last ?? []))`};
}
export class Store${index} {
  readonly #items = new Map<string, Item${index}>();
  add(item: Item${index}): this { this.#items.set(item.id, item); return this; }
  get(id: string): Item${index} | undefined { return this.#items.get(id); }
  names(): string[] { return [...this.#items.values()].map(({ name }) => name).sort((a, b) => (a < b ? -1 : 1)); }
}
`,
    );
  }
}

if (process.argv[1] === self) {
  const [, , kind, folder] = process.argv;
  if (kind === "check") ts.getPreEmitDiagnostics(openProject({ project: folder }).program);
  else readUsage({ project: folder });
  const { user, system } = process.cpuUsage();
  console.log((user + system) / 1e6);
}
