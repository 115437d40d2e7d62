import { mix } from "../palette.js";
import { circle, decimal, line, opacity, polygon, rectangle } from "../shapes.js";
import { between, type Scene } from "./scene.js";

/** A vault's dial over a skyline crossed by searchlights, and a figure on a roof. */
export function drawHeist(scene: Scene): string {
  const { palette, random } = scene;
  const x = between(random, 80, 120);
  const y = between(random, 80, 100);
  const parts: string[] = [];
  for (const side of [-1, 1]) {
    const foot = 100 + side * between(random, 50, 80);
    const aim = 100 - side * between(random, 20, 70);
    parts.push(
      polygon(
        [
          [foot - 4, 240],
          [foot + 4, 240],
          [aim + 34, -10],
          [aim - 34, -10],
        ],
        palette.light,
        opacity(scene.dark ? 0.2 : 0.42),
      ),
    );
  }
  parts.push(drawDial(scene, x, y, between(random, 44, 56)));
  parts.push(drawSkyline(scene, 176, mix(palette.far, palette.mid, 0.3), 0));
  parts.push(drawSkyline(scene, 206, palette.near, 0.34));
  parts.push(drawFigure(scene, between(random, 60, 140)));
  return parts.join("");
}

function drawDial({ palette, random }: Scene, x: number, y: number, radius: number): string {
  const parts = [
    circle(x, y, radius + 9, palette.near),
    circle(x, y, radius + 5.5, palette.far),
    circle(x, y, radius, palette.near),
    circle(x, y, radius * 0.66, palette.accent),
    circle(x, y, radius * 0.58, palette.near),
  ];
  for (let tick = 0; tick < 40; tick++) {
    const angle = (tick / 40) * 2 * Math.PI;
    const inner = radius * (tick % 5 === 0 ? 0.74 : 0.84);
    const [dx, dy] = [Math.sin(angle), -Math.cos(angle)];
    parts.push(
      line(
        [
          [x + dx * inner, y + dy * inner],
          [x + dx * radius * 0.93, y + dy * radius * 0.93],
        ],
        palette.light,
        tick % 5 === 0 ? 2 : 1,
      ),
    );
  }
  const turn = Math.round(between(random, 0, 120));
  const spokes = [0, 120, 240].map(
    (angle) =>
      `<g transform="rotate(${angle + turn} ${decimal(x)} ${decimal(y)})">` +
      rectangle(x - 2.6, y - radius * 0.5, 5.2, radius * 0.5, palette.light, 'rx="2"') +
      circle(x, y - radius * 0.48, 5, palette.light) +
      "</g>",
  );
  parts.push(
    ...spokes,
    circle(x, y, radius * 0.19, palette.light),
    circle(x, y, radius * 0.1, palette.accent),
  );
  return parts.join("");
}

function drawSkyline({ palette, random }: Scene, base: number, fill: string, lit: number): string {
  const parts = [rectangle(-5, base + 38, 210, 140, fill)];
  let left = -6;
  while (left < 200) {
    const width = between(random, 17, 33);
    const top = base - between(random, 0, 34);
    parts.push(rectangle(left, top, width + 0.5, 320 - top, fill));
    if (random.uniform() < 0.3)
      parts.push(rectangle(left + width / 2 - 0.8, top - 13, 1.6, 14, fill));
    for (let y = top + 6; lit > 0 && y < 236; y += 7) {
      for (let x = left + 4; x < left + width - 4; x += 6) {
        if (random.uniform() < lit)
          parts.push(rectangle(x, y, 2.8, 3.8, palette.light, opacity(0.85)));
      }
    }
    left += width;
  }
  return parts.join("");
}

function drawFigure({ palette }: Scene, x: number): string {
  return (
    `<g transform="translate(${Math.round(x)} 196)">` +
    rectangle(-26, 12, 52, 44, palette.near) +
    circle(0, -25, 4.4, palette.accent) +
    rectangle(-7, -29.5, 14, 2, palette.accent, 'rx="1"') +
    rectangle(-4.2, -34, 8.4, 5, palette.accent, 'rx="1.4"') +
    polygon("-6,-20 6,-20 8,-2 5,13 1,13 0,0 -1,13 -5,13 -8,-2", palette.accent) +
    rectangle(7, -4, 10, 7.5, palette.light, 'rx="1"') +
    "</g>"
  );
}
