import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { chooseBrowser, findInstalledBrowser } from "../../emulator/browser.js";

const folder = mkdtempSync(join(tmpdir(), "tallystick-test-"));
afterAll(() => rmSync(folder, { recursive: true }));
const broken = join(folder, "google-chrome");
const chromium = join(folder, "chromium");
writeFileSync(broken, "#!/bin/sh\nexit 1\n", { mode: 0o755 });
writeFileSync(chromium, "#!/bin/sh\necho Chromium 1.2.3.4 built somewhere\n", { mode: 0o755 });
const found = { path: chromium, version: "Chromium 1.2.3.4", origin: "installed" };

test("skips an installed browser that does not start", async () => {
  expect(await findInstalledBrowser({ PATH: folder })).toEqual(found);
});

test("finds no browser in an empty PATH", async () => {
  expect(await findInstalledBrowser({ PATH: "" })).toBeUndefined();
});

test.each([{ PATH: folder }, { PATH: folder, TALLYSTICK_BROWSER: "installed" }, { CHROME_PATH: chromium }])(
  "chooses the installed browser with %o",
  async (environment) => {
    expect(await chooseBrowser(environment)).toEqual(found);
  },
);

test.each([
  [{ TALLYSTICK_BROWSER: "installed", PATH: "" }, "No installed Chrome or Chromium starts."],
  [{ TALLYSTICK_BROWSER: "firefox", PATH: folder }, 'TALLYSTICK_BROWSER is "firefox". Set it to "npm" or "installed", or unset it.'],
  [{ CHROME_PATH: broken, PATH: folder }, `CHROME_PATH is "${broken}", which does not start as Chrome or Chromium.`],
])("refuses %o", async (environment, message) => {
  await expect(chooseBrowser(environment)).rejects.toThrow(message);
});
