# What is compared: rows of a quantity, of what, its value, and what its tolerance is a share of.

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
