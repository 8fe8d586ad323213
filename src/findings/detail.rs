//! What data may lack, and which estimates that switches off.

use serde::Serialize;

use super::estimate::Estimate;

/// Something that not every table of trials holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Detail {
    /// What the alert is, when only the correctness of decisions is known.
    Truth,
    /// What the advice said, or whether it was right.
    Advice,
    /// Active time.
    Time,
    /// Which panels were opened.
    EvidenceOpened,
    /// Whether a decisive panel was opened.
    DecisiveOpened,
    /// Which kind of harmless an alert is.
    ThreeClasses,
}

/// Estimates without a value, for one reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SwitchedOff {
    /// Why they have none.
    pub reason: String,
    /// The ids of the estimates.
    pub estimates: Vec<String>,
}

/// How a note begins that says why an estimate has no value.
pub const UNDEFINED: &str = "undefined: ";

impl Detail {
    /// Every detail, the ones that switch off most first.
    pub const ALL: [Self; 6] =
        [Self::Truth, Self::Advice, Self::Time, Self::EvidenceOpened, Self::DecisiveOpened, Self::ThreeClasses];

    /// Why an estimate that needs it has no value.
    fn reason(self) -> &'static str {
        match self {
            Self::Truth => "needs `truth`; the data only say which decisions were right",
            Self::Advice => "needs `advice` or `advice_correct`, which no trial has",
            Self::Time => "needs `time_s`, which no trial has",
            Self::EvidenceOpened => "needs `evidence_opened`, which no trial has",
            Self::ThreeClasses => "needs verdicts in three classes; the data tell only malicious from benign",
            Self::DecisiveOpened => "needs `decisive_opened`, which no trial has",
        }
    }

    /// Whether an estimate can't be had without it. Where the truth is not known, its place in a row is filled by a convention
    /// that only the estimates named here do not depend on: every other one is switched off, new ones included.
    fn is_needed_by(self, id: &str) -> bool {
        let begins = |beginnings: &[&str]| beginnings.iter().any(|beginning| id.starts_with(beginning));
        match self {
            Self::Truth => {
                !begins(&[
                    "speed-effect-right-",
                    "speed-effect-wrong-",
                    "speed-gap-",
                    "speed-tracking",
                    "credit-speed",
                    "time-after-advice-",
                    "right-decisions-per-hour-",
                    "deadline-expiries-",
                    "accuracy-",
                    "attributable-bias",
                    "break-even-error-rate",
                    "over-reliance",
                    "under-reliance",
                    "agreement",
                    "discernment",
                    "blind-acceptance",
                    "decisive-opened-",
                    "evidence-opened-",
                    "sampling-gap",
                    "believed-speed-",
                    "stated-speed-change",
                    "reliance-gap",
                    "weight-of-advice-",
                    "brier-",
                    "calibration-error-",
                    "over-confidence-",
                    "auroc2-",
                ]) && id != "speed-effect"
            }
            Self::Advice => {
                id.ends_with("-right-advice")
                    || id.ends_with("-wrong-advice")
                    || begins(&[
                        "attributable-bias",
                        "over-reliance",
                        "under-reliance",
                        "commission-rate",
                        "omission-rate",
                        "agreement",
                        "discernment",
                        "blind-acceptance",
                        "reliance-gap",
                        "break-even-",
                    ])
            }
            Self::Time => begins(&[
                "speed-",
                "credit-speed",
                "time-after-advice-",
                "right-decisions-per-hour-",
                "attacks-found-per-minute-",
                "false-escalations-per-minute-",
            ]),
            Self::EvidenceOpened => begins(&["evidence-opened-", "sampling-gap", "blind-acceptance"]),
            Self::ThreeClasses => begins(&["accuracy-three-classes-", "misled-elsewhere"]),
            Self::DecisiveOpened => begins(&["decisive-opened-"]),
        }
    }
}

/// Takes the values of the estimates that need what is lacking, and says so.
pub fn without_what_is_lacking(mut estimates: Vec<Estimate>, lacking: &[Detail]) -> Vec<Estimate> {
    for estimate in &mut estimates {
        let needed =
            Detail::ALL.into_iter().find(|detail| lacking.contains(detail) && detail.is_needed_by(&estimate.id));
        if let Some(detail) = needed {
            (estimate.value, estimate.low, estimate.high) = (None, None, None);
            (estimate.numerator, estimate.denominator) = (None, None);
            (estimate.participants, estimate.items, estimate.trials) = (0, 0, 0);
            (estimate.p, estimate.p_adjusted) = (None, None);
            estimate.beside.clear();
            estimate.notes = vec![format!("{UNDEFINED}{}", detail.reason())];
        }
    }
    estimates
}

/// The estimates without a value, by the reason that their notes tell.
pub fn switched_off(estimates: &[Estimate]) -> Vec<SwitchedOff> {
    let mut all: Vec<SwitchedOff> = Vec::new();
    for estimate in estimates.iter().filter(|estimate| estimate.value.is_none()) {
        let reason = estimate.notes.iter().find_map(|note| note.strip_prefix(UNDEFINED)).unwrap_or("undefined");
        match all.iter_mut().find(|known| known.reason == reason) {
            Some(known) => known.estimates.push(estimate.id.clone()),
            None => all.push(SwitchedOff { reason: reason.into(), estimates: vec![estimate.id.clone()] }),
        }
    }
    all
}
