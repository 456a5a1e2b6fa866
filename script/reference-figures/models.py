"""What R's packages lack beside models.R: D'Agostino's test in SciPy, and the power of equivalence
tests and Bayes factors by integration in mpmath.

    python models.py r.json OUT.json
"""

import json
import sys

import mpmath
import numpy
import scipy
from mpmath import mp, mpf
from scipy import stats

mp.dps = 30
with open(sys.argv[1]) as file:
    columns = {key: numpy.array(value) for key, value in json.load(file)["columns"].items()}


def normality(values):
    test = stats.normaltest(values)
    return {"values": [float(value) for value in values], "k2": float(test.statistic),
            "p": float(test.pvalue), "skewness": float(stats.skew(values)),
            "excess_kurtosis": float(stats.kurtosis(values))}


def normal_cdf(z):
    return mpmath.erfc(-z / mpmath.sqrt(2)) / 2


def equivalence_power(df, precision, d, bound, alpha):
    """Both one-sided tests reject, given s/sigma = w; then over the density of w."""
    df, d, bound, precision = mpf(df), mpf(d), mpf(bound), mpf(precision)
    start = mpf(float(stats.t.isf(alpha, float(df))))
    tail = lambda t: mpmath.betainc(df / 2, mpf(1) / 2, 0, df / (df + t * t), regularized=True) / 2
    critical = mpmath.findroot(lambda t: tail(t) - mpf(alpha), start)
    half = df / 2
    constant = mpmath.log(2) + half * mpmath.log(half) - mpmath.loggamma(half)

    def integrand(w):
        density = mpmath.exp(constant + (df - 1) * mpmath.log(w) - half * w * w)
        above = normal_cdf((bound - d) * precision - critical * w)
        below = normal_cdf(critical * w - (bound + d) * precision)
        return density * (above - below)

    end = bound * precision / critical
    middle = [w for w in (mpf("0.5"), mpf(1), mpf("1.5")) if w < end]
    return mpmath.quad(integrand, [mpf(0), *middle, end])


def equivalence(design, d, bound, alpha, n=None, power=None):
    precision = (lambda n: mpmath.sqrt(n)) if design == "one" else (lambda n: mpmath.sqrt(n / 2))
    df = (lambda n: n - 1) if design == "one" else (lambda n: 2 * n - 2)
    value = lambda n: equivalence_power(df(n), precision(n), d, bound, alpha)
    if n is None:
        low, high = mpf(4), mpf(2000)
        while high - low > mpf("1e-9") * high:
            middle = (low + high) / 2
            low, high = (middle, high) if value(middle) < power else (low, middle)
        n = low
    return {"design": design, "d": d, "bound": bound, "alpha": alpha, "n": float(n),
            "power": float(value(mpf(n)))}


def log_bayes_factor(t, n, scale):
    """Rouder et al. (2009), equation 1, with g = x / (1 - x) on the unit interval in pieces."""
    t, n, scale, df = mpf(t), mpf(n), mpf(scale), mpf(n) - 1

    def integrand(u):
        g = mpmath.exp(u)
        spread = 1 + n * g * scale**2
        return mpmath.exp(
            (df + 1) / 2 * (mpmath.log(1 + t**2 / df) - mpmath.log(1 + t**2 / (df * spread)))
            - mpmath.log(spread) / 2 - mpmath.log(2 * mp.pi) / 2 - u / 2 - 1 / (2 * g))

    pieces = [-6, -4, *range(-3, 20), 25, 30, 40, 60, 90]
    return float(mpmath.log(mpmath.quad(integrand, pieces)))


made = numpy.round(numpy.exp(numpy.sin(numpy.arange(1, 36) * 1.9) * 2), 3)
figures = {
    "command": "script/references (python script/reference-figures/models.py)",
    "version": f"SciPy {scipy.__version__}, NumPy {numpy.__version__}, mpmath {mpmath.__version__}",
    "normality": {
        "change": normality(columns["after"] - columns["before"]),
        "skewed": normality(made),
        "long": normality(columns["long1"]),
        "eight": normality(columns["long2"][:8])},
    "equivalence": [
        equivalence("one", 0, 0.5, 0.05, power=0.8),
        equivalence("one", 0.1, 0.5, 0.05, power=0.9),
        equivalence("two", 0, 0.5, 0.05, power=0.8),
        equivalence("one", 0, 0.5, 0.05, n=12),
        equivalence("one", 0.2, 0.4, 0.01, n=35),
        equivalence("two", 0, 0.8, 0.05, n=6),
        equivalence("one", 0, 0.1, 0.05, n=1266)],
    "bayes": [
        {"t": t, "n": n, "scale": 0.5**0.5, "log_bf10": log_bayes_factor(t, n, mpf(0.5) ** 0.5)}
        for t, n in ((0, 2), (12, 2), (40, 2), (2.3, 5), (40, 5), (40, 35), (1e6, 35), (-20.7, 1266),
                     (40, 1266), (300, 1266), (5, 100_000))],
}
with open(sys.argv[2], "w") as file:
    json.dump(figures, file, indent=1)
    file.write("\n")
