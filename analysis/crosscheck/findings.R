# The models of findings.json by lme4 and lmerTest, and what is derived from them: speed effects with their intervals, marginal
# differences of accuracy, break-even error rates.
#
#   Rscript findings.R FOLDER [--condition NAME] [fastest_s longest_hidden_s attention_checks_failed incomplete]
#
# FOLDER has trials.csv and findings.json. The four values are those of the analysis plan, if not the quickstart's. Ends with status 1 where anything differs.
# See README.md.

options(warn = 1, width = 160)
here <- dirname(sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE)))
source(file.path(here, "lme4.R"))
words <- commandArgs(TRUE)
folder <- words[1]
if (is.na(folder) || !dir.exists(folder)) stop("name the folder of trials.csv and findings.json: Rscript findings.R FOLDER")
condition <- if ("--condition" %in% words) words[match("--condition", words) + 1]
words <- setdiff(words, c("--condition", condition))
plan <- c(words[-1], c("3", "120", "1", "exclude")[seq_len(4) > length(words) - 1])

# The largest differences that count as agreement: of estimates in standard errors, of points in points, of the rest relative.
tolerances <- c(
  estimate = 1e-4, standard_error = 1e-4, df = 1e-3, sd = 1e-4, value = 1e-4, low = 1e-4, high = 1e-4, share = 1e-4
)

# The analysed trials: who and what the plan does not leave out, with what the models call their columns.
analysed <- function(folder) {
  trials <- read.csv(file.path(folder, "trials.csv"), na.strings = "")
  if (!is.null(condition)) trials <- trials[trials$condition %in% condition, ]
  keeps <- function(name, holds) if (is.null(trials[[name]])) TRUE else holds(trials[[name]])
  kept <- keeps("finished", function(finished) finished == "true" | plan[4] == "keep") &
    keeps("attention_checks_failed", function(failed) failed <= as.numeric(plan[3])) &
    (is.na(trials$time_s) | trials$time_s >= as.numeric(plan[1])) &
    keeps("hidden_s", function(hidden) hidden <= as.numeric(plan[2]))
  trials <- trials[kept, ]
  within(trials, {
    silent_aid <- arm == "aided" & is.na(advice)
    aided <- as.numeric(arm == "aided")
    right <- as.numeric(!is.na(advice) & advice == truth)
    wrong <- as.numeric(!is.na(advice) & advice != truth)
    correct <- as.numeric(!is.na(final) & final == truth)
    log_order <- log(order)
    log_time <- ifelse(expired == "true", NA, log(time_s))
  })
}

# The trials that enter a model.
rows_of <- function(title, trials) {
  timed <- !is.na(trials$log_time)
  attack <- trials$truth == "malicious"
  trials[switch(title,
    "time by arm" = timed, "time by advice" = timed & !trials$silent_aid, "decisions by arm" = rep(TRUE, nrow(trials)),
    "decisions by advice" = !trials$silent_aid, "attacks by advice" = !trials$silent_aid & attack,
    "harmless alerts by advice" = !trials$silent_aid & !attack, stop("what is ", title, "?")
  ), ]
}

# Where the likelihood is almost flat, the search of lme4 can end at a variance of zero although a small one is likelier. It then begins
# anew at the program's values, and the fit that is likelier by lme4's own likelihood counts.
fitted_as <- function(model, trials) {
  case <- list(formula = model$formula, family = if (startsWith(model$formula, "correct")) "binomial")
  rows <- rows_of(model$title, trials)
  fit <- mixed_fit(case, rows)
  theta <- lme4::getME(fit, "theta")
  theirs <- model$random$sd[match(names(theta), paste(model$random$group, model$random$effect, sep = "."))]
  if (!lme4::isSingular(fit) || model$singular || anyNA(theirs)) return(fit)
  case$start <- if (lme4::isLMM(fit)) theirs / sigma(fit) else list(theta = theirs, fixef = model$coefficients$estimate)
  again <- mixed_fit(case, rows)
  if (logLik(again) > logLik(fit)) again else fit
}

row <- function(id, program, script, within) {
  data.frame(id = id, program = program, script = script, difference = abs(program - script), within = within)
}

# Coefficients, standard errors, degrees of freedom and standard deviations of random effects.
parameters <- function(model, fit) {
  ours <- as.data.frame(coef(summary(fit)))
  theirs <- model$coefficients
  ours <- ours[theirs$name, ]
  name <- function(what, of) paste0(model$title, ": ", what, " of ", of)
  errors <- ours$`Std. Error`
  varied <- as.data.frame(lme4::VarCorr(fit))
  varied <- varied[is.na(varied$var2), ]
  key <- paste(sub("\\.[0-9]+$", "", varied$grp), varied$var1)
  random <- varied$sdcor[match(paste(model$random$group, model$random$effect), key)]
  rows <- rbind(
    row(name("estimate", theirs$name), theirs$estimate, ours$Estimate, tolerances["estimate"] * errors),
    row(name("standard error", theirs$name), theirs$standard_error, errors, tolerances["standard_error"] * errors),
    row(name("sd", paste(model$random$group, model$random$effect)), model$random$sd, random, tolerances["sd"] * pmax(random, 0.1))
  )
  if (!lme4::isLMM(fit)) return(rows)
  rbind(
    rows, row(name("df", theirs$name), theirs$degrees_of_freedom, ours$df, tolerances["df"] * ours$df),
    row(paste0(model$title, ": residual sd"), model$residual_sd, sigma(fit), tolerances["sd"] * sigma(fit))
  )
}

