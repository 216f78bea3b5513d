import { defineProject } from "vitest/config";
import { together } from "../vitest.shared.js";
import { alone } from "./test/alone.js";
import { browser } from "./test/browser.js";

export default defineProject(together("contract", [...alone, ...browser]));
