/** What `parseArgs` makes of flags, none of which need be given. */
export type FlagValues<Flags> = {
  readonly [K in keyof Flags]?: Flags[K] extends { readonly multiple: true }
    ? readonly string[]
    : Flags[K] extends { readonly type: "boolean" }
      ? boolean
      : string;
};
