import { mix } from "../palette.js";
import {
  circle,
  decimal,
  ellipse,
  ground,
  line,
  opacity,
  path,
  polygon,
  rectangle,
} from "../shapes.js";
import { between, type Scene } from "./scene.js";

/** Two figures on a hill before a low sun over water, under a leaning tree. */
export function drawRomance(scene: Scene): string {
  const { palette, random } = scene;
  const sun = drawSun(scene);
  const top = between(random, 70, 130);
  const hill = (x: number): number => 226 + (x - top) ** 2 / 520;
  const parts = [sun, ground((x) => hill(x + 40) - 12, palette.mid), ground(hill, palette.near)];
  parts.push(drawTree(scene, top < 100 ? 1 : -1));
  parts.push(drawPair(scene, top, hill(top)));
  for (let bird = 0; bird < 4; bird++) parts.push(drawBird(scene));
  return parts.join("");
}

/** The sun with its halo, the water, and the light on it. */
function drawSun({ palette, random }: Scene): string {
  const x = between(random, 75, 125);
  const y = between(random, 120, 145);
  const radius = between(random, 48, 62);
  const parts = [
    circle(x, y, radius * 1.35, palette.light, opacity(0.25)),
    circle(x, y, radius * 1.15, palette.light, opacity(0.3)),
    circle(x, y, radius, palette.light),
    rectangle(-5, 172, 210, 140, palette.far),
  ];
  for (let row = 0; row < 9; row++) {
    const half = radius * (1.1 - row * 0.08) * between(random, 0.7, 1.15);
    const shine = `rx="1.2" ${opacity(0.75 - row * 0.05)}`;
    parts.push(rectangle(x - half, 176 + row * 6, 2 * half, 2.4, palette.light, shine));
  }
  return parts.join("");
}

function drawBird({ palette, random }: Scene): string {
  const x = between(random, 20, 180);
  const y = between(random, 25, 75);
  const size = between(random, 3, 6);
  const [left, right] = [decimal(x - size), decimal(x + size)];
  const tips = decimal(y - size * 0.5);
  const wings = `${left},${tips} ${decimal(x)},${decimal(y)} ${right},${tips}`;
  return line(wings, mix(palette.near, palette.mid, 0.3), 1.3);
}

function drawPair({ palette, random }: Scene, x: number, y: number): string {
  const scale = between(random, 0.95, 1.15).toFixed(2);
  return (
    `<g transform="translate(${Math.round(x)} ${Math.round(y + 1)}) scale(${scale})">` +
    circle(-6, -36, 4.6, palette.near) +
    polygon("-10,-31 -3,-31 -2,-12 -4,1 -9,1 -11,-12", palette.near) +
    circle(6, -33, 4.3, palette.near) +
    path("M3 -29L8 -29L10 -16L14 1L1 1L4 -16Z", palette.accent) +
    line("-4,-24 0,-16 4,-22", palette.near, 2.2) +
    "</g>"
  );
}

/** A trunk from the side and clouds of leaves or blossom. */
function drawTree({ palette, random }: Scene, side: 1 | -1): string {
  const x = side === 1 ? 182 : 18;
  const parts = [
    path(
      `M${x - 5} 262C${x - 4} 200 ${x - side * 4} 150 ${x - side * 34} 92L${x - side * 30} 90C${x + side * 8} 150 ${x + side * 6} 200 ${x + 6} 262Z`,
      palette.near,
    ),
  ];
  for (let leaf = 0; leaf < 26; leaf++) {
    const along = random.uniform();
    const leafX = x - side * (10 + 52 * along) + between(random, -16, 16);
    const leafY = 92 - 30 * along + between(random, -24, 24);
    const fill = leaf % 3 === 0 ? palette.accent : leaf % 3 === 1 ? palette.mid : palette.far;
    parts.push(
      ellipse([leafX, leafY], [between(random, 6, 13), between(random, 5, 9)], fill, opacity(0.92)),
    );
  }
  return parts.join("");
}
