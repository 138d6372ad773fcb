import type { Random } from "./random.ts";
import type { ServiceKind } from "./services.ts";

interface Breed {
  name: string;
  /** Pounds of a grown one. */
  weight: readonly [number, number];
  colors: readonly string[];
}

interface Species {
  /** As practice software has it: a code and a description. */
  code: string;
  description: string;
  services: ServiceKind;
  breeds: readonly Breed[];
}

const labColors = ["Black", "Yellow", "Chocolate"];
const catColors = [
  "Black",
  "Brown Tabby",
  "Grey",
  "Orange Tabby",
  "Tortoiseshell",
  "Calico",
  "Black & White",
];

const dogs: readonly Breed[] = [
  breed("Labrador Retriever", 55, 85, labColors),
  breed("Golden Retriever", 55, 78, ["Golden", "Cream", "Red"]),
  breed("German Shepherd Dog", 55, 90, ["Black & Tan", "Sable", "Black"]),
  breed("Chihuahua", 4, 9, ["Fawn", "Black & Tan", "Chocolate", "White"]),
  breed("Shih Tzu", 9, 17, ["White & Gold", "Brindle", "Black & White"]),
  breed("Yorkshire Terrier", 4, 8, ["Blue & Tan", "Black & Gold"]),
  breed("French Bulldog", 18, 29, ["Brindle", "Fawn", "Blue", "Cream"]),
  breed("Dachshund, Miniature", 8, 13, ["Red", "Black & Tan", "Dapple"]),
  breed("Beagle", 20, 32, ["Tricolor", "Lemon & White"]),
  breed("Boxer", 50, 78, ["Fawn", "Brindle"]),
  breed("Australian Shepherd", 40, 62, ["Blue Merle", "Red Merle", "Black Tri"]),
  breed("Border Collie", 30, 52, ["Black & White", "Red & White", "Blue Merle"]),
  breed("Pit Bull Mix", 40, 72, ["Brindle", "Blue", "Fawn", "Red Nose"]),
  breed("Poodle Mix", 10, 48, ["Apricot", "Black", "Cream", "Red"]),
  breed("Great Dane", 105, 170, ["Harlequin", "Fawn", "Blue"]),
  breed("Labrador Mix", 40, 80, labColors),
];
const cats: readonly Breed[] = [
  breed("Domestic Shorthair", 7, 15, catColors),
  breed("Domestic Shorthair", 7, 15, catColors),
  breed("Domestic Shorthair", 7, 15, catColors),
  breed("Domestic Longhair", 8, 16, catColors),
  breed("Domestic Mediumhair", 8, 15, catColors),
  breed("Maine Coon", 11, 22, ["Brown Tabby", "Silver Tabby", "Black Smoke"]),
  breed("Siamese", 6, 12, ["Seal Point", "Blue Point", "Lilac Point"]),
  breed("Ragdoll", 10, 19, ["Seal Bicolor", "Blue Point"]),
  breed("Russian Blue", 7, 12, ["Blue"]),
];
const others: readonly Breed[] = [
  breed("Rabbit, Holland Lop", 2, 4, ["Broken Orange", "Tort", "Black"]),
  breed("Rabbit, Mini Rex", 3, 5, ["Castor", "Blue", "White"]),
  breed("Guinea Pig", 1, 3, ["Tricolor", "Roan", "White"]),
];

const canine: Species = { code: "CAN", description: "Canine", services: "dog", breeds: dogs };
const feline: Species = { code: "FEL", description: "Feline", services: "cat", breeds: cats };
const exotic: Species = {
  code: "EXO",
  description: "Exotic / Pocket Pet",
  services: "exotic",
  breeds: others,
};

function breed(name: string, from: number, to: number, colors: readonly string[]): Breed {
  return { name, weight: [from, to], colors };
}

const names =
  `Bella Luna Max Charlie Cooper Milo Daisy Lucy Buddy Bailey Rocky Sadie Molly Tucker Bear Duke Jack Oliver Leo
Toby Zoey Stella Penny Ruby Rosie Lola Gracie Coco Willow Roxy Nala Maggie Finn Gus Murphy Louie Winston Oscar Scout Hank
Ziggy Moose Koda Maverick Apollo Zeus Thor Ace Loki Simba Ginger Pepper Honey Hazel Olive Poppy Ivy Juniper Maple Mocha
Biscuit Waffles Peanut Pickles Noodle Beans Mochi Oreo Cookie Pumpkin Smokey Shadow Midnight Tiger Felix Jasper Boots
Mittens Whiskers Cleo Chloe Princess Angel Lady Ellie Millie Piper Harley Remi Riley Sophie Emma Abby Annie Dixie Josie
Kona Kai Lani Denali Aspen Sierra Dakota Montana Rusty Copper Amber Indie Ozzy Bowie Prince Elvis Dolly Waylon Otis
Frankie Benny Teddy Archie Arlo Beau Boomer Bruno Chester Clyde Diesel Dexter Ernie Fergus George Gizmo Henry Huck Iggy
Jax Jake Kobe Lenny Mac Monty Nacho Nico Odin Otto Percy Quincy Ranger Rex Romeo Rufus Sam Shiloh Spike Tank Theo Walter
Wally Yoda Zelda`.split(/\s+/);
const twoWordNames = [
  "Lady Bug",
  "Mr. Darcy",
  "Miss Kitty",
  "Sir Barksalot",
  "O'Malley",
  "Princess Leia",
  "Big Boy",
];

/** What the practice's software knows of a pet's nature. */
export interface Animal {
  name: string;
  species: Species;
  breed: string;
  color: string;
  gender: string;
  genderDescription: string;
  /** Pounds, with one decimal. */
  weight: string;
  ageDays: number;
}

const genders: readonly (readonly [readonly [code: string, description: string], number])[] = [
  [["MN", "Male Neutered"], 42],
  [["FS", "Female Spayed"], 44],
  [["M", "Male"], 7],
  [["F", "Female"], 7],
];

/** A pet: breed, colour and weight fit the species. */
export function someAnimal(random: Random): Animal {
  const species = random.weighted([
    [canine, 58],
    [feline, 39],
    [exotic, 3],
  ] as const);
  const { name, weight, colors } = random.pick(species.breeds);
  const [gender, genderDescription] = random.weighted(genders);
  const [from, to] = weight;
  return {
    name: petName(random),
    species,
    breed: name,
    color: random.pick(colors),
    gender,
    genderDescription,
    weight: (from + random.next() * (to - from)).toFixed(1),
    ageDays: random.whole(120, 15 * 365),
  };
}

/** As typed at the front desk. */
function petName(random: Random): string {
  const name = random.chance(0.03) ? random.pick(twoWordNames) : random.pick(names);
  return random.weighted([
    [name, 88],
    [name.toUpperCase(), 8],
    [name.toLowerCase(), 2],
    [` ${name}`, 2],
  ]);
}
