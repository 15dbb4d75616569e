"""Python's peers: reads a job a line, answers with the seconds it took. Tables are loaded once, untimed."""

import functools
import json
import resource
import sys
import time

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa


@functools.cache
def arrow(path):
    with pa.memory_map(path) as source:
        return pa.ipc.open_file(source).read_all()


PLAIN = """
  select customer, min(time) first_order, max(time) last_order, count(*) orders, sum(amount) revenue,
    arg_min(amount, time) first_spend {days} from orders group by customer
"""


def summarize_duckdb(path, threads, days):
    orders = arrow(path)
    connection = duckdb.connect()
    connection.execute(f"set threads = {threads}")
    connection.register("orders", orders)
    # Into the engine's own memory first, so that only its work is timed.
    connection.execute("create table mine as from orders")
    query = PLAIN.format(days=", count(distinct time::date) order_days" if days else "").replace("orders group", "mine group")
    start = time.perf_counter()
    connection.execute(query).to_arrow_table()
    return time.perf_counter() - start


@functools.cache
def polars_frame(path):
    return pl.from_arrow(arrow(path))


def summarize_polars(path, days):
    frame = polars_frame(path)
    wanted = [
        pl.col("time").min().alias("first_order"),
        pl.col("time").max().alias("last_order"),
        pl.len().alias("orders"),
        pl.col("amount").sum().alias("revenue"),
        pl.col("amount").sort_by("time").first().alias("first_spend") if days else pl.col("amount").first(),
    ]
    if days:
        wanted.append(pl.col("time").dt.date().n_unique().alias("days"))
    start = time.perf_counter()
    frame.lazy().group_by("customer").agg(wanted).collect()
    return time.perf_counter() - start


def summarize_pandas(path):
    frame = arrow(path).to_pandas()
    start = time.perf_counter()
    day = frame["time"].dt.normalize()
    frame.assign(day=day).groupby("customer", observed=True).agg(
        first_order=("time", "min"), last_order=("time", "max"), orders=("time", "size"),
        revenue=("amount", "sum"), days=("day", "nunique"),
    )
    return time.perf_counter() - start


def csv_duckdb(path, threads):
    connection = duckdb.connect()
    connection.execute(f"set threads = {threads}")
    start = time.perf_counter()
    connection.execute("from read_csv(?)", [path]).to_arrow_table()
    return time.perf_counter() - start


def csv_polars(path):
    start = time.perf_counter()
    pl.read_csv(path, try_parse_dates=True, infer_schema_length=10_000, ignore_errors=True)
    return time.perf_counter() - start


def csv_pandas(path):
    start = time.perf_counter()
    pd.read_csv(path, engine="pyarrow")
    return time.perf_counter() - start


def parquet_duckdb(path):
    start = time.perf_counter()
    duckdb.connect().execute("from read_parquet(?)", [path]).to_arrow_table()
    return time.perf_counter() - start


def parquet_polars(path):
    start = time.perf_counter()
    pl.read_parquet(path)
    return time.perf_counter() - start


@functools.cache
def customers_pandas(path):
    frame = arrow(path).to_pandas()
    grouped = frame.groupby("customer", observed=True)
    summary = grouped.agg(last=("time", "max"), orders=("time", "size"), revenue=("amount", "sum"))
    return summary.assign(days=(summary["last"].max() - summary["last"]).dt.days)


def rfm_pandas(path):
    customers = customers_pandas(path)
    start = time.perf_counter()
    scores = {
        "r": pd.qcut(-customers["days"].rank(method="first"), 5, labels=False) + 1,
        "f": pd.qcut(customers["orders"].rank(method="first"), 5, labels=False) + 1,
        "m": pd.qcut(customers["revenue"].rank(method="first"), 5, labels=False) + 1,
    }
    scored = customers.assign(**scores)
    scored["rfm"] = scored["r"].astype(str) + scored["f"].astype(str) + scored["m"].astype(str)
    return time.perf_counter() - start


def cohorts_polars(path):
    frame = polars_frame(path)
    start = time.perf_counter()
    month = pl.col("time").dt.truncate("1mo")
    (
        frame.lazy()
        .with_columns(month=month)
        .with_columns(cohort=pl.col("month").min().over("customer"))
        .group_by("cohort", "month")
        .agg(pl.col("customer").n_unique(), pl.col("amount").sum())
        .sort("cohort", "month")
        .collect()
    )
    return time.perf_counter() - start


