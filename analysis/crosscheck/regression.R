# Regressions by lm and glm, with robust errors by sandwich and clubSandwich.

regression <- function(case, table) {
  fit <- regression_fit(case, table)
  errors <- if (is.null(case$errors)) "model" else case$errors
  cluster <- sub("^cluster:", "", errors)
  linear <- is.null(case$family)
  if (cluster != errors) {
    covariance <- clubSandwich::vcovCR(fit, table[[cluster]], "CR2", inverse_var = TRUE)
    test <- clubSandwich::coef_test(fit, covariance, test = "Satterthwaite")
    coefficients <- effects(names(coef(fit)), test$beta, test$SE, test$df_Satt, test$p_Satt)
  } else {
    covariance <- if (errors == "hc3") sandwich::vcovHC(fit, "HC3") else vcov(fit)
    error <- sqrt(diag(covariance))
    df <- if (linear) fit$df.residual else Inf
    p <- 2 * pt(-abs(coef(fit) / error), df)
    coefficients <- effects(names(coef(fit)), coef(fit), error, if (linear) df, p)
  }
  rbind(
    quantity("log_likelihood", logLik(fit)), coefficients, if (linear) quantity("residual_standard_deviation", sigma(fit))
  )
}

# `glm` stops a step before its best, so that it is run again from where it stopped.
regression_fit <- function(case, table) {
  formula <- as.formula(case$formula)
  if (is.null(case$family)) return(lm(formula, table))
  first <- glm(formula, case$family, table, epsilon = 1e-15)
  fit <- glm(formula, case$family, table, epsilon = 1e-15, etastart = predict(first))
  environment(fit$formula) <- environment()
  fit
}
