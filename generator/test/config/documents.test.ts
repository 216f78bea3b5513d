import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { jobs } from "../../src/cli/generate/jobs.js";
import { loadConfig } from "../../src/config/load-config.js";
import { collector } from "../../src/diagnostics/collect.js";
import { folder } from "../load/scratch.js";

const services = Object.fromEntries(["pets", "orders", "old/v1"].map((name) => [`services/${name}/openapi.yaml`, "openapi: 3.1.0\n"]));

/** The documents of a configuration, or what is reported about it. */
async function documentsOf(config: object, cwd?: string) {
  const at = cwd ?? (await folder(services));
  writeFileSync(join(at, "tallystick.config.json"), JSON.stringify(config));
  const { report, diagnostics } = collector();
  const loaded = await loadConfig(at, undefined, report);
  expect(loaded === false).toBe(diagnostics.length > 0);
  return loaded === false ? diagnostics.map(({ message }) => message.replace('In "tallystick.config.json", ', "")) : loaded?.documents;
}

describe("documents of a configuration", () => {
  test("replaces a glob by the documents that it matches", async () => {
    expect(await documentsOf({ documents: ["services/*/openapi.yaml"], out: "packages/{dir}", strict: true })).toEqual([
      { spec: "services/orders/openapi.yaml", out: "packages/orders", strict: true },
      { spec: "services/pets/openapi.yaml", out: "packages/pets", strict: true },
    ]);
  });

  test("fills placeholders with folders, file names and wildcards", async () => {
    const config = { documents: [{ spec: "./services/**/*.yaml", out: "out/{1}", har: ["traffic/{dir}-{name}.har"] }, "!services/p*/**"] };
    expect(await documentsOf(config)).toEqual([
      { spec: "services/old/v1/openapi.yaml", out: "out/old/v1", har: ["traffic/v1-openapi.har"] },
      { spec: "services/orders/openapi.yaml", out: "out/orders", har: ["traffic/orders-openapi.har"] },
    ]);
  });

  test("prefers overrides to an entry, and an entry to common settings", async () => {
    const config = {
      documents: [{ spec: "services/*/openapi.yaml", dates: "Date" }],
      out: "packages/{dir}",
      dates: "string",
      int64: "bigint",
      overrides: [
        { spec: "services/*/*", strict: true },
        { spec: "services/pets/openapi.yaml", strict: false, out: "pets" },
      ],
    };
    expect(await documentsOf(config)).toEqual([
      { spec: "services/orders/openapi.yaml", out: "packages/orders", dates: "Date", int64: "bigint", strict: true },
      { spec: "services/pets/openapi.yaml", out: "pets", dates: "Date", int64: "bigint", strict: false },
    ]);
  });

  test("reads a path with the characters of a glob as a path", async () => {
    const cwd = await folder({ "app/[id]/openapi.yaml": "openapi: 3.1.0\n" });
    expect(await documentsOf({ documents: [{ spec: "app/[id]/openapi.yaml", out: "a" }] }, cwd)).toMatchObject([{ out: "a" }]);
  });

  test("follows no links to folders, and skips node_modules and hidden folders", async () => {
    const cwd = await folder({ "a/x.yaml": "", "node_modules/a/x.yaml": "", ".hidden/x.yaml": "" });
    symlinkSync(resolve(cwd, "a"), join(cwd, "link"));
    symlinkSync(resolve(cwd, "a/x.yaml"), join(cwd, "a/y.yaml"));
    expect(await documentsOf({ documents: ["**/*.yaml"], out: "o/{name}" }, cwd)).toMatchObject([{ spec: "a/x.yaml" }, { spec: "a/y.yaml" }]);
  });

  test.each<[reason: string, config: object, message: RegExp]>([
    ["a glob without out", { documents: ["services/*/openapi.yaml"] }, /documents\[0\]\.out is missing.*"packages\/\{dir\}"/],
    ["a glob that matches nothing", { documents: ["nothing/*"], out: "o" }, /"nothing\/\*" matches no file/],
    ["a glob that leaves the folder", { documents: ["../*/openapi.yaml"], out: "o/{dir}" }, /leaves the folder of the configuration/],
    [
      "a glob with backslashes",
      { documents: ["services\\*\\openapi.yaml"], out: "o/{dir}" },
      /separates folders by "\\"\. Write "services\/\*\/openapi\.yaml"/,
    ],
    ["an absolute glob", { documents: ["/*/openapi.yaml"], out: "o/{dir}" }, /leaves the folder of the configuration/],
    [
      "two documents with one output",
      { documents: ["services/*/openapi.yaml"], out: "o" },
      /writes "services\/pets\/openapi.yaml" to "o", as "services\/orders\/openapi.yaml" does\. Write a placeholder/,
    ],
    [
      "an override with the output of another document",
      {
        documents: ["services/*/openapi.yaml", "services/old/*/openapi.yaml"],
        out: "o/{1}",
        overrides: [{ spec: "services/old/**", out: "o/pets" }],
      },
      /writes "services\/old\/v1\/openapi.yaml" to "o\/pets", as "services\/pets\/openapi.yaml" does\. Correct out in overrides/,
    ],
    [
      "a placeholder that two documents share",
      { documents: ["services/**/openapi.yaml"], out: "o/{name}" },
      /writes .* as .* does\. Write another placeholder in out, such as "packages\/\{dir\}"/,
    ],
    [
      "two packages of one name",
      { documents: ["services/*/openapi.yaml"], out: "o/{dir}", name: "@acme/api" },
      /gives "services\/pets\/openapi.yaml" the package name "@acme\/api", which "services\/orders\/openapi.yaml" has/,
    ],
    ["an unknown placeholder", { documents: ["services/*/openapi.yaml"], out: "o/{folder}" }, /no value for \{folder\}.*\{dir\}, \{name\}, \{1\}/],
    [
      "a package name that npm rejects",
      { documents: ["services/**/openapi.yaml"], out: "o/{1}", name: "@acme/{1}" },
      /gives "services\/old\/v1\/openapi.yaml" the package name "@acme\/old\/v1"/,
    ],
    [
      "an override of no document",
      { documents: ["services/*/openapi.yaml"], out: "o/{dir}", overrides: [{ spec: "service/*" }] },
      /overrides\[0\] "service\/\*" matches none/,
    ],
    ["a common spec", { documents: ["services/*/openapi.yaml"], spec: "a.yaml", out: "o/{dir}" }, /spec is next to "documents"/],
  ])("reports %s", async (_, config, message) => {
    const [only, ...others] = (await documentsOf(config)) ?? [];
    expect(only).toMatch(message);
    expect(others).toEqual([]);
  });

  test("reports a matched link to a file outside the folder", async () => {
    const cwd = await folder({ "in/a/x.yaml": "", "out/y.yaml": "" });
    symlinkSync(resolve(cwd, "out/y.yaml"), join(cwd, "in/a/y.yaml"));
    expect(await documentsOf({ documents: ["a/*.yaml"], out: "o/{name}" }, join(cwd, "in"))).toEqual([
      expect.stringContaining('matches "a/y.yaml", which is a link to no file of this folder'),
    ]);
  });
});

test("finds an output inside another one among thousands", async () => {
  const cwd = await folder(services);
  mkdirSync(join(cwd, "many"));
  const documents = Array.from({ length: 2000 }, (_, index) => ({ spec: "a.yaml", out: `many/${index}`, target: "ts" }));
  writeFileSync(join(cwd, "tallystick.config.json"), JSON.stringify({ documents: [...documents, { spec: "a.yaml", out: "many" }] }));
  const { report, diagnostics } = collector();
  expect(await jobs(cwd, {}, report)).toBeUndefined();
  expect(diagnostics.map(({ message }) => message)).toEqual([expect.stringMatching(/out is "many", but another document goes to many\/\d+/)]);
});
