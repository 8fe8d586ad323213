# The fits of `overtrust fit` by R: lme4 with lmerTest, and for regressions sandwich and clubSandwich. Writes them to expected.json,
# to which tests/promises/crosscheck.rs holds the program, or compares R with what is written there.
#
#   Rscript mixed.R FOLDER [--write]
#
# FOLDER has the tables crossed.csv and clusters.csv, which the test writes. See README.md.

intercepts <- "(1 | participant) + (1 | item)"
slopes <- "(1 + arm | participant) + (1 + arm | item)"
team <- "arm + years + shift"

# What is fitted. `ml`, `nodes`, `against`, `profile` and `errors` are the options of `overtrust fit`; `leave_out` names quantities
# that are not pinned.
cases <- list(
  "times, REML" = list(formula = paste("log(time_s) ~ arm +", intercepts)),
  "times, ML" = list(formula = paste("log(time_s) ~ arm +", intercepts), ml = TRUE),
  "times, slopes" = list(formula = paste("log(time_s) ~ arm +", slopes)),
  "times, slopes, ML" = list(formula = paste("log(time_s) ~ arm +", slopes), ml = TRUE),
  "times, uncorrelated slopes" =
    list(formula = "log(time_s) ~ aid + (1 + aid || participant) + (1 + aid || item)"),
  "times, covariates" = list(formula = paste("log(time_s) ~ arm + log(order) + wrong +", intercepts)),
  # At the edge of the parameter space the variances and what rests on their Hessian are not estimated by a common rule.
  "times, singular" = list(
    formula = "log(time_s) ~ arm + wrong + (1 + arm + wrong | participant) + (1 + arm + wrong | item)",
    leave_out = c("df", "p", "standard_deviation", "correlation")
  ),
  "times, profile" = list(
    formula = "log(time_s) ~ arm + (1 + aid | participant) + (1 | item)", ml = TRUE, profile = TRUE
  ),
  "answers" = list(formula = paste("correct ~ arm + wrong +", intercepts), family = "binomial"),
  "answers, slopes" = list(formula = paste("correct ~ arm +", slopes), family = "binomial"),
  "answers, profile" = list(
    formula = paste("correct ~ arm + wrong +", intercepts), family = "binomial", profile = TRUE
  ),
  "answers, quadrature" =
    list(formula = "correct ~ arm + wrong + (1 | participant)", family = "binomial", nodes = 9),
  "hits" = list(formula = paste("cbind(hits, trials - hits) ~ arm +", intercepts), family = "binomial"),
  "hits, quadrature" =
    list(formula = "cbind(hits, trials - hits) ~ arm + (1 | participant)", family = "binomial", nodes = 9),
  "panels" = list(formula = paste("panels ~ arm + log(order) +", intercepts), family = "poisson"),
  "panels, slopes" = list(formula = paste("panels ~ arm +", slopes), family = "poisson"),
  "test of fixed effects" = list(
    formula = paste("log(time_s) ~ arm + log(order) + wrong +", intercepts),
    against = paste("log(time_s) ~ arm +", intercepts), ml = TRUE
  ),
  "test of slopes" = list(
    formula = "log(time_s) ~ arm + (1 + arm | participant) + (1 | item)",
    against = paste("log(time_s) ~ arm +", intercepts), ml = TRUE
  ),
  "test of an answer's fixed effect" = list(
    formula = paste("correct ~ arm + wrong +", intercepts),
    against = paste("correct ~ arm +", intercepts), family = "binomial"
  ),
  "minutes, model" = list(formula = paste("minutes ~", team), file = "clusters.csv"),
  "minutes, HC3" = list(formula = paste("minutes ~", team), file = "clusters.csv", errors = "hc3"),
  "minutes, CR2" = list(formula = paste("minutes ~", team), file = "clusters.csv", errors = "cluster:team"),
  "verdicts, model" = list(formula = paste("correct ~", team), file = "clusters.csv", family = "binomial"),
  "verdicts, HC3" =
    list(formula = paste("correct ~", team), file = "clusters.csv", family = "binomial", errors = "hc3"),
  "verdicts, CR2" =
    list(formula = paste("correct ~", team), file = "clusters.csv", family = "binomial", errors = "cluster:team")
)

# The largest differences that count as agreement: of estimates in standard errors, of an interval's ends in its widths, of
# correlations as they are, of the rest relative to the value.
mixed_tolerances <- c(
  log_likelihood = 1e-7, singular = 0, estimate = 1e-4, standard_error = 1e-4, df = 1e-3, p = 1e-3, standard_deviation = 1e-4,
  correlation = 1e-4, residual_standard_deviation = 1e-4, low = 1e-3, high = 1e-3, chi_square = 1e-5, chi_square_df = 0,
  chi_square_p = 1e-4
)
regression_tolerances <- c(
  log_likelihood = 1e-9, estimate = 1e-6, standard_error = 1e-6, df = 1e-6, p = 1e-6, residual_standard_deviation = 1e-6
)

