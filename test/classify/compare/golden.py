"""The same tests by scipy, and DeLong's over all pairs; prints golden.json. Needs scipy and numpy.

python test/classify/compare/golden.py > test/classify/compare/golden.json
"""

import json

import numpy as np
from scipy import stats

i = np.arange(400)
a = ((i * 7919) % 1009 + 1) / 1011
b = np.floor((0.6 * a + 0.4 * ((i * 15485863) % 997) / 997) * 20) / 20
y = (((i * 104729) % 997) / 997 < (a + 0.2) / 1.4).astype(int)


def components(p):
    psi = (p[y == 1][:, None] > p[y == 0][None, :]) + 0.5 * (p[y == 1][:, None] == p[y == 0][None, :])
    return psi.mean(1), psi.mean(0)


(a10, a01), (b10, b01) = components(a), components(b)
error = np.sqrt(np.var(a10 - b10, ddof=1) / len(a10) + np.var(a01 - b01, ddof=1) / len(a01))
difference = a10.mean() - b10.mean()
right = [((p >= 0.5) == y).astype(int) for p in (a, b)]
only = int((right[0] > right[1]).sum()), int((right[0] < right[1]).sum())
d = (a - y) ** 2 - (b - y) ** 2
folds = np.array([0.031, 0.012, 0.024, -0.004, 0.019])
t = folds.mean() / np.sqrt((1 / 5 + 1 / 4) * folds.var(ddof=1))
reach = stats.t.ppf(0.975, 4) * np.sqrt((1 / 5 + 1 / 4) * folds.var(ddof=1))
print(json.dumps({
    "auc": {"difference": difference, "statistic": difference / error, "p": 2 * stats.norm.sf(abs(difference / error))},
    "accuracy": {"difference": (only[0] - only[1]) / 400, "p": stats.binomtest(only[0], sum(only)).pvalue},
    "brier": {"difference": d.mean(), "p": 2 * stats.norm.sf(abs(d.mean()) / np.sqrt(d.var(ddof=1) / 400))},
    "folds": {"statistic": t, "p": 2 * stats.t.sf(abs(t), 4), "low": folds.mean() - reach, "high": folds.mean() + reach},
}, indent=1))
