#include "CBoostMath.h"
#include "Guarded.hpp"

#include <boost/math/distributions/normal.hpp>
#include <boost/math/special_functions/gamma.hpp>
#include <boost/math/tools/roots.hpp>
#include <algorithm>
#include <cmath>
#include <limits>

// Noncentral t by integration. Boost's own series subtracts, so that a small tail on the far
// side of the noncentrality is lost (Debian's Boost 1.74 returns 1e-16 for 1e-78). With
// T = (Z + ncp) / W, W = sqrt(chi-square / df), both tails are integrals of positive terms,
//
//   P(T <= t) = E Phi(t W - ncp),    P(T > t) = E Phi(ncp - t W)
//
// (Owen, 1968, A survey of properties and applications of the noncentral t-distribution,
// Technometrics 10, 445-478), so that either tail keeps its relative precision. In u = log W
// the integrand is entire and falls off on both sides: the trapezoidal rule converges
// geometrically (Trefethen and Weideman, 2014, The exponentially convergent trapezoidal rule,
// SIAM Review 56, 385-458), and halving its step squares its error.

namespace {

using boost_shim::guarded;
using boost_shim::log_normal_cdf;
using boost_shim::undefined;

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double root_half = 0.70710678118654752440;
// Terms below exp(-42) of the largest are left out.
constexpr double reach = 42;
// No sum takes more terms than this to either side; one that would is undefined.
constexpr int most_nodes = 50000;
// Computed in doubles where Boost would take long doubles.
using Fast = boost::math::policies::policy<boost::math::policies::promote_double<false>>;

double normal_cdf(double z) noexcept { return 0.5 * std::erfc(-z * root_half); }

// phi(z) / Phi(z).
double inverse_mills(double z) noexcept {
  const double log_density = -0.5 * z * z - 0.91893853320467274178;
  return std::exp(log_density - log_normal_cdf(z));
}

// The integrand of one tail in u = log W.
struct Tail {
  double t, df, ncp;
  double side;  // +1 the lower tail, -1 the upper one
  double log_constant;
  double mode, step;
  double log_weight_at_mode, log_phi_at_mode;

  Tail(double t, double df, double ncp, bool upper)
      : t(t), df(df), ncp(ncp), side(upper ? -1 : 1) {
    const double a = df / 2;
    // 2 a^a exp(-a) / gamma(a), the density of log W at 0.
    log_constant = std::log(2 * a * boost::math::gamma_p_derivative(a, a));
    const double w = find_mode();
    mode = std::log(w);
    log_weight_at_mode = log_weight(mode);
    log_phi_at_mode = log_normal_cdf(argument(w));
    // The integrand grows off the real axis like exp((df + t^2 w^2 / 2) y^2): with this step
    // the rule's error is near 1e-8, and a halving takes it to 1e-16.
    step = 0.72 / std::sqrt(df * std::max(1.0, w * w) + 0.5 * t * t * w * w);
    step = std::min(step, 0.25);
  }

  double argument(double w) const noexcept { return side * (t * w - ncp); }
  double log_weight(double u) const noexcept { return df * (u - 0.5 * std::expm1(2 * u)); }
  double log_term(double u) const noexcept {
    return log_weight(u) + log_normal_cdf(argument(std::exp(u)));
  }

  // The integrand's maximum in W. Its logarithm is concave in W, so that the slope has one
  // root; a rough one will do.
  double find_mode() const {
    const auto slope = [this](double w) {
      return df / w - df * w + side * t * inverse_mills(argument(w));
    };
    double low = 1, high = 1;
    while (slope(low) < 0 && low > 1e-280) low /= 2;
    while (slope(high) > 0 && high < 1e280) high *= 2;
    for (int i = 0; i < 60 && high - low > 1e-3 * low; ++i) {
      const double middle = 0.5 * (low + high);
      (slope(middle) > 0 ? low : high) = middle;
    }
    return 0.5 * (low + high);
  }

  // The sum of the integrand over mode + offset + k·stride, relative to its maximum.
  double sum(double offset, double stride) const {
    const bool direct = log_weight_at_mode > -300 && log_phi_at_mode > -300;
    const double top = log_weight_at_mode + log_phi_at_mode;
    const double scale = std::exp(-log_phi_at_mode);
    const double least = std::exp(-reach);
    const auto term = [&](double u) {
      if (!direct) return std::exp(log_term(u) - top);
      const double z = argument(std::exp(u));
      return std::exp(log_weight(u) - log_weight_at_mode) * normal_cdf(z) * scale;
    };
    double total = 0;
    for (int direction = 1; direction >= -1; direction -= 2) {
      for (int k = direction > 0 ? 0 : 1;; ++k) {
        const double value = term(mode + offset + direction * k * stride);
        total += value;
        if (!(value > least)) break;
        if (k > most_nodes) return undefined;
      }
    }
    return total;
  }

