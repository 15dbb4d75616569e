"""What scikit-learn makes of the same probabilities; prints golden.json. Needs scikit-learn and numpy.

python test/classify/calibration/golden.py > test/classify/calibration/golden.json
"""

import json

import numpy as np
from sklearn.calibration import _SigmoidCalibration
from sklearn.isotonic import IsotonicRegression


def made(n, ties):
    """As in evaluation/golden.py."""
    i = np.arange(n)
    p = ((i * 7919) % 1009 + 1) / 1011
    if ties:
        p = np.floor(p * 20) / 20
    y = (((i * 104729) % 997) / 997 < (p + 0.2) / 1.4).astype(int)
    return y, p, ((i * 31) % 7 + 1).astype(float)


def platt(f, y, w):
    """The maximum of Platt's likelihood by Newton's method: scikit-learn's search stops after six digits."""
    hits, misses = w[y == 1].sum(), w[y == 0].sum()
    t = np.where(y == 1, (hits + 1) / (hits + 2), 1 / (misses + 2))
    design = np.stack([f, np.ones(len(f))], 1)
    beta = np.zeros(2)
    for _ in range(50):
        p = 1 / (1 + np.exp(-design @ beta))
        beta += np.linalg.solve(design.T @ (design * (w * p * (1 - p))[:, None]), design.T @ (w * (t - p)))
    return beta.tolist()


golden = []
grid = np.linspace(0, 1, 23)
for ties in (False, True):
    y, p, w = made(600, ties)
    clipped = np.clip(p, 1e-6, 1 - 1e-6)
    f = np.log(clipped / (1 - clipped))
    for weight in (None, w):
        sigmoid = _SigmoidCalibration().fit(f, y, weight)
        isotonic = IsotonicRegression(out_of_bounds="clip").fit(p, y, weight)
        golden.append({
            "ties": ties,
            "weighted": weight is not None,
            "sklearn": [-float(sigmoid.a_), -float(sigmoid.b_)],
            "platt": platt(f, y, np.ones(len(y)) if weight is None else weight),
            "isotonic": isotonic.predict(grid).tolist(),
            "thresholds": len(isotonic.X_thresholds_),
        })
print(json.dumps(golden, indent=1))
