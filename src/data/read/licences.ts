/** Terms of all MovieLens releases, shortened. */
export const MOVIELENS_LICENCE =
  "GroupLens: research use with acknowledgement; no commercial use and no redistribution without permission";

/** Terms of the Amazon review subsets of MMRec. */
export const AMAZON_LICENCE = "Amazon reviews 2014 (McAuley et al.): academic use";

/** Terms of the TikTok set. */
export const TIKTOK_LICENCE = "TikTok short-video challenge data: research use; no licence given";

/** Terms of the IMDb Vision and NLP set. */
export const IMDB_LICENCE = "Kaggle raynardj/imdb-vision-and-nlp: see its page; texts are IMDb's";
