#pragma once

#include <boost/math/policies/policy.hpp>
#include <limits>

namespace boost_shim {

inline constexpr double undefined = std::numeric_limits<double>::quiet_NaN();

// Runs a computation of Boost's and turns every exception into NaN, so that none crosses
// into C.
template <typename Computation>
double guarded(Computation computation) noexcept {
  try {
    return static_cast<double>(computation());
  } catch (...) {
    return undefined;
  }
}

// log of I_x(a, b), the regularised incomplete beta function, where y = 1 - x is passed too
// because the caller knows it without cancellation.
double log_incomplete_beta(double a, double b, double x, double y);
double log_normal_cdf(double z) noexcept;

}  // namespace boost_shim
