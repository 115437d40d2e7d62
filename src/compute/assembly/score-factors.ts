// Twin: src/compute/kernels/score-factors.ts, which says what the arguments are.
import { PANEL, scoreTile, userRow } from "./score-tile";

/** Users of one task; the twin has the same number. */
const USERS_PER_TASK: i32 = 16;

export function scoreFactors(
  task: i32,
  slot: i32,
  nUsers: i32,
  nItems: i32,
  nFactors: i32,
  users: usize,
  userFactors: usize,
  panels: usize,
  scores: usize,
  scratch: usize,
): void {
  const first = task * USERS_PER_TASK;
  const last = min(first + USERS_PER_TASK, nUsers);
  const tile = scratch + ((<usize>slot) << 7);
  const panelBytes = (<usize>(nFactors + 1)) << 5;
  const stride = (<usize>nItems) << 2;
  let panel = panels;
  for (let item = 0; item < nItems; item += PANEL, panel += panelBytes) {
    for (let user = first; user < last; user += 4) {
      scoreTile(
        userRow(users, user, nUsers, userFactors, nFactors),
        userRow(users, user + 1, nUsers, userFactors, nFactors),
        userRow(users, user + 2, nUsers, userFactors, nFactors),
        userRow(users, user + 3, nUsers, userFactors, nFactors),
        panel,
        nFactors,
        tile,
      );
      const rows = min(4, last - user);
      for (let row = 0; row < rows; row++) {
        const source = tile + ((<usize>row) << 5);
        const target = scores + <usize>(user + row) * stride + ((<usize>item) << 2);
        if (item + PANEL <= nItems) {
          v128.store(target, v128.load(source));
          v128.store(target, v128.load(source, 16), 16);
        } else {
          memory.copy(target, source, (<usize>(nItems - item)) << 2);
        }
      }
    }
  }
}
