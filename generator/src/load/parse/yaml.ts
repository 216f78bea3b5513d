import {
  constructFromEvents,
  CORE_SCHEMA,
  defineScalarTag,
  EVENT_ID,
  floatCoreTag,
  getScalarValue,
  mergeTag,
  NOT_RESOLVED,
  parseEvents,
  YAMLException,
  type Event,
  type ScalarEvent,
} from "js-yaml";
import { depthLimit } from "../limits.js";
import { Outline } from "./outline.js";

/** JSON has no infinity and no NaN: `.inf` is the text that it is written as. */
const finiteFloat = defineScalarTag(floatCoreTag.tagName, {
  ...floatCoreTag,
  resolve: (source, isExplicit, tagName) => {
    const value = floatCoreTag.resolve(source, isExplicit, tagName);
    return typeof value === "number" && !Number.isFinite(value) ? NOT_RESOLVED : value;
  },
});
const schema = CORE_SCHEMA.withTags(mergeTag, finiteFloat);

interface YamlFault {
  /** `depth`: nested too deep. `empty`, `documents`: no document, or several. */
  readonly kind: "syntax" | "empty" | "documents" | "depth";
  readonly reason: string;
  readonly offset: number;
}
/** `repeats`: some key is written twice in its mapping. */
export type YamlReading =
  { readonly value: unknown; readonly outline: Outline; readonly hasAliases: boolean; readonly repeats?: true } | { readonly fault: YamlFault };

/**
 * Reads one YAML document: 1.2 core schema with merge keys; `__proto__` is a key like any other. Of two equal keys the last one counts, as in JSON:
 * YAML forbids them, and real documents have them.
 */
export function parseYaml(text: string): YamlReading {
  const reading = read(text, false);
  if (!("fault" in reading) || !reading.fault.reason.startsWith("duplicated mapping key")) return reading;
  const again = read(text, true);
  return "fault" in again ? again : { ...again, repeats: true };
}

function read(text: string, takesRepeats: boolean): YamlReading {
  try {
    const events = parseEvents(text, { maxDepth: depthLimit });
    const values = constructFromEvents(events, { source: text, schema, maxTotalMergeKeys: 1_000_000, json: takesRepeats });
    if (values.length === 0) return { fault: { kind: "empty", reason: "the file is empty", offset: 0 } };
    if (values.length > 1)
      return { fault: { kind: "documents", reason: "the file contains more than one document (---)", offset: secondDocument(text, events) } };
    // Computed now, from the existing events: parsing again takes five times as long, and keeping the events ten times the memory.
    return { value: values[0] ?? null, outline: outlineOf(text, events), hasAliases: events.some((event) => event.type === EVENT_ID.ALIAS) };
  } catch (error) {
    if (error instanceof YAMLException) return { fault: faultOf(error, text) };
    throw error;
  }
}

