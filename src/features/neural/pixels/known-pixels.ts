import type { PixelSettings } from "./pixel-settings.js";

/** Both edges 224, bilinear, values in -1..1. Source: google/vit-base-patch16-224-in21k. */
export const vitPixels: PixelSettings = {
  resize: { edges: 224 },
  filter: "bilinear",
  crop: 224,
  mean: [0.5, 0.5, 0.5],
  deviation: [0.5, 0.5, 0.5],
};

/** Shorter edge 256, bilinear, square of 224, values in -1..1. Source: google/mobilenet_v2_1.0_224. */
export const mobilenetPixels: PixelSettings = { ...vitPixels, resize: { shortestEdge: 256 } };

/** Shorter edge 256, bicubic, square of 224, ImageNet's statistics. Source: microsoft/resnet-50. */
export const resnetPixels: PixelSettings = {
  resize: { shortestEdge: 256 },
  filter: "bicubic",
  crop: 224,
  mean: [0.485, 0.456, 0.406],
  deviation: [0.229, 0.224, 0.225],
};

/** Shorter edge 224, bicubic, square of 224, CLIP's statistics. Source: openai/clip-vit-base-patch32. */
export const clipPixels: PixelSettings = {
  resize: { shortestEdge: 224 },
  filter: "bicubic",
  crop: 224,
  mean: [0.48145466, 0.4578275, 0.40821073],
  deviation: [0.26862954, 0.26130258, 0.27577711],
};
