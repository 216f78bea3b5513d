import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { tallystickInOneProcess, diagnosticText } from "../../../generator/test/cli/run.js";
import { skipNote } from "../../../generator/test/shared.js";

const responses = { "200": { description: "ok" } };
const document = {
  openapi: "3.1.0",
  info: { title: "Things", version: "1" },
  paths: { "/things": { get: { operationId: "listThings", responses } } },
};
const files = {
  "api.json": JSON.stringify(document),
  "ok.har": JSON.stringify({ log: { entries: [] } }),
  "text.har": "not JSON",
  "object.har": "{}",
  "broken.yaml": "accepted:\n  - a: [\n",
  "other.yaml": "other: 1\n",
  "broken.json": '{\n  "format": 1,\n}',
  "other.json": "{}",
  "recordings/recording.json": '{\n  "format": 1,\n}',
};

const folder = mkdtempSync(join(tmpdir(), "tallystick-usage-"));
for (const name of ["recordings", "folder", "empty"]) mkdirSync(join(folder, name));
for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
afterAll(() => rmSync(folder, { recursive: true }));

const tallystick = tallystickInOneProcess();
const run = (...args: readonly string[]): ReturnType<typeof tallystick> => tallystick(folder, args);
const spec = ["--spec", "api.json"];
const verify = ["verify", ...spec];
const har = [...verify, "--har", "ok.har"];
const server = [...verify, "--base-url", "http://127.0.0.1:1"];
const record = ["record", ...spec, "--out", "out"];
const nothingSaid = "Give the path with --spec PATH, or run tallystick init to write a tallystick.config file.";

test.concurrent.each([
  [["verify", "--sepc", "api.json"], 'Unknown option "--sepc". Did you mean "--spec"?'],
  [["verify", "-x"], 'Unknown option "-x".'],
  [["record", "--output", "out"], 'Unknown option "--output". Did you mean "--out"?'],
  [["report", "--bogus"], 'Unknown option "--bogus".'],
  [["verify", "api.json"], 'Unexpected argument "api.json". Name the document with --spec api.json.'],
  [["record", "stray"], 'Unexpected argument "stray".'],
  [["verify", "--spec"], "--spec needs a value."],
  [["verify", "--spec", ""], "--spec needs a value."],
  [[...verify, "--har", "--quiet"], "--har needs a value."],
  [[...har, "--suggest", ""], "--suggest needs a value."],
  [["report", "recordings", "--out", ""], "--out needs a value."],
  [[...har, "--quiet=yes"], "--quiet takes no value."],
  [[...server, "--base-url", "http://127.0.0.1:2"], "--base-url was given more than once."],
  [verify, "Give exactly one of --base-url, --har and --recordings."],
  [record, "Give exactly one of --base-url and --har."],
  [["record", ...spec], "--out DIR is missing: the folder for the recordings."],
  [[...verify, "--base-url", "ftp://h"], '"ftp://h" is not an HTTP URL. Give --base-url a URL such as http://127.0.0.1:3000/v1.'],
  [[...verify, "--base-url", "http://h:99999"], '"http://h:99999" is not an HTTP URL. Give --base-url a URL such as http://127.0.0.1:3000/v1.'],
  [[...verify, "--base-url", "http://u:p@h"], "Pass credentials with --header, not in --base-url."],
  [[...har, "--rate", "fast"], '--rate must be a number above 0, not "fast".'],
  [[...har, "--concurrency", "1.5"], '--concurrency must be a whole number above 0, not "1.5".'],
  [[...har, "--methods", "grab"], '--methods: "grab" is not an HTTP method of OpenAPI. Write a method of additionalOperations in capitals.'],
  [[...har, "--tags", "none"], "No operation matches --include, --exclude and --tags."],
  [
    [...har, "--report", "pdf=x"],
    'Unknown report "pdf=x". Available for --report: json, html, junit, sarif, gitlab (each with =FILE, or to reports/) and github.',
  ],
  [[...har, "--header", "secret"], "--header number 1 is not of the form 'Name: value'."],
  [[...har, "--header", "X-Key:", "secret"], "--header takes 'Name: value' as one argument. Put it in quotes."],
  [[...har, "--header", "X-Key: ☃"], "--header number 1 has a value with characters that HTTP does not allow."],
  [[...har, "--update-baseline"], "--update-baseline needs --baseline FILE."],
  [[...record, "--base-url", "http://127.0.0.1:1", "--proxy", "99999"], "--proxy takes a number from 0 to 65535."],
  [
    [...record, "--har", "ok.har", "--source", "rumour"],
    'Unknown source "rumour". Available for --source: live, emulator, documentation, cloudflare.',
  ],
  [["report", "a", "b"], "tallystick report takes one JSON report or one folder."],
])("rejects invalid usage with advice: %j", async (args, says) => {
  expect(await run(...args)).toEqual({
    code: 2,
    stdout: "",
    stderr: diagnosticText("wrong-usage", says, `Run tallystick ${args[0]} --help to list the options.`),
  });
});

