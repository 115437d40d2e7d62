/** Disks: full after some bytes, of files that may not grow, read-only, and folders without permission. */
import { execFileSync } from "node:child_process";
import { chmodSync, cpSync, mkdirSync, renameSync, rmSync, statfsSync } from "node:fs";

const run = (command, ...words) =>
  execFileSync(command, words, { stdio: ["ignore", "pipe", "pipe"], encoding: "utf8" });

/** True where this user may mount a small disk of memory. */
export function canMount(folder) {
  try {
    run("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", folder);
    run("umount", folder);
    return true;
  } catch {
    return false;
  }
}

/** The case's folder as a disk of its own. */
export class SmallDisk {
  #folder;
  #isThere = false;

  constructor(folder) {
    this.#folder = folder;
  }

  /** Moves what lies in the folder onto a disk with room. */
  mount() {
    const aside = `${this.#folder}.aside`;
    renameSync(this.#folder, aside);
    mkdirSync(this.#folder);
    run("mount", "-t", "tmpfs", "-o", "size=1g", "tmpfs", this.#folder);
    this.#isThere = true;
    cpSync(aside, this.#folder, { recursive: true, preserveTimestamps: true });
    rmSync(aside, { recursive: true });
  }

  get used() {
    const { blocks, bfree, bsize } = statfsSync(this.#folder);
    return (blocks - bfree) * bsize;
  }

  /** Leaves room for so many bytes more. */
  leave(bytes) {
    const size = 4096 * Math.max(1, Math.ceil((this.used + bytes) / 4096));
    run("mount", "-o", `remount,size=${size}`, this.#folder);
  }

  setReadOnly(isReadOnly) {
    run("mount", "-o", isReadOnly ? "remount,ro" : "remount,rw,size=1g", this.#folder);
  }

  /** Takes the disk away; what is on it stays in the folder. */
  unmount() {
    if (!this.#isThere) return;
    const aside = `${this.#folder}.aside`;
    cpSync(this.#folder, aside, { recursive: true, preserveTimestamps: true });
    run("umount", this.#folder);
    this.#isThere = false;
    rmSync(this.#folder, { recursive: true });
    renameSync(aside, this.#folder);
  }
}

/** Bytes that the phase's command adds to a disk. */
export async function growthOf(workshop, { phase, place, opened }) {
  workshop.lay(phase, place, opened);
  const disk = new SmallDisk(workshop.folder);
  disk.mount();
  try {
    const before = disk.used;
    const end = await workshop.run(phase, place);
    if (end.code !== 0) throw new Error(`${phase.name} on a small disk: ${end.text}`);
    return disk.used - before;
  } finally {
    disk.unmount();
  }
}

/** A disk with room for a share of what is to be written. */
export function fullDisk(folder, share, growth) {
  const disk = new SmallDisk(folder);
  return {
    name: "full disk",
    detail: `room for ${Math.round(100 * share)} % of what is written`,
    begin() {
      disk.mount();
      disk.leave(Math.floor(share * growth));
    },
    end: () => disk.unmount(),
  };
}

/** A disk that takes no changes. */
export function readOnlyDisk(folder) {
  const disk = new SmallDisk(folder);
  return {
    name: "read-only disk",
    begin() {
      disk.mount();
      disk.setReadOnly(true);
    },
    end() {
      disk.setReadOnly(false);
      disk.unmount();
    },
  };
}

/** Files that may not grow beyond so many blocks of 512 bytes. */
export function smallFiles(blocks) {
  return {
    name: "quota",
    detail: `files of ${blocks * 512} bytes at most`,
    moment: { shell: `ulimit -f ${blocks}` },
  };
}

/** Folders of another user, who lets read but not write. */
export function foreignFolder(folder) {
  return {
    name: "folder without permission",
    begin: () => setMode(folder, "a-w,a+rX"),
    end: () => setMode(folder, "u+w"),
    moment: { shell: 'set -- setpriv --reuid=65534 --regid=65534 --clear-groups "$@"' },
  };
}

function setMode(folder, mode) {
  run("chmod", "-R", mode, folder);
  chmodSync(folder, mode.includes("a-w") ? 0o555 : 0o755);
}
