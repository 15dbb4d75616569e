"""What scikit-learn, scipy and kmodes find; prints golden.json. Needs scikit-learn, scipy, pandas and (for Telco) kmodes.

python test/segment/golden.py [Telco-Customer-Churn.csv] > test/segment/golden.json
"""

import json
import pathlib
import sys

import numpy as np
import pandas as pd
from scipy.cluster.hierarchy import fcluster, linkage
from sklearn.cluster import KMeans
from sklearn.metrics import calinski_harabasz_score, davies_bouldin_score, silhouette_score
from sklearn.mixture import GaussianMixture
from sklearn.mixture._gaussian_mixture import _compute_precision_cholesky, _estimate_gaussian_parameters

root = pathlib.Path(__file__).parents[2]
orders = pd.read_csv(root / "datasets/cdnow/orders.csv", parse_dates=["date"])
last_day = orders["date"].max()
customers = orders.groupby("customer_id", sort=True).agg(
    orders=("date", "size"), revenue=("amount", "sum"), last=("date", "max"), days=("date", "nunique")
)
customers["days_since_last"] = (last_day - customers["last"]).dt.days
points = np.log1p(customers[["days_since_last", "days", "revenue"]].to_numpy(float))
points = (points - points.mean(0)) / points.std(0)
golden = {"customers": len(points), "kmeans": [], "mixture": [], "ward": {}}

for k in range(2, 7):
    # From the first k different customers: Lloyd's algorithm has many solutions, and starts are drawn differently.
    start = list(dict.fromkeys(map(tuple, points)))[:k]
    best = KMeans(k, init=np.array(start), n_init=1, tol=0, max_iter=1000).fit(points)
    golden["kmeans"].append({
        "k": k,
        "inertia": best.inertia_,
        "sizes": sorted(np.bincount(best.labels_).tolist(), reverse=True),
        "silhouette": silhouette_score(points, best.labels_),
        "calinskiHarabasz": calinski_harabasz_score(points, best.labels_),
        "daviesBouldin": davies_bouldin_score(points, best.labels_),
    })

for covariance, name in (("diagonal", "diag"), ("full", "full")):
    for k in (1, 2, 3):
        start = KMeans(k, n_init=20, tol=0, max_iter=1000, random_state=1).fit(points).labels_
        shares = np.eye(k)[start]
        weights, means, covariances = _estimate_gaussian_parameters(points, shares, 1e-6, name)
        factor = _compute_precision_cholesky(covariances, name)
        precisions = factor**2 if name == "diag" else np.array([f @ f.T for f in factor])
        model = GaussianMixture(
            k, covariance_type=name, tol=1e-12, max_iter=100_000, weights_init=weights / len(points),
            means_init=means, precisions_init=precisions,
        ).fit(points)
        golden["mixture"].append({
            "covariance": covariance,
            "k": k,
            "logLikelihood": model.score(points) * len(points),
            "bic": model.bic(points),
            "aic": model.aic(points),
            "weights": sorted(model.weights_.tolist(), reverse=True),
            "first": np.sort(model.predict_proba(points[:1])[0])[::-1].tolist(),
        })

tree = linkage(points, "ward")
golden["ward"] = {
    "heights": tree[:, 2].sum(),
    "top": tree[-12:, 2].tolist(),
    "topSizes": tree[-12:, 3].tolist(),
    "sizes": {k: sorted(np.bincount(fcluster(tree, k, "maxclust"))[1:].tolist(), reverse=True) for k in (2, 3, 4, 5, 8)},
}

if len(sys.argv) > 1:
    from kmodes.kprototypes import KPrototypes

    telco = pd.read_csv(sys.argv[1])
    numbers = telco[["tenure", "MonthlyCharges"]].to_numpy(float)
    numbers = (numbers - numbers.mean(0)) / numbers.std(0)
    names = ["gender", "Partner", "Contract", "InternetService", "PaymentMethod", "TechSupport", "OnlineSecurity"]
    mixed = np.concatenate([numbers.astype(object), telco[names].to_numpy(object)], axis=1)
    golden["telco"] = []
    for k in (2, 3, 4):
        best = KPrototypes(k, init="Cao", n_init=10, gamma=0.5, random_state=1).fit(mixed, categorical=list(range(2, 9)))
        golden["telco"].append({"k": k, "cost": best.cost_})

json.dump(golden, sys.stdout, indent=1)
