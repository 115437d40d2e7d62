"""Writes stats.json: the statistics by scipy, by enumeration, and Holm's by statsmodels if it is there.

    python3 stats.py > stats.json
"""
import itertools
import json
import platform

import numpy as np
import scipy
from scipy import stats

random = np.random.RandomState(5)
versions = {
    "python": platform.python_version(),
    "numpy": np.__version__,
    "scipy": scipy.__version__,
}

p_values = [0.01, 0.04, 0.03, 0.005, 0.2, 0.04, 1.0, 0.0]
try:
    import statsmodels
    from statsmodels.stats.multitest import multipletests

    versions["statsmodels"] = statsmodels.__version__
    adjusted = multipletests(p_values, method="holm")[1].tolist()
except ImportError:
    raise SystemExit("Holm's golden values need statsmodels")

first = np.round(random.uniform(size=11), 3)
second = np.round(random.uniform(size=11) + 0.15, 3)
exact = stats.permutation_test(
    (first, second),
    lambda one, other: np.mean(one - other),
    permutation_type="samples",
    n_resamples=np.inf,
)

# Every one of the 5^5 equally likely resamples: the distribution that a bootstrap draws from.
small = np.array([0.3, 0.9, 0.1, 0.55, 0.2])
other = np.array([0.25, 0.6, 0.3, 0.5, 0.1])
resamples = np.array(list(itertools.product(range(5), repeat=5)))
means = small[resamples].mean(axis=1)
differences = np.sqrt(means) - np.sqrt(other[resamples].mean(axis=1))

# A large sample, for scipy's own percentile bootstrap to be compared within its noise.
large = np.round(random.beta(2, 5, size=400), 4)
by_scipy = stats.bootstrap(
    (large,), np.mean, n_resamples=20000, method="percentile", random_state=1
).confidence_interval

table = np.round(random.normal(size=(4, 6)) + np.arange(6) / 2 + np.arange(4)[:, None] * 2, 3)
seed_effect = table.mean(axis=1) - table.mean()
unit_effect = table.mean(axis=0) - table.mean()
residuals = table - table.mean() - seed_effect[:, None] - unit_effect[None, :]
ms_residual = (residuals**2).sum() / (3 * 5)
ms_seed = 6 * (seed_effect**2).sum() / 3
ms_unit = 4 * (unit_effect**2).sum() / 5

print(
    json.dumps(
        {
            "versions": versions,
            "holm": {"pValues": p_values, "adjusted": adjusted},
            "exact": {
                "first": first.tolist(),
                "second": second.tolist(),
                "difference": float(exact.statistic),
                "pValue": float(exact.pvalue),
                "cohensD": float(np.mean(first - second) / np.std(first - second, ddof=1)),
            },
            "enumerated": {
                "values": small.tolist(),
                "other": other.tolist(),
                "mean": np.quantile(means, [0.025, 0.975]).tolist(),
                "rootMean": np.quantile(np.sqrt(means), [0.025, 0.975]).tolist(),
                "rmseDifference": np.quantile(differences, [0.025, 0.975]).tolist(),
            },
            "large": {
                "values": large.tolist(),
                "low": float(by_scipy.low),
                "high": float(by_scipy.high),
                "standardError": float(stats.sem(large)),
            },
            "quantiles": {
                "values": sorted(first.tolist()),
                "shares": [0, 0.025, 0.3, 0.5, 0.999, 1],
                "expected": np.quantile(first, [0, 0.025, 0.3, 0.5, 0.999, 1]).tolist(),
            },
            "components": {
                "values": table.tolist(),
                "seeds": max(0, (ms_seed - ms_residual) / 6),
                "units": max(0, (ms_unit - ms_residual) / 4),
                "residual": ms_residual,
            },
        }
    )
)
