# The fits of `overtrust fit` by R: lme4 with lmerTest, and for regressions sandwich and clubSandwich. Writes them to expected.json,
# to which tests/promises/crosscheck.rs holds the program, or compares R with what is written there.
#
#   Rscript mixed.R FOLDER [--write]
#
# FOLDER has the tables crossed.csv and clusters.csv, which the test writes. See README.md.

options(warn = 1, width = 160)
here <- dirname(sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE)))
for (name in c("quantities.R", "lme4.R", "regression.R", "opinions.R")) source(file.path(here, name))

intercepts <- "(1 | participant) + (1 | item)"
slopes <- "(1 + arm | participant) + (1 + arm | item)"
team <- "arm + years + shift"

# What is fitted; `ml`, `nodes`, `against`, `profile` and `errors` stand for the options of `overtrust fit`.
cases <- list(
  "times, REML" = list(formula = paste("log(time_s) ~ arm +", intercepts)),
  "times, ML" = list(formula = paste("log(time_s) ~ arm +", intercepts), ml = TRUE),
  "times, slopes" = list(formula = paste("log(time_s) ~ arm +", slopes)),
  "times, slopes, ML" = list(formula = paste("log(time_s) ~ arm +", slopes), ml = TRUE),
  "times, uncorrelated slopes" =
    list(formula = "log(time_s) ~ aid + (1 + aid || participant) + (1 + aid || item)"),
  "times, covariates" = list(formula = paste("log(time_s) ~ arm + log(order) + wrong +", intercepts)),
  "times, singular" =
    list(formula = "log(time_s) ~ arm + wrong + (1 + arm + wrong | participant) + (1 + arm + wrong | item)"),
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
  correlation = 1e-4, residual_standard_deviation = 1e-4, low = 1e-4, high = 1e-4, chi_square = 1e-5, chi_square_df = 0,
  chi_square_p = 1e-4
)
regression_tolerances <- c(
  log_likelihood = 1e-9, estimate = 1e-6, standard_error = 1e-6, df = 1e-6, p = 1e-6, residual_standard_deviation = 1e-6
)

is_regression <- function(case) is.null(lme4::findbars(as.formula(case$formula)))

# The package that a case needs besides lme4.
needed <- function(case) {
  if (!is_regression(case)) return(if (is.null(case$family)) "lmerTest" else "lme4")
  if (is.null(case$errors)) "stats" else if (case$errors == "hc3") "sandwich" else "clubSandwich"
}

# The words behind `overtrust fit`.
arguments <- function(case) {
  option <- function(name, value) if (!is.null(value)) c(name, as.character(value))
  c(
    case$formula, case$file, option("--family", case$family), if (isTRUE(case$ml)) "--ml", option("--nagq", case$nodes),
    if (isTRUE(case$profile)) c("--ci", "profile"), option("--against", case$against), option("--se", case$errors)
  )
}

# What R finds for a case, with the difference that counts as agreement.
reference <- function(case, table) {
  rows <- if (is_regression(case)) regression(case, table) else mixed(case, table)
  tolerances <- if (is_regression(case)) regression_tolerances else mixed_tolerances
  rows$within <- tolerances[rows$quantity] * rows$scale
  rows[c("quantity", "of", "value", "within")]
}

# One line a quantity, so that a change can be read.
written <- function(references) {
  text <- function(value) as.character(jsonlite::toJSON(value, auto_unbox = TRUE))
  line <- function(row) {
    sprintf(
      '      {"quantity": %s, "of": %s, "value": %.12g, "within": %.3g}', text(row$quantity), text(row$of), row$value, row$within
    )
  }
  blocks <- Map(function(name, rows) {
    lines <- sapply(split(rows, seq_len(nrow(rows))), line)
    words <- paste0('    "arguments": ', jsonlite::toJSON(arguments(cases[[name]])), ",")
    c(paste0("  ", text(name), ": {"), words, '    "quantities": [', paste(lines, collapse = ",\n"), "    ]", "  }")
  }, names(references), references)
  c("{", paste(sapply(blocks, paste, collapse = "\n"), collapse = ",\n"), "}")
}

# A line of the report: how far two sets of quantities are apart where they are farthest, in shares of the tolerance. Quantities
# that only one has are infinitely far apart, unless only those of `found` are asked for.
difference <- function(name, found, pinned, only_found = FALSE) {
  both <- merge(found[c("quantity", "of", "value")], pinned, by = c("quantity", "of"), all.x = TRUE, all.y = !only_found)
  apart <- abs(both$value.x - both$value.y)
  share <- ifelse(is.na(apart), Inf, ifelse(apart == 0, 0, apart / both$within))
  worst <- which.max(share)
  data.frame(case = name, compared = nrow(both), share = share[worst], at = paste(both$quantity[worst], both$of[worst]))
}

compared <- function(name, case, pinned, table) {
  if (is.null(pinned) || !identical(arguments(case), pinned$arguments)) stop("expected.json does not know `", name, "`: --write")
  opinion <- second_opinion(case, table)
  rbind(
    difference(name, reference(case, table), pinned$quantities),
    if (!is.null(opinion)) difference(paste0("  ", attr(opinion, "by")), opinion, pinned$quantities, only_found = TRUE)
  )
}

words <- commandArgs(TRUE)
folder <- words[1]
if (is.na(folder) || !dir.exists(folder)) stop("name the folder of crossed.csv and clusters.csv: Rscript mixed.R FOLDER [--write]")
read_table <- function(case) read.csv(file.path(folder, case$file), stringsAsFactors = TRUE)
cases <- lapply(cases, function(case) modifyList(list(file = "crossed.csv"), case))
expected_file <- file.path(here, "expected.json")
present <- suppressMessages(sapply(sapply(cases, needed), requireNamespace, quietly = TRUE))

if ("--write" %in% words) {
  references <- lapply(cases, function(case) reference(case, read_table(case)))
  writeLines(written(references), expected_file)
  cat("wrote", length(cases), "cases to", expected_file, "\n")
} else {
  expected <- jsonlite::fromJSON(expected_file)
  for (name in names(cases)[!present]) cat("notice:", name, "is left out: there is no package", needed(cases[[name]]), "\n")
  if (!requireNamespace("glmmTMB", quietly = TRUE)) cat("notice: no second opinion by glmmTMB, which is not installed\n")
  lines <- lapply(names(cases)[present], function(name) {
    compared(name, cases[[name]], expected[[name]], read_table(cases[[name]]))
  })
  report <- do.call(rbind, lines)
  cat(R.version.string, "\nLargest difference of each case, in shares of the tolerance:\n")
  print(format(report, digits = 2), right = FALSE, row.names = FALSE)
  if (any(report$share > 1) || !setequal(names(cases), names(expected))) quit(status = 1)
}
