#ifndef CBOOSTMATH_H
#define CBOOSTMATH_H

// Distribution functions of Boost.Math behind a C boundary.
//
// Every function returns NaN where the value is undefined, where it overflows, and where an
// iteration does not converge; none throws. `upper_tail` is the survival function 1 - cdf,
// computed without that subtraction. Logarithms are natural and go on below the smallest
// double. `quantile` inverts the cdf, `upper_quantile` the upper tail.

#ifdef __cplusplus
extern "C" {
#endif

// What is asked of a distribution: the first four at a point, the others at a probability.
enum boost_quantity {
  BOOST_CDF,
  BOOST_UPPER_TAIL,
  BOOST_LOG_CDF,
  BOOST_LOG_UPPER_TAIL,
  BOOST_QUANTILE,
  BOOST_UPPER_QUANTILE
};

double boost_normal(enum boost_quantity quantity, double x);
double boost_t(enum boost_quantity quantity, double x, double df);
double boost_f(enum boost_quantity quantity, double x, double df1, double df2);
double boost_chi_square(enum boost_quantity quantity, double x, double df);
double boost_beta(enum boost_quantity quantity, double x, double a, double b);
double boost_noncentral_t(enum boost_quantity quantity, double x, double df, double ncp);

// The noncentrality at which `t` cuts off the lower tail `p` (cdf(t; df, ncp) = p), which is
// the upper end of an interval when p is small.
double boost_noncentral_t_ncp_of_cdf(double t, double df, double p);
// The noncentrality at which `t` cuts off the upper tail `q`: the lower end of an interval.
double boost_noncentral_t_ncp_of_upper_tail(double t, double df, double q);

double boost_log_gamma(double x);
// log(gamma(x + delta) / gamma(x)), without the cancellation of two logarithms.
double boost_log_gamma_ratio(double x, double delta);

// A function of one number; `context` is handed through.
typedef double (*boost_function)(double x, const void *context);
// The integral over a finite interval, by adaptive Gauss-Kronrod quadrature with 61 nodes, which
// halves the interval, six times at most, until 61 and 30 nodes differ by less than 1e-9 of the integral of the
// absolute value.
double boost_integral(double low, double high, boost_function function, const void *context);
// The x between `low` and `high` at which the function is 0, to the last digits of a double; NaN
// where its signs at the two ends are the same.
double boost_root(double low, double high, boost_function function, const void *context);

#ifdef __cplusplus
}
#endif

#endif
