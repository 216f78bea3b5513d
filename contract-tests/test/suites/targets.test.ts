import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { cloudflare, recordedTarget, targetName } from "../../suites/support/target.js";

const script = fileURLToPath(new URL("../../suites/run.mjs", import.meta.url));

test("Cloudflare is asked with what the environment gives, and none of it may be written down", () => {
  expect(cloudflare({ CLOUDFLARE_ACCOUNT_ID: "account", CLOUDFLARE_API_TOKEN: "token" })).toMatchObject({
    name: "cloudflare",
    baseUrl: "https://api.cloudflare.com/client/v4",
    credentials: { accountId: "account", apiToken: "token" },
    headers: { authorization: "Bearer token" },
    secrets: ["account", "token"],
  });
});

test("e-mail and key do in place of a token, and the address can be another", () => {
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
])("what is missing is named: %o", (environment, names) => {
  let message = "";
  try {
    cloudflare(environment);
  } catch (error) {
    message = String(error);
  }
  for (const name of names) expect(message).toContain(name);
  expect(message).not.toContain("token)");
});

test("the emulator is the target unless another is named", () => {
  expect(targetName({})).toBe("emulator");
  expect(targetName({ TALLYSTICK_TARGET: "cloudflare" })).toBe("cloudflare");
  expect(() => targetName({ TALLYSTICK_TARGET: "production" })).toThrow('Unknown target "production". Available: emulator, cloudflare.');
});

test("a recording is asked as whoever was recorded", () => {
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
])("%j says what is wrong and begins nothing", (parameters, sentences) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...parameters], { encoding: "utf8", env: { PATH: process.env["PATH"] } });
  expect(status).toBe(2);
  expect(stdout).toBe("");
  for (const sentence of sentences) expect(stderr).toContain(sentence);
});
