# The time and memory that lme4 takes for the tables of `cargo bench --bench mixed`, with lme4's own settings.
#
#   Rscript speed.R FOLDER
#
# FOLDER has times.csv, answers.csv and power.csv, which the benchmark writes. See README.md.

suppressMessages(library(lme4))

intercepts <- y ~ arm + (1 | participant) + (1 | item)
slopes <- y ~ arm + (1 + arm | participant) + (1 + arm | item)

cases <- list(
  "linear, 73,000 rows, 3,000 x 1,100" = list(file = "times.csv", formula = intercepts),
  "logistic, 7,600 rows, 316 x 24" = list(file = "answers.csv", formula = intercepts, family = binomial),
  "logistic, 40 x 40, intercepts" = list(file = "power.csv", formula = intercepts, family = binomial, refits = 3),
  "logistic, 40 x 40, slopes" = list(file = "power.csv", formula = slopes, family = binomial, refits = 3)
)

words <- commandArgs(TRUE)
folder <- words[1]
if (is.na(folder) || !dir.exists(folder)) stop("name the folder of times.csv, answers.csv and power.csv: Rscript speed.R FOLDER")

fitted <- function(case, table) {
  if (is.null(case$family)) lmer(case$formula, table) else glmer(case$formula, table, case$family)
}

# The most memory that this process had so far, in MiB.
peak <- function() {
  line <- grep("^VmHWM", readLines("/proc/self/status"), value = TRUE)
  as.numeric(gsub("[^0-9]", "", line)) / 1024
}

measured <- function(name) {
  case <- cases[[name]]
  table <- read.csv(file.path(folder, case$file), stringsAsFactors = TRUE)
  before <- peak()
  cold <- system.time(fit <- fitted(case, table))
  highest <- peak()
  # A power analysis fits the same model to many responses, for which lme4 has refit().
  again <- vapply(seq_len(sum(case$refits)), function(turn) system.time(refit(fit, getME(fit, "y")))[["elapsed"]], 0)
  line <- data.frame(
    case = name, fit_s = cold[["elapsed"]], fit_cpu_s = sum(cold[c("user.self", "sys.self")]), refit_s = median(again),
    memory_before_mib = before, memory_peak_mib = highest, log_likelihood = format(as.numeric(logLik(fit)), digits = 10)
  )
  write.csv(line, row.names = FALSE)
}

# Each case in a process of its own, whose highest memory is that of the case.
if (length(words) > 1) {
  measured(words[2])
} else {
  script <- sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE))
  rscript <- file.path(R.home("bin"), "Rscript")
  lines <- lapply(names(cases), function(name) {
    line <- system2(rscript, shQuote(c(script, folder, name)), stdout = TRUE, stderr = FALSE)
    read.csv(text = line, colClasses = c(log_likelihood = "character"))
  })
  versions <- c(R.version.string, paste("lme4", packageVersion("lme4")), basename(extSoftVersion()[["BLAS"]]))
  cat(paste(versions, collapse = ", "), "\n")
  options(width = 160)
  print(do.call(rbind, lines), right = FALSE, row.names = FALSE, digits = 4)
}
