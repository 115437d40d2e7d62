import { mix } from "../palette.js";
import { circle, ellipse, ground, opacity, path, polygon } from "../shapes.js";
import { between, type Scene } from "./scene.js";

/** A ringed planet over the horizon of a moon, with stars and a rocket. */
export function drawSpace(scene: Scene): string {
  const { palette, random } = scene;
  const parts: string[] = [];
  for (let star = 0; star < 70; star++) {
    const radius = random.uniform() < 0.12 ? 1.5 : between(random, 0.4, 0.9);
    const spark = opacity(between(random, 0.35, 1));
    parts.push(
      circle(200 * random.uniform(), 235 * random.uniform(), radius, palette.light, spark),
    );
  }
  const x = between(random, 70, 130);
  const y = between(random, 85, 115);
  const radius = between(random, 36, 52);
  parts.push(drawPlanet(scene, x, y, radius));
  const moonX = x < 100 ? between(random, 150, 175) : between(random, 25, 50);
  const moonY = between(random, 35, 60);
  parts.push(circle(moonX, moonY, 9, palette.far));
  parts.push(circle(moonX - 2.5, moonY - 2, 6.5, mix(palette.far, palette.light, 0.5)));
  const centre = between(random, 40, 160);
  const hill = (x: number): number => 232 + (x - centre) ** 2 / 620;
  parts.push(
    ground((x) => hill(x) - 14, palette.mid),
    ground(hill, palette.near),
  );
  for (let crater = 0; crater < 5; crater++) {
    const at = between(random, 12, 188);
    const width = between(random, 7, 15);
    parts.push(ellipse([at, hill(at) - 5], [width, 2.6], palette.near, opacity(0.55)));
  }
  parts.push(drawRocket(scene, x < 100 ? 160 : 40, between(random, 150, 185)));
  return parts.join("");
}

function drawPlanet({ palette, random }: Scene, x: number, y: number, radius: number): string {
  const tilt = `transform="rotate(${Math.round(between(random, -28, -10))} ${Math.round(x)} ${Math.round(y)})"`;
  const ring = (half: string): string =>
    `<g ${tilt}>` +
    path(
      `M${Math.round(x - radius * 1.75)} ${Math.round(y)}A${Math.round(radius * 1.75)} ${Math.round(radius * 0.42)} 0 0 ${half} ${Math.round(x + radius * 1.75)} ${Math.round(y)}`,
      "none",
      `stroke="${palette.light}" stroke-width="4.5"`,
    ) +
    path(
      `M${Math.round(x - radius * 1.48)} ${Math.round(y)}A${Math.round(radius * 1.48)} ${Math.round(radius * 0.33)} 0 0 ${half} ${Math.round(x + radius * 1.48)} ${Math.round(y)}`,
      "none",
      `stroke="${palette.far}" stroke-width="3.5"`,
    ) +
    "</g>";
  const clip = `<clipPath id="planet"><circle cx="${Math.round(x)}" cy="${Math.round(y)}" r="${Math.round(radius)}"/></clipPath>`;
  const bands = [-0.5, -0.1, 0.4].map((at) =>
    ellipse(
      [x, y + at * radius],
      [radius * 1.2, radius * 0.09],
      mix(palette.accent, palette.light, 0.35),
    ),
  );
  const body =
    `<g clip-path="url(#planet)">` +
    circle(x, y, radius, palette.accent) +
    `<g ${tilt}>${bands.join("")}</g>` +
    circle(x - radius * 0.5, y - radius * 0.35, radius * 1.25, palette.light, opacity(0.16)) +
    path(
      `M${Math.round(x)} ${Math.round(y - radius)}a${Math.round(radius)} ${Math.round(radius)} 0 0 1 0 ${Math.round(2 * radius)}a${Math.round(1.5 * radius)} ${Math.round(1.5 * radius)} 0 0 0 0 ${-Math.round(2 * radius)}z`,
      palette.near,
      opacity(0.35),
    ) +
    "</g>";
  return clip + ring("1") + body + ring("0");
}

function drawRocket({ palette, dark }: Scene, x: number, y: number): string {
  const tilt = x < 100 ? 24 : -24;
  return (
    `<g transform="translate(${Math.round(x)} ${Math.round(y)}) rotate(${tilt})">` +
    polygon("-3,14 3,14 0,46", dark ? palette.light : palette.far, opacity(0.6)) +
    path("M0 -18C7 -8 7 6 5 13L-5 13C-7 6 -7 -8 0 -18Z", dark ? palette.ink : palette.near) +
    polygon("-5,4 -11,15 -4,12", palette.accent) +
    polygon("5,4 11,15 4,12", palette.accent) +
    circle(0, -4, 2.6, dark ? palette.near : palette.light) +
    "</g>"
  );
}
