# Distances by SciPy, and the resampling of situations within factors with Evoke's random numbers.
#
#   distances.py OUT.json
import json
import sys

import numpy
import scipy
from scipy import stats

MASK = (1 << 64) - 1


def splitmix(state):
    """Steele, Lea and Flood (2014)."""
    while True:
        state = (state + 0x9E3779B97F4A7C15) & MASK
        mixed = ((state ^ (state >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        mixed = ((mixed ^ (mixed >> 27)) * 0x94D049BB133111EB) & MASK
        yield mixed ^ (mixed >> 31)


def xoshiro(seed, stream):
    """xoshiro256++ 1.0, Blackman and Vigna (2021)."""
    filled = splitmix(seed ^ next(splitmix(stream)))
    s = [next(filled) for _ in range(4)]

    def rotated(x, by):
        return ((x << by) | (x >> (64 - by))) & MASK

    while True:
        yield (rotated((s[0] + s[3]) & MASK, 23) + s[0]) & MASK
        shifted = (s[1] << 17) & MASK
        s[2] ^= s[0]
        s[3] ^= s[1]
        s[1] ^= s[2]
        s[0] ^= s[3]
        s[2] ^= shifted
        s[3] = rotated(s[3], 45)


def indices(seed, stream):
    """Whole numbers below a count, two from each 64 bits, the upper half first (Lemire, 2019)."""
    halves = (half for word in xoshiro(seed, stream) for half in (word >> 32, word & 0xFFFFFFFF))

    def below(count):
        while True:
            product = next(halves) * count
            if product & 0xFFFFFFFF >= (2**32 - count) % count:
                return product >> 32

    return below


def resamples(strata, replicates, seed):
    starts = numpy.concatenate([[0], numpy.cumsum(strata)])
    for first in range(0, replicates, 1000):
        below = indices(seed, first // 1000)
        for _ in range(min(1000, replicates - first)):
            yield [start + below(int(size)) for start, size in zip(starts, strata)
                   for _ in range(size)]


# Four factors with 3, 2, 4 and 1 situations; unequal numbers of repetitions and people in each.
STRATA = [3, 2, 4, 1]
FACTOR = numpy.repeat(range(4), STRATA)


def wave(count, a, b, center):
    i = numpy.arange(1, count + 1)
    return numpy.round(center + 6 * numpy.sin(i * a) + 4 * numpy.cos(i * b))


def side(sizes, a, b, center, spread):
    values = wave(sum(sizes), a, b, center)
    situation = numpy.repeat(range(10), sizes)
    return situation, values + numpy.round(spread * numpy.sin(situation * 1.3)), numpy.array(sizes)


def made(seed):
    default = wave(8, 1.3 + seed, 0.4, 27)
    run = side([3, 4, 2, 5, 3, 4, 4, 2, 3, 6], 2.3 + seed, 1.1, 25, 6 + 3 * seed)
    return default, run


PEOPLE = side([4, 2, 5, 3, 3, 2, 6, 4, 3, 5], 1.9, 0.7, -3, 5)


def totals(one):
    situation, values, sizes = one
    return sizes, numpy.bincount(situation, weights=values, minlength=10)


def profile(run, default, units):
    def means(one):
        sizes, sums = totals(one)
        weight = numpy.bincount(FACTOR[units], weights=sizes[units], minlength=4)
        return numpy.bincount(FACTOR[units], weights=sums[units], minlength=4) / weight

    ours, theirs = means(run) - default.mean(), means(PEOPLE)
    return [float(stats.pearsonr(ours, theirs)[0]), float(stats.spearmanr(ours, theirs)[0]),
            float(numpy.sqrt(numpy.mean((ours - theirs) ** 2)))]


SEED, REPLICATES = 20240131, 1500
drawn = [numpy.array(units) for units in resamples(STRATA, REPLICATES, SEED)]
whole = numpy.arange(10)


def centered(roots, estimate):
    """Resampled root mean squares less what resampling adds to their mean square."""
    squares = roots**2
    return numpy.sqrt(numpy.maximum(0, squares - (squares.mean() - estimate**2)))


def ends(values):
    return [float(end) for end in numpy.quantile(values, [0.025, 0.975])]


runs, replicates = [], []
for number in (0, 1):
    default, run = made(number)
    found = numpy.array([profile(run, default, units) for units in drawn])
    estimates = profile(run, default, whole)
    found[:, 2] = centered(found[:, 2], estimates[2])
    replicates.append(found)
    names = ("pearson", "spearman", "rmse")
    runs.append({
        "default": [float(x) for x in default],
        "situation": [int(x) for x in run[0]], "evoked": [float(x) for x in run[1]],
        "estimates": dict(zip(names, estimates)),
        "intervals": {name: ends(found[:, column]) for column, name in enumerate(names)}})
    assert numpy.isfinite(found).all()
difference = replicates[0] - replicates[1]
places = 1 + (replicates[1][:, 2] < replicates[0][:, 2])

samples = {
    "whole": ([20, 22, 22, 25, 31, 18], [24, 22, 30, 35, 20, 20, 27]),
    "fractions": ([1.25, 2.5, 0.1, 3.3], [1.2, 2.5, 0.3, 0.2, 9.75]),
    "apart": ([1, 2, 3, 4], [11, 12, 13, 14, 15]),
    "single": ([3], [1, 2, 3, 4, 5]),
    "same": ([2, 1, 3], [3, 1, 2])}
with open(sys.argv[1], "w") as file:
    json.dump({
        "command": "script/references (python)",
        "version": f"SciPy {scipy.__version__}, NumPy {numpy.__version__}",
        "tolerance": 1e-10,
        "seed": SEED, "replicates": REPLICATES, "strata": STRATA,
        "first_resample": [int(x) for x in drawn[0]],
        "people": {"situation": [int(x) for x in PEOPLE[0]],
                   "change": [float(x) for x in PEOPLE[1]]},
        "runs": runs,
        "difference": {"pearson": ends(difference[:, 0]), "rmse": ends(difference[:, 2])},
        "rank_of_first": [int(x) for x in numpy.quantile(places, [0.025, 0.975],
                                                        method="inverted_cdf")],
        "distances": {
            name: {"wasserstein": float(stats.wasserstein_distance(*pair)),
                   # SciPy's is the root of twice the area between the squared functions.
                   "energy": float(len(pair[0]) * len(pair[1]) / (len(pair[0]) + len(pair[1]))
                                   * stats.energy_distance(*pair) ** 2)}
            for name, pair in samples.items()}}, file, indent=2)
    file.write("\n")
