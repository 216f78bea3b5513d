import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { cloudflare, recordedTarget, targetName } from "../../suites/support/target.js";

const script = fileURLToPath(new URL("../../suites/run.mjs", import.meta.url));

test("reads the Cloudflare credentials from the environment", () => {
  expect(cloudflare({ CLOUDFLARE_ACCOUNT_ID: "account", CLOUDFLARE_API_TOKEN: "token" })).toMatchObject({
    name: "cloudflare",
    baseUrl: "https://api.cloudflare.com/client/v4",
    credentials: { accountId: "account", apiToken: "token" },
    headers: { authorization: "Bearer token" },
    secrets: ["account", "token"],
  });
});

test("accepts email and key, and another address", () => {
  const environment = {
    CLOUDFLARE_ACCOUNT_ID: "account",
    CLOUDFLARE_EMAIL: "e@example.com",
    CLOUDFLARE_API_KEY: "key",
    CLOUDFLARE_BASE_URL: "http://127.0.0.1:1/v4",
  };
  expect(cloudflare(environment)).toMatchObject({
    baseUrl: "http://127.0.0.1:1/v4",
    credentials: { accountId: "account", apiEmail: "e@example.com", apiKey: "key" },
    headers: { "x-auth-email": "e@example.com", "x-auth-key": "key" },
  });
});

test.each([
  [{}, ["CLOUDFLARE_ACCOUNT_ID", "CLOUDFLARE_API_TOKEN"]],
  [{ CLOUDFLARE_ACCOUNT_ID: "account" }, ["CLOUDFLARE_API_TOKEN"]],
  [{ CLOUDFLARE_ACCOUNT_ID: "account", CLOUDFLARE_EMAIL: "e@example.com" }, ["CLOUDFLARE_API_TOKEN", "CLOUDFLARE_API_KEY"]],
  [{ CLOUDFLARE_API_TOKEN: "token" }, ["CLOUDFLARE_ACCOUNT_ID"]],
])("names missing variables: %o", (environment, names) => {
  let message = "";
  try {
    cloudflare(environment);
  } catch (error) {
    message = String(error);
  }
  for (const name of names) expect(message).toContain(name);
  expect(message).not.toContain("token)");
});

test("uses the emulator by default", () => {
  expect(targetName({})).toBe("emulator");
  expect(targetName({ TALLYSTICK_TARGET: "cloudflare" })).toBe("cloudflare");
  expect(() => targetName({ TALLYSTICK_TARGET: "production" })).toThrow('Unknown target "production". Available: emulator, cloudflare.');
});

test("replays a recording with the recorded credentials", () => {
  expect(recordedTarget("http://127.0.0.1:40001/client/v4/accounts/emulator/browser-run/devtools/session")).toMatchObject({
    baseUrl: "http://127.0.0.1:40001/client/v4",
    credentials: { accountId: "emulator" },
  });
});

test.each([
  [
    ["live", "--target", "cloudflare"],
    ["CLOUDFLARE_ACCOUNT_ID: ", "CLOUDFLARE_API_TOKEN: "],
  ],
  [["record", "--target", "cloudflare"], ["CLOUDFLARE_ACCOUNT_ID: "]],
  [
    ["live", "--target", "production"],
    ['Unknown target "production".', "emulator|cloudflare"],
  ],
  [
    ["live", "--goal", "emulator"],
    ["'--goal'", "Usage: "],
  ],
  [["replayed"], ["Usage: run.mjs recorded|live|record"]],
])("%j reports the error and starts nothing", (parameters, sentences) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...parameters], { encoding: "utf8", env: { PATH: process.env["PATH"] } });
  expect(status).toBe(2);
  expect(stdout).toBe("");
  for (const sentence of sentences) expect(stderr).toContain(sentence);
});
