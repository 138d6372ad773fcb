import type { DemoPractice } from "./practices.ts";
import type { Random } from "./random.ts";
import { templates } from "./services.ts";
import type { Sheets } from "./tables.ts";

/** Outcomes an agent can record, with how many of 100 pets get each. */
export const openOutcomes = [
  ["Appointment scheduled", 34],
  ["Left voicemail", 22],
  ["Client will call back", 16],
  ["No answer", 14],
  ["Client declined - too expensive", 6],
  ["Client declined - already vaccinated elsewhere", 8],
] as const;

/** Outcomes that end all texts about a pet. */
export const finalOutcomes = [
  ["Client declined - pet died", 20],
  ["Deceased per client", 25],
  ["Client moved away", 25],
  ["Pet rehomed", 12],
  ["Changed clinics", 18],
] as const;

/** Those of them that end all texts to the client. */
const clientWide: ReadonlySet<string> = new Set(["Client moved away", "Changed clinics"]);

const faq: readonly (readonly [question: string, answers: readonly string[]])[] = [
  [
    "What are the opening hours?",
    ["Mon-Fri 8-6, Sat 9-1, closed Sunday.", "Mon-Fri 7:30-5:30.", "Mon-Sat 8-7."],
  ],
  [
    "Do you take walk-ins?",
    ["Nail trims and vaccines only, before 10.", "No, by appointment only.", "Yes, expect to wait."],
  ],
  [
    "Which vaccines does boarding ask for?",
    ["Rabies, DHPP, Bordetella within 6 months.", "Rabies, DHPP, Bordetella, CIV."],
  ],
  ["How much is an exam?", ["$68, recheck $42.", "$59.", "$74, emergencies $110."]],
  ["Which payment do you accept?", ["Cards, cash, CareCredit. No checks.", "Cards and Scratchpay."]],
  [
    "Who sees exotic pets?",
    ["Dr. Lee on Tuesdays and Thursdays.", "Nobody here: refer to the university hospital."],
  ],
  [
    "Where do emergencies go after hours?",
    ["To the 24 h hospital across town; the number is on our voicemail."],
  ],
  ["How early should a new client come?", ["15 minutes, with records from the last practice."]],
];

/** What an administrator has set up: outcomes, SMS templates, questions and most practices' answers. */
export function addCallCenter(
  { random, sheets }: { random: Random; sheets: Sheets },
  practices: readonly DemoPractice[],
): void {
  const live = { is_archived: false, version: 1 };
  for (const [text] of openOutcomes)
    sheets.add("apps_outcome", { ...live, uuid: random.uuid(), text, is_final: false, scope: "PET" });
  for (const [text] of finalOutcomes) {
    const scope = clientWide.has(text) ? "CLIENT" : "PET";
    sheets.add("apps_outcome", { ...live, uuid: random.uuid(), text, is_final: true, scope });
  }
  for (const [at, { keyWords, template }] of templates.entries())
    sheets.add("apps_smstemplate", {
      uuid: random.uuid(),
      key_words: keyWords,
      template,
      position: (at + 1) * 10,
    });
  for (const [at, [text, answers]] of faq.entries()) {
    const question = random.uuid();
    sheets.add("apps_question", {
      uuid: question,
      text,
      position: (at + 1) * 10,
      is_pinned: at === 0,
      version: 1,
    });
    for (const practice of practices)
      if (random.chance(0.85))
        sheets.add("apps_answer", {
          uuid: random.uuid(),
          practice_id: practice.id,
          question_id: question,
          text: random.pick(answers),
        });
  }
}
