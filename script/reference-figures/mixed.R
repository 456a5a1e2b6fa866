# A mixed model, taken to the minimum, with what Satterthwaite's df need in closed
# form. An optimiser stops where the criterion's last digits do, about 1e-7 before the minimum, and
# lmerTest differentiates the criterion numerically: from the seventh digit on, both depend on the
# processor. The variances of a model are linear in its components, V = sum of s_i V_i, so that with
# P = V^-1 - V^-1 X (X' V^-1 X)^-1 X' V^-1 the REML criterion has the derivatives below (Harville,
# 1977; Searle, Casella & McCulloch, 1992, section 6.6). Newton's steps start at lme4's minimum.
fitted_model <- function(formula, frame) {
  parts <- lFormula(formula, frame)
  criterion <- do.call(mkLmerDevfun, parts)
  start <- optimizeLmer(criterion, optimizer = "bobyqa", control = list(rhoend = 1e-8))
  theta <- ifelse(start$par > 1e-4, start$par, 0)
  free <- theta > 0
  criterion(theta)
  residual <- sigma(mkMerMod(environment(criterion), start, parts$reTrms, parts$fr))^2
  x <- parts$X
  y <- model.response(parts$fr)
  # V_i = Z_i Z_i', the last that of the residuals.
  z <- c(lapply(parts$reTrms$Ztlist[free], t), list(Matrix::Diagonal(length(y))))
  derivatives <- function(s) {
    v <- as.matrix(Reduce(`+`, Map(function(s, z) s * Matrix::tcrossprod(z), s, z)))
    inverse <- chol2inv(chol(v))
    ix <- inverse %*% x
    beta <- chol2inv(chol(crossprod(x, ix)))
    p <- inverse - ix %*% beta %*% t(ix)
    pz <- lapply(z, function(z) as.matrix(p %*% z))
    zpy <- lapply(pz, function(pz) drop(crossprod(pz, y)))
    each <- seq_along(s)
    list(
      gradient = sapply(each, function(i) sum(z[[i]] * pz[[i]]) - sum(zpy[[i]]^2)),
      hessian = outer(each, each, Vectorize(function(i, j) {
        zpz <- Matrix::crossprod(z[[i]], pz[[j]])
        2 * sum(zpy[[i]] * (zpz %*% zpy[[j]])) - sum(zpz^2)
      })),
      beta = beta,
      jacobian = lapply(z, function(z)
        beta %*% as.matrix(crossprod(Matrix::crossprod(z, ix))) %*% beta))
  }
  s <- c(theta[free]^2, 1) * residual
  for (step in 1:3) {
    at <- derivatives(s)
    s <- s - solve(at$hessian, at$gradient)
  }
  at <- derivatives(s)
  theta[free] <- sqrt(head(s, -1) / tail(s, 1))
  result <- list(par = theta, fval = criterion(theta), conv = 0, message = "")
  model <- mkMerMod(environment(criterion), result, parts$reTrms, parts$fr)
  model@call <- call("lmer", formula = formula, data = quote(frame))
  model <- as_lmerModLmerTest(model)
  numerical <- coef(summary(model))[, "df"]
  model@vcov_varpar <- 2 * solve(at$hessian)
  model@Jac_list <- at$jacobian
  stopifnot(all.equal(coef(summary(model))[, "df"], numerical, tolerance = 1e-5))
  model
}
