#include "CBoostMath.h"
#include "Guarded.hpp"

#include <boost/math/distributions/beta.hpp>
#include <boost/math/distributions/chi_squared.hpp>
#include <boost/math/distributions/fisher_f.hpp>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <boost/math/special_functions/beta.hpp>
#include <boost/math/special_functions/gamma.hpp>
#include <cmath>
#include <limits>

using namespace boost::math;

namespace boost_shim {

namespace {

// Below this a probability has lost digits or is about to: logarithms are then computed
// directly.
constexpr double smallest = 1e-290;
constexpr int most_terms = 100000;

// The logarithm of a tail p, given also its complement q: near 1 the complement holds the
// digits. NaN in `p` stays NaN.
double log_of_tail(double p, double q) noexcept { return p > 0.5 ? std::log1p(-q) : std::log(p); }

// Lentz's evaluation of the continued fraction of I_x(a, b) (DLMF 8.17.22); converges fast for
// x < (a + 1) / (a + b + 2), where the small tail lies.
double beta_fraction(double a, double b, double x) {
  const double tiny = 1e-300;
  double c = 1, d = 1 - (a + b) * x / (a + 1);
  d = 1 / (std::fabs(d) < tiny ? tiny : d);
  double h = d;
  for (int m = 1; m < most_terms; ++m) {
    const double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 + even * d;
    c = 1 + even / c;
    d = 1 / (std::fabs(d) < tiny ? tiny : d);
    if (std::fabs(c) < tiny) c = tiny;
    h *= d * c;
    const double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 + odd * d;
    c = 1 + odd / c;
    d = 1 / (std::fabs(d) < tiny ? tiny : d);
    if (std::fabs(c) < tiny) c = tiny;
    const double step = d * c;
    h *= step;
    if (std::fabs(step - 1) < std::numeric_limits<double>::epsilon()) return h;
  }
  return undefined;
}

// log Q(a, x), the upper incomplete gamma function far in its tail: Lentz's continued
// fraction (DLMF 8.9.2).
double log_gamma_upper_far(double a, double x) {
  double b = x + 1 - a, c = 1e300, d = 1 / b, h = d;
  for (int i = 1; i < most_terms; ++i) {
    const double an = -i * (i - a);
    b += 2;
    d = 1 / (an * d + b);
    c = b + an / c;
    const double step = d * c;
    h *= step;
    if (std::fabs(step - 1) < std::numeric_limits<double>::epsilon())
      return a * std::log(x) - x - lgamma(a) + std::log(h);
  }
  return undefined;
}

// log P(a, x), the lower incomplete gamma function far in its tail: the power series
// (DLMF 8.11.4).
double log_gamma_lower_far(double a, double x) {
  double term = 1, sum = 1;
  for (int i = 1; i < most_terms; ++i) {
    term *= x / (a + i);
    sum += term;
    if (term < sum * std::numeric_limits<double>::epsilon())
      return a * std::log(x) - x - lgamma(a + 1) + std::log(sum);
  }
  return undefined;
}

}  // namespace

double log_incomplete_beta(double a, double b, double x, double y) {
  if (x <= 0) return -std::numeric_limits<double>::infinity();
  if (y <= 0) return 0;
  // Boost is given the smaller of x and 1 - x, which holds the digits.
  const double p = x < y ? ibeta(a, b, x) : ibetac(b, a, y);
  if (p > smallest) return log_of_tail(p, x < y ? ibetac(a, b, x) : ibeta(b, a, y));
  const double log_x = x < y ? std::log(x) : std::log1p(-y);
  const double log_y = x < y ? std::log1p(-x) : std::log(y);
  const double log_beta = lgamma(a) + lgamma(b) - lgamma(a + b);
  return a * log_x + b * log_y - std::log(a) - log_beta + std::log(beta_fraction(a, b, x));
}

double log_normal_cdf(double z) noexcept {
  if (z > -30) {
    const double p = 0.5 * std::erfc(-z / std::sqrt(2.0));
    return z > 0 ? std::log1p(-0.5 * std::erfc(z / std::sqrt(2.0))) : std::log(p);
  }
  if (std::isinf(z)) return z;
  // The asymptotic series of Mills' ratio (Abramowitz and Stegun 26.2.12); at 30 its terms
  // fall below 1e-17 after six.
  const double r = 1 / (z * z);
  const double mills = 1 - r * (1 - 3 * r * (1 - 5 * r * (1 - 7 * r * (1 - 9 * r * (1 - 11 * r)))));
  const double half_log_two_pi = 0.91893853320467274178;
  return -0.5 * z * z - half_log_two_pi - std::log(-z) + std::log(mills);
}

}  // namespace boost_shim

using boost_shim::guarded;
using boost_shim::log_incomplete_beta;
using boost_shim::undefined;

