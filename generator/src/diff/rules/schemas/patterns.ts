import { show, type Parameters } from "../rule.js";

/** `, unless they match "^x-[0-9]$"`: the patterns of the other document whose names are some of these. */
export function beside({ others }: Parameters, words: string): string {
  return Array.isArray(others) && others.length > 0 ? `, ${words} ${show(others)}` : "";
}
