/** Per bench: date, command, commit, machine, versions, results. */
export type Measured = Readonly<Record<string, object>>;

export const pages: readonly string[];
export function read(page: string): string;
export function rendered(text: string, measured: Measured): string;
export function renderedPages(measured: Measured): Map<string, string>;
export function viewsOf(text: string): string[];
export function mixedIn(view: string, measured: Measured): string[];
export function looseFigures(text: string, measured: Measured): { readonly line: number; readonly found: string; readonly what: string }[];
export function isMeasured(view: string, measured: Measured): boolean;
