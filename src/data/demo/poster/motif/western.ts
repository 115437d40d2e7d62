import { circle, ellipse, ground, line, opacity, polygon, type Point } from "../shapes.js";
import { between, type Scene } from "./scene.js";

/** Mesas in layers under a rayed sun, cactuses, and a rider far off. */
export function drawWestern(scene: Scene): string {
  const { palette, random } = scene;
  const x = between(random, 55, 145);
  const y = between(random, 105, 135);
  const radius = between(random, 30, 44);
  const parts: string[] = [];
  for (let ray = 0; ray < 18; ray++) {
    const angle = (ray / 18) * 2 * Math.PI;
    const [a, b] = [angle - 0.075, angle + 0.075];
    parts.push(
      polygon(
        [
          [x, y],
          [x + Math.cos(a) * 320, y + Math.sin(a) * 320],
          [x + Math.cos(b) * 320, y + Math.sin(b) * 320],
        ],
        palette.light,
        opacity(scene.dark ? 0.13 : 0.26),
      ),
    );
  }
  parts.push(circle(x, y, radius, palette.light));
  parts.push(drawMesas(scene, 188, palette.far, 3, 30), drawMesas(scene, 212, palette.mid, 2, 46));
  const slope = between(random, -0.05, 0.05);
  const plain = (at: number): number => 222 + slope * (at - 100) + 2.5 * Math.sin(at / 23);
  parts.push(ground(plain, palette.near));
  const side = x < 100 ? 1 : -1;
  parts.push(
    drawCactus(scene, 100 + side * between(random, 48, 72), 236, between(random, 1.1, 1.5)),
  );
  parts.push(
    drawCactus(scene, 100 - side * between(random, 62, 84), 228, between(random, 0.5, 0.75)),
  );
  const riderX = 100 - side * between(random, 5, 32);
  parts.push(drawRider(scene, riderX, plain(riderX) + 1, side));
  return parts.join("");
}

function drawMesas(
  { random }: Scene,
  base: number,
  fill: string,
  count: number,
  height: number,
): string {
  const points: Point[] = [
    [-5, 305],
    [-5, base],
  ];
  const step = 200 / count;
  for (let mesa = 0; mesa < count; mesa++) {
    const centre = step * (mesa + 0.5) + between(random, -14, 14);
    const half = between(random, 13, step * 0.36);
    const top = base - height * between(random, 0.65, 1.35);
    const shoulder = base - (base - top) * 0.38;
    points.push(
      [centre - half - 13, base],
      [centre - half - 5, shoulder],
      [centre - half - 2, shoulder],
    );
    points.push([centre - half, top], [centre + half * 0.4, top - 2], [centre + half, top + 1]);
    points.push(
      [centre + half + 2, shoulder],
      [centre + half + 6, shoulder],
      [centre + half + 14, base],
    );
  }
  points.push([205, base], [205, 305]);
  return polygon(points, fill);
}

function drawCactus({ palette, random }: Scene, x: number, y: number, scale: number): string {
  const [left, right] = [
    Math.round(between(random, -34, -22)),
    Math.round(between(random, -42, -28)),
  ];
  return (
    `<g transform="translate(${Math.round(x)} ${Math.round(y)}) scale(${scale.toFixed(2)})">` +
    line("0,4 0,-48", palette.near, 9) +
    line(
      [
        [0, left + 10],
        [-13, left + 10],
        [-13, left - 6],
      ],
      palette.near,
      6,
    ) +
    line(
      [
        [0, right + 14],
        [12, right + 14],
        [12, right - 6],
      ],
      palette.near,
      6,
    ) +
    circle(0, -53, 2.4, palette.accent) +
    circle(-13, left - 10, 1.9, palette.accent) +
    "</g>"
  );
}

function drawRider({ palette }: Scene, x: number, y: number, side: number): string {
  const fill = palette.near;
  return (
    `<g transform="translate(${Math.round(x)} ${Math.round(y)}) scale(${-side} 1)">` +
    ellipse([0, -17], [13, 5.6], fill) +
    polygon("9,-20 17,-31 21,-28 24,-24 22,-22 17,-23 13,-15", fill) +
    line("-8,-14 -10,0", fill, 2.2) +
    line("-4,-14 -3,0", fill, 2.2) +
    line("7,-14 5,0", fill, 2.2) +
    line("10,-15 13,-1", fill, 2.2) +
    line("-12,-18 -17,-8", fill, 1.8) +
    polygon("-3,-20 4,-20 4,-33 -3,-33", palette.accent) +
    circle(1, -36, 3.4, fill) +
    ellipse([1, -38.4], [7, 1.5], fill) +
    ellipse([1, -40.4], [3.4, 2.6], fill) +
    line("3,-29 12,-24", palette.accent, 2) +
    "</g>"
  );
}
