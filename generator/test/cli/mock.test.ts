import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { openapi, temporaryFolder } from "../documents.js";
import { tallystick } from "./run.js";
import { isWindows, posixNote } from "../shared.js";

const bin = fileURLToPath(new URL("../../bin/tallystick.js", import.meta.url));

test.skipIf(isWindows)(`serves a document until it is interrupted${posixNote}`, async () => {
  const folder = temporaryFolder();
  writeFileSync(
    join(folder, "openapi.json"),
    JSON.stringify(
      openapi({
        paths: {
          "/pets": {
            get: {
              operationId: "pets",
              responses: { "200": { description: "ok", content: { "application/json": { schema: { type: "string" }, example: "Rex" } } } },
            },
          },
        },
      }),
    ),
  );
  const child = spawn(process.execPath, [bin, "mock", "--spec", "openapi.json", "--port", "0"], { cwd: folder, stdio: ["ignore", "pipe", "ignore"] });
  try {
    const [text] = (await once(child.stdout.setEncoding("utf8"), "data")) as [string];
    const url = /http:\/\/\S+[0-9]/.exec(text)?.[0] ?? "";
    expect(await (await fetch(`${url}/pets`)).json()).toBe("Rex");
  } finally {
    child.kill("SIGINT");
  }
  expect((await once(child, "exit"))[0]).toBe(0);
});

test.skipIf(isWindows)(`serves a document with its overlays${posixNote}`, async () => {
  const folder = temporaryFolder();
  writeFileSync(
    join(folder, "openapi.json"),
    JSON.stringify(openapi({ paths: { "/pets": { get: { responses: { "204": { description: "none" } } } } } })),
  );
  writeFileSync(
    join(folder, "fix.json"),
    JSON.stringify({
      overlay: "1.0.0",
      info: { title: "Fix", version: "1" },
      actions: [{ target: "$.paths['/pets'].get.responses", update: { "200": { description: "some" } } }],
    }),
  );
  const args = [bin, "mock", "--spec", "openapi.json", "--overlay", "fix.json", "--port", "0"];
  const child = spawn(process.execPath, args, { cwd: folder, stdio: ["ignore", "pipe", "ignore"] });
  try {
    const [text] = (await once(child.stdout.setEncoding("utf8"), "data")) as [string];
    const url = /http:\/\/\S+[0-9]/.exec(text)?.[0] ?? "";
    expect((await fetch(`${url}/pets`)).status).toBe(200);
  } finally {
    child.kill("SIGINT");
  }
  expect((await once(child, "exit"))[0]).toBe(0);
});

test("rejects an invalid port", async () => {
  const { code, stderr } = await tallystick(temporaryFolder(), ["mock", "--spec", "x.json", "--port", "70000"]);
  expect(code).toBe(2);
  expect(stderr).toContain("--port must be a number from 0 to 65535.");
});

test("requires one of several configured documents", async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "tallystick.config.json"), '{ "documents": [{ "spec": "a.yaml", "out": "a" }, { "spec": "b.yaml", "out": "b" }] }');
  const { code, stderr } = await tallystick(folder, ["mock", "--port", "0"]);
  expect(code).toBe(2);
  expect(stderr).toContain("Select one with --spec: a.yaml, b.yaml.");
});
