# Mixed models by lme4, with degrees of freedom by lmerTest.

linear_fit <- function(case, table) {
  control <- lme4::lmerControl(
    optimizer = "bobyqa", optCtrl = list(rhoend = 1e-10, maxfun = 1e5), check.conv.singular = "ignore"
  )
  lmerTest::lmer(as.formula(case$formula), table, REML = !isTRUE(case$ml), control = control, start = case$start)
}

# PIRLS stops at a change of the deviance relative to tolPwrss, and takes the determinant in Laplace's approximation from the step
# before the last: with the customary 1e-7 the log-likelihood can be off by 1e-5 of itself, and the standard errors by 1 %. Where
# rounding forbids the sharpest tolerance, the next one has to do.
generalised_fit <- function(case, table) {
  nodes <- if (is.null(case$nodes)) 1 else case$nodes
  for (tolerance in c(1e-14, 1e-13, 1e-12)) {
    search <- list(rhoend = 1e-9, maxfun = 1e5)
    control <- lme4::glmerControl(optimizer = "bobyqa", optCtrl = search, tolPwrss = tolerance)
    fit <- try(lme4::glmer(as.formula(case$formula), table, case$family, control, start = case$start, nAGQ = nodes), silent = TRUE)
    if (!inherits(fit, "try-error")) return(fit)
  }
  stop(fit)
}

mixed_fit <- function(case, table) {
  fit <- if (is.null(case$family)) linear_fit(case, table) else generalised_fit(case, table)
  steepest <- max(abs(fit@optinfo$derivs$gradient))
  if (!lme4::isSingular(fit) && steepest > 1e-3) stop("no optimum of ", case$formula, ": a gradient of ", steepest)
  fit
}

# With quadrature lme4 measures the log-likelihood from that of the saturated model.
log_likelihood <- function(fit, case) {
  response <- lme4::getME(fit, "y")
  trials <- weights(fit)
  saturated <- if (is.null(case$nodes)) 0 else switch(case$family,
    binomial = sum(dbinom(round(response * trials), trials, response, log = TRUE)),
    poisson = sum(dpois(response, response, log = TRUE))
  )
  as.numeric(logLik(fit)) + saturated
}

mixed <- function(case, table) {
  fit <- mixed_fit(case, table)
  summary <- as.data.frame(coef(summary(fit)))
  linear <- is.null(case$family)
  p <- summary[[if (linear) "Pr(>|t|)" else "Pr(>|z|)"]]
  rbind(
    quantity("log_likelihood", log_likelihood(fit, case)),
    quantity("singular", lme4::isSingular(fit)),
    effects(rownames(summary), summary$Estimate, summary$`Std. Error`, summary$df, p),
    variation(lme4::VarCorr(fit), names(fit@cnms)),
    if (linear) quantity("residual_standard_deviation", sigma(fit)),
    if (isTRUE(case$profile)) profile_intervals(fit, case, table),
    if (!is.null(case$against)) likelihood_ratio(fit, case, table)
  )
}

# Of a linear model by lme4's own profile, at twice as many points as usual: the ends are read from a spline through them. Not so of
# a generalised model, for which lme4 would compute the profile with the customary tolPwrss: there a coefficient is held at a value
# by an offset, and the end is where the likelihood of the rest has fallen far enough.
profile_intervals <- function(fit, case, table) {
  if (lme4::isLMM(fit)) {
    ends <- confint(profile(as(fit, "lmerMod"), signames = FALSE, delta.cutoff = 1 / 16, maxpts = 500))
  } else {
    ends <- t(sapply(seq_along(lme4::fixef(fit)), held_ends, fit = fit, case = case, table = table))
    rownames(ends) <- names(lme4::fixef(fit))
  }
  width <- ends[, 2] - ends[, 1]
  rbind(quantity("low", ends[, 1], rownames(ends), width), quantity("high", ends[, 2], rownames(ends), width))
}

held_ends <- function(column, fit, case, table) {
  design <- lme4::getME(fit, "X")
  table$free <- design[, -column]
  bars <- paste0("(", sapply(lme4::findbars(formula(fit)), deparse), ")", collapse = " + ")
  held <- modifyList(case, list(formula = paste(deparse(formula(fit)[[2]]), "~ 0 + free + offset(held) +", bars)))
  estimate <- lme4::fixef(fit)[column]
  reach <- 2 * qnorm(0.975) * sqrt(vcov(fit)[column, column])
  fall <- function(value) {
    table$held <- value * design[, column]
    2 * as.numeric(logLik(fit) - logLik(mixed_fit(held, table))) - qchisq(0.95, 1)
  }
  sapply(c(-1, 1), function(side) uniroot(fall, sort(estimate + c(0, side * reach)), tol = 1e-6 * reach)$root)
}

# lme4 takes chi-square for the distribution of every statistic. A variance can't be negative: that of one more random effect with
# its correlations makes an even mixture of two (Stram & Lee 1994).
likelihood_ratio <- function(fit, case, table) {
  smaller <- mixed_fit(modifyList(case, list(formula = case$against)), table)
  test <- anova(smaller, fit, refit = FALSE)
  freedoms <- test$Df[2] - if (length(smaller@theta) == length(fit@theta)) 0 else 0:1
  rbind(
    quantity("chi_square", test$Chisq[2]),
    quantity("chi_square_df", test$Df[2]),
    quantity("chi_square_p", mean(pchisq(test$Chisq[2], freedoms, lower.tail = FALSE)))
  )
}
