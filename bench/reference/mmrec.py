"""One training by MMRec (https://github.com/enoche/MMRec) on TikTok, as a peer of Moviola's.

    python3 mmrec.py CHECKOUT TIKTOK MODEL SEED SETTINGS

CHECKOUT holds MMRec as published, TIKTOK the set's `tiktok.inter`, `image_feat.npy` and `audio_feat.npy`, SETTINGS is
JSON over MMRec's defaults. All epochs are trained, without a choice by validation; test rows are then ranked without
the items of training and validation. Audio takes the place of text, which the set lacks. Prints one line of JSON:
recall@20, NDCG@20, milliseconds of a step and the versions. Made with MMRec of commit e775373b, PyTorch 1.13, pandas 1.5
and SciPy 1.10; its readers of raw images, which need torchvision and lmdb, are not used and not asked for.
"""
import contextlib
import json
import os
import sys
import tempfile
import time
import types

checkout, tiktok, name, seed, settings = sys.argv[1:6]
sys.path.insert(0, os.path.join(checkout, "src"))
os.chdir(os.path.join(checkout, "src"))
images = types.ModuleType("utils.data_utils")
images.ImageResize = images.ImagePad = images.image_to_tensor = None
images.load_decompress_img_from_lmdb_value = None
sys.modules["utils.data_utils"] = images
sys.modules["lmdb"] = types.ModuleType("lmdb")

import numpy as np
import pandas as pd
import torch

for alias in (int, float, bool, object):
    # Names that NumPy dropped and MMRec still uses.
    setattr(np, alias.__name__, alias)



def scatter_add(values, index, dim=0, dim_size=None):
    """What MMRec takes of torch_scatter, by PyTorch itself."""
    size = int(index.max()) + 1 if dim_size is None else dim_size
    return torch.zeros(size, dtype=values.dtype).scatter_add_(dim, index, values)


sums = types.ModuleType("torch_scatter")
sums.scatter_add = scatter_add
sys.modules["torch_scatter"] = sums

from utils.configurator import Config
from utils.dataloader import EvalDataLoader, TrainDataLoader
from utils.dataset import RecDataset
from utils.utils import get_model, get_trainer, init_seed

torch.set_num_threads(2)
if not torch.cuda.is_available():
    # MGCN moves tensors to a GPU whatever its configuration says.
    torch.Tensor.cuda = torch.nn.Module.cuda = lambda self, *_: self


def configuration(folder):
    own = os.path.join(folder, "tiktok")
    os.mkdir(own)
    os.symlink(os.path.join(tiktok, "tiktok.inter"), os.path.join(own, "tiktok.inter"))
    for source, target in (("image", "image"), ("audio", "text")):
        values = np.load(os.path.join(tiktok, f"{source}_feat.npy")).astype(np.float32)
        np.save(os.path.join(own, f"{target}_feat.npy"), values)
    given = {
        "use_gpu": False,
        "gpu_id": 0,
        "data_path": folder + os.sep,
        "save_recommended_topk": False,
        "USER_ID_FIELD": "userID",
        "ITEM_ID_FIELD": "itemID",
        "TIME_FIELD": "timestamp",
        "inter_file_name": "tiktok.inter",
        "vision_feature_file": "image_feat.npy",
        "text_feature_file": "text_feat.npy",
        "user_graph_dict_file": "user_graph_dict.npy",
    }
    config = Config(name, "baby", {**given, **json.loads(settings)}, False)
    config["dataset"] = "tiktok"
    config["seed"] = int(seed)
    for key in config["hyper_parameters"]:
        if isinstance(config[key], list):
            raise SystemExit(f"{key} has several values: name one")
    return config


def train_and_test(config):
    init_seed(config["seed"])
    data = RecDataset(config)
    train, valid, test = data.split()
    seen = train.copy(pd.concat([train.df, valid.df], ignore_index=True))
    for part in (data, train, valid, test, seen):
        str(part)  # Counts its rows, which the loaders read.
    batches = TrainDataLoader(config, train, batch_size=config["train_batch_size"], shuffle=True)
    tests = EvalDataLoader(
        config, test, additional_dataset=seen, batch_size=config["eval_batch_size"]
    )
    batches.pretrain_setup()
    trainer = get_trainer()(config, get_model(name)(config, batches), False)
    start = time.time()
    for epoch in range(config["epochs"]):
        trainer.model.pre_epoch_processing()
        trainer._train_epoch(batches, epoch)
        trainer.lr_scheduler.step()
    n_steps = config["epochs"] * -(-len(train.df) // config["train_batch_size"])
    return trainer.evaluate(tests), 1000 * (time.time() - start) / n_steps


with tempfile.TemporaryDirectory() as folder:
    with contextlib.redirect_stdout(sys.stderr):
        result, step = train_and_test(configuration(folder))
print(
    json.dumps(
        {
            "recall": float(result["recall@20"]),
            "ndcg": float(result["ndcg@20"]),
            "stepMs": step,
            "torch": torch.__version__,
        }
    )
)
