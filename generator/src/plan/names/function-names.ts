/** The other functions of a validator: `isSession`, `sessionRule`, `checkSession` and so on. */
export function functionNames(name: string): FunctionNames {
  const capitalized = `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
  return {
    isName: `is${capitalized}`,
    ruleName: `${name}Rule`,
    checkName: `check${capitalized}`,
    assertName: `assert${capitalized}`,
    parseName: `parse${capitalized}`,
  };
}

export interface FunctionNames {
  /** `isSession`: the fast test. */
  readonly isName: string;
  /** `sessionRule`: the schema, keyword by keyword. Exported by its own module alone. */
  readonly ruleName: string;
  /** `checkSession`: the value, or every issue. */
  readonly checkName: string;
  /** `assertSession`: throws every issue. */
  readonly assertName: string;
  /** `parseSession`: the value, or a copy without unknown properties and with defaults. */
  readonly parseName: string;
}
