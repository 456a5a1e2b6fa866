#include "CBoostMath.h"
#include "Guarded.hpp"

#include <boost/math/quadrature/gauss_kronrod.hpp>
#include <boost/math/tools/roots.hpp>
#include <cmath>

using boost_shim::guarded;
using boost_shim::undefined;

double boost_integral(double low, double high, boost_function function, const void *context) {
  return guarded([=] {
    using Rule = boost::math::quadrature::gauss_kronrod<double, 61>;
    // The difference between 61 and 30 nodes says how wrong the 30 are; the 61 have twice the digits.
    return Rule::integrate([=](double x) { return function(x, context); }, low, high, 6, 1e-9);
  });
}

double boost_root(double low, double high, boost_function function, const void *context) {
  return guarded([=] {
    const double at_low = function(low, context), at_high = function(high, context);
    if (at_low == 0) return low;
    if (at_high == 0) return high;
    if (!(std::signbit(at_low) != std::signbit(at_high))) return undefined;
    std::uintmax_t iterations = 200;
    const auto bracket = boost::math::tools::toms748_solve(
        [=](double x) { return function(x, context); }, low, high, at_low, at_high,
        boost::math::tools::eps_tolerance<double>(50), iterations);
    return 0.5 * (bracket.first + bracket.second);
  });
}
