import type { ThemeWords } from "./theme-words.js";

/** Old houses, and what walks in them. */
export const hauntingWords: ThemeWords = {
  roles: [
    "a sceptical night nurse",
    "the new caretaker of a shuttered asylum",
    "a medium who is mostly a fraud",
    "a gravedigger's apprentice",
    "a young widow who has inherited a manor",
    "a doctor who does not sleep",
    "an undertaker with a guilty secret",
    "a governess without references",
  ],
  places: [
    "a house that is missing from every map",
    "the crypt below the chapel",
    "an attic nailed shut from the inside",
    "the cemetery on the hill",
    "a corridor longer at night than by day",
    "the drained lake of a manor",
    "a nursery where the cradle rocks by itself",
    "the cellar with the thirteenth step",
  ],
  things: [
    "a scream behind the wallpaper",
    "a doll that changes its chair",
    "a coffin delivered to the wrong door",
    "the curse of a drowned bride",
    "a mirror that is one second late",
    "a music box full of teeth",
    "a shadow with nobody to cast it",
    "a diary written in tomorrow's date",
  ],
  openings: [
    "{name}, {role}, spends a first night at {place} and is not alone.",
    "They say the road to {place} took the whole {other} family; {name}, {role}, does not believe in ghosts.",
    "After the funeral, {name}, {role}, hears {thing} every night at ten past three.",
    "{name} is {role} in {town}, where the dead are said to knock twice.",
    "At {place}, {name}, {role}, uncovers {thing}, and the candles go out.",
  ],
  turns: [
    "By the third night there is blood on the stairs, and {thing}.",
    "Something has followed {first} home from {place}.",
    "The spirit wants a name, and {first} has just spoken one aloud.",
    "{first} finds {thing}, and the terror has only begun.",
    "The exorcist, {other}, goes to {place} and does not come back.",
    "What screams at {place} has {first}'s own voice.",
  ],
  titleNouns: ["Crypt", "Haunting", "Séance", "Cradle", "Graveyard", "Coffin", "Phantom", "Curse"],
  titlePlurals: ["Coffins", "Ghosts", "Nights in the Crypt", "Curses", "Screams"],
  titleAdjectives: ["Haunted", "Unburied", "Ghastly", "Whispering", "Pale", "Sleepless"],
};
