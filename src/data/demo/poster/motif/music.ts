import { mix } from "../palette.js";
import { circle, ellipse, line, opacity, path, polygon, rectangle } from "../shapes.js";
import { between, type Scene } from "./scene.js";

/** A record as the sun, rays of stage light, notes, and a row of piano keys. */
export function drawMusic(scene: Scene): string {
  const { palette, random } = scene;
  const x = between(random, 78, 122);
  const y = between(random, 92, 116);
  const parts: string[] = [];
  const nRays = 10 + random.integer(5);
  for (let ray = 0; ray < nRays; ray++) {
    const angle = ((ray + 0.3) / nRays) * 2 * Math.PI;
    const half = Math.PI / nRays / 2;
    const reach = (at: number): [number, number] => [
      x + Math.cos(at) * 330,
      y + Math.sin(at) * 330,
    ];
    const fill = ray % 2 === 0 ? palette.far : palette.light;
    parts.push(
      polygon(
        [[x, y], reach(angle - half), reach(angle + half)],
        fill,
        opacity(ray % 2 === 0 ? 0.55 : 0.22),
      ),
    );
  }
  parts.push(drawRecord(scene, x, y, between(random, 54, 66)));
  for (let note = 0; note < 4; note++) parts.push(drawNote(scene, note));
  parts.push(drawKeys(scene));
  return parts.join("");
}

function drawRecord({ palette, random }: Scene, x: number, y: number, radius: number): string {
  const groove = mix(palette.near, palette.light, 0.18);
  const parts = [circle(x, y, radius, palette.near)];
  for (let ring = 0.93; ring > 0.42; ring -= 0.085) {
    parts.push(circle(x, y, radius * ring, "none", `stroke="${groove}" stroke-width="1"`));
  }
  const start = between(random, 0, 6);
  for (const turn of [0, Math.PI]) {
    const tip = (at: number): [number, number] => [
      x + Math.cos(start + turn + at) * radius * 0.95,
      y + Math.sin(start + turn + at) * radius * 0.95,
    ];
    parts.push(polygon([[x, y], tip(-0.22), tip(0), tip(0.22)], palette.light, opacity(0.16)));
  }
  parts.push(circle(x, y, radius * 0.36, palette.accent));
  parts.push(circle(x, y, radius * 0.27, "none", `stroke="${palette.light}" stroke-width="1.2"`));
  parts.push(circle(x, y, radius * 0.06, palette.light));
  return parts.join("");
}

function drawNote({ palette, random }: Scene, index: number): string {
  const x = Math.round(index % 2 === 0 ? between(random, 16, 44) : between(random, 156, 184));
  const y = Math.round(index < 2 ? between(random, 36, 70) : between(random, 150, 188));
  const turn = Math.round(between(random, -16, 16));
  const fill = index % 2 === 0 ? palette.accent : palette.near;
  const isPair = random.uniform() < 0.4;
  const pair =
    line("12,0 12,-22", fill, 2) +
    ellipse([8.5, 0.5], [4.6, 3.4], fill, 'transform="rotate(-20 8.5 0.5)"') +
    polygon("-3,-26 13,-24 13,-19 -3,-21", fill);
  const flag = path("M-2 -24C6 -20 8 -14 5 -8C5 -14 1 -16 -2 -17Z", fill);
  return (
    `<g transform="translate(${x} ${y}) rotate(${turn}) scale(1.15)">` +
    line("-2,0 -2,-24", fill, 2) +
    ellipse([-5.5, 0.5], [4.6, 3.4], fill, 'transform="rotate(-20 -5.5 0.5)"') +
    (isPair ? pair : flag) +
    "</g>"
  );
}

function drawKeys({ palette, random }: Scene): string {
  const parts = [rectangle(-5, 196, 210, 120, palette.near)];
  const pressed = random.integer(9);
  for (let key = 0; key < 9; key++) {
    const fill = key === pressed ? palette.accent : palette.ink;
    parts.push(rectangle(1 + key * 22.2, 200, 20.4, 34, fill, 'rx="2"'));
  }
  for (const key of [0, 1, 3, 4, 5, 7]) {
    parts.push(rectangle(15.5 + key * 22.2, 198, 13.5, 20, palette.near, 'rx="1.5"'));
  }
  return parts.join("");
}
