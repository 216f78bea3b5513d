import { createServer } from "node:http";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { verify } from "../../src/verify/verify.js";

/** What the server does with the requests that come after the first good one. */
let later: "accepts" | "hangs up" | "refuses" = "accepts";
let isFirst = true;
const server = createServer((request, response) => {
  if (!isFirst && later === "hangs up") return void request.socket.destroy();
  const limit = Number(new URL(request.url ?? "", "http://x").searchParams.get("limit") ?? 1);
  const isWrong = request.headers["x-key"] === undefined || !Number.isInteger(limit) || limit < 1;
  isFirst = false;
  response.writeHead(isWrong && later === "refuses" ? 400 : 200, { "content-type": "application/json" }).end("[]");
});

const document = {
  openapi: "3.1.0",
  info: { title: "Things", version: "1" },
  security: [{ key: [] }],
  paths: {
    "/things": {
      get: {
        operationId: "listThings",
        parameters: [{ name: "limit", in: "query", schema: { type: "integer", minimum: 1 } }],
        responses: {
          200: { description: "ok", content: { "application/json": { schema: { type: "array" } } } },
          400: { description: "bad", content: { "application/json": { schema: { type: "array" } } } },
        },
      },
    },
  },
  components: { securitySchemes: { key: { type: "apiKey", in: "header", name: "x-key" } } },
};
const baseline = `accepted:
  - { class: auth-not-enforced, operation: GET /things, reason: it has no accounts }
  - { class: constraint-not-enforced, operation: GET /things, subject: request query limit, reason: it does not read the query }
`;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tallystick-test-"));
  await writeFile(join(folder, "api.json"), JSON.stringify(document));
  await writeFile(join(folder, "baseline.yaml"), baseline);
  await writeFile(join(folder, "skip.yaml"), "operations: { listThings: { skip: the server does not support it } }");
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await rm(folder, { recursive: true });
});

describe("an accepted deviation without a finding", () => {
  test("is known if the server still accepts forbidden requests", async () => {
    expect(await run("accepts")).toMatchObject({ stale: [], known: 3, classes: [] });
  });

  test("no longer occurs if the server rejects forbidden requests", async () => {
    expect(await run("refuses")).toMatchObject({ stale: ["auth-not-enforced", "constraint-not-enforced"], known: 0 });
  });

  test("is not judged when the server did not respond", async () => {
    expect(await run("hangs up")).toMatchObject({ stale: [], known: 0, classes: ["no-response"] });
  });

  test("is not judged when params.yaml skips the operation", async () => {
    expect(await run("accepts", join(folder, "skip.yaml"))).toMatchObject({ stale: [], known: 0, notExercised: ["GET /things"] });
  });
});

async function run(does: typeof later, params?: string) {
  later = does;
  isFirst = true;
  const report = await verify({
    spec: join(folder, "api.json"),
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    headers: { "x-key": "key" },
    baseline: join(folder, "baseline.yaml"),
    negative: true,
    concurrency: 1,
    ...(params === undefined ? {} : { params }),
  });
  return {
    stale: report.baseline?.stale.map(({ entry }) => entry.split(" ")[0]),
    known: report.summary.known,
    classes: [...new Set(report.findings.map((finding) => finding.class))].filter((one) => !["never-observed", "known-deviation"].includes(one)),
    notExercised: report.operations.filter((operation) => operation.notExercised !== undefined).map(({ operation }) => operation),
  };
}
