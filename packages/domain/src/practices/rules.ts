import {
  isLink,
  staleAfterHours,
  type PracticeSettings,
  type ReadinessItem,
} from "@vetsuccess/contract/practices";
import { saysStop } from "@vetsuccess/contract/templates";
import { isUsNumber } from "../outreach/rules/phones.ts";
import { fillTemplate, type Wording } from "../outreach/rules/templates.ts";

/** So many of a hundred questions must be answered before a practice's texts are turned on. */
const faqShare = 50;

export interface ReadinessFacts {
  settings: Pick<
    PracticeSettings,
    "smsSendersPhone" | "smsScheduler" | "smsPracticeName" | "smsPhone" | "smsLink"
  >;
  wording: Wording;
  /** When the extractor last brought data; null: never. */
  dataAt: Date | null;
  questions: number;
  answers: number;
}

/** What has to be in order before texts are turned on, in the order in which one would see to it. */
export function readinessOf(facts: ReadinessFacts, now: Date): ReadinessItem[] {
  return [sender(facts), names(facts), link(facts), templates(facts), data(facts, now), faq(facts)];
}

type Item = Omit<ReadinessItem, "isReady">;
const ready = (item: Omit<Item, "fix">): ReadinessItem => ({ ...item, isReady: true, fix: null });
const open = (item: Item): ReadinessItem => ({ ...item, isReady: false });

function sender({ settings }: ReadinessFacts): ReadinessItem {
  const phone: string = settings.smsSendersPhone;
  const isUsable = isUsNumber(phone);
  const item = { key: "SENDER", title: "Sender" } as const;
  if (isUsable) return ready({ ...item, state: "A US number that can send." });
  return open({
    ...item,
    state:
      phone === ""
        ? "No number to send from."
        : `${settings.smsSendersPhone} is no number that the US could assign.`,
    fix: "Enter the practice's Dialpad number as the sender's phone.",
  });
}

function names({ settings }: ReadinessFacts): ReadinessItem {
  const item = { key: "NAMES", title: "Names" } as const;
  const missing = [
    ...(settings.smsScheduler.trim() === "" ? ["scheduler"] : []),
    ...(settings.smsPracticeName.trim() === "" ? ["practice"] : []),
  ];
  if (missing.length === 0)
    return ready({ ...item, state: `${settings.smsScheduler} from ${settings.smsPracticeName}.` });
  return open({
    ...item,
    state: `The name of the ${missing.join(" and of the ")} is missing.`,
    fix: "Enter the names as clients shall read them.",
  });
}

function link({ settings: { smsLink } }: ReadinessFacts): ReadinessItem {
  const item = { key: "LINK", title: "Link" } as const;
  if (isLink(smsLink)) return ready({ ...item, state: smsLink });
  return open({
    ...item,
    state: smsLink === "" ? "No link to book with." : `"${smsLink}" is no address that a phone can open.`,
    fix: "Enter the booking page's address, like https://example.com/book.",
  });
}

function templates({ settings, wording }: ReadinessFacts): ReadinessItem {
  const item = { key: "TEMPLATES", title: "Templates" } as const;
  const values = {
    scheduler: settings.smsScheduler || "-",
    practice_name: settings.smsPracticeName || "-",
    your_pets_capitalized: "Rex",
    your_pets: "Rex",
    be_verb: "is",
    practice_phone_number: settings.smsPhone,
    link: settings.smsLink || "-",
  };
  const { withLink, withPhone } = wording.defaultTexts;
  const all = [...wording.templates.map(({ template }) => template), withLink, withPhone];
  const withoutStop = all.filter((template) => !saysStop(template)).length;
  const unfilled = all.filter((template) => fillTemplate(template, values) === null).length;
  if (withoutStop === 0 && unfilled === 0)
    return ready({ ...item, state: `All ${all.length} texts can be filled in and say how to opt out.` });
  const needsPhone =
    settings.smsPhone.trim() === "" && all.some((text) => text.includes("{practice_phone_number}"));
  return open({
    ...item,
    state:
      [
        ...(unfilled > 0 ? [`${unfilled} of ${all.length} texts cannot be filled in`] : []),
        ...(withoutStop > 0 ? [`${withoutStop} of ${all.length} do not say how to opt out`] : []),
      ].join(", ") + ".",
    fix:
      withoutStop === 0 && needsPhone
        ? "Enter the practice's phone number: templates speak of it."
        : "Mend the templates that are marked as broken.",
  });
}

function data({ dataAt }: ReadinessFacts, now: Date): ReadinessItem {
  const item = { key: "DATA", title: "Data" } as const;
  const hours = dataAt && Math.floor((now.getTime() - dataAt.getTime()) / 3_600_000);
  if (hours !== null && hours < staleAfterHours)
    return ready({ ...item, state: hours < 1 ? "Imported within the hour." : `Imported ${hours} h ago.` });
  return open({
    ...item,
    state:
      hours === null
        ? "Nothing was imported yet."
        : `Imported ${hours} h ago; ${staleAfterHours} h is the limit.`,
    fix: "See that the extractor runs on the practice's server.",
  });
}

function faq({ questions, answers }: ReadinessFacts): ReadinessItem {
  const item = { key: "FAQ", title: "Answers" } as const;
  const needed = Math.ceil((questions * faqShare) / 100);
  const state = `${answers} of ${questions} questions answered.`;
  if (answers >= needed) return ready({ ...item, state });
  return open({
    ...item,
    state,
    fix: `Answer ${needed - answers} more, so that agents can help who calls back.`,
  });
}
