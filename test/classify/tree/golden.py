"""What scikit-learn's trees are, on made data and on Telco; prints golden.json. Needs scikit-learn and pandas.

python test/classify/tree/golden.py > test/classify/tree/golden.json
"""

import json

import numpy as np
from sklearn.base import clone
from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor

ROWS, WIDTH = 400, 4
state = 1


def uniform():
    # 24 bits, so that scikit-learn's 32-bit floats hold them.
    global state
    state = (1664525 * state + 1013904223) % 2**32
    return (state >> 8) / 2**24


X = np.array([[uniform() for _ in range(WIDTH)] for _ in range(ROWS)])
noise = np.array([uniform() for _ in range(ROWS)])
weights = np.array([0.25 + uniform() for _ in range(ROWS)])
gone = np.array([[uniform() < 0.2 for _ in range(2)] for _ in range(ROWS)])
holes = X.copy()
# Values are missing at random in the first column, and where they are great in the second.
holes[gone[:, 0], 0] = np.nan
holes[gone[:, 1] | (X[:, 1] > 0.8), 1] = np.nan
number = 2 * X[:, 0] + np.where(X[:, 1] > 0.4, X[:, 2], -X[:, 2]) + 2 * noise
binary = (number > 2).astype(int)
three = np.digitize(number, [1.4, 2.4])


def tree(model, X, y, sample_weight=None):
    t = model.fit(X, y, sample_weight=sample_weight).tree_
    # Where two features are equally good scikit-learn draws lots; there must be no such node.
    for seed in range(1, 20):
        other = clone(model).set_params(random_state=seed).fit(X, y, sample_weight=sample_weight).tree_
        assert np.array_equal(other.feature, t.feature), "ties"
    value = t.value[:, 0, :]
    return {
        "feature": np.where(t.feature < 0, -1, t.feature).tolist(),
        # What only missing values pass is infinite there.
        "threshold": np.minimum(np.where(t.feature < 0, 0, t.threshold), 1e100).tolist(),
        "missingLeft": t.missing_go_to_left.tolist(),
        "rows": t.n_node_samples.tolist(),
        "cover": t.weighted_n_node_samples.tolist(),
        "value": (value[:, 1:2] if value.shape[1] == 2 else value).ravel().tolist(),
        "impurity": t.impurity[0],
        "importance": model.feature_importances_.tolist(),
    }


def classifier(**options):
    return DecisionTreeClassifier(random_state=0, **options)


regressor = DecisionTreeRegressor(random_state=0, min_samples_leaf=4)
golden = {
    "gini": tree(classifier(min_samples_leaf=15), X, binary),
    "entropy": tree(classifier(criterion="entropy", max_depth=4, min_samples_leaf=15), X, binary),
    "weighted": tree(classifier(min_samples_leaf=8), X, binary, weights),
    "three": tree(classifier(min_samples_leaf=15), X, three),
    "threeEntropy": tree(classifier(criterion="entropy", min_samples_leaf=30), X, three),
    "variance": tree(regressor, X, number),
    "weightedVariance": tree(regressor, X, number, weights),
    "missing": tree(classifier(min_samples_leaf=10), holes, binary, weights),
    "missingVariance": tree(clone(regressor).set_params(min_samples_leaf=10), holes, number),
}
paths = {
    "gini": classifier(min_samples_leaf=15).cost_complexity_pruning_path(X, binary),
    "variance": regressor.cost_complexity_pruning_path(X, number),
}
golden["paths"] = {name: path.ccp_alphas.tolist() for name, path in paths.items()}
alpha = paths["gini"].ccp_alphas[-6] + 1e-9
golden["pruned"] = {"alpha": alpha, **tree(classifier(min_samples_leaf=15, ccp_alpha=alpha), X, binary)}
print(json.dumps(golden))
