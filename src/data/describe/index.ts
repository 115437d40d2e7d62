export {
  describeDataset,
  type DatasetDescription,
  type RatingCount,
  type TimeSpan,
} from "./describe-dataset.js";
export type { Quantiles } from "./quantiles.js";
