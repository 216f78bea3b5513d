import type { Operation } from "tallystick/model";
import { escapeRegExp } from "../../escape-regexp.js";
import { flat, singular } from "../names.js";
import { pathOf } from "../resources.js";
import { wordsOf } from "./properties.js";

/** The states of an item that a text permits for an operation, or forbids. */
export interface StatedStates {
  /** Empty if the text names none. */
  readonly allowed: readonly string[];
  readonly forbidden: readonly string[];
  /** The sentences, as the law reads them. */
  readonly stated: readonly string[];
}

export function isRefusedIn({ allowed, forbidden }: StatedStates, state: string): boolean {
  return (allowed.length > 0 && !allowed.includes(state)) || (forbidden.includes(state) && !allowed.includes(state));
}

/** A longer description is not about states. */
const longestText = 2_000;

/** Whether the document has a status for a request that the state of its target refuses. */
export function hasConflict({ responses }: Operation): boolean {
  return responses.some(({ status }) => /^(?:400|409|412|422|423|4XX)$/.test(status));
}

interface Sentence {
  /** The words that matter: `#` is the item, `$` its state, `@2` the third value, `%0` the first kind of content. */
  readonly words: string;
  readonly text: string;
  /** It describes the response 409, so that it states a reason for a refusal. */
  readonly isReason: boolean;
}

const fillers = new Set("a an the this that these those its their there still currently yet already".split(" "));
const itemWords = /^(?:it|they|item|items|one|ones|resource|resources|entry|entries|object|objects)$/;

