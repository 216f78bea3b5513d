import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

/** What another team gets to import. */
export type GeneratedPackage = typeof import("@tallystick/browser-sessions");
type Validators = Readonly<Record<string, Validator>>;
type Validator = typeof import("@tallystick/browser-sessions/validators").session;

export interface Installed {
  readonly api: GeneratedPackage;
  /** The generated validator of a JSON body, by operation and status. */
  validator(operation: string, status: number): Pick<Validator, "is" | "check">;
}

/** Loads the package from where it was installed, by the names that its own `exports` give. */
export async function loadInstalled(consumer: string): Promise<Installed> {
  const require = createRequire(join(consumer, "index.js"));
  const load = async <T>(specifier: string): Promise<T> => (await import(pathToFileURL(require.resolve(specifier)).href)) as T;
  const api = await load<GeneratedPackage>("@tallystick/browser-sessions");
  const validators = await load<Validators>("@tallystick/browser-sessions/validators/operations");
  return {
    api,
    validator(operation, status) {
      const found = validators[`${operation}${status}`] ?? validators[`${operation}${status}Json`];
      if (found === undefined) throw new Error(`The package has no validator for ${operation} ${status}.`);
      return found;
    },
  };
}