def cohorts_pandas(path):
    frame = arrow(path).to_pandas()
    start = time.perf_counter()
    month = frame["time"].dt.to_period("M")
    cohort = month.groupby(frame["customer"], observed=True).transform("min")
    frame.assign(month=month, cohort=cohort).groupby(["cohort", "month"]).agg(
        active=("customer", "nunique"), revenue=("amount", "sum")
    )
    return time.perf_counter() - start


def lifetimes_fit(path, model, copies):
    import lifetimes

    frame = history(path, copies)
    fitter = getattr(lifetimes, model)()
    start = time.perf_counter()
    fitter.fit(frame["frequency"], frame["recency"], frame["T"])
    return time.perf_counter() - start


def lifetimes_expected(path, copies):
    import lifetimes

    one, frame = history(path, 1), history(path, copies)
    fitter = lifetimes.BetaGeoFitter()
    fitter.fit(one["frequency"], one["recency"], one["T"])
    start = time.perf_counter()
    fitter.conditional_expected_number_of_purchases_up_to_time(
        39, frame["frequency"], frame["recency"], frame["T"]
    )
    return time.perf_counter() - start


def history(path, copies):
    import pandas as pd

    return pd.concat([pd.read_csv(path)] * copies, ignore_index=True)


@functools.cache
def points(path, width):
    import numpy as np

    return np.fromfile(path).reshape(-1, width)


def kmeans_sklearn(path, width, k, threads):
    from sklearn.cluster import KMeans
    from threadpoolctl import threadpool_limits

    rows = points(path, width)
    with threadpool_limits(threads):
        start = time.perf_counter()
        KMeans(k, init=rows[:k], n_init=1, tol=1e-6, max_iter=100, algorithm="lloyd").fit(rows)
        return time.perf_counter() - start


@functools.cache
def labels(path, width, k):
    from sklearn.cluster import KMeans

    return KMeans(k, n_init=1, random_state=1).fit(points(path, width)).labels_


def silhouette_sklearn(path, width, k, threads):
    from sklearn.metrics import silhouette_score
    from threadpoolctl import threadpool_limits

    rows, found = points(path, width), labels(path, width, k)
    with threadpool_limits(threads):
        start = time.perf_counter()
        silhouette_score(rows, found)
        return time.perf_counter() - start


def evaluate_sklearn(path):
    from sklearn import metrics

    scored = points(path, 2)
    p, y = scored[:, 0].copy(), scored[:, 1].astype(int)
    start = time.perf_counter()
    for figure in (metrics.roc_auc_score, metrics.average_precision_score, metrics.log_loss, metrics.brier_score_loss):
        figure(y, p)
    taken = (p >= 0.5).astype(int)
    for figure in (metrics.f1_score, metrics.accuracy_score, metrics.precision_score, metrics.recall_score):
        figure(y, taken)
    return time.perf_counter() - start


def bootstrap_sklearn(path, samples):
    import numpy as np
    from sklearn.metrics import roc_auc_score

    scored = points(path, 2)
    p, y = scored[:, 0].copy(), scored[:, 1].astype(int)
    random = np.random.default_rng(1)
    start = time.perf_counter()
    rows = (random.integers(0, len(y), len(y)) for _ in range(samples))
    np.percentile([roc_auc_score(y[r], p[r]) for r in rows], [2.5, 97.5])
    return time.perf_counter() - start


def kprototypes_kmodes(path, k, categories, rounds):
    import numpy as np
    from kmodes.kprototypes import KPrototypes

    table = pd.read_csv(path)
    numbers = table[["tenure", "MonthlyCharges"]].to_numpy(float)
    numbers = (numbers - numbers.mean(0)) / numbers.std(0)
    mixed = np.concatenate([numbers.astype(object), table[categories].to_numpy(object)], axis=1)
    start = time.perf_counter()
    KPrototypes(k, init="Cao", n_init=1, max_iter=rounds, random_state=1).fit(mixed, categorical=list(range(2, mixed.shape[1])))
    return time.perf_counter() - start


@functools.cache
def labelled(path, width):
    import numpy as np

    columns = np.fromfile(path).reshape(width + 1, -1)
    return np.ascontiguousarray(columns[:width].T), columns[width].astype(np.int32)


def fit_lightgbm(path, width, threads):
    import lightgbm

    rows, outcome = labelled(path, width)
    settings = {"objective": "binary", "num_leaves": 31, "num_threads": threads, "verbose": -1}
    return lightgbm.train(settings, lightgbm.Dataset(rows, outcome), 100)


def boost_lightgbm(path, width, threads):
    labelled(path, width)
    start = time.perf_counter()
    fit_lightgbm(path, width, threads)
    return time.perf_counter() - start


