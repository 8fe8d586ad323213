# Second opinions about what lme4 finds.

# Some of the quantities of a generalised mixed model, or nothing. Template Model Builder, behind glmmTMB, computes the same Laplace
# approximation by automatic differentiation.
second_opinion <- function(case, table) {
  if (is.null(case$family) || is_regression(case)) return(NULL)
  if (!is.null(case$nodes)) return(integrated(case, table))
  if (!requireNamespace("glmmTMB", quietly = TRUE)) return(NULL)
  fit <- glmmTMB::glmmTMB(as.formula(case$formula), table, case$family)
  summary <- as.data.frame(summary(fit)$coefficients$cond)
  terms <- glmmTMB::VarCorr(fit)$cond
  rows <- rbind(
    quantity("log_likelihood", logLik(fit)),
    effects(rownames(summary), summary$Estimate, summary$`Std. Error`, p = summary$`Pr(>|z|)`),
    variation(terms, names(terms))
  )
  structure(rows, by = "by glmmTMB")
}

# The likelihood at lme4's estimates by numerical integration over each group's intercept.
integrated <- function(case, table) {
  fit <- mixed_fit(case, table)
  response <- lme4::getME(fit, "y")
  trials <- weights(fit)
  predictor <- as.vector(lme4::getME(fit, "X") %*% lme4::fixef(fit))
  rows <- split(seq_along(response), lme4::getME(fit, "flist")[[1]])
  logs <- sapply(rows, function(own) {
    height <- function(u) {
      odds <- predictor[own] + lme4::getME(fit, "theta") * u
      exp(sum(dbinom(round(response * trials)[own], trials[own], plogis(odds), log = TRUE))) * dnorm(u)
    }
    log(integrate(Vectorize(height), -8, 8, rel.tol = 1e-10, abs.tol = 0, subdivisions = 1000)$value)
  })
  structure(quantity("log_likelihood", sum(logs)), by = "by integrate()")
}
