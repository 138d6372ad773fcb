/**
 * Ten ASCII digits that the North American plan could assign: area and exchange code start with 2 to 9, and neither is one
 * of the service codes 211 to 911.
 */
export function isUsNumber(number: string | null): number is string {
  return number !== null && /^[2-9](?!11)[0-9]{2}[2-9](?!11)[0-9]{6}$/.test(number);
}

/** E.164 of ten US digits. */
export function toE164(number: string): string {
  return `+1${number}`;
}

/**
 * Why a phone, by what practice staff typed as its type, cannot or must not get a text. Matched in this order against the
 * type in lower case, digits set apart from letters. A type that no rule knows may get texts.
 */
export const phoneTypeRules = [
  { name: "fax", pattern: /\bfa?x\b|\bfacsimile|\bfax/ },
  { name: "disconnected", pattern: /\bdis+c+on+|\bdisc\b|\bd\/c\b|\bdc ?'?d\b/ },
  {
    name: "wrong",
    pattern: /\bwrong|\bincorrect|\binvalid|\bbad\b|\bnot (an? )?(valid|correct|right|hers?|his|theirs?)\b/,
  },
  {
    name: "out-of-service",
    pattern:
      /\b(not|no longer|out of|non|isn'?t|no|n)[ -]*(in[ -]*)?(service|serv|svc|working|active|current|good)\b|\b(not|no longer) in use\b|\b(does ?n[o']?t|does not|won'?t) work\b|\bn\/?i\/?s\b|\boos\b|\bold\b|\bformer|\bprevious|\bprior\b|\bdead\b|\binactive/,
  },
  {
    name: "no-text",
    pattern:
      /\b(no|not|non|never|stop|without|w\/o|don'?t|do not|can'?t|cannot|can not|doesn'?t|does not|won'?t)\b[ -]*((\w+|\(s\)) ){0,3}?te?xt|\bno ?te?xt|\b(no|never|stop|not|don'?t)\b[ -]*((\w+) ){0,2}?(sms|msgs?|messages?|messaging)\b|\bopt(ed)?[ -]?out|\b(voice|calls?|talk|phone calls?) ?(mail )?only\b|\bland ?-?line|\bpager\b|\bbeeper/,
  },
  {
    name: "do-not-call",
    pattern:
      /\b(do not|don'?t|dont|never|no|not to be)[ -]+(be )?(call|contact|use|ring|phone|disturb|bother|solicit)|\bdnc\b|\bno ?calls?\b/,
  },
  { name: "call-first", pattern: /\bcall\b.{0,20}\b(first|1 ?st|before|ahead)\b|\b(first|1 ?st) call\b/ },
  {
    name: "private",
    pattern:
      /\bun-? ?list|\bnon-? ?(pub|list)|\bunpub|\bprivate|\bpriv\b|\bconfidential|\brestricted|\bsecret\b/,
  },
  {
    name: "work",
    pattern:
      /(?<!after |co)\b(co-?)?(work|wrk|wk)(?!(s|ing|ed)\b)|\bbus(i?ness|\.|\b)|\bbiz\b|\boffice|\bofc\b|\bemploye|\bcompany\b|\bjob\b|\bboss\b|\bext(ension)?\b|\bx ?\d/,
  },
  {
    name: "third-party",
    pattern:
      /\bfriend|\bfrnd\b|\bneighbou?r|\bnbr\b|\broom-?mate|\b(pet|dog|cat|house) ?-?sit|\bsitter|\blandlord|\brealtor/,
  },
  { name: "hotel", pattern: /\bhotel|\bmotel|\bresort\b|\binn\b|\bcamp ?ground|\brv park|\bvacation/ },
  { name: "emergency", pattern: /\bemer\b|\bemerg|\bice\b|\bin case of\b/ },
] as const satisfies readonly { name: string; pattern: RegExp }[];

export type PhoneTypeRule = (typeof phoneTypeRules)[number]["name"] | "admin";

/**
 * The rule that keeps a phone of this type from getting texts, or null when it may get them.
 *
 * @param excluded types that an admin excluded, trimmed and in lower case; compared as a whole
 */
export function excludedPhoneType(type: string | null, excluded: ReadonlySet<string>): PhoneTypeRule | null {
  if (type === null) return null;
  const typed = type.trim().toLowerCase();
  if (excluded.has(typed)) return "admin";
  const words = typed
    .replaceAll(/[’`]/g, "'")
    .replaceAll(/[_\s]+/g, " ")
    .replaceAll(/([a-z])(?=[0-9])|([0-9])(?=[a-z])/g, "$& ");
  return phoneTypeRules.find((rule) => rule.pattern.test(words))?.name ?? null;
}