namespace {

bool positive(double x) noexcept { return x > 0 && std::isfinite(x); }

}  // namespace

static double normal_cdf(double z) {
  return guarded([=] { return cdf(normal_distribution<double>(), z); });
}

static double normal_upper_tail(double z) { return normal_cdf(-z); }

static double normal_log_cdf(double z) {
  return std::isnan(z) ? undefined : boost_shim::log_normal_cdf(z);
}

static double normal_log_upper_tail(double z) { return normal_log_cdf(-z); }

static double normal_quantile(double p) {
  return guarded([=] { return quantile(normal_distribution<double>(), p); });
}

static double normal_upper_quantile(double q) { return -normal_quantile(q); }

static double t_cdf(double t, double df) {
  return guarded([=] { return cdf(students_t_distribution<double>(df), t); });
}

static double t_upper_tail(double t, double df) { return t_cdf(-t, df); }

static double t_log_cdf(double t, double df) {
  if (std::isnan(t) || !positive(df)) return undefined;
  if (t > 0) return std::log1p(-t_cdf(-t, df));
  if (std::isinf(t)) return t;
  return guarded([=] {
    const double p = t_cdf(t, df);
    if (p > boost_shim::smallest) return std::log(p);
    // Half of I_x(df/2, 1/2) at x = df / (df + t^2).
    const double square = t * t;
    const double sum = df + square;
    if (std::isinf(sum)) {
      // x is below every double; the series' first term is all.
      const double log_beta = lgamma(df / 2) + lgamma(0.5) - lgamma(df / 2 + 0.5);
      return df / 2 * (std::log(df) - 2 * std::log(-t)) - std::log(df) - log_beta;
    }
    return log_incomplete_beta(df / 2, 0.5, df / sum, square / sum) - std::log(2.0);
  });
}

static double t_log_upper_tail(double t, double df) { return t_log_cdf(-t, df); }

static double t_quantile(double p, double df) {
  return guarded([=] { return quantile(students_t_distribution<double>(df), p); });
}

static double t_upper_quantile(double q, double df) { return -t_quantile(q, df); }

static double f_cdf(double f, double df1, double df2) {
  return guarded([=] { return cdf(fisher_f_distribution<double>(df1, df2), f); });
}

static double f_upper_tail(double f, double df1, double df2) {
  return guarded([=] { return cdf(complement(fisher_f_distribution<double>(df1, df2), f)); });
}

static double f_log_cdf(double f, double df1, double df2) {
  if (!(f >= 0) || !positive(df1) || !positive(df2)) return undefined;
  if (std::isinf(f)) return 0;
  return guarded([=] {
    const double sum = df1 * f + df2;
    return log_incomplete_beta(df1 / 2, df2 / 2, df1 * f / sum, df2 / sum);
  });
}

static double f_log_upper_tail(double f, double df1, double df2) {
  if (!(f >= 0) || !positive(df1) || !positive(df2)) return undefined;
  if (std::isinf(f)) return -f;
  return guarded([=] {
    const double sum = df1 * f + df2;
    return log_incomplete_beta(df2 / 2, df1 / 2, df2 / sum, df1 * f / sum);
  });
}

static double f_quantile(double p, double df1, double df2) {
  return guarded([=] { return quantile(fisher_f_distribution<double>(df1, df2), p); });
}

static double f_upper_quantile(double q, double df1, double df2) {
  return guarded([=] { return quantile(complement(fisher_f_distribution<double>(df1, df2), q)); });
}

static double chi_square_cdf(double x, double df) {
  return guarded([=] { return cdf(chi_squared_distribution<double>(df), x); });
}

static double chi_square_upper_tail(double x, double df) {
  return guarded([=] { return cdf(complement(chi_squared_distribution<double>(df), x)); });
}

static double chi_square_log_cdf(double x, double df) {
  if (!(x >= 0) || !positive(df)) return undefined;
  if (std::isinf(x)) return 0;
  if (x == 0) return -std::numeric_limits<double>::infinity();
  return guarded([=] {
    const double p = gamma_p(df / 2, x / 2);
    return p > boost_shim::smallest ? boost_shim::log_of_tail(p, gamma_q(df / 2, x / 2))
                                    : boost_shim::log_gamma_lower_far(df / 2, x / 2);
  });
}

static double chi_square_log_upper_tail(double x, double df) {
  if (!(x >= 0) || !positive(df)) return undefined;
  if (std::isinf(x)) return -x;
  return guarded([=] {
    const double q = gamma_q(df / 2, x / 2);
    return q > boost_shim::smallest ? boost_shim::log_of_tail(q, gamma_p(df / 2, x / 2))
                                    : boost_shim::log_gamma_upper_far(df / 2, x / 2);
  });
}

static double chi_square_quantile(double p, double df) {
  return guarded([=] { return quantile(chi_squared_distribution<double>(df), p); });
}

