/** What a colour says, the same everywhere: info waits, busy is under way, odd needs a person to decide. */
export type Tone = "neutral" | "info" | "busy" | "good" | "warn" | "bad" | "odd";
