/** "Texts" of "texts.deliverNow", "API keys" of "apiKeys.create". */
export function nounOf(action: string): string {
  return words(action.split(".")[0] ?? "");
}

/** "deliver now" of "texts.deliverNow". */
export function verbOf(action: string): string {
  return words(action.split(".")[1] ?? "").toLowerCase();
}

/** camelCase as words that begin with a capital. */
export function words(name: string): string {
  const spaced = name.replaceAll(/([a-z])([A-Z])/g, "$1 $2").toLowerCase();
  const begun = spaced.charAt(0).toUpperCase() + spaced.slice(1);
  return begun
    .replace(/^Api\b/, "API")
    .replace(/^Sms\b/, "SMS")
    .replace(/\bid\b/i, "id");
}