test.each(["verify", "record"])("%s without a document states how to name one", async (command) => {
  expect((await run(command)).stderr).toBe(diagnosticText("wrong-usage", "--spec PATH is missing.", nothingSaid));
});

const aHar = "Give --har a file written by a browser, a proxy or tallystick record --to-har.";
const aRecording = "Name a folder written by tallystick record, or one recording.json.";
const aBaseline = "Give --baseline a file. --update-baseline writes one.";
const someParams = "Give --params a file. --init-params writes one.";
const aReport = "Write one with tallystick verify --report json=FILE.";

test.concurrent.each([
  [[...verify, "--har", "nowhere.har"], 'File not found: "nowhere.har".', aHar],
  [[...record, "--har", "folder"], 'The file "folder" cannot be read: it is a folder.', aHar],
  [[...verify, "--recordings", "nowhere"], 'Folder not found: "nowhere".', aRecording],
  [[...verify, "--recordings", "nowhere.json"], 'Recording not found: "nowhere.json".', aRecording],
  [[...verify, "--recordings", "empty"], 'No recordings found in "empty".', aRecording],
  [[...verify, "--recordings", "ok.har"], '"ok.har" is not a recording. Recordings are .json files.', aRecording],
  [["record", "--check", "nowhere"], 'Folder not found: "nowhere".', aRecording],
  [["record", "--check", "nowhere.json"], 'Recording not found: "nowhere.json".', aRecording],
  [["record", "--check", "empty"], 'No recording found in "empty".', aRecording],
  [[...har, "--baseline", "nowhere"], 'Baseline not found: "nowhere".', aBaseline],
  [[...har, "--baseline", "folder"], 'The baseline "folder" cannot be read: it is a folder.', aBaseline],
  [[...server, "--params", "nowhere"], 'File not found: "nowhere".', someParams],
  [["report"], 'Report not found: "reports/verify.json".', "Run tallystick verify with --report json, or name a report: tallystick report FILE."],
  [["report", "nowhere"], 'File not found: "nowhere".', "Name a JSON report of tallystick verify, or a folder of reports."],
  [["report", "empty"], 'No JSON report of tallystick verify found in "empty".', aReport],
])("reports a missing file: %j", async (args, says, help) => {
  expect(await run(...args)).toEqual({ code: 2, stdout: "", stderr: diagnosticText("input-unreadable", says, help) });
});

const inBaseline = "Give each accepted finding a class and a reason. --update-baseline writes valid entries.";
const inParams = 'Use "defaults" and "operations". --init-params writes a valid file.';

test.concurrent.each([
  [[...verify, "--har", "text.har"], "text.har", "This is not a HAR file: it does not start with an object.", aHar],
  [[...record, "--har", "object.har"], "object.har", 'This is not a HAR file: it has no "log" with "entries".', aHar],
  [
    [...verify, "--recordings", "recordings"],
    "recordings/recording.json:3:1",
    'The recording "recordings/recording.json" is not JSON: a comma before "}".',
    aRecording,
  ],
  [[...har, "--baseline", "broken.yaml"], "broken.yaml:3:1", expect.stringMatching(/^Invalid YAML: [^\n]*[^\d:]\.$/) as string, inBaseline],
  [[...har, "--baseline", "other.yaml"], "other.yaml:1:1", 'A baseline must have a list "accepted".', inBaseline],
  [[...server, "--params", "other.yaml"], "other.yaml:1:1", 'Unknown key "other". Available: "defaults", "operations".', inParams],
  [["report", "broken.json"], "broken.json:3:1", 'This is not JSON: a comma before "}".', aReport],
  [["report", "other.json"], "other.json:1:1", 'This is not a JSON report of tallystick verify: it must have the property "$schema".', aReport],
])("reports an invalid file with its location: %j", async (args, place, says, help) => {
  const { code, stdout, stderr } = await run(...args);
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  const [head, sentence = "", todo, count] = stderr.split("\n");
  expect([head, sentence.slice(2), todo, count]).toEqual([`${place} error input-invalid`, says, `  ${help}`, "1 error"]);
});

test("locates the error of a recording that is not JSON", async () => {
  const { code, stdout } = await run("record", "--check", "broken.json");
  expect([code, stdout]).toEqual([
    1,
    'broken.json:3:1 fail unreadable\n  The recording "broken.json" is not JSON: a comma before "}".\n1 recording may not be committed.\n',
  ]);
});

test("reports a port that another program uses", async () => {
  const other = createServer().listen(0, "127.0.0.1");
  await once(other, "listening");
  const { port } = other.address() as AddressInfo;
  try {
    const { code, stderr } = await run(...record, "--base-url", "http://127.0.0.1:1", "--proxy", `${port}`);
    const says = `Port ${port} is used by another program (EADDRINUSE).`;
    expect([code, stderr]).toEqual([2, diagnosticText("address-refused", says, "Select another port with --proxy, or a free one with --proxy 0.")]);
  } finally {
    other.close();
  }
});

