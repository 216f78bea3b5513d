import { plain, templateOf, type ApiModel, type Operation } from "tallystick/model";
import { writeBody, writeParameter, type WireParts } from "tallystick";
import { alphabet } from "../explore/fresh.js";
import { inWords } from "../explore/in-words.js";
import { pathOf, roleOf } from "../explore/resources.js";
import {
  isFresh,
  isReference,
  premiseOf,
  secondsToWait,
  type Reference,
  type Fresh,
  type Sequence,
  type SequenceBody,
  type SequenceStep,
  type SequenceValue,
} from "../explore/sequence.js";
import { isJsonMediaType, matchMediaType } from "../match/media-type.js";
import { toolName } from "../traffic/tool.js";
import { common, judgeProgram, premiseProgram } from "./judge-program.js";
import { comment, quoted, word } from "./shell.js";
import { Slots, type Slot } from "./slots.js";
import { isPartial } from "../verify/credentials.js";

/** The inputs of a script besides the sequence. */
export interface ScriptContext {
  readonly model: ApiModel;
  /** Default of `BASE_URL`. */
  readonly baseUrl: string;
  /** Names of the credential headers of each identity, `main` included. */
  readonly credentials: ReadonlyMap<string, readonly string[]>;
  /** Headers of `main` that carry no credentials: requests of other identities have them, too. */
  readonly common?: readonly string[];
  /** Headers of the identity `invalid`: credentials that no server issued. */
  readonly invalid?: Readonly<Record<string, string>>;
}

/** How a value is written where it is used. */
type Form = "url" | "json" | "text" | "page";

/**
 * A POSIX shell script that sends the requests of a sequence with `curl` and judges the responses. It takes ids out of responses, and credentials from the
 * environment.
 */
export async function scriptOf(sequence: Sequence, context: ScriptContext): Promise<string> {
  return new ScriptWriter(sequence, context).write();
}

class ScriptWriter {
  readonly #slots: Slots;
  /** Variables by slot and form. */
  readonly #variables = new Map<string, string>();
  readonly #fresh = new Map<number, string>();
  /** Files of credential headers, by their variable. */
  readonly #credentials = new Map<string, { readonly file: string; readonly name: string }>();

  constructor(
    private readonly sequence: Sequence,
    private readonly context: ScriptContext,
  ) {
    this.#slots = new Slots(JSON.stringify(sequence));
  }