def boost_sklearn(path, width, threads):
    from sklearn.ensemble import HistGradientBoostingClassifier
    from threadpoolctl import threadpool_limits

    rows, outcome = labelled(path, width)
    with threadpool_limits(threads):
        start = time.perf_counter()
        HistGradientBoostingClassifier(max_iter=100, max_leaf_nodes=31, early_stopping=False).fit(rows, outcome)
        return time.perf_counter() - start


fitted_lightgbm = functools.cache(fit_lightgbm)


def score_lightgbm(path, width, threads):
    model = fitted_lightgbm(path, width, 2)
    rows, _ = labelled(path, width)
    start = time.perf_counter()
    model.predict(rows, num_threads=threads)
    return time.perf_counter() - start


def shap_lightgbm(path, width, threads):
    model = fitted_lightgbm(path, width, 2)
    rows, _ = labelled(path, width)
    start = time.perf_counter()
    model.predict(rows, num_threads=threads, pred_contrib=True)
    return time.perf_counter() - start


@functools.cache
def telco(path):
    table = pd.read_csv(path, na_values=" ").drop(columns="customerID")
    return table.drop(columns="Churn"), table["Churn"] == "Yes"


def telco_columns(columns):
    from sklearn.compose import make_column_transformer
    from sklearn.impute import SimpleImputer
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import OneHotEncoder, StandardScaler

    words = columns.select_dtypes(exclude="number").columns
    numbers = make_pipeline(SimpleImputer(add_indicator=True), StandardScaler())
    return make_column_transformer((OneHotEncoder(), words), remainder=numbers)


def logistic_telco(path, solver):
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline

    columns, churned = telco(path)
    start = time.perf_counter()
    make_pipeline(telco_columns(columns), LogisticRegression(solver=solver, max_iter=1000)).fit(columns, churned)
    return time.perf_counter() - start


def network_telco(path, epochs):
    from sklearn.neural_network import MLPClassifier
    from sklearn.pipeline import make_pipeline

    columns, churned = telco(path)
    network = MLPClassifier((32, 16), batch_size=64, max_iter=epochs, early_stopping=True, n_iter_no_change=epochs)
    start = time.perf_counter()
    make_pipeline(telco_columns(columns), network).fit(columns, churned)
    return time.perf_counter() - start


def logistic_numbers(path, width, solver, threads):
    from sklearn.linear_model import LogisticRegression
    from sklearn.preprocessing import StandardScaler
    from threadpoolctl import threadpool_limits

    x, y = labelled(path, width)
    with threadpool_limits(threads):
        start = time.perf_counter()
        LogisticRegression(solver=solver).fit(StandardScaler().fit_transform(x), y)
        return time.perf_counter() - start


def telco_numbers(features):
    columns = [column if column.dtype.kind in "if" else column.astype("category").cat.codes for _, column in features.items()]
    return pd.concat(columns, axis=1).to_numpy(float)


@functools.cache
def telco_matrix(path):
    return telco_numbers(telco(path)[0])


def tree_telco(path, depth, leaf, encode):
    from sklearn.tree import DecisionTreeClassifier

    features, target = telco(path)
    ready = telco_matrix(path)
    start = time.perf_counter()
    rows = telco_numbers(features) if encode else ready
    DecisionTreeClassifier(max_depth=depth, min_samples_leaf=leaf).fit(rows, target)
    return time.perf_counter() - start


def tree_labelled(path, width, depth, leaf):
    from sklearn.tree import DecisionTreeClassifier

    rows, target = labelled(path, width)
    start = time.perf_counter()
    DecisionTreeClassifier(max_depth=depth, min_samples_leaf=leaf).fit(rows, target)
    return time.perf_counter() - start


def grow_forest(rows, target, trees, leaf, threads):
    import warnings

    from sklearn.ensemble import RandomForestClassifier

    # Few trees leave some rows without a score out of bag.
    warnings.simplefilter("ignore")
    start = time.perf_counter()
    RandomForestClassifier(trees, min_samples_leaf=leaf, oob_score=True, n_jobs=threads, random_state=1).fit(rows, target)
    return time.perf_counter() - start


def forest_telco(path, trees, leaf, threads):
    return grow_forest(telco_matrix(path), telco(path)[1], trees, leaf, threads)


def forest_labelled(path, width, trees, leaf, threads):
    return grow_forest(*labelled(path, width), trees, leaf, threads)


@functools.cache
def lives(path, width):
    import numpy as np

    columns = np.fromfile(path).reshape(width + 2, -1)
    names = ["duration", "event", *(f"x{j}" for j in range(width))]
    return pd.DataFrame(dict(zip(names, columns)))


