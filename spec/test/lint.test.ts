import { lint, lintFromString, loadConfig } from "@redocly/openapi-core";
import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { configPath, documentPath } from "./document.js";

test("the strict linter reports nothing", async () => {
  const problems = await lint({ ref: documentPath, config: await loadConfig({ configPath }) });
  expect(problems.map(describe)).toEqual([]);
});

test("the linter reports a faulty document", async () => {
  const text = await readFile(documentPath, "utf8");
  const config = await loadConfig({ configPath });
  const rules = async (broken: string): Promise<string[]> =>
    (await lintFromString({ source: broken, absoluteRef: documentPath, config })).map(({ ruleId, severity }) => `${severity} ${ruleId}`);
  expect(await rules(text.replace("operationId: getSession", "operationId: listSessions"))).toContain("error operation-operationId-unique");
  expect(await rules(text.replace("      summary: List sessions.\n", ""))).toContain("error operation-summary");
  expect(await rules(text.replace("startTime: 1711621703708", "startTime: then"))).toContain("error no-invalid-media-type-examples");
});

function describe({ ruleId, message, location }: { ruleId: string; message: string; location: readonly { pointer?: string | undefined }[] }): string {
  return `${ruleId} at ${location[0]?.pointer ?? "?"}: ${message}`;
}
