import type { Calendar } from "./calendar.ts";
import { someStaff, someStreet } from "./people.ts";
import { places, type Numbers, type Place } from "./places.ts";
import type { Random } from "./random.ts";
import type { Sheets } from "./tables.ts";

/** How far a practice is: its mailing runs, is launched today, is off; or the practice has left. */
type Stage = "running" | "launching" | "mailing-off" | "archived";

export interface DemoPractice {
  id: string;
  serverId: number;
  place: Place;
  stage: Stage;
  /** What its texts say of it. */
  sender: { scheduler: string; name: string; phone: string; link: string; number: string };
}

/** Days before a launch from which on its reminders count: seven weeks and three months. */
const launchReachDays = 49 + 90;
/** Mailing of a running practice began so long ago. */
export const runningSinceDays = 180;

const names =
  `Willow Creek, Prairie Wind, Red Rock, Saguaro, Cherry Hill, Northern Lights, Rainbow Falls, Maple Street,
Silver Lake, Blue Heron, Oak Grove, Riverbend, Sunnyside, Stonebridge, Fox Hollow, Cedar Park, Harbor View, Meadowlark,
Copper Canyon, Lakeshore`
    .split(",")
    .map((name) => name.trim());
const kinds = ["Animal Hospital", "Veterinary Clinic", "Pet Hospital", "Veterinary Center"];
const programs = ["AVImark", "Cornerstone", "ImproMed", "ezyVet"];

/** Servers and practices with their settings: practice 1001 on server 101, and so on. */
export function addPractices(
  {
    random,
    calendar,
    sheets,
    numbers,
  }: { random: Random; calendar: Calendar; sheets: Sheets; numbers: Numbers },
  counts: { practices: number; servers: number },
): DemoPractice[] {
  for (let at = 0; at < counts.servers; at += 1) addServer({ random, calendar, sheets, numbers }, at);
  return Array.from({ length: counts.practices }, (_, at): DemoPractice => {
    const serverAt = at % counts.servers;
    const place = placeOf(serverAt);
    const practice = {
      id: String(1001 + at),
      serverId: 101 + serverAt,
      place,
      stage: stageOf(at, counts.practices),
      sender: senderOf(random, at, place, numbers),
    };
    addPractice({ random, calendar, sheets }, practice);
    return practice;
  });
}

const placeOf = (serverAt: number) => places[serverAt % places.length] as Place;
const programOf = (serverAt: number) => programs[serverAt % programs.length] ?? "AVImark";

function stageOf(at: number, practices: number): Stage {
  if (practices < 4) return "running";
  if (at === 1) return "launching";
  if (at === practices - 1) return "archived";
  return at === Math.floor(practices / 2) ? "mailing-off" : "running";
}

function senderOf(random: Random, at: number, place: Place, numbers: Numbers): DemoPractice["sender"] {
  const round = at < names.length ? "" : ` ${Math.floor(at / names.length) + 1}`;
  const short = `${names[at % names.length]}${round}`;
  const number = numbers.next(place);
  const phone = numbers.next(place);
  return {
    scheduler: someStaff(random).split(" ")[0] ?? "Robin",
    name: `${short} ${kinds[at % kinds.length]}`,
    phone: `(${phone.slice(0, 3)}) ${phone.slice(3, 6)}-${phone.slice(6)}`,
    link: `https://book.example.com/${short.toLowerCase().replaceAll(" ", "-")}`,
    number,
  };
}

function addServer(
  {
    random,
    calendar,
    sheets,
    numbers,
  }: { random: Random; calendar: Calendar; sheets: Sheets; numbers: Numbers },
  at: number,
): void {
  const place = placeOf(at);
  const id = 101 + at;
  const name = `${place.city.toUpperCase().replaceAll(" ", "")}-SRV${String(at + 1).padStart(2, "0")}`;
  sheets.add("apps_server", {
    odu_id: id,
    name,
    pims: programOf(at),
    address_1: someStreet(random),
    city: place.city,
    state: place.state,
    country: "US",
    zip_code: place.zip,
    time_zone: place.timeZone,
    phone: numbers.next(place),
    most_recent_pims_update: calendar.at(0, 1, 12),
    data_source: "demo",
  });
  sheets.add("apps_subserver", {
    odu_id: `${id}-1`,
    display_name: place.city,
    name: `${name}-1`,
    time_zone: place.timeZone,
    server_id: id,
    data_source: "demo",
  });
}

function addPractice(
  { random, calendar, sheets }: { random: Random; calendar: Calendar; sheets: Sheets },
  practice: DemoPractice,
): void {
  const { id, serverId, place, stage, sender } = practice;
  const mail = sender.link.slice(sender.link.lastIndexOf("/") + 1);
  sheets.add("apps_practice", {
    odu_id: id,
    server_id: serverId,
    name: sender.name,
    phone_number: sender.phone,
    scheduler: sender.scheduler,
    address_1: someStreet(random),
    city: place.city,
    state: place.state,
    country: "US",
    zip_code: place.zip,
    has_pims_connection: stage !== "archived",
    pims: programOf(serverId - 101),
    latest_extractor_updated: calendar.at(0, 1, 15),
    latest_transaction: calendar.at(-1, 22, 40),
    is_archived: stage === "archived",
    data_source: "demo",
  });
  sheets.add("apps_practicesettings", {
    uuid: random.uuid(),
    practice_id: id,
    is_sms_mailing_enabled: stage === "running" || stage === "launching",
    is_email_updates_enabled: stage === "running",
    sms_senders_phone: sender.number,
    sms_scheduler: sender.scheduler,
    sms_practice_name: sender.name,
    sms_phone: sender.phone,
    sms_link: sender.link,
    email: `${mail}@example.com`,
    launch_date:
      stage === "launching" ? calendar.day(0) : stage === "running" ? calendar.day(-runningSinceDays) : null,
    start_date_for_launch: stage === "launching" ? calendar.day(-launchReachDays) : null,
    scheduler_email: "scheduling@example.com",
    rdo_name: someStaff(random),
    rdo_email: `rdo-${place.state.toLowerCase()}@example.com`,
  });
  if (stage === "running")
    sheets.add("apps_outreachwatermark", { practice_id: id, covered_through: calendar.day(-1) });
}