  async write(): Promise<string> {
    const steps: string[] = [];
    for (const group of groups(this.sequence.steps)) {
      const before: string[] = [];
      const commands: string[] = [];
      for (const { step, index } of group) commands.push(await this.#send(step, index, before));
      const cursor = group.length === 1 ? cursorOf(group[0]?.step) : undefined;
      if (cursor !== undefined)
        steps.push("# Not sent if the page before leads to none.", `if ${taken("page", cursor)}; then`, ...before, ...commands, "fi");
      else steps.push(...before);
      if (cursor !== undefined) continue;
      if (commands.length === 1) steps.push(...commands);
      else
        steps.push(
          ...commands.map((command, index) => `${command} &\nsent${index + 1}=$!`),
          ...commands.map((_, index) => `wait "$sent${index + 1}"`),
        );
    }
    const seconds = secondsToWait(this.sequence);
    const judge = this.#judge(seconds, seconds > 0 ? (steps.pop() ?? "") : "");
    return [...this.#head(this.#tidy()), ...steps, "", judge, ""].join("\n");
  }

  #head(tidy: readonly string[]): readonly string[] {
    const { law, message, seed, certain } = this.sequence;
    const identities = [...this.#credentials.keys()];
    return [
      "#!/bin/sh",
      comment(message),
      comment(`Law: ${law}. Found by ${toolName} with seed ${seed}${certain === "flaky" ? "; not in every run" : ""}.`),
      "# Exit codes: 1 the law is broken · 0 it is not · 2 a request failed, or the responses do not show it.",
      comment(`Needs curl and node. Environment: BASE_URL${identities.map((name) => `, ${name} (value of a header)`).join("")}.`),
      "set -eu",
      "umask 077",
      `base=\${BASE_URL:-${quoted(this.context.baseUrl)}}`,
      "base=${base%/}",
      ...identities.map((name) => `: "\${${name}:?Set ${name}.}"`),
      "work=$(mktemp -d)",
      `trap 'code=$?; ${tidy.length > 0 ? "tidy; " : ""}rm -rf "$work"; exit $code' EXIT`,
      ...[...this.#credentials].map(([variable, { file, name }]) => `printf '%s\\n' ${word([`${name}: `, { variable }])} > ${file}`),
      "",
      "# What node needs to read responses.",
      `lib=${quoted(common)}`,
      "",
      "# send STEP METHOD PATH [option of curl]...",
      "send() {",
      "  step=$1 method=$2 path=$3",
      "  shift 3",
      '  if [ "$method" = HEAD ]; then set -- --head "$@"; else set -- --request "$method" "$@"; fi',
      '  : > "$work/$step.body"',
      '  code=$(curl -q --silent --show-error --globoff --path-as-is --max-time 30 --dump-header "$work/$step.head" --output "$work/$step.body" --write-out "%{http_code}" "$@" "$base$path") || exit 2',
      '  printf %s "$code" > "$work/$step.code"',
      '  printf "%s. %s %s: %s\\n" "$step" "$method" "$path" "$code"',
      "}",
      ...(this.#variables.size + tidy.length === 0
        ? []
        : ["", "# A value for a request: of the response of a step, or new. FORM: url, json or text; page only tests it.", takeFunction]),
      ...(tidy.length === 0 ? [] : ["", "# Removes what the script created.", "tidy() {", ...tidy.map((line) => `  ${line}`), "}"]),
      "",
    ];
  }

  async #send(step: SequenceStep, index: number, before: string[]): Promise<string> {
    const { path, headers, body } = await this.#request(step);
    const use = (form: Form) => (part: string | Slot) => (typeof part === "string" ? part : { variable: this.#variable(part, form, before) });
    const identity = identityOf(step.as, this.context);
    // A header of the identity replaces that of the request, as in the run.
    const replaced = new Set(identity.map(({ name }) => name.toLowerCase()));
    const sent = headers.filter(([name]) => !replaced.has(name.toLowerCase()));
    const options = sent.map(([name, value]) => {
      // An empty header is written with a semicolon.
      if (value === "") return `--header ${quoted(`${name};`)}`;
      return `--header ${word([`${name}: `, ...this.#slots.split(value).map(use("text"))])}`;
    });
    if (step.as === "invalid")
      options.push(...Object.entries(this.context.invalid ?? {}).map(([name, value]) => `--header ${quoted(`${name}: ${value}`)}`));
    for (const { owner, name } of identity) {
      const variable = variableOf(owner, name);
      // In a file, so that a list of processes does not show it.
      const file = `"$work"/${quoted(variable)}`;
      this.#credentials.set(variable, { file, name });
      options.push(`--header @${file}`);
    }
    let input = "";
    if (body?.kind === "text") {
      const parts = (body.isJson ? this.#slots.splitJson(body.text) : this.#slots.split(body.text)).map(
        use(body.isJson ? "json" : body.isForm ? "url" : "text"),
      );
      options.push(`--data-raw ${word(parts)}`);
    } else if (body?.kind === "bytes") {
      input = `node -e 'process.stdout.write(Buffer.from(process.argv[1], "base64"))' ${quoted(Buffer.from(body.bytes).toString("base64"))} | `;
      options.push("--data-binary @-");
    }
    if (body !== undefined && !headers.some(([name]) => name.toLowerCase() === "content-type")) options.push("--header 'Content-Type:'");
    if (body === undefined && ["POST", "PUT", "PATCH"].includes(step.method)) options.push("--header 'Content-Length: 0'");
    const target = word(this.#slots.split(path).map(use("url")));
    const command = [`${input}send ${index + 1} ${quoted(step.method)} ${target}`, ...options].join(" \\\n  ");
    return `${comment(`${index + 1}. ${step.shows}`)}\n${command}`;
  }

  async #request(step: SequenceStep): Promise<{
    readonly path: string;
    readonly headers: readonly (readonly [string, string])[];
    readonly body?: WrittenBody;
  }> {
    const { model } = this.context;
    const operation = model.operations.find(({ key }) => key === step.operation);
    const parts: WireParts = { path: new Map(), query: [], headers: [], cookies: [] };
    const put = (location: "path" | "query" | "header", values: Readonly<Record<string, SequenceValue>>): void => {
      for (const [name, given] of Object.entries(values)) {
        const value = this.#slots.mark(given);
        const isNamed = (other: string): boolean => (location === "header" ? other.toLowerCase() === name.toLowerCase() : other === name);
        const parameter = operation?.parameters.find((one) => one.in === location && isNamed(one.name));
        if (parameter !== undefined && writeParameter(parameter, value, parts, model)) continue;
        const text = typeof value === "string" ? value : JSON.stringify(value);
        if (location === "header") parts.headers.push([name, text]);
        else if (location === "path") parts.path.set(name, encodeURIComponent(text));
        else parts.query.push(`${encodeURIComponent(name)}=${encodeURIComponent(text)}`);
      }
    };
    put("path", step.values.path);
    put("query", step.values.query);
    put("header", step.values.headers);
    const template = operation === undefined ? { path: step.path, query: [] } : templateOf(operation);
    const path = template.path.replace(/\{([^{}]*)\}/g, (whole, name: string) => parts.path.get(name) ?? whole);
    const fixed = template.query.flatMap(([name, value]) =>
      parts.query.some((pair) => pair.startsWith(`${encodeURIComponent(name)}=`)) || value.startsWith("{")
        ? []
        : [`${encodeURIComponent(name)}=${encodeURIComponent(value)}`],
    );
    const query = [...fixed, ...parts.query].join("&");
    const body = step.values.body === undefined ? undefined : await this.#body(step.values.body, operation);
    const hasType = parts.headers.some(([name]) => name.toLowerCase() === "content-type");
    return {
      path: path + (query === "" ? "" : `?${query}`),
      headers: [...parts.headers, ...(body === undefined || hasType ? [] : [["Content-Type", body.contentType] as const])],
      ...(body !== undefined && { body }),
    };
  }

  async #body({ mediaType, value, text, base64 }: SequenceBody, operation: Operation | undefined): Promise<WrittenBody> {
    const isJson = isJsonMediaType(mediaType);
    if (base64 !== undefined) return { kind: "bytes", bytes: Buffer.from(base64, "base64"), contentType: mediaType };
    if (text !== undefined) return textBody(text, mediaType, false);
    const marked = this.#slots.mark(value ?? null);
    if (isJson) return textBody(JSON.stringify(marked), mediaType, true);
    const media = operation && matchMediaType(operation.requestBody?.content ?? [], mediaType);
    const written = media && (await writeBody(media, marked, this.context.model));
    if (written === undefined) return textBody(typeof marked === "string" ? marked : JSON.stringify(marked), mediaType, false);
    const decoded = Buffer.from(written.bytes).toString("utf8");
    if (decoded.includes("\0") || !Buffer.from(decoded, "utf8").equals(Buffer.from(written.bytes)))
      return { kind: "bytes", bytes: written.bytes, contentType: written.contentType };
    return textBody(decoded, written.contentType, false);
  }

  /** The variable that has a slot's value in a form, and before its first use the line that sets it. */
  #variable(slot: Slot, form: Form, before: string[]): string {
    const key = `${form} ${JSON.stringify(slot)}`;
    const known = this.#variables.get(key);
    if (known !== undefined) return known;
    const variable = `value${this.#variables.size + 1}`;
    this.#variables.set(key, variable);
    if (isFresh(slot)) before.push(`${variable}=$(take ${form} new ${word([{ variable: this.#freshVariable(slot, before) }])})`);
    else {
      before.push(`${variable}=$(${taken(form, slot)})`);
    }
    return variable;
  }

  #freshVariable(slot: Fresh, before: string[]): string {
    const known = this.#fresh.get(slot.$fresh);
    if (known !== undefined) return known;
    const variable = `new${slot.$fresh + 1}`;
    this.#fresh.set(slot.$fresh, variable);
    const { prefix, suffix = "", length, characters } = slot;
    const letters = alphabet[characters];
    // As JSON, because a variable cannot have every character.
    const program = `const [, prefix, suffix, letters, length] = process.argv;
const made = Array.from(require("crypto").randomBytes(Number(length)), (byte) => letters[byte % letters.length]).join("");
process.stdout.write(JSON.stringify(JSON.parse(prefix) + made + JSON.parse(suffix)));`;
    const [first, after] = [prefix, suffix].map((text) => quoted(JSON.stringify(text)));
    before.push(`${variable}=$(node -e ${quoted(program)} ${first} ${after} ${letters} ${quoted(String(length))})`);
    return variable;
  }

  /** Commands that remove what the steps created, the newest first. */
  #tidy(): readonly string[] {
    const { steps } = this.sequence;
    const { model } = this.context;
    return steps.toReversed().flatMap((step, fromEnd) => {
      const index = steps.length - 1 - fromEnd;
      const operation = model.operations.find(({ key }) => key === step.operation);
      const { role, resource } = operation === undefined ? { role: "other", resource: undefined } : roleOf(model, operation);
      const id = role === "create" ? this.#idOf(index) : undefined;
      if (resource?.remove === undefined || id === undefined) return [];
      const names = [...pathOf(resource.remove).matchAll(/\{([^{}]*)\}/g)].map(([, name = ""]) => name);
      const given = Object.values(step.values.path);
      // The parents are those of the request that created it.
      if (given.length !== names.length - 1 || given.some((value) => isReference(value) || isFresh(value))) return [];
      const parts = pathOf(resource.remove).split(/(\{[^{}]*\})/);
      const url = parts.map((part) => {
        const at = names.findIndex((name) => part === `{${name}}`);
        if (at < 0) return part;
        return at === names.length - 1 ? { variable: "id" } : encodeURIComponent(String(given[at]));
      });
      const headers = identityOf(step.as, this.context).map(
        ({ owner, name }) => ` --header @${this.#credentials.get(variableOf(owner, name))?.file ?? ""}`,
      );
      const from = id.header === undefined ? `body ${quoted(id.from ?? "")}` : `header ${quoted(id.header)} last`;
      const made = `[ "$(cut -c 1 "$work/${index + 1}.code" 2>/dev/null)" = 2 ] && id=$(take url ${index + 1} ${from} 2>/dev/null) && [ -n "$id" ]`;
      const options = `-q --silent --globoff --path-as-is --max-time 30 --request DELETE --output /dev/null${headers.join("")}`;
      return [`${made} &&`, `  curl ${options} ${word([{ variable: "base" }, ...url])} || :`];
    });
  }

