/** Closing sentences of a quiet film. */
export const quietClosings: readonly string[] = [
  "Told slowly and almost without words, it is a gentle film about patience.",
  "Little happens, and all of it is tenderly observed.",
  "A hushed, contemplative story that takes its time.",
  "Long silences and small gestures carry this thoughtful portrait.",
  "It ends as quietly as it began, with a cup of tea going cold.",
  "A meditative, slow-burning study of loneliness and memory.",
];

/** Closing sentences of a loud film. */
export const loudClosings: readonly string[] = [
  "What follows is a breathless chase with hardly a moment to blink.",
  "Explosions, pursuits and a furious finale never let up.",
  "A roaring, relentless ride at full throttle.",
  "The action is non-stop, the fights are bruising and the clock is ticking.",
  "It all races to a thunderous, explosive showdown.",
  "Fast, loud and frantic from the first crash to the last.",
];