# The change of time in percent by a coefficient, with the t interval of Satterthwaite's degrees of freedom.
change_of_time <- function(id, name, fit, estimates) {
  ours <- coef(summary(fit))[name, ]
  half <- qt((1 + estimates$level[1]) / 2, ours["df"]) * ours["Std. Error"]
  ends <- 100 * expm1(ours["Estimate"] + c(0, -half, half))
  theirs <- unlist(estimates[estimates$id == id, c("value", "low", "high")])
  row(paste(id, c("", "low", "high")), theirs, ends, tolerances["value"] * (ends[3] - ends[2]))
}

# Nodes and weights for a mean over the standard normal distribution (Golub & Welsch 1969).
gauss_hermite <- function(count) {
  beside <- sqrt(seq_len(count - 1))
  jacobi <- matrix(0, count, count)
  jacobi[cbind(seq_len(count - 1), 2:count)] <- jacobi[cbind(2:count, seq_len(count - 1))] <- beside
  found <- eigen(jacobi, symmetric = TRUE)
  list(at = found$values, weight = found$vectors[1, ]^2)
}

# The share of right decisions over participants and alerts, where the named predictor alone is 1 (g-computation).
marginal_share <- function(fit, set) {
  coefficients <- lme4::fixef(fit)
  with <- function(names) as.numeric(names == "(Intercept)" | names == set)
  variance <- sum(sapply(lme4::VarCorr(fit), function(block) {
    z <- with(rownames(block))
    sum(z * (block %*% z))
  }))
  normal <- gauss_hermite(80)
  sum(normal$weight * plogis(sum(with(names(coefficients)) * coefficients) + sqrt(variance) * normal$at))
}

# Differences of shares in points. A value that is not by the model (at floor or ceiling) is left out.
marginal_differences <- function(ids, shares, estimates) {
  rows <- lapply(names(ids), function(id) {
    theirs <- estimates[estimates$id == id, ]
    is_by_model <- nrow(theirs) == 1 && grepl("logistic mixed model", theirs$method)
    if (is_by_model) row(id, theirs$value, ids[[id]](shares), 100 * tolerances["share"])
  })
  do.call(rbind, rows)
}

break_even <- function(id, shares, estimates) {
  theirs <- estimates$value[estimates$id == id]
  pays_at_times <- shares["right"] > shares["unaided"] && shares["wrong"] < shares["unaided"]
  ours <- if (pays_at_times) (shares["unaided"] - shares["right"]) / (shares["wrong"] - shares["right"]) else NA
  if (length(theirs) == 1 && !(is.na(theirs) && is.na(ours))) row(id, theirs, ours, tolerances["share"])
}

# What the estimates make of a model.
derived <- function(title, fit, estimates) {
  if (title == "time by arm") return(change_of_time("speed-effect", "aided", fit, estimates))
  if (title == "time by advice") {
    return(rbind(
      change_of_time("speed-effect-right-advice", "right", fit, estimates),
      change_of_time("speed-effect-wrong-advice", "wrong", fit, estimates)
    ))
  }
  states <- c(unaided = "", right = "right", wrong = "wrong", aided = "aided")
  shares <- sapply(states, marginal_share, fit = fit)
  gain <- function(state) function(shares) 100 * (shares[state] - shares["unaided"])
  switch(title,
    "decisions by arm" = marginal_differences(list("accuracy-effect" = gain("aided")), shares, estimates),
    "decisions by advice" = rbind(
      marginal_differences(list(
        "accuracy-right-advice" = gain("right"), "accuracy-wrong-advice" = gain("wrong"),
        "attributable-bias" = function(shares) -gain("wrong")(shares)
      ), shares, estimates),
      break_even("break-even-error-rate", shares, estimates)
    ),
    "attacks by advice" = break_even("break-even-missed-attacks", shares, estimates)
  )
}

findings <- jsonlite::fromJSON(file.path(folder, "findings.json"), simplifyDataFrame = FALSE)
flat <- function(list) as.data.frame(do.call(rbind, lapply(list, function(one) {
  data.frame(lapply(one, function(value) if (is.null(value)) NA else value))
})))
estimates <- flat(lapply(findings$estimates, `[`, c("id", "value", "low", "high", "level", "method")))
trials <- analysed(folder)
report <- do.call(rbind, lapply(findings$models, function(model) {
  if (is.null(model$formula)) {
    cat("notice:", model$title, "has no fit:", model$refused, "\n")
    return(NULL)
  }
  model$coefficients <- flat(model$coefficients)
  model$random <- flat(model$random)
  fit <- fitted_as(model, trials)
  if (nrow(model.frame(fit)) != model$trials) stop(model$title, " has ", model$trials, " trials, here ", nrow(model.frame(fit)))
  rows <- parameters(model, fit)
  if (lme4::isSingular(fit) && !model$singular) {
    cat("notice:", model$title, "is singular by lme4 alone, where the likelihood is flat: its parameters are compared 100 times wider\n")
    rows$within <- pmax(100 * rows$within, ifelse(grepl(": sd of", rows$id) & rows$script < 1e-3, 0.1, 0))
  }
  rbind(rows, derived(model$title, fit, estimates))
}))
agrees <- !is.na(report$difference) & report$difference <= report$within
report$verdict <- ifelse(agrees, "ok", "DIFFERS")
print(format(report, digits = 6), right = FALSE, row.names = FALSE)
cat(sum(agrees), "agree,", sum(!agrees), "differ\n")
if (any(!agrees)) quit(status = 1)
