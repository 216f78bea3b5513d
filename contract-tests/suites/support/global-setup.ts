import type { TestProject } from "vitest/node";
import { installPackage } from "./install-package.js";

/** Installs the generated package from its tarball before the first test. */
export default async function setup(project: TestProject): Promise<void> {
  project.provide("installed", await installPackage());
}

declare module "vitest" {
  export interface ProvidedContext {
    /** The folder in which the generated package is installed. */
    installed: string;
  }
}
