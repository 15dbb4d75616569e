"""What scikit-learn finds of the same predictions; prints golden.json. Needs scikit-learn, scipy and (for Telco) pandas.

python test/classify/evaluation/golden.py [Telco-Customer-Churn.csv] > test/classify/evaluation/golden.json
"""

import json
import sys

import numpy as np
from sklearn import metrics
from sklearn.calibration import calibration_curve


def made(n, ties):
    """Predictions and outcomes by whole-number arithmetic, so that any language makes the same."""
    i = np.arange(n)
    p = ((i * 7919) % 1009 + 1) / 1011
    if ties:
        p = np.floor(p * 20) / 20
    y = (((i * 104729) % 997) / 997 < (p + 0.2) / 1.4).astype(int)
    w = (i * 31) % 7 + 1
    return y, p, w


def binary(y, p, w=None):
    order_free = {"sample_weight": w}
    taken = (p >= 0.5).astype(int)
    fpr, tpr, _ = metrics.roc_curve(y, p, sample_weight=w)
    tn, fp, fn, tp = metrics.confusion_matrix(y, taken, sample_weight=w).ravel().tolist()
    return {
        "auc": metrics.roc_auc_score(y, p, **order_free),
        "averagePrecision": metrics.average_precision_score(y, p, **order_free),
        "logLoss": metrics.log_loss(y, p, **order_free),
        "brier": metrics.brier_score_loss(y, p, **order_free),
        "ks": float(np.max(np.abs(tpr - fpr))),
        "f1": metrics.f1_score(y, taken, **order_free),
        "accuracy": metrics.accuracy_score(y, taken, **order_free),
        "precision": metrics.precision_score(y, taken, **order_free),
        "recall": metrics.recall_score(y, taken, **order_free),
        "confusion": {"truePositives": tp, "falsePositives": fp, "falseNegatives": fn, "trueNegatives": tn},
    }


def delong(y, p):
    """By all pairs, as the paper has it."""
    a, b = p[y == 1][:, None], p[y == 0][None, :]
    psi = (a > b) + 0.5 * (a == b)
    v10, v01 = psi.mean(1), psi.mean(0)
    return float(np.sqrt(v10.var(ddof=1) / len(v10) + v01.var(ddof=1) / len(v01)))


def curves(y, p):
    fpr, tpr, thresholds = metrics.roc_curve(y, p, drop_intermediate=False)
    found = {"roc": {"fpr": fpr.tolist(), "tpr": tpr.tolist(), "thresholds": thresholds[1:].tolist()}}
    for strategy, name in (("uniform", "width"), ("quantile", "quantile")):
        observed, predicted = calibration_curve(y, p, n_bins=7, strategy=strategy)
        found[name] = {"observed": observed.tolist(), "predicted": predicted.tolist()}
    return found


def classes(n):
    i = np.arange(n)
    raw = np.stack([(i * 7919) % 101 + 1, (i * 104729) % 103 + 1, (i * 1299709) % 107 + 1], 1).astype(float)
    p = raw / raw.sum(1, keepdims=True)
    u = ((i * 15485863) % 997) / 997
    y = (u[:, None] > np.cumsum((p + 0.1) / 1.3, 1)).sum(1)
    w = (i * 31) % 7 + 1
    out = {}
    for name, weight in (("plain", None), ("weighted", w)):
        chosen = p.argmax(1)
        macro = {"average": "macro", "sample_weight": weight}
        out[name] = {
            # scikit-learn's own averages leave weights out of prevalences.
            "aucs": [metrics.roc_auc_score(y == k, p[:, k], sample_weight=weight) for k in range(3)],
            "logLoss": metrics.log_loss(y, p, sample_weight=weight),
            "accuracy": metrics.accuracy_score(y, chosen, sample_weight=weight),
            "f1": metrics.f1_score(y, chosen, **macro),
            "precision": metrics.precision_score(y, chosen, **macro),
            "recall": metrics.recall_score(y, chosen, **macro),
            "brier": metrics.brier_score_loss(y, p, sample_weight=weight, scale_by_half=False),
            "confusion": metrics.confusion_matrix(y, chosen, sample_weight=weight).ravel().tolist(),
        }
    out["plain"]["auc"] = metrics.roc_auc_score(y, p, multi_class="ovr")
    out["plain"]["aucWeighted"] = metrics.roc_auc_score(y, p, multi_class="ovr", average="weighted")
    return out


def numbers(n):
    i = np.arange(n)
    predicted = ((i * 7919) % 1009 + 1) / 100
    actual = np.floor(predicted * (0.5 + ((i * 104729) % 997) / 997))
    w = (i * 31) % 7 + 1
    out = {}
    for name, weight in (("plain", None), ("weighted", w)):
        extra = {"sample_weight": weight}
        out[name] = {
            "rmse": metrics.root_mean_squared_error(actual, predicted, **extra),
            "mae": metrics.mean_absolute_error(actual, predicted, **extra),
            "r2": metrics.r2_score(actual, predicted, **extra),
            "poissonDeviance": metrics.mean_poisson_deviance(actual, predicted, **extra),
        }
    return out


golden = {"binary": [], "classes": classes(300), "numbers": numbers(300)}
for ties in (False, True):
    y, p, w = made(600, ties)
    golden["binary"].append({
        "ties": ties, "plain": binary(y, p), "weighted": binary(y, p, w), "delong": delong(y, p), **curves(y, p),
    })

if len(sys.argv) > 1:
    import pandas as pd

    telco = pd.read_csv(sys.argv[1])
    y = (telco.Churn == "Yes").to_numpy().astype(int)
    # A prediction that needs nothing but one division and whole numbers: long contracts stay.
    p = 12 / (12 + telco.tenure.to_numpy() + 20 * (telco.Contract != "Month-to-month"))
    golden["telco"] = {**binary(y, p.to_numpy()), "delong": delong(y, p.to_numpy())}

print(json.dumps(golden, indent=1))