  /** The source of a created id for later steps. */
  #idOf(index: number): Reference | undefined {
    const { steps, expected } = this.sequence;
    const used = steps.flatMap((step) => Object.values(step.values.path)).findLast((value) => isReference(value) && value.$step === index);
    if (isReference(used)) return used;
    const compared = "value" in expected && isReference(expected.value) && expected.value.$step === index ? expected.value : undefined;
    return compared !== undefined && compared.from?.endsWith("/id") === true ? compared : undefined;
  }

  /** @param repeated The last request, if it is repeated for some seconds until the law holds. */
  #judge(seconds: number, repeated: string): string {
    const { expected, message } = this.sequence;
    const before: string[] = [];
    const values: string[] = [];
    const judgement = judgeProgram(expected, (value) => {
      if (value === undefined) return "undefined";
      const marked = this.#slots.mark(value as SequenceValue);
      const text = this.#slots.splitJson(JSON.stringify(marked)).map((part) => {
        if (typeof part === "string") return part;
        values.push(this.#variable(part, "json", before));
        return `JSON.parse(args[${values.length - 1}])`;
      });
      return `(${text.join("")})`;
    });
    const premises = this.sequence.steps.flatMap((_, index) => {
      const premise = premiseOf(this.sequence, index);
      return premise === undefined ? [] : [[index + 1, premise]];
    });
    const program = `${premiseProgram(premises)}${judgement}`;
    const judge = `node -e "$lib"${quoted(`\n${program}`)} "$work"${values.map((name) => ` "$${name}"`).join("")}`;
    const law = comment(`The law: ${inWords(expected)}.`);
    const once = [law, ...before, `if ${judge}; then`];
    const again = [
      comment(`The last request is repeated for ${seconds} seconds at most until the law holds.`),
      `left=${seconds}`,
      "while :; do",
      repeated,
      law,
      ...before,
      `${judge} && code=0 || code=$?`,
      '[ "$code" -eq 1 ] && [ "$left" -gt 0 ] || break',
      "left=$((left - 1))",
      "sleep 1",
      "done",
      "",
      'if [ "$code" -eq 0 ]; then',
    ];
    return [
      ...(seconds > 0 ? again : once),
      `  echo ${quoted("The law holds.")}`,
      "else",
      ...(seconds > 0 ? [] : ["  code=$?"]),
      `  [ "$code" -eq 1 ] || { echo ${quoted("The responses do not show whether the law holds.")} >&2; exit 2; }`,
      `  printf '%s\\n' ${quoted(plain(message))}`,
      "  exit 1",
      "fi",
    ].join("\n");
  }
}