  // The logarithm of the tail.
  double logarithm() const {
    double stride = step;
    double total = stride * sum(0, stride);
    for (int halving = 0; halving < 10; ++halving) {
      const double refined = 0.5 * (total + stride * sum(0.5 * stride, stride));
      const double change = std::fabs(refined - total);
      total = refined;
      stride *= 0.5;
      if (change < 1e-8 * refined)
        return log_constant + log_weight_at_mode + log_phi_at_mode + std::log(total);
    }
    return undefined;
  }
};

// The same tails for t far larger than sqrt(df), where the rule above would need a step of
// sqrt(df)/t. With y = Z + ncp and t > 0,
//
//   P(T > t) = E P(W < y / t; y > 0),    P(T <= t) = Phi(-ncp) + E P(W >= y / t; y > 0),
//
// integrals over the density of y by the same rule: in v = log y, where the integrand is smooth
// down to y = 0, or in y itself where 0 is so far below the noncentrality that it does not
// matter and log y would lose digits.
struct FarTail {
  double t, df, ncp;
  bool upper, linear;
  double mode, step, at_mode;

  FarTail(double t, double df, double ncp, bool upper)
      : t(t), df(df), ncp(ncp), upper(upper), linear(ncp > 40) {
    // The integrand's logarithm is concave in y, so that it has one maximum: golden sections of
    // a bracket of it.
    double low = -700, high = std::log(std::fabs(ncp) + std::sqrt(df) + 40);
    if (linear) {
      low = upper ? 0 : -2 * ncp * df / (t * t) - 1e-3;
      high = upper ? std::sqrt(df) + 1e-3 : 0;
    }
    const double ratio = 0.61803398874989484820;
    double left = high - ratio * (high - low), right = low + ratio * (high - low);
    double at_left = log_term(left), at_right = log_term(right);
    for (int i = 0; i < 200 && high - low > 1e-6; ++i) {
      // Where both are -infinity the maximum lies above.
      if (at_left > at_right) {
        high = right, right = left, at_right = at_left;
        left = high - ratio * (high - low), at_left = log_term(left);
      } else {
        low = left, left = right, at_left = at_right;
        right = low + ratio * (high - low), at_right = log_term(right);
      }
    }
    mode = 0.5 * (low + high);
    at_mode = log_term(mode);
    const double y = linear ? mode + ncp : std::exp(mode), w = y / t;
    const double growth = 0.5 * y * y + df * std::max(1.0, w * w);
    step = linear ? 0.72 / std::sqrt(growth) * y : std::min(0.25, 0.72 / std::sqrt(growth));
  }

  // The integrand's logarithm at v = log y, or at z = y - ncp.
  double log_term(double place) const {
    const double y = linear ? place + ncp : std::exp(place);
    const double z = linear ? place : y - ncp;
    const double density = -0.5 * z * z - 0.91893853320467274178 + (linear ? 0 : place);
    const double w = y / t, x = df * w * w;
    if (y <= 0) return upper ? -infinity : density;
    const double share = upper ? boost::math::gamma_p(df / 2, x / 2, Fast())
                               : boost::math::gamma_q(df / 2, x / 2, Fast());
    if (share > 1e-290) return density + std::log(share);
    return density + (upper ? boost_chi_square(BOOST_LOG_CDF, x, df)
                            : boost_chi_square(BOOST_LOG_UPPER_TAIL, x, df));
  }

  double sum(double offset) const {
    double total = 0;
    for (int direction = 1; direction >= -1; direction -= 2) {
      for (int k = direction > 0 ? 0 : 1;; ++k) {
        const double value = std::exp(log_term(mode + offset + direction * k * step) - at_mode);
        total += value;
        if (!(value > std::exp(-reach))) break;
        if (k > most_nodes) return undefined;
      }
    }
    return total;
  }

