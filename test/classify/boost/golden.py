"""What LightGBM finds; prints golden.json. Needs lightgbm, scikit-learn and pandas.

python test/classify/boost/golden.py [Telco-Customer-Churn.csv] > test/classify/boost/golden.json
"""

import json
import sys

import lightgbm as lgb
import numpy as np
import pandas as pd
from sklearn.metrics import brier_score_loss, log_loss, roc_auc_score

ROWS = 20_000
FIXED = {"min_data_in_leaf": 20, "verbose": -1, "num_threads": 1, "deterministic": True, "force_row_wise": True}


def uniform(stream):
    """Numbers between 0 and 1 that any language makes alike: multiples of the golden ratio's inverse, twice."""
    i = np.arange(ROWS, dtype=np.uint64)
    hashed = (i * np.uint64(2654435761) + np.uint64(stream * 97)) % np.uint64(2**32)
    hashed = (hashed ^ (hashed >> np.uint64(15))) * np.uint64(2246822519) % np.uint64(2**32)
    hashed = (hashed ^ (hashed >> np.uint64(13))) * np.uint64(3266489917) % np.uint64(2**32)
    return (hashed ^ (hashed >> np.uint64(16))) / 2**32


def made():
    features = np.column_stack([uniform(j) for j in range(6)])
    features[uniform(20) < 0.1, 1] = np.nan
    known = np.nan_to_num(features[:, 1], nan=1.5)
    mean = 3 * features[:, 0] - 2 * known + 2 * (features[:, 2] > 0.5) * features[:, 3] + features[:, 4] ** 2
    return features, mean


def fit(kind, features, target, more):
    settings = {"objective": kind, "learning_rate": 0.1, "num_leaves": 31, **FIXED, **more}
    return lgb.train(settings, lgb.Dataset(features, target), 100)


features, mean = made()
golden = {"lightgbm": lgb.__version__, "rows": ROWS}
half = np.arange(ROWS) % 2 == 0
noise = uniform(10)
targets = {
    "binary": (noise < 1 / (1 + np.exp(-mean))).astype(int),
    "regression": mean + noise,
    "poisson": np.floor(np.exp(0.5 * mean) * 2 * noise),
    "tweedie": np.where(uniform(11) < 0.5, 0, np.exp(0.5 * mean) * noise),
    "multiclass": np.floor(np.clip(mean + 2 * noise, 0, 2.99)).astype(int),
}


def loss(kind, y, p):
    if kind == "binary":
        return log_loss(y, p)
    if kind == "multiclass":
        return log_loss(y, p)
    if kind == "regression":
        return np.mean((y - p) ** 2)
    if kind == "poisson":
        return np.mean(2 * (p - y + y * np.log(np.where(y > 0, y, 1) / p)))
    return np.mean(2 * (y**0.5 / -0.25 + 2 * y / np.sqrt(p) + 2 * np.sqrt(p)))


for kind, y in targets.items():
    more = {"tweedie_variance_power": 1.5} if kind == "tweedie" else {"num_class": 3} if kind == "multiclass" else {}
    # Settings that ought not to matter show how much chance there is in it.
    tries = []
    for bins in (255, 250, 240, 230):
        model = fit(kind, features[half], y[half], {**more, "max_bin": bins})
        tries.append([loss(kind, y[s], model.predict(features[s])) for s in (half, ~half)])
    golden[kind] = {"train": [t[0] for t in tries], "test": [t[1] for t in tries], "targetSum": float(y.sum())}

# Numbers of few different values, so that every value has a bin, and leaves that are bounded by what is not rounded: the same trees,
# until two splits are alike but for the rounding of gradients.
coarse = np.floor(np.column_stack([uniform(j) for j in range(5)]) * 40)
same = {"min_data_in_leaf": 1, "min_sum_hessian_in_leaf": 20, "learning_rate": 0.1, "num_leaves": 31}
p = lgb.train({"objective": "binary", **FIXED, **same}, lgb.Dataset(coarse, targets["binary"]), 20).predict(coarse)
golden["same"] = {"logLoss": log_loss(targets["binary"], p), "probability": p[:40].tolist()}

if len(sys.argv) > 1:
    telco = pd.read_csv(sys.argv[1]).drop(columns="customerID")
    telco["TotalCharges"] = pd.to_numeric(telco["TotalCharges"], errors="coerce")
    y = (telco.pop("Churn") == "Yes").astype(int).to_numpy()
    for name in telco.select_dtypes(["object", "string"]):
        telco[name] = telco[name].astype("category")
    def deal(order):
        """Five folds: each class dealt out in turn, in that order of rows."""
        fold = np.zeros(len(y), int)
        for value in (0, 1):
            own = order[y[order] == value]
            fold[own] = np.arange(len(own)) % 5
        return fold

    fold = deal(np.arange(len(y)))
    tries = []
    for bins in (255, 250, 240, 230):
        found = []
        for k in range(5):
            train, test = fold != k, fold == k
            settings = {"objective": "binary", "learning_rate": 0.05, "num_leaves": 15, "max_bin": bins, **FIXED}
            model = lgb.train(settings, lgb.Dataset(telco[train], y[train]), 100)
            p = model.predict(telco[test])
            found.append([roc_auc_score(y[test], p), log_loss(y[test], p), brier_score_loss(y[test], p)])
        tries.append(np.mean(found, axis=0))
    auc, logloss, brier = np.transpose(tries).tolist()
    golden["telco"] = {"auc": auc, "logLoss": logloss, "brier": brier}
    losses = []
    for d in range(10):
        fold = deal(np.argsort(uniform(100 + d)[: len(y)], kind="stable"))
        found = []
        for k in range(5):
            train, test = fold != k, fold == k
            settings = {"objective": "binary", "learning_rate": 0.05, "num_leaves": 15, **FIXED}
            model = lgb.train(settings, lgb.Dataset(telco[train], y[train]), 100)
            found.append(log_loss(y[test], model.predict(telco[test])))
        losses.append(np.mean(found))
    golden["telco"]["dealt"] = losses

print(json.dumps(golden, indent=1))
