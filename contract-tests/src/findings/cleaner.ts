import { letGo } from "tallystick";
import type { Body, Interaction, RequestRecord } from "../traffic/interaction.js";
import { credentialHeaders } from "../traffic/redact/names.js";
import { PlainTexts } from "../traffic/redact/plain-texts.js";
import { createRedactor } from "../traffic/redact/redact.js";
import type { RedactionRules } from "../traffic/redact/rules.js";
import { rewriteInteraction, rewriteRequest } from "../traffic/rewrite/interaction.js";
import { rewriteJson } from "../traffic/rewrite/json.js";
import type { Finding } from "./finding.js";

/** Removes secrets from findings: quoted traffic is redacted like a recording. */
export interface Cleaner {
  /** Learns the secrets of an interaction that a finding quotes. */
  learn(interaction: Interaction): void;
  /** Learns the credentials of a request, also if no finding quotes it: another request may repeat them. */
  learnCredentials(request: RequestRecord): void;
  /** The finding without learnt secrets and without text that has the shape of a secret. */
  clean(finding: Finding): Finding;
  /** A note about traffic, without the same. */
  cleanNote(note: string): string;
}

/** Counted as garbage for each redacted interaction and finding. With it, a HAR file with 8,000 findings takes less than 510 MB. */
const bytesOfRedaction = 120_000;

export function createCleaner(rules: RedactionRules): Cleaner {
  // A report of a part of the traffic shows the same as the report of all traffic.
  const redact = createRedactor(rules, false, new PlainTexts(rememberedCharacters));
  const seen = new Set<string>();
  let pending: Interaction[] = [];
  let held = 0;
  // Not during requests: it takes long enough to make them time out.
  const learnPending = (): void => {
    for (const interaction of pending) {
      rewriteInteraction(interaction, redact);
      letGo(bytesOfRedaction);
    }
    pending = [];
    held = 0;
  };
  const text = (value: string): string => redact(value, { place: "text" });
  // An overlay has names and values of the traffic: observed properties, and values that an enum lacks.
  const json = <T>(value: T): T =>
    JSON.parse(rewriteJson(JSON.stringify(value), (inner, slot) => (slot.place === "number" ? inner : text(inner)))) as T;
  return {
    learn(interaction) {
      if (pending.at(-1)?.origin === interaction.origin) return;
      const small = withoutLargeBodies(interaction);
      pending.push(small);
      held += sizeOf(small);
      if (held > maxHeldCharacters) learnPending();
    },
    learnCredentials({ headers }) {
      const unseen = headers.filter(([name, value]) => isCredential(name.toLowerCase(), rules) && !seen.has(value) && seen.size < mostSeen);
      if (unseen.length === 0) return;
      for (const [, value] of unseen) seen.add(value);
      rewriteRequest({ method: "GET", url: "", headers: unseen }, redact);
    },
    clean(finding) {
      learnPending();
      letGo(bytesOfRedaction);
      const { mediaType, suggestion, sequence } = finding;
      return {
        ...finding,
        ...(mediaType === undefined ? {} : { mediaType: text(mediaType) }),
        // Method and path of another operation are words of the document.
        ...(finding.class === "undocumented-operation" && finding.operation !== undefined ? { operation: text(finding.operation) } : {}),
        subject: text(finding.subject),
        instancePath: text(finding.instancePath),
        path: text(finding.path),
        message: text(finding.message),
        examples: finding.examples.map((example) => ({
          ...example,
          instancePath: text(example.instancePath),
          ...(example.request === undefined ? {} : { request: text(example.request) }),
          ...(example.value === undefined ? {} : { value: text(example.value) }),
        })),
        ...(sequence === undefined ? {} : { sequence: json(sequence) }),
        ...(suggestion === undefined
          ? {}
          : {
              suggestion: {
                ...suggestion,
                actions: suggestion.actions.map((action) => ({ ...action, ...("update" in action ? { update: json(action.update) } : {}) })),
              },
            }),
      };
    },
    cleanNote(note) {
      learnPending();
      return text(note);
    },
  };
}

/** Of texts without secrets. */
const rememberedCharacters = 1_000_000;

/** Requests of one run have few credentials, unless a test makes one for each. */
const mostSeen = 1000;

function isCredential(name: string, { headers }: RedactionRules): boolean {
  return name === "cookie" || credentialHeaders.has(name) || headers.has(name);
}

/** In characters. A larger body is not searched; quotes of it are still redacted by shape and name. */
const largest = 1_000_000;
const maxHeldCharacters = 8_000_000;

function withoutLargeBodies(interaction: Interaction): Interaction {
  const { request, response } = interaction;
  return {
    ...interaction,
    request: withoutLargeBody(request),
    ...(response === undefined ? {} : { response: withoutLargeBody(response) }),
  };
}

function withoutLargeBody<T extends { readonly body?: Body }>(message: T): T {
  if (message.body === undefined || lengthOf(message.body) <= largest) return message;
  const { body: _body, ...rest } = message;
  return rest as T;
}

function sizeOf({ request, response }: Interaction): number {
  return 1000 + lengthOf(request.body) + lengthOf(response?.body);
}

function lengthOf(body: Body | undefined): number {
  if (body === undefined) return 0;
  return body.kind === "text" ? body.text.length : body.bytes.length;
}