  double logarithm() {
    if (!std::isfinite(at_mode)) return undefined;
    double total = step * sum(0);
    for (int halving = 0; halving < 10; ++halving) {
      const double refined = 0.5 * (total + step * sum(0.5 * step));
      const double change = std::fabs(refined - total);
      total = refined;
      step *= 0.5;
      // A logarithm this far down has no more digits than these.
      if (change < (1e-8 + 1e-15 * std::fabs(at_mode)) * refined) {
        const double log_integral = at_mode + std::log(total);
        // In y itself, values below 0 are part of the sum.
        if (upper || linear) return log_integral;
        const double log_below = log_normal_cdf(-ncp);
        const double larger = std::max(log_integral, log_below);
        return larger + std::log1p(std::exp(std::min(log_integral, log_below) - larger));
      }
    }
    return undefined;
  }
};

double log_of_either(double t, double df, double ncp, bool upper) {
  if (t * t <= 100 * df) return Tail(t, df, ncp, upper).logarithm();
  return t > 0 ? FarTail(t, df, ncp, upper).logarithm()
               : FarTail(-t, df, -ncp, !upper).logarithm();
}

bool defined(double t, double df, double ncp) noexcept {
  // Beyond this the square of t overflows.
  return (std::fabs(t) < 1e150 || std::isinf(t)) && df > 0 && std::isfinite(df) && std::isfinite(ncp);
}

double log_tail(double t, double df, double ncp, bool upper) {
  if (!defined(t, df, ncp)) return undefined;
  if (std::isinf(t)) return (t > 0) == upper ? -infinity : 0;
  // W does not matter at 0.
  if (t == 0) return log_normal_cdf(upper ? ncp : -ncp);
  // A tail beyond one half is one minus the other, whose digits are the ones that matter.
  const double value = log_of_either(t, df, ncp, upper);
  if (value > -0.5) return std::log1p(-std::exp(log_of_either(t, df, ncp, !upper)));
  return value;
}

double tail(double t, double df, double ncp, bool upper) {
  if (!defined(t, df, ncp)) return undefined;
  if (std::isinf(t)) return (t > 0) == upper ? 0 : 1;
  if (t == 0) return normal_cdf(upper ? ncp : -ncp);
  const double value = std::exp(log_of_either(t, df, ncp, upper));
  return value > 0.6 ? 1 - std::exp(log_of_either(t, df, ncp, !upper)) : value;
}

// A root's equation is solved in these normal scores, where it is nearly a line.
double normal_score(double p) {
  const double least = std::numeric_limits<double>::min();
  const double most = 1 - std::numeric_limits<double>::epsilon() / 2;
  return boost::math::quantile(boost::math::normal_distribution<double, Fast>(),
                               std::min(std::max(p, least), most));
}

// The normal score of a probability given by its logarithm, below -0.5.
double normal_score_of_log(double log_p) {
  if (log_p > -600) return normal_score(std::exp(log_p));
  const double half_log_two_pi = 0.91893853320467274178;
  double z = -std::sqrt(-2 * log_p);
  for (int i = 0; i < 4; ++i) z = -std::sqrt(-2 * (log_p + half_log_two_pi + std::log(-z)));
  return z;
}

// The normal score of P(T <= t), with all its digits at both ends.
double score_of_cdf(double t, double df, double ncp) {
  const double lower = log_tail(t, df, ncp, false);
  return lower < -0.6 ? normal_score_of_log(lower)
                      : -normal_score_of_log(log_tail(t, df, ncp, true));
}

// A root of a monotone function near `start`, by Boost's toms748 on a bracket grown from
// `width`.
template <typename Function>
double root(Function function, double start, double width) {
  double low = start - width, high = start + width;
  double at_low = function(low), at_high = function(high);
  for (int i = 0; i < 200 && at_low * at_high > 0; ++i) {
    width *= 2;
    if (std::fabs(at_low) < std::fabs(at_high)) {
      high = low, at_high = at_low;
      low -= width, at_low = function(low);
    } else {
      low = high, at_low = at_high;
      high += width, at_high = function(high);
    }
  }
  if (at_low == 0) return low;
  if (at_high == 0) return high;
  if (!(at_low * at_high < 0)) return undefined;
  std::uintmax_t iterations = 200;
  const auto bracket = boost::math::tools::toms748_solve(
      function, low, high, at_low, at_high, boost::math::tools::eps_tolerance<double>(51),
      iterations);
  return 0.5 * (bracket.first + bracket.second);
}

// The weights and nodes of the rule at one noncentrality; they serve its neighbourhood too,
// because only Phi depends on it.
struct Nodes {
  static constexpr int most = 4096;
  double node[most], weight[most];
  int count = 0;
  bool valid;

  explicit Nodes(const Tail& tail) {
    const double stride = 0.5 * tail.step;
    const double scale = std::exp(tail.log_constant) * stride;
    const double least = std::exp(-reach - 12);
    valid = tail.log_weight_at_mode > -300 && tail.log_phi_at_mode > -300;
    if (!valid) return;
    const double at_mode = std::exp(tail.log_weight_at_mode + tail.log_phi_at_mode);
    for (int direction = 1; direction >= -1; direction -= 2) {
      for (int k = direction > 0 ? 0 : 1;; ++k) {
        const double u = tail.mode + direction * k * stride;
        const double w = std::exp(u), density = std::exp(tail.log_weight(u));
        if (count == most) {
          valid = false;
          return;
        }
        node[count] = tail.t * w;
        weight[count++] = scale * density;
        if (!(density * normal_cdf(tail.t * w - tail.ncp) > least * at_mode)) break;
      }
    }
  }

