import { defineProject } from "vitest/config";
import { sources } from "../vitest.shared.js";
import { browser } from "./test/browser.js";

export default defineProject({
  resolve: { alias: sources },
  test: { name: "browser", include: browser, testTimeout: 120_000, hookTimeout: 120_000 },
});