static double chi_square_upper_quantile(double q, double df) {
  return guarded([=] { return quantile(complement(chi_squared_distribution<double>(df), q)); });
}

static double beta_cdf(double x, double a, double b) {
  // Boost takes the limits at 0 for values.
  if (!positive(a) || !positive(b)) return undefined;
  return guarded([=] { return ibeta(a, b, x); });
}

static double beta_upper_tail(double x, double a, double b) {
  if (!positive(a) || !positive(b)) return undefined;
  return guarded([=] { return ibetac(a, b, x); });
}

static double beta_log_cdf(double x, double a, double b) {
  if (!(x >= 0 && x <= 1) || !positive(a) || !positive(b)) return undefined;
  return guarded([=] { return log_incomplete_beta(a, b, x, 1 - x); });
}

static double beta_log_upper_tail(double x, double a, double b) {
  if (!(x >= 0 && x <= 1) || !positive(a) || !positive(b)) return undefined;
  return guarded([=] { return log_incomplete_beta(b, a, 1 - x, x); });
}

static double beta_quantile(double p, double a, double b) {
  if (!positive(a) || !positive(b)) return undefined;
  return guarded([=] { return ibeta_inv(a, b, p); });
}

static double beta_upper_quantile(double q, double a, double b) {
  if (!positive(a) || !positive(b)) return undefined;
  return guarded([=] { return ibetac_inv(a, b, q); });
}

double boost_normal(boost_quantity quantity, double x) {
  switch (quantity) {
    case BOOST_CDF: return normal_cdf(x);
    case BOOST_UPPER_TAIL: return normal_upper_tail(x);
    case BOOST_LOG_CDF: return normal_log_cdf(x);
    case BOOST_LOG_UPPER_TAIL: return normal_log_upper_tail(x);
    case BOOST_QUANTILE: return normal_quantile(x);
    case BOOST_UPPER_QUANTILE: return normal_upper_quantile(x);
  }
  return undefined;
}

double boost_t(boost_quantity quantity, double x, double df) {
  switch (quantity) {
    case BOOST_CDF: return t_cdf(x, df);
    case BOOST_UPPER_TAIL: return t_upper_tail(x, df);
    case BOOST_LOG_CDF: return t_log_cdf(x, df);
    case BOOST_LOG_UPPER_TAIL: return t_log_upper_tail(x, df);
    case BOOST_QUANTILE: return t_quantile(x, df);
    case BOOST_UPPER_QUANTILE: return t_upper_quantile(x, df);
  }
  return undefined;
}

double boost_f(boost_quantity quantity, double x, double df1, double df2) {
  switch (quantity) {
    case BOOST_CDF: return f_cdf(x, df1, df2);
    case BOOST_UPPER_TAIL: return f_upper_tail(x, df1, df2);
    case BOOST_LOG_CDF: return f_log_cdf(x, df1, df2);
    case BOOST_LOG_UPPER_TAIL: return f_log_upper_tail(x, df1, df2);
    case BOOST_QUANTILE: return f_quantile(x, df1, df2);
    case BOOST_UPPER_QUANTILE: return f_upper_quantile(x, df1, df2);
  }
  return undefined;
}

double boost_chi_square(boost_quantity quantity, double x, double df) {
  switch (quantity) {
    case BOOST_CDF: return chi_square_cdf(x, df);
    case BOOST_UPPER_TAIL: return chi_square_upper_tail(x, df);
    case BOOST_LOG_CDF: return chi_square_log_cdf(x, df);
    case BOOST_LOG_UPPER_TAIL: return chi_square_log_upper_tail(x, df);
    case BOOST_QUANTILE: return chi_square_quantile(x, df);
    case BOOST_UPPER_QUANTILE: return chi_square_upper_quantile(x, df);
  }
  return undefined;
}

double boost_beta(boost_quantity quantity, double x, double a, double b) {
  switch (quantity) {
    case BOOST_CDF: return beta_cdf(x, a, b);
    case BOOST_UPPER_TAIL: return beta_upper_tail(x, a, b);
    case BOOST_LOG_CDF: return beta_log_cdf(x, a, b);
    case BOOST_LOG_UPPER_TAIL: return beta_log_upper_tail(x, a, b);
    case BOOST_QUANTILE: return beta_quantile(x, a, b);
    case BOOST_UPPER_QUANTILE: return beta_upper_quantile(x, a, b);
  }
  return undefined;
}

double boost_log_gamma(double x) {
  return guarded([=] { return lgamma(x); });
}

double boost_log_gamma_ratio(double x, double delta) {
  // tgamma_delta_ratio(x, delta) is gamma(x) / gamma(x + delta).
  return guarded([=] { return -std::log(tgamma_delta_ratio(x, delta)); });
}