# --- Quantities -----------------------------------------------------------------------------------------------------------------

# One or more values of a quantity, each of something, with what the tolerance is a share of.
quantity <- function(name, value, of = "", scale = abs(value)) {
  data.frame(quantity = name, of = of, value = as.numeric(value), scale = as.numeric(scale))
}

effects <- function(names, estimate, standard_error, df = NULL, p) {
  rbind(
    quantity("estimate", estimate, names, standard_error), quantity("standard_error", standard_error, names),
    if (!is.null(df)) quantity("df", df, names), quantity("p", p, names)
  )
}

# Standard deviations and correlations of a list of covariance matrices, one a term, named by its grouping factor.
variation <- function(terms, groups) {
  do.call(rbind, Map(function(term, group) {
    effect <- rownames(term)
    pairs <- which(lower.tri(term), arr.ind = TRUE)
    rbind(
      quantity("standard_deviation", sqrt(diag(term)), paste0(effect, "|", group)),
      if (nrow(pairs) > 0) {
        of <- paste0(effect[pairs[, 1]], ".", effect[pairs[, 2]], "|", group)
        quantity("correlation", cov2cor(term)[pairs], of, 1)
      }
    )
  }, terms, groups))
}

# --- Mixed models ---------------------------------------------------------------------------------------------------------------

# The optimum of several searches, as one of them alone may stop early at the edge of the parameter space.
linear_fit <- function(case, table) {
  fits <- lapply(c("bobyqa", "Nelder_Mead", "nloptwrap"), function(optimizer) {
    search <- switch(optimizer,
      bobyqa = list(rhoend = 1e-10, maxfun = 1e5),
      Nelder_Mead = list(FtolAbs = 1e-12, FtolRel = 1e-15, XtolRel = 1e-10, maxfun = 1e5),
      nloptwrap = list(ftol_abs = 1e-12, xtol_abs = 1e-10, maxeval = 1e5)
    )
    control <- lme4::lmerControl(optimizer = optimizer, optCtrl = search, check.conv.singular = "ignore")
    fit <- lmerTest::lmer(as.formula(case$formula), table, REML = !isTRUE(case$ml), control = control)
  })
  fits[[which.max(sapply(fits, logLik))]]
}

# PIRLS stops at a change of the deviance relative to tolPwrss, and takes the determinant in Laplace's approximation from the step
# before the last: with the customary 1e-7 the log-likelihood can be off by 1e-5 of itself, and the standard errors by 1 %. Where
# rounding forbids the sharpest tolerance, the next one has to do.
generalised_fit <- function(case, table) {
  nodes <- if (is.null(case$nodes)) 1 else case$nodes
  for (tolerance in c(1e-14, 1e-13, 1e-12)) {
    control <- lme4::glmerControl(
      optimizer = "bobyqa", optCtrl = list(rhoend = 1e-9, maxfun = 1e5), tolPwrss = tolerance
    )
    fit <- try(lme4::glmer(as.formula(case$formula), table, case$family, control, nAGQ = nodes), silent = TRUE)
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
    if (isTRUE(case$profile)) profile_intervals(fit),
    if (!is.null(case$against)) likelihood_ratio(fit, case, table)
  )
}

# The ends of lme4's intervals are read from a spline through the profile; four times as many points make it exact enough.
profile_intervals <- function(fit) {
  which <- if (lme4::isLMM(fit)) seq_len(length(fit@theta) + 1 + length(lme4::fixef(fit))) else "beta_"
  cutoff <- sqrt(qchisq(0.99, 1))
  profile <- lme4:::profile.merMod(as(fit, if (lme4::isLMM(fit)) "lmerMod" else "glmerMod"), which = which, signames = FALSE, delta = cutoff / 32, maxpts = 1000)
  ends <- confint(profile)
  width <- ends[, 2] - ends[, 1]
  rbind(quantity("low", ends[, 1], rownames(ends), width), quantity("high", ends[, 2], rownames(ends), width))
}

likelihood_ratio <- function(fit, case, table) {
  test <- anova(mixed_fit(modifyList(case, list(formula = case$against)), table), fit, refit = FALSE)
  same_random_effects <- length(fit@theta) == length(mixed_fit(modifyList(case, list(formula = case$against)), table)@theta)
  rbind(
    quantity("chi_square", test$Chisq[2]), quantity("chi_square_df", test$Df[2]),
    if (same_random_effects) quantity("chi_square_p", test$`Pr(>Chisq)`[2])
  )
}
