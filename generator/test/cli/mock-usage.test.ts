import { once } from "node:events";
import { mkdirSync, writeFileSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openapi, temporaryFolder } from "../documents.js";
import { tallystickInOneProcess, diagnosticText } from "./run.js";

const tallystick = tallystickInOneProcess();

const help = "Run tallystick mock --help to list the options.";
const served = ["--spec", "openapi.json"];

function project(): string {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "openapi.json"), JSON.stringify(openapi({ components: { schemas: { Zone: { type: "string" } } } })));
  mkdirSync(join(folder, "folder"));
  return folder;
}

test.each([
  [["openapi.json"], 'Unexpected argument "openapi.json". Name the document with --spec openapi.json.'],
  [["--", "openapi.json"], 'Unexpected argument "openapi.json". Name the document with --spec openapi.json.'],
  [["--spec", ""], "--spec needs a value."],
  [["--config", ""], "--config needs a value."],
  [[...served, "--spec", "other.json"], "--spec was given more than once."],
  [[...served, "--overlay", ""], "--overlay needs a value."],
  [[...served, "--port", "99999"], "--port must be a number from 0 to 65535."],
  [[...served, "--port=-1"], "--port must be a number from 0 to 65535."],
  [[...served, "--port", "1e3"], "--port must be a number from 0 to 65535."],
  [[...served, "--port", ""], "--port needs a value."],
  [[...served, "--port", "1", "--port", "2"], "--port was given more than once."],
  [[...served, "--port.x", "1"], 'Unknown option "--port.x". Did you mean "--port"?'],
  [[...served, "--host", ""], "--host needs a value."],
  [[...served, "--host", "a", "--host", "b"], "--host was given more than once."],
  [[...served, "--allow-host", ""], "--allow-host needs a value."],
  [[...served, "--cors", ""], "--cors needs a value."],
  [[...served, "--max-request-bytes", "1kB"], '--max-request-bytes needs a positive integer, not "1kB".'],
])("mock rejects invalid arguments: %j", async (args, says) => {
  expect(await tallystick(project(), ["mock", ...args])).toEqual({
    code: 2,
    stdout: "",
    stderr: diagnosticText("wrong-usage", says, help),
  });
});

test.each([
  [
    "nowhere.invalid",
    'Unknown host "nowhere.invalid" (ENOTFOUND).',
    "Set --host to an address of this computer. Without it, the address is loopback.",
  ],
  [
    "8.8.8.8",
    '"8.8.8.8" is not an address of this computer (EADDRNOTAVAIL).',
    "Set --host to an address of this computer. Without it, the address is loopback.",
  ],
  ["http://127.0.0.1", '"http://127.0.0.1" is not a host name.', "Set --host to a name or address, and the port with --port."],
  ["127.0.0.1:80", '"127.0.0.1:80" is not a host name.', "Set --host to a name or address, and the port with --port."],
])("mock explains why it cannot listen on --host %s", async (host, says, todo) => {
  expect(await tallystick(project(), ["mock", ...served, "--port", "0", "--host", host])).toEqual({
    code: 2,
    stdout: "",
    stderr: diagnosticText("address-refused", says, todo),
  });
});

test.each(["app.example.com", "https://app.example.com/path", "ftp://app.example.com", "https://u@app.example.com", "null"])(
  "mock rejects --cors %s, which is not an origin",
  async (origin) => {
    const { code, stderr } = await tallystick(project(), ["mock", ...served, "--cors", origin]);
    expect([code, stderr]).toEqual([
      2,
      diagnosticText("wrong-usage", `"${origin}" is not an origin.`, "Set --cors to a scheme and a host, such as https://app.example.com, or to *."),
    ]);
  },
);

test("mock reports a port in use", async () => {
  const other = createServer().listen(0, "127.0.0.1");
  await once(other, "listening");
  const { port } = other.address() as AddressInfo;
  try {
    expect(await tallystick(project(), ["mock", ...served, "--port", `${port}`])).toEqual({
      code: 2,
      stdout: "",
      stderr: diagnosticText(
        "address-refused",
        `Port ${port} is used by another program (EADDRINUSE).`,
        "Select another port with --port, or a free one with --port 0.",
      ),
    });
  } finally {
    other.close();
  }
});

test("mock reports a folder given as the document", async () => {
  expect((await tallystick(project(), ["mock", "--spec", "folder"])).stderr).toContain(
    'error file-unreadable\n  "folder" cannot be read: it is a folder.',
  );
});

test("mock reads a numeric document name as text", async () => {
  expect((await tallystick(project(), ["mock", "--spec", "1.0"])).stderr).toContain('File not found: "1.0".');
});
