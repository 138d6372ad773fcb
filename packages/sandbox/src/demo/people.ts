import type { Random } from "./random.ts";

const firstNames =
  list(`James Mary Robert Patricia John Jennifer Michael Linda David Elizabeth William Barbara Richard
Susan Joseph Jessica Thomas Karen Christopher Sarah Charles Lisa Daniel Nancy Matthew Sandra Anthony Ashley Mark Emily
Steven Kimberly Donald Betty Andrew Margaret Joshua Donna Paul Michelle Kenneth Carol Kevin Amanda Brian Melissa Timothy
Deborah Ronald Stephanie Jason Rebecca George Sharon Edward Laura Jeffrey Cynthia Ryan Dorothy Jacob Amy Nicholas Kathleen
Gary Angela Eric Shirley Jonathan Emma Stephen Brenda Larry Pamela Justin Nicole Scott Anna Brandon Samantha Benjamin
Katherine Samuel Christine Gregory Debra Alexander Rachel Patrick Carolyn Frank Janet Raymond Maria Jack Olivia Dennis
Heather Jerry Helen Tyler Catherine Aaron Diane Jose Julie Adam Victoria Nathan Joyce Henry Lauren Zachary Kelly Douglas
Christina Peter Ruth Kyle Joan Noah Virginia Ethan Judith Jeremy Evelyn Christian Hannah Walter Andrea Keith Megan Austin
Cheryl Roger Jacqueline Terry Madison Sean Teresa Gerald Abigail Carl Sophia Dylan Martha Harold Sara Jordan Gloria Jesse
Janice Bryan Kathryn Lawrence Ann Arthur Isabella Gabriel Judy Bruce Charlotte Logan Julia Billy Grace Joe Amber Alan Alice
Juan Jean Elijah Denise Willie Frances Albert Danielle Wayne Marilyn Randy Natalie Mason Beverly Vincent Diana Liam Brittany
Roy Theresa Bobby Kayla Caleb Alexis Bradley Doris Russell Lori Lucas Tiffany Keoni Leilani Malia Kawika Noelani`);
const lastNames =
  list(`Smith Johnson Williams Brown Jones Garcia Miller Davis Rodriguez Martinez Hernandez Lopez Gonzalez
Wilson Anderson Thomas Taylor Moore Jackson Martin Lee Perez Thompson White Harris Sanchez Clark Ramirez Lewis Robinson
Walker Young Allen King Wright Scott Torres Nguyen Hill Flores Green Adams Nelson Baker Hall Rivera Campbell Mitchell Carter
Roberts Gomez Phillips Evans Turner Diaz Parker Cruz Edwards Collins Reyes Stewart Morris Morales Murphy Cook Rogers
Gutierrez Ortiz Morgan Cooper Peterson Bailey Reed Kelly Howard Ramos Kim Cox Ward Richardson Watson Brooks Chavez Wood James
Bennett Gray Mendoza Ruiz Hughes Price Alvarez Castillo Sanders Patel Myers Long Ross Foster Jimenez Powell Jenkins Perry
Russell Sullivan Bell Coleman Butler Henderson Barnes Gonzales Fisher Vasquez Simmons Romero Jordan Patterson Alexander
Hamilton Graham Reynolds Griffin Wallace Moreno West Cole Hayes Bryant Herrera Gibson Ellis Tran Medina Aguilar Stevens
Murray Ford Castro Marshall Owens Harrison Fernandez McDonald Woods Washington Kennedy Wells Vargas Henry Chen Freeman Webb
Tucker Guzman Burns Crawford Olson Simpson Porter Hunter Gordon Mendez Silva Shaw Snyder Mason Dixon Munoz Hunt Hicks Holmes
Palmer Wagner Black Robertson Boyd Rose Stone Salazar Fox Warren Mills Meyer Rice Schmidt Garza Daniels Ferguson Nichols
Stephens Soto Weaver Ryan Gardner Payne Grant Dunn Kelley Spencer Hawkins Arnold Pierce Hansen Peters Santos Hart Bradley
Knight Elliott Cunningham Duncan Armstrong Hudson Carroll Lane Riley Andrews Alvarado Ray Delgado Berry Perkins Hoffman
O'Brien O'Connor MacDonald Kahale Nakamura Kealoha Smith-Jones`);
const staffNames = list(
  "Robin Casey Jordan Taylor Morgan Riley Jamie Avery Quinn Harper Dana Kim Alex Sam Jess Drew",
);
const streetNames =
  list(`Main Oak Maple Cedar Pine Elm Washington Lake Hill Walnut Spring North Ridge Church Willow Mill
Sunset Railroad Jefferson Center Highland Forest Jackson River Meadow Park Chestnut Franklin Cherry Dogwood Hickory Lincoln
Valley Madison Lakeview Summit Birch Magnolia Aspen Juniper`);
const streetKinds = ["St", "Ave", "Rd", "Dr", "Ln", "Ct", "Way", "Blvd"];

function list(words: string): string[] {
  return words.split(/\s+/);
}

export interface Person {
  first: string | null;
  last: string;
  full: string;
}

const rescues = [
  "Second Chance Rescue",
  "Happy Tails Foster",
  "County Animal Shelter",
  "Paws & Claws Sanctuary",
];

/** A client as the front desk typed it; now and then a rescue. */
export function somePerson(random: Random): Person {
  if (random.chance(0.005)) {
    const rescue = random.pick(rescues);
    return { first: null, last: rescue, full: rescue };
  }
  const typed = random.chance(0.06) ? (name: string) => name.toUpperCase() : (name: string) => name;
  const first = typed(random.pick(firstNames));
  const last = typed(random.pick(lastNames));
  return { first, last, full: `${first} ${last}` };
}

/** Somebody of a practice's staff, e.g. "Robin M." */
export function someStaff(random: Random): string {
  return `${random.pick(staffNames)} ${random.pick(lastNames).slice(0, 1)}.`;
}

export function someStreet(random: Random): string {
  return `${random.whole(2, 9800)} ${random.pick(streetNames)} ${random.pick(streetKinds)}`;
}

/** An address that leads nowhere (example.com is kept free for that). */
export function someEmail(random: Random, { first, last }: Person): string {
  const words = [first ?? "office", last].map((name) => name.toLowerCase().replaceAll(/[^a-z]/g, ""));
  return `${words.join(random.pick([".", "", "_"]))}${random.whole(1, 99)}@example.com`;
}