  double cdf(double ncp) const noexcept {
    double total = 0;
    for (int i = 0; i < count; ++i) total += weight[i] * normal_cdf(node[i] - ncp);
    return total;
  }
};

double ncp_of_cdf(double t, double df, double p) {
  if (!defined(t, df, 0) || std::isinf(t) || !(p > 0 && p < 1)) return undefined;
  const double target = normal_score(p);
  if (t == 0) return -target;
  const double spread = std::sqrt(1 + t * t / (2 * df));
  // Johnson and Welch's normal approximation (1940).
  double ncp = t * (1 - 0.25 / df) - target * spread;
  if (t * t > 900 * df) {
    // Z hardly matters: cdf = P(W >= ncp / t).
    const double chi_square = t > 0 ? boost_chi_square(BOOST_UPPER_QUANTILE, p, df)
                                    : boost_chi_square(BOOST_QUANTILE, p, df);
    const double start = t * std::sqrt(chi_square / df);
    return root([=](double d) { return score_of_cdf(t, df, d) - target; }, start,
                1 + 1e-3 * std::fabs(start));
  }
  for (int centring = 0; centring < 6; ++centring) {
    const Nodes nodes(Tail(t, df, ncp, false));
    if (!nodes.valid) break;
    // Secants in normal scores.
    double before = ncp, now = ncp;
    double error_before = normal_score(nodes.cdf(before)) - target;
    now = before + error_before * spread;
    bool converged = std::fabs(error_before) < 1e-15;
    for (int i = 0; i < 12 && !converged; ++i) {
      const double error = normal_score(nodes.cdf(now)) - target;
      const double slope = (error - error_before) / (now - before);
      if (!(slope < 0)) break;
      const double next = now - error / slope;
      before = now, error_before = error;
      now = next;
      converged = std::fabs(now - before) <= 4e-16 * std::fabs(now) + 2e-15 * spread ||
                  std::fabs(error) < 2e-15;
      // A secant that moved this little has squared its error away.
      converged = converged || std::fabs(now - before) < 1e-9 * spread;
    }
    if (!converged || !std::isfinite(now)) break;
    if (std::fabs(now - ncp) < 0.5) return now;
    ncp = now;
  }
  return root([=](double d) { return score_of_cdf(t, df, d) - target; }, ncp, 0.5 * spread);
}

// The t whose cdf has this normal score.
double t_of_score(double score, double df, double ncp) {
  return root([=](double t) { return score_of_cdf(t, df, ncp) - score; }, ncp,
              std::sqrt(1 + ncp * ncp / (2 * df)));
}

}  // namespace

static double noncentral_t_cdf(double t, double df, double ncp) {
  return guarded([=] { return tail(t, df, ncp, false); });
}

static double noncentral_t_upper_tail(double t, double df, double ncp) {
  return guarded([=] { return tail(t, df, ncp, true); });
}

static double noncentral_t_log_cdf(double t, double df, double ncp) {
  return guarded([=] { return log_tail(t, df, ncp, false); });
}

static double noncentral_t_log_upper_tail(double t, double df, double ncp) {
  return guarded([=] { return log_tail(t, df, ncp, true); });
}

static double noncentral_t_quantile(double p, double df, double ncp) {
  if (!defined(0, df, ncp) || !(p > 0 && p < 1)) return undefined;
  return guarded([=] { return t_of_score(normal_score(p), df, ncp); });
}

static double noncentral_t_upper_quantile(double q, double df, double ncp) {
  if (!defined(0, df, ncp) || !(q > 0 && q < 1)) return undefined;
  return guarded([=] { return t_of_score(-normal_score(q), df, ncp); });
}

double boost_noncentral_t(boost_quantity quantity, double x, double df, double ncp) {
  switch (quantity) {
    case BOOST_CDF: return noncentral_t_cdf(x, df, ncp);
    case BOOST_UPPER_TAIL: return noncentral_t_upper_tail(x, df, ncp);
    case BOOST_LOG_CDF: return noncentral_t_log_cdf(x, df, ncp);
    case BOOST_LOG_UPPER_TAIL: return noncentral_t_log_upper_tail(x, df, ncp);
    case BOOST_QUANTILE: return noncentral_t_quantile(x, df, ncp);
    case BOOST_UPPER_QUANTILE: return noncentral_t_upper_quantile(x, df, ncp);
  }
  return undefined;
}

double boost_noncentral_t_ncp_of_cdf(double t, double df, double p) {
  return guarded([=] { return ncp_of_cdf(t, df, p); });
}

double boost_noncentral_t_ncp_of_upper_tail(double t, double df, double q) {
  // P(T > t; ncp) = P(T < -t; -ncp).
  return -guarded([=] { return ncp_of_cdf(-t, df, q); });
}
