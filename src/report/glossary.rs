//! What the terms mean, in a sentence each, with the estimates that they explain.

/// One term.
#[derive(Debug, Clone, Copy)]
pub struct Term {
    /// Its anchor in the page.
    pub anchor: &'static str,
    /// The term.
    pub name: &'static str,
    /// What it means.
    pub meaning: &'static str,
    /// Openings of the ids of the estimates that it explains; the first term that fits an id is taken.
    explains: &'static [&'static str],
}

/// The terms in the order of the report.
pub const TERMS: &[Term] = &[
    Term {
        anchor: "term-speed-effect",
        name: "Speed effect",
        meaning: "Change of the active time per alert with suggestions against without, in percent; positive is slower. Practice is allowed for.",
        explains: &["speed-effect"],
    },
    Term {
        anchor: "term-active-time",
        name: "Active time",
        meaning: "Time from the alert's appearance to the verdict, less the time in which the page was hidden or without focus.",
        explains: &[],
    },
    Term {
        anchor: "term-accuracy-effect",
        name: "Accuracy effect",
        meaning: "Share of right decisions with suggestions minus without, on the same alerts, in percentage points.",
        explains: &["accuracy-effect", "accuracy-right-advice", "accuracy-wrong-advice"],
    },
    Term {
        anchor: "term-attributable-bias",
        name: "Attributable bias",
        meaning: "Share of wrong decisions when the AI was wrong, minus the share on the same alerts without AI: the mistakes that the AI added, in percentage points.",
        explains: &["attributable-bias"],
    },
    Term {
        anchor: "term-over-reliance",
        name: "Over-reliance",
        meaning: "Of the wrong suggestions, the share that was followed.",
        explains: &["over-reliance"],
    },
    Term {
        anchor: "term-under-reliance",
        name: "Under-reliance",
        meaning: "Of the right suggestions, the share that was overruled.",
        explains: &["under-reliance"],
    },
    Term {
        anchor: "term-commission",
        name: "Commission rate",
        meaning: "Of the harmless alerts that the AI called an attack, the share that people escalated.",
        explains: &["commission-rate"],
    },
    Term {
        anchor: "term-omission",
        name: "Omission rate",
        meaning: "Of the attacks that the AI called benign, the share that people closed.",
        explains: &["omission-rate"],
    },
    Term {
        anchor: "term-missed-attacks",
        name: "Missed attacks",
        meaning: "Of all attacks, the share that people closed.",
        explains: &["missed-attacks"],
    },
    Term {
        anchor: "term-wasted-escalations",
        name: "Wasted escalations",
        meaning: "Of all harmless alerts, the share that people escalated.",
        explains: &["wasted-escalations"],
    },
    Term {
        anchor: "term-agreement",
        name: "Agreement",
        meaning: "Share of decisions that equal the suggestion. It is not influence: people often agree with a suggestion that they never saw.",
        explains: &["agreement"],
    },
    Term {
        anchor: "term-discernment",
        name: "Discernment",
        meaning: "Share of right suggestions followed minus share of wrong suggestions followed, in percentage points; 0 is following blindly.",
        explains: &["discernment"],
    },
    Term {
        anchor: "term-blind-acceptance",
        name: "Blind acceptance",
        meaning: "Share of decisions with a suggestion that followed it with no evidence opened before.",
        explains: &["blind-acceptance"],
    },
    Term {
        anchor: "term-decisive-evidence",
        name: "Decisive evidence",
        meaning: "The evidence that settles what an alert is. Counted is whether it was opened before the decision.",
        explains: &["decisive-opened"],
    },
    Term {
        anchor: "term-sampling-gap",
        name: "Evidence opened, sampling gap",
        meaning: "Evidence panels opened per alert; the gap is without suggestions minus with them, on the same alerts.",
        explains: &["evidence-opened", "sampling-gap"],
    },
    Term {
        anchor: "term-believed-speed",
        name: "Believed and stated speed",
        meaning: "Believed: from the minutes per alert that people named with and without AI, beforehand (forecast) or afterwards (retrospective). Stated: their answer to how many percent faster or slower.",
        explains: &["believed-speed", "stated-speed"],
    },
    Term {
        anchor: "term-perception-gap",
        name: "Perception gap",
        meaning: "Measured against believed ratio of times with and without AI: as a difference of logarithms, as the factor by which the benefit was overstated, and in percentage points. Above 0 (factor above 1), people felt faster than they were.",
        explains: &["speed-gap"],
    },
    Term {
        anchor: "term-accuracy-gap",
        name: "Accuracy gap",
        meaning: "Share of decisions that people believed to be right minus the share that was right.",
        explains: &["accuracy-gap"],
    },
    Term {
        anchor: "term-reliance-gap",
        name: "Reliance gap",
        meaning: "Number of suggestions that people believed to be wrong minus the number that were wrong.",
        explains: &["reliance-gap"],
    },
    Term {
        anchor: "term-tracking",
        name: "Tracking",
        meaning: "Rank correlation of believed and measured change of time over people: 0 means that who felt faster was not who was faster.",
        explains: &["speed-tracking"],
    },
    Term {
        anchor: "term-interval",
        name: "Interval [low, high]",
        meaning: "The values that fit the data. Of such intervals, the stated share covers the truth. It allows for other people and for other alerts.",
        explains: &[],
    },
    Term {
        anchor: "term-primary",
        name: "Main result",
        meaning: "The one result that the analysis plan declares before there are data. A few more may be declared as secondary. All others are exploratory: among many, some look striking by chance.",
        explains: &[],
    },
];

/// Where the estimate of that id is explained.
pub fn anchor_of(id: &str) -> Option<&'static str> {
    TERMS.iter().find(|term| term.explains.iter().any(|opening| id.starts_with(opening))).map(|term| term.anchor)
}
