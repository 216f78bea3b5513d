import { defineProject } from "vitest/config";
import { patience, sources } from "../vitest.shared.js";
import { browser } from "./test/browser.js";

export default defineProject({
  resolve: { alias: sources },
  test: { name: "browser", include: browser, ...patience },
});
