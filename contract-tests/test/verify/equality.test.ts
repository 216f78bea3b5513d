import { createServer } from "node:http";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Finding } from "../../src/findings/finding.js";
import { toHar } from "../../src/traffic/har/to-har.js";
import { createRecorder } from "../../src/traffic/recorder.js";
import { verify } from "../../src/verify/verify.js";
import { dialects, traffic } from "./dialects.js";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tallystick-equal-"));
  for (const [name, document] of Object.entries(dialects)) await writeFile(join(folder, `${name}.json`), JSON.stringify(document));
});
afterAll(() => rm(folder, { recursive: true }));

/** What a finding says, without where the document says it. */
function gist(findings: readonly Finding[]): string[] {
  return findings
    .map((one) => [one.class, one.operation, one.status, one.mediaType, one.subject, one.path, one.keyword, one.message, one.count].join(" | "))
    .toSorted();
}

test("finds the same in Swagger 2.0, OpenAPI 3.0 and 3.1", async () => {
  const [two, three, newest] = await Promise.all(
    Object.keys(dialects).map(async (name) => gist((await verify({ spec: join(folder, `${name}.json`), interactions: traffic })).findings)),
  );
  expect(two).toEqual(newest);
  expect(three).toEqual(newest);
  const classes = new Set(newest?.map((line) => line.split(" | ")[0]));
  for (const name of [
    "schema-violation",
    "undocumented-status",
    "wrong-content-type",
    "undocumented-field",
    "invalid-body",
    "unchecked",
    "never-observed",
    "undocumented-operation",
  ]) {
    expect(classes).toContain(name);
  }
});

test("finds the same live, in a HAR file and in recordings", async () => {
  const spec = join(folder, "openapi-3.1.json");
  const item = { id: 1, name: "Cup", price: 0, state: "lost", extra: { a: 1 }, maker: { name: "K" } };
  const server = createServer((request, response) => {
    const list = request.url === "/api/items";
    response.writeHead(list || request.url === "/api/items/1" ? 200 : 500, { "Content-Type": "application/json", "X-Total": "two" });
    response.end(JSON.stringify(list ? [item, item] : item));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api`;
    const live = await verify({ spec, baseUrl, unusual: false });
    const recorder = createRecorder({ source: "live", normalise: false, document: { title: "Shop", version: "1", sha256: live.spec.sha256 } });
    for (const path of ["/items", "/items/1"]) await (await recorder.fetch(baseUrl + path, { headers: { accept: "application/json" } })).text();
    const recording = await recorder.write(join(folder, "recordings", "all"));
    await writeFile(join(folder, "run.har"), JSON.stringify(toHar(recording.interactions)));
    const har = await verify({ spec, har: [join(folder, "run.har")] });
    const recorded = await verify({ spec, recordings: join(folder, "recordings") });
    expect(gist(live.findings).length).toBeGreaterThan(5);
    expect(gist(har.findings)).toEqual(gist(live.findings));
    expect(gist(recorded.findings)).toEqual(gist(live.findings));
    expect(recorded.recordings).toMatchObject([{ source: "live", interactions: 2 }]);
  } finally {
    server.close();
  }
});
