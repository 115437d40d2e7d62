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

/** Layers of waves, with a sailing ship or a lighthouse. */
export function drawSea(scene: Scene): string {
  const { palette, random } = scene;
  const sunX = between(random, 50, 150);
  const sunY = between(random, 55, 95);
  const parts = [
    circle(sunX, sunY, 40, palette.light, opacity(0.2)),
    circle(sunX, sunY, between(random, 20, 28), palette.light),
  ];
  for (let cloud = 0; cloud < 4; cloud++) parts.push(drawCloud(scene));
  const isShip = random.uniform() < 0.55;
  const x = sunX < 100 ? between(random, 110, 138) : between(random, 62, 90);
  if (!isShip) parts.push(drawLighthouse(scene, x, 214));
  parts.push(drawWave(scene, 190, palette.far));
  if (isShip) parts.push(drawShip(scene, x, 207, between(random, 1.05, 1.25)));
  parts.push(drawWave(scene, 205, mix(palette.far, palette.mid, 0.6)));
  parts.push(drawWave(scene, 219, palette.mid), drawWave(scene, 234, palette.near));
  return parts.join("");
}

function drawCloud({ palette, random }: Scene): string {
  const x = between(random, 10, 190);
  const y = between(random, 25, 125);
  const width = between(random, 16, 34);
  const soft = opacity(0.32);
  return (
    rectangle(x - width, y, 2 * width, 5, palette.light, `rx="2.5" ${soft}`) +
    rectangle(x - width * 0.5, y - 4, width * 1.2, 5, palette.light, `rx="2.5" ${soft}`)
  );
}

/** A crest line of scallops, as on a printed wave. */
function drawWave({ palette, random }: Scene, y: number, fill: string): string {
  const length = between(random, 34, 52);
  const phase = between(random, 0, 50);
  const height = (x: number): number =>
    y - 7 * Math.abs(Math.sin(((x + phase) * Math.PI) / length));
  const foam: [number, number][] = [];
  for (let x = -5; x <= 205; x += 2.5) foam.push([x, height(x)]);
  return ground(height, fill) + line(foam, palette.light, 1.3, opacity(0.7));
}

function drawShip({ palette, random }: Scene, x: number, y: number, scale: number): string {
  const tilt = Math.round(between(random, -7, 7));
  const sail = palette.ink;
  const shade = mix(palette.ink, palette.far, 0.35);
  return (
    `<g transform="translate(${Math.round(x)} ${y}) scale(${scale.toFixed(2)}) rotate(${tilt})">` +
    line("0,-8 0,-100", palette.near, 2.4) +
    line("-28,-8 -28,-78", palette.near, 2) +
    path("M2 -96C26 -84 34 -58 32 -24L2 -20Z", sail) +
    path("M2 -58C14 -56 24 -54 32 -52L32 -24L2 -20Z", shade, opacity(0.6)) +
    path("M-3 -92C-14 -78 -22 -52 -22 -22L-3 -20Z", sail) +
    path("M-30 -74C-40 -62 -46 -42 -46 -22L-30 -20Z", shade) +
    polygon("0,-100 18,-104 0,-108", palette.accent) +
    path("M-52 -16L44 -16C42 -2 34 8 22 12L-32 12C-44 8 -50 -4 -52 -16Z", palette.near) +
    path("M-51 -12L43 -12L42 -7L-50 -7Z", palette.accent) +
    "</g>"
  );
}

function drawLighthouse({ palette, random, dark }: Scene, x: number, y: number): string {
  const rock = palette.near;
  const stripe = (top: number, bottom: number): string => {
    const half = (at: number): number => 8 + (at + 104) * 0.055;
    return polygon(
      [
        [-half(top), top],
        [half(top), top],
        [half(bottom), bottom],
        [-half(bottom), bottom],
      ],
      palette.accent,
    );
  };
  const beam = dark ? 0.4 : 0.28;
  const flip = random.uniform() < 0.5 ? -1 : 1;
  return (
    `<g transform="translate(${decimal(x)} ${y}) scale(${flip} 1)">` +
    polygon("0,-114 170,-150 170,-92", palette.light, opacity(beam)) +
    polygon("0,-114 -170,-140 -170,-98", palette.light, opacity(beam * 0.7)) +
    polygon("-8,-104 8,-104 13,0 -13,0", palette.ink) +
    stripe(-92, -74) +
    stripe(-54, -36) +
    stripe(-17, 0) +
    rectangle(-11, -107, 22, 4, rock) +
    rectangle(-6, -121, 12, 14, palette.light) +
    polygon("-9,-120 0,-133 9,-120", rock) +
    ellipse([0, 8], [46, 16], rock) +
    ellipse([-26, 12], [30, 13], rock) +
    "</g>"
  );
}
