import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Job } from "../../src/cli/generate/jobs.js";
import { write } from "../../src/cli/generate/make-output.js";
import { collector } from "../../src/diagnostics/collect.js";
import { render } from "../../src/diagnostics/render.js";
import { locate } from "../../src/load/locate.js";
import { openapi, temporaryFolder } from "../documents.js";
import { tallystick } from "./run.js";

/** Documents with so many schemas, each with one file of validators. */
function project(count: number): string {
  const folder = temporaryFolder();
  const schemas = Object.fromEntries(Array.from({ length: count }, (_, index) => [`Kind${index}`, { type: "string", maxLength: index + 1 }]));
  writeFileSync(join(folder, "openapi.json"), JSON.stringify(openapi({ components: { schemas } })));
  return folder;
}

/** Generates validators. Says whether the output was there when its size was announced. */
async function announced(count: number): Promise<{ readonly wasThere: boolean | undefined; readonly text: string }> {
  const folder = project(count);
  const out = join(folder, "out");
  const { report, diagnostics } = collector();
  let wasThere: boolean | undefined;
  const job: Job = { spec: join(folder, "openapi.json"), out, shownOut: "out", options: { only: ["validators"] } };
  const announce = async (): Promise<void> => {
    wasThere = existsSync(out);
    await Promise.resolve();
  };
  await write(job, { report, progress: () => undefined, announce });
  expect(existsSync(out)).toBe(true);
  return { wasThere, text: render(locate(diagnostics, new Map(), ({ path }) => path)) };
}

describe("an output of more than 10,000 files", () => {
  it("is announced before the folder changes", async () => {
    const { wasThere, text } = await announced(10_000);
    expect(wasThere).toBe(false);
    expect(text).toMatch(/^warning output-large\n {2}The output "out" has 10,0\d\d files and \d+ MB\.\n {2}Generate fewer artefacts with --only/);
  }, 120_000);

  it("is not announced when it is smaller", async () => {
    expect(await announced(10)).toEqual({ wasThere: undefined, text: "" });
  });

  it("is shown once by the command, before the result", async () => {
    const { code, stderr } = await tallystick(project(10_000), [
      "generate",
      "--spec",
      "openapi.json",
      "--out",
      "out",
      "--only",
      "validators",
      "--no-cache",
    ]);
    expect(code).toBe(0);
    expect(stderr.match(/warning output-large/g)).toHaveLength(1);
    expect(stderr.indexOf("output-large")).toBeLessThan(stderr.indexOf("changes,"));
  }, 120_000);
});
