import type { Random } from "./random.ts";

/** Which services a pet is reminded of. */
export type ServiceKind = "dog" | "cat" | "exotic";

interface Service {
  code: string;
  /** As practices write it: each has its own way. */
  spellings: readonly string[];
}

const service = (code: string, ...spellings: string[]): Service => ({ code, spellings });

const forAll = [
  service("EXAM", "Annual Physical Exam", "Annual Exam", "EXAM - ANNUAL WELLNESS", "Wellness Exam (yearly)"),
  service("FECAL", "Fecal Float / Intestinal Parasite Exam", "FECAL TEST", "Intestinal parasite screen"),
  service(
    "DENTAL",
    "Dental Cleaning",
    "DENTAL PROPHY grade 1",
    "Dental Cleaning (COHAT)",
    "Teeth cleaning / dental",
  ),
  service("SENIOR", "Senior Wellness Blood Panel", "SENIOR WELLNESS PROFILE", "Senior Wellness - bi-annual"),
  service("RECHK", "Recheck", "Medical progress exam", "Lab recheck"),
];

const services: Record<ServiceKind, readonly Service[]> = {
  dog: [
    service("RAB3", "Rabies Vaccine - 3 Year", "RABIES 3YR CANINE", "Rabies Vacc (3 yr)"),
    service("RAB1", "Rabies Vaccine - 1 Year", "RABIES 1YR CANINE", "Rabies, puppy booster"),
    service("DHPP", "DHPP Vaccine", "DHPP Booster (annual)", "DA2PP / Distemper-Parvo", "** DHPP 3yr **"),
    service("BORD", "Bordetella (Kennel Cough)", "BORDETELLA ORAL", "Bordetella - intranasal, 6 mo"),
    service("LEPTO", "Leptospirosis Vaccine", "LEPTO-4 ANNUAL", "Lepto booster"),
    service("LYME", "Lyme Vaccine", "Lyme (crLyme) annual"),
    service("CIV", "Canine Influenza H3N2/H3N8", "Influenza, bivalent"),
    service("HWT", "Heartworm Test (4DX)", "HEARTWORM TEST", "4DX Snap - heartworm/tick"),
    service("HWP", "Heartworm Prevention 12 mo", "ProHeart 12 injection"),
    ...forAll,
  ],
  cat: [
    service("FRAB", "Rabies - Feline PureVax 1 yr", "RABIES FELINE 1YR", "Rabies Vaccine - Feline 3 Year"),
    service("FVRCP", "FVRCP Vaccine", "FVRCP Booster", "FVRCP - 3 YEAR"),
    service("FELV", "FeLV Vaccine (Leukemia)", "Feline Leukemia FELV annual"),
    service("FELT", "FeLV/FIV Test", "COMBO TEST FELV FIV HWT"),
    ...forAll,
  ],
  exotic: [
    service("EXW", "Exotic Wellness Exam", "Pocket pet annual exam"),
    service("RHDV", "RHDV2 Vaccine", "RHDV2 booster"),
    service("NAIL", "Nail Trim", "Nail trim - exotic"),
  ],
};

/** A service that is due: a code of the practice's catalogue, and its words for it; sometimes there are none. */
export function someService(random: Random, kind: ServiceKind): { code: string; description: string | null } {
  const { code, spellings } = random.pick(services[kind]);
  return { code, description: random.chance(0.01) ? null : random.pick(spellings) };
}

/** Why a pet was at the practice. */
export const visits = [
  ["Wellness Exam", "annual + vaccines"],
  ["Sick Visit", "vomiting x2 days"],
  ["Sick Visit", "limping, LH leg"],
  ["Technician", "nail trim"],
  ["Technician", "anal glands"],
  ["Surgery", "dental cleaning"],
  ["Recheck", "ear recheck"],
  ["Vaccine Booster", null],
] as const;

/** SMS templates, in the order of matching: key words and text. */
export const templates: readonly { keyWords: readonly string[]; template: string }[] = [
  {
    keyWords: ["rabies"],
    template: text("due for a rabies vaccine, which the law asks for. Book a visit: {link}"),
  },
  {
    keyWords: ["dental", "teeth", "prophy"],
    template: text("due for a dental cleaning. Call {practice_phone_number} or book online: {link}"),
  },
  {
    keyWords: ["senior"],
    template: text("due for a senior wellness check, to catch small things early. Choose a time: {link}"),
  },
  {
    keyWords: ["heartworm", "hwt", "4dx", "proheart"],
    template: text("due for heartworm care. Choose a time: {link}"),
  },
  {
    keyWords: ["vacc", "dhpp", "da2pp", "bordetella", "lepto", "lyme", "influenza", "fvrcp", "felv", "rhdv2"],
    template: text("due for a vaccine. Choose a time that suits {your_pets} and you: {link}"),
  },
  {
    keyWords: ["fecal", "parasite"],
    template: text("due for a parasite check. Choose a time: {link}"),
  },
  {
    keyWords: ["annual", "wellness exam", "physical"],
    template: text("due for a yearly check-up. We would love to see {your_pets}: {link}"),
  },
];

function text(what: string): string {
  return (
    "Hi, it's {scheduler} with {practice_name}. {your_pets_capitalized} {be_verb} " +
    `${what} Reply STOP to opt out.`
  );
}
