"""What statsmodels and scikit-learn find; prints linear.json. Needs statsmodels, scikit-learn, pandas.

python test/classify/golden/linear.py Telco-Customer-Churn.csv germancredit.csv > test/classify/golden/linear.json
"""

import json
import sys
import warnings

import numpy as np
import pandas as pd
import statsmodels.api as sm
from sklearn.compose import make_column_transformer
from sklearn.linear_model import LogisticRegression
from sklearn.naive_bayes import CategoricalNB, GaussianNB
from sklearn.preprocessing import OneHotEncoder, StandardScaler

warnings.filterwarnings("ignore")
telco = pd.read_csv(sys.argv[1], na_values=" ")
credit = pd.read_csv(sys.argv[2])
golden = {}


def terms(frame, drop_first):
    """The columns as clientele makes them: numbers, and 0/1 a label in alphabetical order."""
    parts = []
    for name in frame.columns:
        if pd.api.types.is_numeric_dtype(frame[name]):
            parts.append(frame[name].astype(float).rename(name))
        else:
            labels = sorted(frame[name].unique())[1 if drop_first else 0 :]
            for label in labels:
                parts.append((frame[name] == label).astype(float).rename(f"{name} = {label}"))
    return pd.concat(parts, axis=1)


def plain(name, frame, y, freq=None):
    x = sm.add_constant(terms(frame, True))
    if freq is None:
        fit = sm.Logit(y, x).fit(method="newton", tol=1e-14, maxiter=100, disp=0)
        llf, llnull = fit.llf, fit.llnull
    else:
        fit = sm.GLM(y, x, family=sm.families.Binomial(), freq_weights=freq).fit(tol=1e-15, maxiter=100)
        llf, llnull = fit.llf, fit.llnull
    golden[name] = {
        "features": list(frame.columns),
        "terms": ["(intercept)"] + list(x.columns[1:]),
        "coefficient": fit.params.tolist(),
        "standard_error": fit.bse.tolist(),
        "p": fit.pvalues.tolist(),
        "low": np.exp(fit.conf_int()[0]).tolist(),
        "high": np.exp(fit.conf_int()[1]).tolist(),
        "logLikelihood": llf,
        "nullLogLikelihood": llnull,
        "aic": -2 * llf + 2 * x.shape[1],
    }
    if freq is None:
        golden[name] |= {"pseudoR2": fit.prsquared, "p_model": fit.llr_pvalue, "bic": fit.bic}


churned = (telco["Churn"] == "Yes").astype(float)
some = ["SeniorCitizen", "tenure", "Contract", "InternetService", "PaymentMethod", "MonthlyCharges", "Partner"]
plain("telco", telco[some], churned)
plain("telcoWeighted", telco[some], churned, 1 + telco["tenure"] % 3)
bad = (credit.iloc[:, -1] == credit.iloc[:, -1].unique()[1]).astype(float)
golden["creditTarget"] = [credit.columns[-1], str(credit.iloc[:, -1].unique()[1])]
plain("credit", credit.iloc[:, :-1], bad)

multi = terms(telco[["tenure", "MonthlyCharges", "Partner"]], True)
codes = telco["Contract"].astype("category").cat.codes
fit = sm.MNLogit(codes, sm.add_constant(multi)).fit(method="newton", tol=1e-14, maxiter=100, disp=0)
golden["multinomial"] = {
    "coefficient": fit.params.T.to_numpy().ravel().tolist(),
    "standard_error": fit.bse.T.to_numpy().ravel().tolist(),
    "logLikelihood": fit.llf,
}


def scaled(frame):
    x = terms(frame, False)
    numbers = [name for name in frame.columns if pd.api.types.is_numeric_dtype(frame[name])]
    scale = pd.Series(1.0, x.columns)
    scale[numbers] = x[numbers].std(ddof=0)
    return (x / scale).assign(**{n: (x[n] - x[n].mean()) / scale[n] for n in numbers}), scale


def penalised(name, frame, y, **options):
    x, scale = scaled(frame)
    fit = LogisticRegression(max_iter=1_000_000, **options).fit(x, y)
    golden[name] = {
        "terms": list(x.columns),
        "coefficient": (fit.coef_ / scale.to_numpy()).ravel().tolist(),
        "probability": fit.predict_proba(x)[:5].tolist(),
    }


penalised("ridge", telco[some], churned, C=0.5, solver="newton-cholesky", tol=1e-13)
penalised("ridgeMultinomial", telco[["tenure", "MonthlyCharges", "Partner"]], codes, C=0.5, solver="lbfgs", tol=1e-12)
penalised("lasso", credit.iloc[:, :-1], bad, C=0.1, l1_ratio=1, solver="saga", tol=1e-12)
penalised("elastic", credit.iloc[:, :-1], bad, C=0.1, l1_ratio=0.5, solver="saga", tol=1e-12)

numbers = ["tenure", "MonthlyCharges"]
gauss = GaussianNB(var_smoothing=0).fit(telco[numbers], churned)
words = ["Contract", "InternetService", "PaymentMethod"]
x = telco[words].apply(lambda column: column.astype("category").cat.codes)
category = CategoricalNB(alpha=1).fit(x, churned)
golden["bayes"] = {
    "gaussian": gauss.predict_proba(telco[numbers])[:200, 1].tolist(),
    "categorical": category.predict_proba(x)[:200, 1].tolist(),
}
print(json.dumps(golden))
