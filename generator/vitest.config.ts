import { defineProject } from "vitest/config";
import { together } from "../vitest.shared.js";
import { alone } from "./test/alone.js";

export default defineProject(together("generator", alone));