/** A command that writes the value of a reference. */
function taken(form: Form, { $step, from, header, segment, query }: Reference): string {
  const source = header === undefined ? `body ${quoted(from ?? "")}` : `header ${quoted(header)}`;
  const part = segment === "last" ? " last" : query === undefined ? "" : ` query ${quoted(query)}`;
  return `take ${form} ${$step + 1} ${source}${part}`;
}

/** What leads from the page before to this one. */
function cursorOf(step: SequenceStep | undefined): Reference | undefined {
  return step?.continues === true ? Object.values(step.values.query).find(isReference) : undefined;
}

type WrittenBody =
  | { readonly kind: "text"; readonly text: string; readonly contentType: string; readonly isJson: boolean; readonly isForm: boolean }
  | { readonly kind: "bytes"; readonly bytes: Uint8Array; readonly contentType: string };

/** An argument of a program has no NUL. */
function textBody(text: string, contentType: string, isJson: boolean): WrittenBody {
  if (text.includes("\0")) return { kind: "bytes", bytes: Buffer.from(text, "utf8"), contentType };
  return { kind: "text", text, contentType, isJson, isForm: /x-www-form-urlencoded/i.test(contentType) };
}

/** Steps that are sent together are one group. */
function groups(steps: readonly SequenceStep[]): readonly (readonly { readonly step: SequenceStep; readonly index: number }[])[] {
  const found: { step: SequenceStep; index: number }[][] = [];
  for (const [index, step] of steps.entries()) {
    const last = found.at(-1);
    if (step.together === true && last !== undefined) last.push({ step, index });
    else found.push([{ step, index }]);
  }
  return found;
}