/** The texts of an operation in sentences of known words. */
function sentencesOf(
  { summary, description, responses }: Operation,
  item: string,
  values: readonly string[],
  contents: readonly string[],
): readonly Sentence[] {
  const conflict = responses.find(({ status }) => status === "409")?.description;
  const marks = values
    .map((value, index) => ({ value, mark: ` @${index} ` }))
    .filter(({ value }) => wordsOf(value).length > 0)
    .toSorted((a, b) => b.value.length - a.value.length)
    .map(({ value, mark }) => ({ pattern: new RegExp(`\\b${wordsOf(value).map(escapeRegExp).join("[ _-]?")}s?\\b`, "gi"), mark }));
  const wordOf = (word: string): string => {
    const name = singular(flat(word));
    const content = contents.indexOf(name);
    if (content >= 0) return `%${content}`;
    if (itemWords.test(word) || name === item || (name.length > 3 && item.endsWith(name))) return "#";
    return /^(?:status|state|phase|stage)(?:es|s)?$/.test(word) ? "$" : word;
  };
  const read = (text: string, isReason: boolean): readonly Sentence[] =>
    text
      .slice(0, longestText)
      .split(/[.;:]\s|[.;:]$|\n/)
      .map((sentence) => {
        let marked = sentence
          .toLowerCase()
          .replace(/\bcan(?:'t|’t| not)\b/g, "cannot")
          .replace(/\bisn['’]t\b/g, "is not")
          .replace(/→|->/g, " to ");
        for (const { pattern, mark } of marked === "" ? [] : marks) marked = marked.replace(pattern, mark);
        const words = (marked.match(/@\d+|[a-z0-9_]+|,/g) ?? []).filter((word) => !fillers.has(word)).map(wordOf);
        return { words: words.filter((word, index) => word !== "#" || words[index - 1] !== "#").join(" "), text: sentence.trim(), isReason };
      });
  return [...[summary, description].flatMap((text) => read(text ?? "", false)), ...read(conflict ?? "", true)];
}

const list = "(?<states>@\\d+(?: (?:, )?(?:(?:or|and|nor) )?@\\d+)*)";
const be = "(?:# )?(?:is |are |was |has been |have been )?(?:in |with |of )?(?:\\$ )?(?:is )?";
/** What may follow a complete sentence. */
const end = "(?: #)?(?: \\$)?(?: ,)?(?: (?:others?|otherwise|any other|all other|else|with|returns?|responds?|gets?|409|conflict)(?: .*)?)?$";
const condition = "(?:when|while|if|as long as|in|from|during|for)";

/** Sentences about the states that an operation is for. */
const permitting = [
  `(?:^|, )only (?:# )?(?:in |with |whose |which |who |are |is |of )?(?:\\$ )?(?:is )?${list}(?: #)?(?: \\$)? (?:can|may) be (?<verb>@?[a-z0-9]+)${end}`,
  `(?:^|# )(?:can|may) (?:only be (?<verb>@?[a-z0-9]+)|be [a-z]+ only) ${condition} ${be}${list}${end}`,
  `^(?:# is |is )?(?:only (?:allowed|possible|permitted|valid|available)|(?:allowed|possible|permitted|valid|available) only) ${condition} ${be}${list}${end}`,
  `^requires ${be}${list}${end}`,
  `^# must be (?:in |of )?(?:\\$ )?${list}${end}`,
].map((source) => new RegExp(source));
/** From one state to the next: the other ones are refused if the text has a clause about them. */
const leading = new RegExp(`${list}(?: #)?(?: ,)? (?:to|becomes?|into)(?: be)? @\\d+`, "g");
const others = /\b(?:other|another|different) (?:\$|one|#)|\botherwise\b|\bnot @\d/;
const unfit = new RegExp(`^(?:conflict )?${be}not (?:in )?(?:# )?(?:\\$ )?${list}${end}`);
const unless = [new RegExp(`\\b(?:if|when) # is not (?:in )?(?:\\$ )?${list}$`), new RegExp(`\\bunless # is (?:in )?(?:\\$ )?${list}$`)];
const refusal = /\b(?:409|conflict|refused|rejected|fails)\b/;

const forbidding = [
  `^${list} # cannot be (?<verb>@?[a-z0-9]+)${end}`,
  `^# (?:in |with )?(?:\\$ )?${list} cannot be (?<verb>@?[a-z0-9]+)${end}`,
  `^(?:# )?cannot be (?<verb>@?[a-z0-9]+) (?:when|while|if|once|after|as soon as) ${be}${list}${end}`,
].map((source) => new RegExp(source));
const reached = new RegExp(`^(?:conflict )?(?:# )?(?:is |was |has been )?(?:\\$ )?(?:is )?${list}$`);

/** The states in which the texts of an operation permit it. Nothing if they state none. */
export function statedStates(operation: Operation, item: string, values: readonly string[]): StatedStates | undefined {
  const sentences = sentencesOf(operation, item, values, []);
  const valuesIn = (text: string): readonly string[] => [...text.matchAll(/@(\d+)/g)].flatMap(([, index]) => values[Number(index)] ?? []);
  const found = { allowed: new Set<string>(), forbidden: new Set<string>(), stated: new Set<string>() };
  const add = (to: Set<string>, matched: RegExpMatchArray | null, text: string): void => {
    const { verb, states = "" } = matched?.groups ?? {};
    // "Only open invoices can be paid" has a state as its verb.
    if (matched === null || (verb !== undefined && !isVerbOf(operation, valuesIn(verb)[0] ?? verb))) return;
    for (const value of valuesIn(states)) to.add(value);
    found.stated.add(text);
  };
  const hasOthers = sentences.some(({ words }) => others.test(words));
  for (const { words, text, isReason } of sentences) {
    for (const pattern of permitting) add(found.allowed, pattern.exec(words), text);
    // A chain of states has several that lead on.
    if (hasOthers && !/\b(?:then|next)\b/.test(words)) for (const matched of words.matchAll(leading)) add(found.allowed, matched, text);
    if (isReason) add(found.allowed, unfit.exec(words), text);
    if (isReason || refusal.test(words)) for (const pattern of unless) add(found.allowed, pattern.exec(words), text);
    for (const pattern of forbidding) add(found.forbidden, pattern.exec(words), text);
    if (isReason) add(found.forbidden, reached.exec(words), text);
  }
  if (found.allowed.size + found.forbidden.size === 0) return undefined;
  return { allowed: [...found.allowed], forbidden: [...found.forbidden], stated: [...found.stated] };
}

/** Whether a participle is about the operation: "deleted" about DELETE, "paid" about `POST /invoices/{id}/pay`. */
function isVerbOf(operation: Operation, verb: string): boolean {
  if (operation.method === "delete") return /^(?:deleted|removed|discarded|destroyed)$/.test(verb);
  if (operation.method !== "post") return /^(?:updated|changed|edited|modified|replaced|altered)$/.test(verb);
  const last = pathOf(operation)
    .split(/[/:]/)
    .findLast((segment) => segment !== "" && !segment.includes("{"));
  return last?.slice(0, 2).toLowerCase() === verb.slice(0, 2);
}

const contains = "(?:has|have|contains?|holds?|owns?)";
const withContents = [
  new RegExp(`^(?:# )?cannot be (?:deleted|removed) (?:when|while|if|as long as|until) # ${contains} (?:any )?(%\\d+)${end}`),
  new RegExp(
    `^(?:# )?cannot be (?:deleted|removed) (?:when|while|if|as long as|until) (?:has |are )?(?:any )?(%\\d+)(?: exist| remain| (?:are )?(?:in|on|of|for) #)?${end}`,
  ),
  new RegExp(`^# with (?:any )?(%\\d+) cannot be (?:deleted|removed)${end}`),
  new RegExp(`^# (?:which )?${contains} (?:any )?(%\\d+) cannot be (?:deleted|removed)${end}`),
];
const contentReasons = [
  new RegExp(`^(?:conflict )?# ${contains} (?:any |some )?(%\\d+)$`),
  /^(?:conflict )?(%\d+) (?:exist|remain|are (?:in|on) #|(?:refer to|belong to|reference|use) #)$/,
];
const empty =
  /^(?:only empty # can be (?:deleted|removed)|(?:# )?(?:can|may) (?:only be (?:deleted|removed)|be (?:deleted|removed) only) (?:when|while|if) (?:# )?(?:is )?empty|# must be empty)$/;
const notEmpty = /^(?:conflict )?(?:# is )?not empty$/;

/**
 * Which contents prevent a delete, according to its texts: the index of a name, with the sentence.
 *
 * @param contents Names of resources that an item may have; the only one of them is what "empty" means.
 * @param isOnly Whether there is only one below the item.
 */
export function statedContents(
  operation: Operation,
  item: string,
  contents: readonly string[],
  only: string | undefined,
): { readonly name: string; readonly stated: string } | undefined {
  for (const { words, text, isReason } of sentencesOf(operation, item, [], contents)) {
    const patterns = isReason ? [...withContents, ...contentReasons] : withContents;
    const index = patterns.flatMap((pattern) => pattern.exec(words)?.[1] ?? [])[0];
    const name = index === undefined ? undefined : contents[Number(index.slice(1))];
    if (name !== undefined) return { name, stated: text };
    if (only !== undefined && (empty.test(words) || (isReason && notEmpty.test(words)))) return { name: only, stated: text };
  }
  return undefined;
}
