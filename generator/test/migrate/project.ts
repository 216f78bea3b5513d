import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Project, ts } from "ts-morph";
import openapiTS, { astToString } from "openapi-typescript";
import { withTemporaryFolder } from "../../src/files/temporary-folder.js";
import type { GenerateOptions } from "../../src/generate.js";
import { Consumer, slashed } from "../../src/migrate/consumer.js";
import { lineAt } from "../../src/migrate/edits.js";
import { migrate, type MigrateOptions } from "../../src/migrate/migrate.js";
import { openTarget, type MigrationTarget } from "../../src/migrate/target.js";
import type { Settled } from "../../src/migrate/settle.js";
import { pets } from "./pets.js";

/** A folder that does not exist. From here the compiler finds the packages of this repository. */
export const folder: string = fileURLToPath(new URL("virtual", import.meta.url));

const compilerOptions: ts.CompilerOptions = {
  strict: true,
  noEmit: true,
  skipLibCheck: true,
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  lib: ["lib.es2022.d.ts", "lib.dom.d.ts", "lib.dom.iterable.d.ts"],
  types: [],
};

/** One for all migrations of a test file: the compiler's libraries are read once. */
const project = new Project({ compilerOptions, skipAddingFilesFromTsConfig: true });

/** Migrates files in memory. @param files By path from the project's folder. */
export function migrateFiles(target: MigrationTarget, files: Readonly<Record<string, string>>, options: MigrateOptions): Settled {
  for (const file of project.getSourceFiles().filter((each) => each.getFilePath().startsWith(slashed(folder)))) project.removeSourceFile(file);
  for (const [path, text] of Object.entries(files)) project.createSourceFile(join(folder, path), text);
  const consumer = new Consumer(project, folder);
  target.addTo(consumer);
  return migrate(consumer, target.api, target.output, options);
}

/** The generated client of a document, in `src/api`. @param document The document, or its path. */
export async function targetOf(document: unknown, options: GenerateOptions = {}): Promise<MigrationTarget> {
  if (typeof document !== "string")
    return withTemporaryFolder("tallystick-migrate-", (temporary) => {
      const path = join(temporary, "openapi.json");
      writeFileSync(path, JSON.stringify(document));
      return targetOf(path, options);
    });
  const opened = await openTarget(document, options, join(folder, "src/api"));
  if ("diagnostics" in opened) throw new Error(opened.diagnostics.map(({ message }) => message).join("\n"));
  return opened;
}

/** What openapi-typescript writes for the document of pets. */
export async function petTypes(): Promise<string> {
  return astToString(await openapiTS(pets as Parameters<typeof openapiTS>[0]));
}

/** `src/app.ts:4 GET /pets: the result is returned`. */
export function leftIn({ left }: Settled): readonly string[] {
  return left.map(
    ({ file, position, subject, reason }) => `${file.path.slice(folder.length + 1)}:${lineAt(file.text, position)} ${subject}: ${reason}`,
  );
}
