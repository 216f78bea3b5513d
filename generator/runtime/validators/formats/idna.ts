import { decode, encodedLength } from "./punycode.js";

/**
 * One label of an internationalised host name: an LDH label, an A-label that decodes to a U-label, or a U-label
 * (RFC 5891 §4.2, RFC 5892, RFC 5893).
 */
export function isLabel(label: string): boolean {
  if (/^xn--/i.test(label)) {
    if (label.length > 63) return false;
    const decoded = decode(label.slice(4).toLowerCase());
    return decoded !== undefined && !isAscii(decoded) && isULabel(decoded);
  }
  if (isAscii(label)) return /^[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?$/i.test(label) && !label.startsWith("--", 2);
  return isULabel(label) && 4 + encodedLength(label) <= 63;
}

function isAscii(text: string): boolean {
  // A negated class: linters reject control characters in a pattern.
  return !/[^\p{ASCII}]/u.test(text);
}

function isULabel(label: string): boolean {
  if (label.normalize("NFC") !== label || label.startsWith("-") || label.endsWith("-") || label.startsWith("--", 2)) return false;
  if (/^\p{M}/u.test(label)) return false;
  const points = [...label];
  return points.every((point, index) => isAllowed(point, index, points)) && followsBidiRule(points);
}

/** Unassigned letters and marks, and those that RFC 5892 §2.6 excludes although their category would let them in. */
const exceptionsDisallowed = /[\u0640\u07fa\u3031-\u3035\u303b]|\u302e|\u302f/u;
const exceptionsValid = /[\u00df\u03c2\u06fd\u06fe\u0f0b\u3007]/u;
const letterOrDigit = /[\p{Ll}\p{Lu}\p{Lo}\p{Nd}\p{Lm}\p{Mn}\p{Mc}]/u;
const ignorable = /[\p{Default_Ignorable_Code_Point}\p{White_Space}\p{Noncharacter_Code_Point}]/u;
const oldHangulJamo = /[\u1100-\u11ff\ua960-\ua97c\ud7b0-\ud7c6\ud7cb-\ud7fb]/u;

/** RFC 5892 §3: PVALID, or allowed by a rule of the context. */
function isAllowed(point: string, index: number, points: readonly string[]): boolean {
  const before = points[index - 1] ?? "";
  const after = points[index + 1] ?? "";
  switch (point) {
    case "\u00b7": // MIDDLE DOT: between two l
      return before === "l" && after === "l";
    case "\u0375": // GREEK KERAIA: before a Greek letter
      return /\p{Script=Greek}/u.test(after);
    case "\u05f3": // HEBREW GERESH and GERSHAYIM: after a Hebrew letter
    case "\u05f4":
      return /\p{Script=Hebrew}/u.test(before);
    case "\u30fb": // KATAKANA MIDDLE DOT: next to Hiragana, Katakana or Han
      return points.some((each) => each !== "\u30fb" && /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u.test(each));
    case "\u200c": // ZERO WIDTH NON-JOINER: after a virama, or between joining letters
      return isVirama(before) || joins(points, index);
    case "\u200d": // ZERO WIDTH JOINER: after a virama
      return isVirama(before);
  }
  if (/[\u0660-\u0669]/u.test(point)) return !points.some((each) => /[\u06f0-\u06f9]/u.test(each));
  if (/[\u06f0-\u06f9]/u.test(point)) return !points.some((each) => /[\u0660-\u0669]/u.test(each));
  if (exceptionsValid.test(point)) return true;
  if (exceptionsDisallowed.test(point)) return false;
  if (/[-a-z\d]/.test(point)) return true;
  // Unstable under folding and compatibility normalisation: capitals, ligatures, full-width forms.
  if (point.normalize("NFKC").toLowerCase().normalize("NFKC") !== point) return false;
  return letterOrDigit.test(point) && !ignorable.test(point) && !oldHangulJamo.test(point);
}

/** Letters of canonical combining class 9. */
const viramas =
  /[\u094d\u09cd\u0a4d\u0acd\u0b4d\u0bcd\u0c4d\u0ccd\u0d3b\u0d3c\u0d4d\u0dca\u0e3a\u0eba\u0f84\u1039\u103a\u1714\u1715\u1734\u17d2\u1a60\u1b44\u1baa\u1bab\u1bf2\u1bf3\u2d7f\ua806\ua82c\ua8c4\ua953\ua9c0\uaaf6\uabed\u{10a3f}\u{11046}\u{1107f}\u{110b9}\u{11133}\u{11134}\u{111c0}\u{11235}\u{112ea}\u{1134d}\u{11442}\u{114c2}\u{115bf}\u{1163f}\u{116b6}\u{1172b}\u{11839}\u{1193d}\u{1193e}\u{119e0}\u{11a34}\u{11a47}\u{11a99}\u{11c3f}\u{11d44}\u{11d45}\u{11d97}]/u;

function isVirama(point: string): boolean {
  return viramas.test(point);
}

/** Between letters that join to it on either side, transparent marks in between (RFC 5892 appendix A.1). Arabic, Syriac, N'Ko and Mongolian letters join. */
function joins(points: readonly string[], index: number): boolean {
  const joining = /[\p{Script=Arabic}\p{Script=Syriac}\p{Script=Nko}\p{Script=Mongolian}\p{Script=Phags_Pa}\p{Script=Mandaic}]/u;
  // These join only to the letter before them.
  const rightJoining =
    /[\u0622-\u0625\u0627\u0629\u062f-\u0632\u0648\u0671-\u0673\u0675-\u0677\u0688-\u0699\u06c0\u06c3-\u06cb\u06cd\u06cf\u06d2\u06d3\u06d5\u06ee\u06ef]/u;
  let left = index - 1;
  while (/\p{Mn}/u.test(points[left] ?? "")) left--;
  let right = index + 1;
  while (/\p{Mn}/u.test(points[right] ?? "")) right++;
  const before = points[left] ?? "";
  const after = points[right] ?? "";
  const isLetter = /\p{L}/u;
  return isLetter.test(before) && joining.test(before) && !rightJoining.test(before) && isLetter.test(after) && joining.test(after);
}

const rightToLeft =
  /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Samaritan}\p{Script=Mandaic}\p{Script=Adlam}]/u;

export function isRightToLeft(point: string): boolean {
  return rightToLeft.test(point) && /\p{L}/u.test(point);
}

/** RFC 5893 §2, as far as scripts decide it: a label with a right-to-left letter begins with one and holds no left-to-right letter. */
function followsBidiRule(points: readonly string[]): boolean {
  if (!points.some(isRightToLeft)) return true;
  const isNeutral = /[\p{M}\p{N}\p{P}\p{S}-]|\u200c|\u200d/u;
  if (!isRightToLeft(points[0] ?? "")) return false;
  // European and Arabic digits are not mixed (rule 4).
  if (points.some((point) => /[\d\u06f0-\u06f9]/.test(point)) && points.some((point) => /[\u0660-\u0669]/.test(point))) return false;
  if (!points.every((point) => isRightToLeft(point) || isNeutral.test(point))) return false;
  const last = points.filter((point) => !/\p{Mn}/u.test(point)).pop() ?? "";
  return isRightToLeft(last) || /\p{Nd}/u.test(last);
}