test.concurrent.each([
  [[...har, "--negative"], "--negative", "--har"],
  [[...har, "--params", "other.yaml"], "--params", "--har"],
  [[...verify, "--recordings", "recordings", "--timeout", "5"], "--timeout", "--recordings"],
])("rejects server options without a server: %j", async (args, option, from) => {
  const says = `${option} applies to live servers only, but the traffic comes from ${from}.`;
  expect((await run(...args)).stderr).toBe(diagnosticText("wrong-usage", says, "Remove the option, or name a server with --base-url."));
});

test("reports a missing folder of --allow-outside", async () => {
  const says = 'The folder of --allow-outside was not found: "nowhere".';
  expect((await run(...har, "--allow-outside", "nowhere")).stdout).toContain(says);
  expect((await run("record", "--check", "recordings", ...spec, "--allow-outside", "nowhere")).stderr).toContain(says);
});

const elsewhere = "Correct the cause, or select another path, and run the command again.";

test.each([
  [[...server, "--report", "html=folder"], '"folder" cannot be written: a folder is where a file should be. No files were changed.'],
  [[...server, "--report", "json=ok.har/a.json"], '"ok.har/a.json" cannot be written: a file is where a folder should be. No files were changed.'],
  [[...server, "--report", "junit=folder"], '"folder" cannot be written: a folder is where a file should be. No files were changed.'],
  [[...server, "--suggest", "folder"], '"folder" cannot be written: a folder is where a file should be. No files were changed.'],
  [
    [...server, "--update-baseline", "--baseline", "ok.har/b.yaml"],
    '"ok.har/b.yaml" cannot be written: a file is where a folder should be. No files were changed.',
  ],
  [
    ["record", ...spec, "--out", "ok.har", "--base-url", "http://127.0.0.1:1"],
    '"ok.har" cannot be written: a file is where a folder should be. No files were changed.',
  ],
  [
    [...record, "--base-url", "http://127.0.0.1:1", "--to-har", "folder"],
    '"folder" cannot be written: a folder is where a file should be. No files were changed.',
  ],
])("rejects an output that cannot be written before any request: %j", async (args, says) => {
  const before = readdirSync(folder);
  expect(await run(...args)).toEqual({ code: 2, stdout: "", stderr: diagnosticText("disk-refuses", says, elsewhere) });
  expect(readdirSync(folder)).toEqual(before);
});

test.runIf(existsSync("/proc/self"))(`reports a folder that accepts no report${skipNote(!existsSync("/proc/self"), "/proc")}`, async () => {
  const { code, stderr } = await run(...har, "--report", "html=/proc/tallystick/a/report.html");
  expect(code).toBe(2);
  expect(stderr).toContain(
    'error disk-refuses\n  "/proc/tallystick/a/report.html" cannot be written: no folder can be created there. No files were changed.',
  );
});

test("records nothing without a server", async () => {
  const { code, stdout } = await run(...record, "--base-url", "http://127.0.0.1:1");
  expect([code, stdout]).toEqual([
    1,
    `${join("out", "listThings")}: connection\n  The server refuses connections (ECONNREFUSED).\n1 interaction recorded, 0 operations not recorded.\nNo request got a response from http://127.0.0.1:1.\n`,
  ]);
});

test("does not replace existing params before any request", async () => {
  expect((await run(...server, "--params", "other.yaml", "--init-params")).stderr).toBe(
    diagnosticText("wrong-usage", '"other.yaml" already exists. --init-params does not replace it.', "Name another file with --params FILE."),
  );
});

test("reports an invalid document as generate does", async () => {
  const { code, stderr } = await run("verify", "--spec", "folder", "--har", "ok.har");
  expect([code, stderr]).toEqual([
    2,
    diagnosticText("file-unreadable", '"folder" cannot be read: it is a folder.', "Check that it is a file (not a folder) and that you may read it."),
  ]);
});

test("rejects report --spec with a missing document", async () => {
  await run("verify", ...spec, "--har", "ok.har", "--report", "json=reports/a.json");
  const { code, stderr } = await run("report", "reports", "--spec", "nowhere.json");
  expect([code, stderr.split("\n").slice(0, 2)]).toEqual([2, ["error file-not-found", '  File not found: "nowhere.json".']]);
});

test.each([
  [["--report", "github"], {}],
  [["--report", "github=summary.md"], {}],
  [[], { GITHUB_ACTIONS: "true" }],
])("reports usage errors as GitHub annotations: %j %j", async (args, environment) => {
  const { stderr } = await tallystick(folder, [...har, "--baseline", "other.yaml", ...args], environment);
  expect(stderr).toBe(`::error file=other.yaml,line=1,col=1,title=input-invalid::A baseline must have a list "accepted".%0A${inBaseline}\n`);
});
