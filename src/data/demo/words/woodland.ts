import type { ThemeWords } from "./theme-words.js";

/** Children, animals and a forest that answers. */
export const woodlandWords: ThemeWords = {
  roles: [
    "a girl of nine with a pet badger",
    "a fox who cannot tell a lie",
    "a boy who talks to owls",
    "the smallest bear of the valley",
    "a grandmother with a hot-air balloon",
    "a hedgehog of great ambition",
    "a toymaker's youngest child",
    "a puppy with an enormous bark",
  ],
  places: [
    "the forest behind the school",
    "a tree house with eleven floors",
    "the meadow of the talking hares",
    "an enchanted mill",
    "the burrow under the oak",
    "a village of mice",
    "the top of the cloud mountain",
    "a garden where it is always spring",
  ],
  things: [
    "a magic acorn",
    "a lost kitten",
    "a riddle told by an old toad",
    "a kite as large as a barn",
    "the honey of a whole summer",
    "a dragon no bigger than a thumb",
    "a golden feather",
    "the forgotten birthday of the king of badgers",
  ],
  openings: [
    "{name}, {role}, discovers {thing} at {place}.",
    "{name} is {role} who wants to see {place} before winter comes.",
    "When the animals of {town} forest lose {thing}, {name}, {role}, promises to help.",
    "Every child in {town} knows about {place}, but only {name}, {role}, dares to go there.",
    "{name}, {role}, and a friend called Pip must carry {thing} to {place}.",
  ],
  turns: [
    "A grumpy squirrel knows the way to {place}, but wants {thing} for it.",
    "In the forest, {first} makes friends with a family of otters.",
    "Snow begins to fall, and {place} is still three hills away.",
    "The wolf turns out to be as frightened as {first}.",
    "With courage, pancakes and {thing}, {first} brings the animals together.",
    "{first} learns that home can be {place}, if friends are there.",
  ],
  titleNouns: ["Acorn", "Badger", "Fox", "Tree House", "Hedgehog", "Owl", "Meadow", "Balloon"],
  titlePlurals: ["Acorns", "Badgers", "Owls", "Little Foxes", "Hedgehogs"],
  titleAdjectives: ["Bashful", "Acorn", "Honey", "Barefoot", "Clover", "Marmalade"],
};
