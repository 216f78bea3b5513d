import { describe, expect, it } from "vitest";
import { windowsCommand } from "../../src/start-program.js";

describe("windowsCommand", () => {
  it("keeps plain words unchanged", () => {
    expect(windowsCommand(["npx", "--no-install", "prettier", "--write", ".github/workflows/api-contract.yml", "C:\\project\\api.ts"])).toBe(
      "npx --no-install prettier --write .github/workflows/api-contract.yml C:\\project\\api.ts",
    );
  });

  it("quotes special characters of cmd.exe", () => {
    expect(windowsCommand(["npm", "install", "msw@^2.0.0", "C:\\my project", 'a" & calc "'])).toBe(
      'npm install "msw@^2.0.0" "C:\\my project" "a & calc "',
    );
  });
});
