import { mix } from "../palette.js";
import { circle, ellipse, ground, line, opacity, path, polygon, rectangle } from "../shapes.js";
import { between, type Scene } from "./scene.js";

/** Fir trees in layers, a striped balloon, and a fox on a hill. */
export function drawWoodland(scene: Scene): string {
  const { palette, random } = scene;
  const sunX = between(random, 30, 170);
  const parts = [
    circle(sunX, between(random, 45, 70), between(random, 15, 20), palette.light),
    ground((x) => 172 - 22 * Math.sin((x + sunX) / 38), palette.far),
  ];
  const balloonX = sunX < 100 ? between(random, 110, 140) : between(random, 60, 90);
  parts.push(drawBalloon(scene, balloonX, between(random, 78, 98), between(random, 28, 35)));
  parts.push(drawRow(scene, 206, mix(palette.far, palette.mid, 0.55), 34, 11));
  parts.push(ground((x) => 206 + 6 * Math.sin(x / 30 + 1), mix(palette.far, palette.mid, 0.55)));
  parts.push(drawRow(scene, 226, palette.mid, 44, 8));
  const top = between(random, 60, 140);
  const hill = (x: number): number => 226 + ((x - top) / 10) ** 2 * 0.22;
  parts.push(
    ground((x) => 224 + 4 * Math.sin(x / 22), palette.mid),
    ground(hill, palette.near),
  );
  parts.push(drawFox(scene, top, hill(top), top < 100 ? 1 : -1));
  for (let flower = 0; flower < 12; flower++) {
    const x = between(random, 6, 194);
    parts.push(
      circle(
        x,
        hill(x) + between(random, 3, 14),
        1.4,
        flower % 2 === 0 ? palette.light : palette.accent,
      ),
    );
  }
  return parts.join("");
}

function drawBalloon({ palette }: Scene, x: number, y: number, radius: number): string {
  const envelope = `M0 ${-Math.round(radius)}C${Math.round(radius * 1.3)} ${-Math.round(radius)} ${Math.round(radius * 1.2)} ${Math.round(radius * 0.5)} 6 ${Math.round(radius * 1.3)}L-6 ${Math.round(radius * 1.3)}C${-Math.round(radius * 1.2)} ${Math.round(radius * 0.5)} ${-Math.round(radius * 1.3)} ${-Math.round(radius)} 0 ${-Math.round(radius)}Z`;
  const stripe = (width: number): string =>
    `M0 ${-Math.round(radius)}C${Math.round(width * 1.3)} ${-Math.round(radius)} ${Math.round(width * 1.2)} ${Math.round(radius * 0.5)} 3 ${Math.round(radius * 1.3)}L-3 ${Math.round(radius * 1.3)}C${-Math.round(width * 1.2)} ${Math.round(radius * 0.5)} ${-Math.round(width * 1.3)} ${-Math.round(radius)} 0 ${-Math.round(radius)}Z`;
  const basket = Math.round(radius * 1.62);
  return (
    `<g transform="translate(${Math.round(x)} ${Math.round(y)})">` +
    path(envelope, palette.accent) +
    path(stripe(radius * 0.68), palette.light) +
    path(stripe(radius * 0.34), palette.accent) +
    line(
      [
        [-5, radius * 1.3],
        [-4, basket],
      ],
      palette.near,
      1,
    ) +
    line(
      [
        [5, radius * 1.3],
        [4, basket],
      ],
      palette.near,
      1,
    ) +
    rectangle(-6, basket, 12, 9, palette.near, 'rx="1.5"') +
    "</g>"
  );
}

function drawRow(
  { random }: Scene,
  base: number,
  fill: string,
  height: number,
  count: number,
): string {
  const parts: string[] = [];
  for (let tree = 0; tree < count; tree++) {
    const x = (200 / count) * (tree + 0.5) + between(random, -8, 8);
    const size = height * between(random, 0.7, 1.35);
    for (const [top, bottom, half] of [
      [1, 0.5, 0.2],
      [0.78, 0.22, 0.27],
      [0.52, -0.1, 0.34],
    ] as const) {
      parts.push(
        polygon(
          [
            [x, base - size * top],
            [x + size * half, base - size * bottom],
            [x - size * half, base - size * bottom],
          ],
          fill,
        ),
      );
    }
  }
  return parts.join("");
}

function drawFox({ palette }: Scene, x: number, y: number, side: number): string {
  const coat = palette.accent;
  return (
    `<g transform="translate(${Math.round(x)} ${Math.round(y + 2)}) scale(${side} 1)">` +
    path("M-8 0C-26 2 -32 -12 -24 -22C-24 -12 -18 -10 -8 -10Z", coat) +
    path("M-24 -22C-27 -17 -27 -13 -25 -10C-22 -13 -22 -17 -24 -22Z", palette.light) +
    path("M-10 0C-14 -14 -6 -24 4 -24L10 -10L9 0Z", coat) +
    ellipse([7, -27], [8.5, 7], coat) +
    polygon("1,-31 1,-41 8,-33", coat) +
    polygon("8,-33 14,-40 14,-30", coat) +
    polygon("11,-30 20,-24 11,-21", coat) +
    circle(19.4, -24, 1.4, palette.near) +
    circle(9.5, -28.5, 1.2, palette.near) +
    path("M5 -21C9 -18 11 -12 9 -2C6 -8 4 -14 5 -21Z", palette.light, opacity(0.9)) +
    "</g>"
  );
}
