import type { RandomStream } from "../../../../compute/random.js";
import { mix } from "../palette.js";
import { circle, ellipse, ground, line, opacity, path, polygon, rectangle } from "../shapes.js";
import { between, type Scene } from "./scene.js";

/** A crooked house on a hill before the moon, with a bare tree, bats and mist. */
export function drawHaunting(scene: Scene): string {
  const { palette, random } = scene;
  const side = random.uniform() < 0.5 ? 1 : -1;
  const moonX = 100 - side * between(random, 5, 30);
  const moonY = between(random, 82, 100);
  const radius = between(random, 44, 58);
  const parts = [drawMoon(scene, moonX, moonY, radius)];
  const houseX = 100 + side * between(random, 18, 34);
  const hill = (x: number): number => 206 + ((x - houseX) / 10) ** 2 * 0.55;
  parts.push(ground((x) => hill(x - side * 70) + 4, palette.mid));
  parts.push(drawHouse(scene, houseX, 208, between(random, 0.92, 1.12)));
  parts.push(ground(hill, palette.near));
  parts.push(drawTree(random, 100 - side * between(random, 58, 72), palette.near));
  for (let bat = 0; bat < 5; bat++) parts.push(drawBat(scene));
  for (let veil = 0; veil < 3; veil++) {
    const centre = [between(random, 20, 180), between(random, 212, 236)] as const;
    parts.push(ellipse(centre, [between(random, 50, 90), 4], palette.light, opacity(0.12)));
  }
  return parts.join("");
}

/** A full moon with a halo and three craters. */
function drawMoon({ palette }: Scene, x: number, y: number, radius: number): string {
  return [
    circle(x, y, radius * 1.3, palette.light, opacity(0.16)),
    circle(x, y, radius, palette.light, opacity(0.94)),
    circle(
      x - radius * 0.35,
      y - radius * 0.2,
      radius * 0.17,
      mix(palette.light, palette.sky[1], 0.3),
    ),
    circle(
      x + radius * 0.3,
      y + radius * 0.3,
      radius * 0.24,
      mix(palette.light, palette.sky[1], 0.22),
    ),
    circle(
      x + radius * 0.15,
      y - radius * 0.48,
      radius * 0.1,
      mix(palette.light, palette.sky[1], 0.26),
    ),
  ].join("");
}

function drawHouse({ palette, random }: Scene, x: number, y: number, scale: number): string {
  const wall = palette.near;
  const windows = [
    [-19, -36],
    [-5, -36],
    [-19, -60],
    [-5, -60],
    [17, -74],
    [17, -46],
  ] as const;
  const lit = random.integer(windows.length);
  const panes = windows.map(([left, top], index) =>
    rectangle(
      left,
      top,
      6.5,
      11,
      index === lit ? palette.accent : palette.light,
      opacity(index === lit ? 1 : 0.55),
    ),
  );
  return (
    `<g transform="translate(${Math.round(x)} ${y}) scale(${scale.toFixed(2)}) skewX(-3)">` +
    polygon("-27,6 -27,-68 8,-68 8,6", wall) +
    polygon("-33,-66 -10,-96 13,-66", wall) +
    polygon("8,6 8,-88 32,-88 32,6", wall) +
    polygon("4,-86 20,-128 36,-86", wall) +
    rectangle(-22, -98, 6, 22, wall) +
    line("20,-126 20,-138", wall, 1.4) +
    line("16,-134 24,-134", wall, 1.2) +
    panes.join("") +
    path("M-15 6L-15 -10A6 6 0 0 1 -3 -10L-3 6Z", palette.accent, opacity(0.85)) +
    "</g>"
  );
}

function drawTree(random: RandomStream, x: number, fill: string): string {
  const branch = (
    fromX: number,
    fromY: number,
    angle: number,
    length: number,
    width: number,
  ): string => {
    const toX = fromX + Math.cos(angle) * length;
    const toY = fromY + Math.sin(angle) * length;
    const here = line(
      [
        [fromX, fromY],
        [toX, toY],
      ],
      fill,
      width,
    );
    if (length < 9) return here;
    const spread = between(random, 0.32, 0.62);
    return (
      here +
      branch(toX, toY, angle - spread, length * between(random, 0.66, 0.8), width * 0.66) +
      branch(
        toX,
        toY,
        angle + between(random, 0.25, 0.6),
        length * between(random, 0.6, 0.76),
        width * 0.66,
      )
    );
  };
  return branch(x, 262, -Math.PI / 2 + between(random, -0.12, 0.12), 44, 7);
}

function drawBat({ palette, random }: Scene): string {
  const x = Math.round(between(random, 20, 180));
  const y = Math.round(between(random, 22, 120));
  const size = between(random, 0.45, 0.95).toFixed(2);
  return (
    `<g transform="translate(${x} ${y}) scale(${size}) rotate(${Math.round(between(random, -20, 20))})">` +
    path(
      "M0 2C-3 -3 -5 -1 -6 -4C-9 -7 -14 -7 -18 -3C-14 -4 -12 -2 -11 2C-8 0 -6 1 -4 5C-2 4 -1 4 0 7C1 4 2 4 4 5C6 1 8 0 11 2C12 -2 14 -4 18 -3C14 -7 9 -7 6 -4C5 -1 3 -3 0 2Z",
      palette.near,
    ) +
    "</g>"
  );
}
