import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { expect, test } from "vitest";
import { ArchiveError, readTarEntry } from "../../src/diff/sources/tar.js";
import { temporaryFolder } from "../documents.js";
import { tarball } from "./tarball.js";

const wanted = "package/document.json";

test("reads what npm has packed", async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "package.json"), '{ "name": "x", "version": "1.0.0" }');
  writeFileSync(join(folder, "document.json"), '{"root":"ü"}'.repeat(10_000));
  execFileSync("npm", ["pack", "--ignore-scripts"], { cwd: folder, stdio: "ignore", shell: process.platform === "win32" });
  expect((await readTarEntry(readFileSync(join(folder, "x-1.0.0.tgz")), wanted))?.toString()).toBe('{"root":"ü"}'.repeat(10_000));
});

test.each(["ustar", "pax", "gnu"])("reads long names as tar writes them in the format %s", async (format) => {
  const folder = temporaryFolder();
  const name = `package/${"long-folder-name/".repeat(8)}document.json`;
  mkdirSync(join(folder, name, ".."), { recursive: true });
  writeFileSync(join(folder, name), "{}");
  execFileSync("tar", [`--format=${format}`, "-czf", "a.tgz", "package"], { cwd: folder });
  expect((await readTarEntry(readFileSync(join(folder, "a.tgz")), name))?.toString()).toBe("{}");
});

test("finds the one entry among any others", async () => {
  const name = fc.oneof(
    fc.constantFrom(wanted, `./${wanted}`, `/${wanted}`, `../${wanted}`, `package/../${wanted}`, "package/document.json/x", "/etc/passwd", ".."),
    fc.stringMatching(/^[a-z./\\]{1,90}$/),
  );
  const entry = fc.record({
    name,
    text: fc.string({ maxLength: 2000 }),
    type: fc.constantFrom("0", "0", "0", "1", "2", "3", "4", "5", "6", "7", "g", "Z"),
    link: fc.constantFrom("", "/etc/passwd", "../.."),
    long: fc.constantFrom(undefined, "pax" as const, "gnu" as const),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(entry, { maxLength: 12 }), async (entries) => {
      const plain = entries.map(({ long, ...rest }) => (long === undefined ? rest : { ...rest, long }));
      const meant = plain.filter((each) => each.type === "0" && each.name === wanted);
      const read = await readTarEntry(tarball(plain), wanted).catch((error: unknown) => error);
      if (meant.length > 1) expect(read).toBeInstanceOf(ArchiveError);
      else expect(read instanceof Buffer ? read.toString() : read).toBe(meant[0]?.text);
    }),
    { numRuns: 300 },
  );
});

test("reads any bytes without an internal error", async () => {
  const valid = tarball([{ name: wanted, text: "{}" }]);
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 3000 }), fc.boolean(), fc.nat(valid.length), async (bytes, isZipped, cut) => {
      for (const archive of [isZipped ? gzipSync(bytes) : bytes, valid.subarray(0, cut)]) {
        const read = await readTarEntry(archive, wanted).catch((error: unknown) => error);
        expect(read === undefined || read instanceof Buffer || read instanceof ArchiveError).toBe(true);
      }
    }),
    { numRuns: 200 },
  );
});

test.each([
  ["whose size is above the limit of a file", header(2 ** 28 + 1, { name: wanted }), 'contains a "package/document.json" larger than 256 MB.'],
  ["that breaks off", header(5000, { name: wanted }), "ends in the middle of a file."],
  ["whose name is too long", header(2 ** 30, { name: "././@LongLink", type: "L" }), "has an entry whose name is too long."],
  ["whose checksum is wrong", header(0, { name: wanted }).fill("x", 0, 1), "has an entry whose checksum is wrong."],
])("refuses an entry %s", async (_which, block, message) => {
  await expect(readTarEntry(gzipSync(Buffer.concat([block, Buffer.alloc(1024)])), wanted)).rejects.toThrow(new ArchiveError(message));
});

test("stops at the limit of the decompressed size", async () => {
  // 1.2 GB of zeros in 1.2 MB, behind a file that claims them.
  const zeros = gzipSync(Buffer.alloc(64 * 1024 * 1024));
  const head = gzipSync(header(2 ** 30 + 2 ** 28));
  const archive = Buffer.concat([head, ...Array.from({ length: 20 }, () => zeros)]);
  await expect(readTarEntry(archive, wanted)).rejects.toThrow("larger than 1024 MB when it is unpacked");
});

/** The header of a file of that size, and nothing of the file. */
function header(size: number, { name = "package/big", type = "0" } = {}): Buffer {
  const block = Buffer.alloc(512);
  block.write(name, 0);
  block.write(`${size.toString(8).padStart(11, "0")}\0`, 124);
  block.write("        ", 148);
  block.write(type, 156);
  block.write("ustar\x0000", 257);
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148);
  return block;
}