def kaplan_meier_lifelines(path):
    from lifelines import KaplanMeierFitter

    table = lives(path, 0)
    start = time.perf_counter()
    KaplanMeierFitter().fit(table["duration"], table["event"])
    return time.perf_counter() - start


def cox_lifelines(path, width):
    from lifelines import CoxPHFitter

    table = lives(path, width)
    start = time.perf_counter()
    CoxPHFitter().fit(table, "duration", "event")
    return time.perf_counter() - start


def cox_telco_lifelines(path, features):
    from lifelines import CoxPHFitter

    table = pd.read_csv(path)
    columns = pd.get_dummies(table[features], drop_first=True).astype(float)
    columns["tenure"] = table["tenure"]
    columns["Churn"] = (table["Churn"] == "Yes").astype(float)
    start = time.perf_counter()
    CoxPHFitter().fit(columns, "tenure", "Churn")
    return time.perf_counter() - start


def identify_splink(path, threads):
    import logging

    import splink.comparison_library as cl
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on

    logging.getLogger("splink").setLevel(logging.ERROR)
    connection = duckdb.connect()
    connection.execute(f"set threads = {threads}")
    frame = connection.execute("from read_csv(?, all_varchar = true)", [path]).df()
    settings = SettingsCreator(
        link_type="dedupe_only",
        unique_id_column_name="record_id",
        # Street and city say nothing beyond the postcode, and three fields that agree together would count three times.
        comparisons=[
            cl.NameComparison("given_name").configure(term_frequency_adjustments=True),
            cl.NameComparison("surname").configure(term_frequency_adjustments=True),
            cl.EmailComparison("email"),
            cl.LevenshteinAtThresholds("phone", [1, 2]),
            cl.DateOfBirthComparison("date_of_birth", input_is_string=True),
            cl.PostcodeComparison("postcode"),
        ],
        blocking_rules_to_generate_predictions=[
            block_on("email"),
            block_on("phone"),
            block_on("surname", "date_of_birth"),
            block_on("given_name", "date_of_birth"),
            block_on("given_name", "surname"),
            block_on("surname", "postcode"),
            block_on("postcode", "date_of_birth"),
            block_on("street", "postcode"),
        ],
    )
    start = time.perf_counter()
    api = DuckDBAPI(connection)
    linker = Linker(api.register(frame), settings, log_level=logging.ERROR)
    training = linker.training
    training.estimate_probability_two_random_records_match([block_on("email"), block_on("surname", "date_of_birth")], recall=0.7)
    training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
    # Rules whose pairs are mostly matches, and not relatives: what agrees by chance would be learned otherwise.
    training.estimate_parameters_using_expectation_maximisation(block_on("email"))
    training.estimate_parameters_using_expectation_maximisation(block_on("given_name", "date_of_birth"))
    pairs = linker.inference.predict(threshold_match_probability=0.01)
    at = lambda threshold: linker.clustering.cluster_pairwise_predictions_at_threshold(pairs, threshold_match_probability=threshold)
    clusters = [at(0.99)]
    seconds = time.perf_counter() - start
    usage = resource.getrusage(resource.RUSAGE_SELF)
    # The threshold that suits it best, which nobody knows without the truth.
    clusters += [at(threshold) for threshold in (0.5, 0.9, 0.95, 0.999, 0.9999)]

    def f1_of(cluster):
        found = cluster.as_pandas_dataframe().set_index("record_id")["cluster_id"]
        return pair_f1(frame["record_id"].map(found), frame["person_id"])

    return {
        "seconds": seconds,
        "cpu": usage.ru_utime + usage.ru_stime,
        "peak": usage.ru_maxrss / 1024,
        "f1": max(map(f1_of, clusters)),
    }


def pair_f1(ids, truth):
    pairs = lambda sizes: float((sizes * (sizes - 1) / 2).sum())
    frame = pd.DataFrame({"id": ids.to_numpy(), "truth": truth.to_numpy()})
    both = pairs(frame.groupby(["id", "truth"]).size())
    return 2 * both / (pairs(frame.groupby("id").size()) + pairs(frame.groupby("truth").size()))


for line in sys.stdin:
    asked = json.loads(line)
    try:
        found = globals()[asked["job"]](**asked["args"])
        answer = found if isinstance(found, dict) else {"seconds": found}
    except Exception as error:  # the benchmark prints it and goes on
        answer = {"error": repr(error)}
    print(json.dumps(answer), flush=True)