/** Headers of an identity, each with the identity whose value it has. */
export function identityOf(
  as: string,
  { credentials, common: others = [] }: Pick<ScriptContext, "credentials" | "common">,
): readonly { readonly owner: string; readonly name: string }[] {
  const own = as === "anonymous" ? [] : (credentials.get(as) ?? []);
  const shared = as === "main" ? [] : others.filter((name) => !own.some((one) => one.toLowerCase() === name.toLowerCase()));
  return [...own.map((name) => ({ owner: as, name })), ...shared.map((name) => ({ owner: "main", name }))];
}

/** `AUTHORIZATION` for the main identity, `BOB_AUTHORIZATION` for `--as bob='Authorization: …'`. */
function variableOf(identity: string, header: string): string {
  const name = `${identity === "main" || isPartial(identity) ? "" : `${identity}_`}${header}`.toUpperCase().replace(/[^A-Z0-9]+/g, "_");
  return /^[A-Z]/.test(name) ? name : `HEADER_${name}`;
}

const takeFunction = `take() {
  form=$1
  shift
  node -e "$lib"${quoted(`
const [form, step, kind, name, part, query] = args;
let value = step === "new" ? JSON.parse(kind) : kind === "body" ? at(body(step), name) : header(step, name);
if (part === "last" && value !== undefined) value = value.replace(/[?#].*$/s, "").split("/").filter(Boolean).pop();
if (part === "query" && value !== undefined) {
  const url = kind === "body" ? value : ([...value.matchAll(/<([^<>]*)>([^<]*)/g)].find((one) => /;\\s?rel="?next\\b/i.test(one[2])) || [])[1];
  value = typeof url === "string" && URL.canParse(url, "http://localhost") ? (new URL(url, "http://localhost").searchParams.get(query) ?? undefined) : undefined;
}
if (form === "page") process.exit([undefined, null, "", false].includes(value) ? 1 : 0);
if (value === undefined) { console.error("Step " + step + " has no value at " + name + "."); process.exit(2); }
const written = typeof value === "object" && value !== null ? JSON.stringify(value) : String(value);
process.stdout.write(form === "json" ? JSON.stringify(value) : form === "url" ? encodeURIComponent(written) : written);`)} "$work" "$form" "$@" || { [ "$form$?" = page1 ] && return 1; exit 2; }
}`;