function faultOf({ reason, mark }: YAMLException, text: string): YamlFault {
  const marked = mark?.position ?? 0;
  // A quoted scalar is marked after its quote, and an alias after its asterisk.
  const offset = /["'*]/.test(text[marked - 1] ?? "") ? marked - 1 : marked;
  if (reason.startsWith("nesting exceeded")) return { kind: "depth", reason, offset };
  return { kind: "syntax", reason, offset };
}

function secondDocument(text: string, events: readonly Event[]): number {
  let documents = 0;
  let last = 0;
  for (const event of events) {
    if (event.type === EVENT_ID.DOCUMENT && ++documents === 2) break;
    if (event.type === EVENT_ID.SCALAR) last = Math.max(last, event.valueEnd);
  }
  return Math.max(text.indexOf("\n---", last) + 1, 0);
}

/** The locations of all nodes. Only called for events that produced values: no key is a collection. */
function outlineOf(text: string, events: readonly Event[]): Outline {
  const outline = new Outline(text);
  const anchors = new Map<string, number>();
  /** The value of an alias used as a key. */
  const words = new Map<string, string>();
  const open: OpenNode[] = [];
  const add = (start: number): number => {
    const parent = open.at(-1);
    if (parent?.key === undefined) return outline.add(start);
    const index = outline.add(parent.start, parent.key);
    parent.key = undefined;
    return index;
  };
  const anchor = ({ anchorStart, anchorEnd }: { readonly anchorStart: number; readonly anchorEnd: number }, index: number): void => {
    if (anchorStart >= 0) anchors.set(text.slice(anchorStart, anchorEnd), index);
  };
  // The end of the last recorded node.
  let last = 0;
  for (const event of events) {
    const parent = open.at(-1);
    const unnamed = parent?.mapping && parent.key === undefined ? parent : undefined;
    switch (event.type) {
      case EVENT_ID.DOCUMENT:
        break;
      case EVENT_ID.POP:
        if (open.pop()) outline.close();
        break;
      case EVENT_ID.MAPPING:
      case EVENT_ID.SEQUENCE: {
        const index = add(event.start);
        last = event.start;
        anchor(event, index);
        outline.open(index);
        open.push({ mapping: event.type === EVENT_ID.MAPPING, key: undefined, start: 0 });
        break;
      }
      case EVENT_ID.SCALAR: {
        const start = event.valueStart < 0 ? emptyItem(text, last) : event.style === 2 || event.style === 3 ? event.valueStart - 1 : event.valueStart;
        last = Math.max(start + 1, event.valueEnd);
        if (unnamed) {
          unnamed.key = keyOf(text, event, events);
          unnamed.start = start;
        } else anchor(event, add(start));
        if (event.anchorStart >= 0) words.set(text.slice(event.anchorStart, event.anchorEnd), String(valueOf(text, event, events)));
        break;
      }
      case EVENT_ID.ALIAS: {
        const start = event.anchorStart - 1;
        last = event.anchorEnd;
        const name = text.slice(event.anchorStart, event.anchorEnd);
        if (unnamed) {
          unnamed.key = words.get(name) ?? name;
          unnamed.start = start;
          break;
        }
        const index = add(start);
        const target = anchors.get(name);
        if (target !== undefined) outline.alias(index, target);
        break;
      }
    }
  }
  return outline;
}

/** A plain text that may be read as something else than a text. Whole numbers without a leading zero are written as they are read. */
const rewritten = /[-+.~0]|[1-9]\d*[.eE]|\d{16}|(?:null|true|false)\b/iy;

/** A key in the form of an outline: its value in the mapping. */
function keyOf(text: string, event: ScalarEvent, events: readonly Event[]): string | number {
  rewritten.lastIndex = event.valueStart;
  const isText = event.valueStart >= 0 && event.tagStart < 0 && (event.style !== 1 || !rewritten.test(text));
  if (!isText) return String(valueOf(text, event, events));
  return event.fast ? event.valueEnd : getScalarValue(text, event);
}

/** The value of one scalar, read as the whole is: its tag may be one of those that the document declares. */
function valueOf(text: string, event: ScalarEvent, [document]: readonly Event[]): unknown {
  const alone = document?.type === EVENT_ID.DOCUMENT ? [document, event, { type: EVENT_ID.POP }] : [];
  return constructFromEvents(alone, { source: text, schema })[0];
}

/** Text allowed between the end of an item and the next dash: closing brackets, white space, comments. */
const between = /[\s"'\]}]*(?:#.*[\r\n\u2028\u2029]\s*)*/y;

/** Where an item of a list begins that has nothing but its dash, or a member that has nothing before its colon. */
function emptyItem(text: string, last: number): number {
  between.lastIndex = last;
  between.exec(text);
  return /[-:]/.test(text[between.lastIndex] ?? "") ? between.lastIndex : last;
}

/** A collection that is open: whether it is a mapping, and the key that waits for its value. */
interface OpenNode {
  readonly mapping: boolean;
  /** In the form of an outline. */
  key: string | number | undefined;
  /** Where that begins. */
  start: number;
}
