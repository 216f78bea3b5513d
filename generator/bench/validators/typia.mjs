// typia writes its validators when TypeScript is compiled: `typia/validators.ts` is compiled with its transform first.
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const folder = fileURLToPath(new URL("..", import.meta.url));
const compiled = new URL("../node_modules/.typia/validators.js", import.meta.url);
if (!existsSync(compiled))
  execFileSync(process.execPath, [`${folder}node_modules/ts-patch/bin/tspc.js`, "-p", `${folder}validators/typia`], { stdio: "inherit" });
const made = await import(compiled.href);

export function typia({ hand, formats }) {
  const { is, validate } = made[`${hand}${formats ? "WithFormats" : ""}`] ?? {};
  if (is === undefined) return undefined;
  return {
    is,
    issues: (value) => {
      const result = validate(value);
      return result.success ? [] : result.errors;
    },
  };
}
