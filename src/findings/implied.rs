//! What the parameters of synthetic analysts imply for the headline estimates: no estimator is involved.

use rand_distr::{Distribution, StandardNormal};

use super::replication::Scope;
use crate::assignment::{Counterbalance, of_study};
use crate::simulation::{Profile, Team, logistic, logit};
use crate::study::{AdviceTiming, Comparison, Condition, QuestionGroup, Study};

/// The estimates for which a truth can be stated in some design.
pub const HEADLINE: [&str; 8] = [
    "speed-effect",
    "accuracy-effect",
    "attributable-bias",
    "over-reliance",
    "under-reliance",
    "believed-speed-retrospective",
    "speed-gap-retrospective",
    "speed-gap-forecast",
];

/// What is known of the headline estimates of a study before anybody takes part.
#[derive(Debug, Clone, PartialEq)]
pub struct Implied {
    /// The values that the parameters imply, each in the unit of its estimate.
    pub truths: Vec<(&'static str, f64)>,
    /// The estimates for which they imply none, and why.
    pub untold: Vec<(&'static str, &'static str)>,
}

impl Implied {
    /// The implied value of an estimate.
    pub fn truth(&self, id: &str) -> Option<f64> {
        self.truths.iter().find(|(known, _)| *known == id).map(|(_, truth)| *truth)
    }
}

/// The values that a team's parameters imply, averaged over analysts and alerts as the simulation draws them.
pub fn implied(study: &Study, team: &Team, scope: Scope) -> Implied {
    let mut implied = Implied { truths: Vec::new(), untold: Vec::new() };
    let met = Met::of_scope(study, scope);
    let values = values(study, team, &met);
    for (id, value) in HEADLINE.into_iter().zip(values) {
        match why_untold(study, scope, &met, id) {
            None => implied.truths.push((id, value)),
            Some(reason) => implied.untold.push((id, reason)),
        }
    }
    implied
}

/// Why the parameters imply no value of an estimate; none where they do.
fn why_untold(study: &Study, scope: Scope, met: &[Met], id: &str) -> Option<&'static str> {
    let conditions = match scope {
        None => study.conditions.as_slice(),
        Some(condition) => std::slice::from_ref(&study.conditions[condition]),
    };
    let any = |holds: fn(&Condition) -> bool| conditions.iter().any(holds);
    let is_timed = matches!(id, "speed-effect" | "speed-gap-retrospective" | "speed-gap-forecast");
    let is_decided = matches!(id, "accuracy-effect" | "attributable-bias" | "over-reliance" | "under-reliance");
    let is_between = study.design.comparison == Comparison::Between;
    let reasons = [
        (
            is_timed && is_between,
            "nobody works both with and without advice, so that its effect on the time can't be told from people",
        ),
        (
            (is_timed || is_decided) && any(|condition| condition.deadline.is_some_and(|deadline| deadline.hard)),
            "a hard deadline cuts times off, and ends alerts before a verdict is chosen",
        ),
        (
            is_timed && any(|condition| condition.slow_down_s > 0.0),
            "the wait of unsure analysts adds to the time with advice, by an amount that is no parameter",
        ),
        (
            is_decided && any(|condition| matches!(condition.timing, AdviceTiming::OnDemand | AdviceTiming::Delayed)),
            "advice is not always seen, and how often is no parameter",
        ),
        (
            matches!(id, "attributable-bias" | "over-reliance") && met.iter().all(|met| met.wrong == 0.0),
            "no advice is wrong",
        ),
        (
            id.ends_with("-retrospective") && (is_between || !study.self_reports.asks(QuestionGroup::Minutes)),
            "nobody is asked afterwards how long alerts took in both arms",
        ),
        (
            id == "speed-gap-retrospective" && study.design.comparison == Comparison::Mixed,
            "those who can compare both arms all meet the same alerts with advice, so that its effect on the time can't be told from alerts",
        ),
        (id == "speed-gap-forecast" && !study.self_reports.forecast, "nobody is asked for a forecast"),
    ];
    reasons.into_iter().find(|(holds, _)| *holds).map(|(_, reason)| reason)
}

/// The values in the order of [`HEADLINE`].
fn values(study: &Study, team: &Team, met: &[Met]) -> [f64; 8] {
    let kinds = team.kinds.len() as f64;
    let average = |value: &dyn Fn(&Profile) -> f64| team.kinds.iter().map(value).sum::<f64>() / kinds;
    let total = |share: fn(&Met) -> f64| met.iter().map(share).sum::<f64>() / met.len() as f64;
    let (wrong, right) = (total(|met| met.wrong), total(|met| met.right));
    let log_time = average(&|kind| (wrong + right) * kind.time.with_advice.ln() + wrong * kind.time.wrong_advice.ln());
    let retrospective = average(&|kind| kind.beliefs.speed_retrospective.ln());
    let forecast = average(&|kind| kind.beliefs.speed_forecast.ln());
    let errors: Vec<Errors> = team.kinds.iter().map(|kind| Errors::of(study, kind, met)).collect();
    let error = |part: fn(&Errors) -> f64| errors.iter().map(part).sum::<f64>() / kinds;
    [
        100.0 * log_time.exp_m1(),
        100.0 * error(|errors| errors.unaided - errors.aided),
        100.0 * error(|errors| errors.wrong_advice - errors.unaided_where_wrong),
        error(|errors| errors.wrong_advice),
        error(|errors| errors.right_advice),
        100.0 * retrospective.exp_m1(),
        log_time - retrospective,
        log_time - forecast,
    ]
}

/// How an alert is met where it is aided: shares of its aided trials.
struct Met {
    alert: usize,
    wrong: f64,
    right: f64,
}

impl Met {
    /// Every alert that is aided for somebody, over the cells that a complete round fills evenly. Silent trials fall evenly on those
    /// without wrong advice.
    fn of_scope(study: &Study, scope: Scope) -> Vec<Self> {
        let counterbalance = Counterbalance::new(study);
        let design = &study.design;
        let without_wrong = design.aided_trials() - design.wrong_advice_trials();
        let spoken = 1.0 - design.silent_trials as f64 / without_wrong.max(1) as f64;
        let mut counts = vec![(0, 0); study.dataset.alerts.len()];
        let cells = (0..counterbalance.cells()).map(|number| counterbalance.cell(number));
        for cell in cells.filter(|cell| scope.is_none_or(|condition| cell.condition == condition)) {
            for (alert, wrong_text) in counterbalance.aided(cell) {
                counts[alert].0 += 1;
                counts[alert].1 += usize::from(wrong_text.is_some());
            }
        }
        let shares = |(alert, (aided, wrong)): (usize, (usize, usize))| {
            let wrong = wrong as f64 / aided as f64;
            Self { alert, wrong, right: (1.0 - wrong) * spoken }
        };
        counts.into_iter().enumerate().filter(|(_, (aided, _))| *aided > 0).map(shares).collect()
    }
}

/// Expected shares of wrong decisions.
struct Errors {
    unaided: f64,
    aided: f64,
    right_advice: f64,
    wrong_advice: f64,
    /// Without advice, on the alerts that others meet with wrong advice, as often as they do.
    unaided_where_wrong: f64,
}

impl Errors {
    /// Averages over the tiers and truths of the alerts that are met and over many draws of the analysts' and the alerts' deviations.
    fn of(study: &Study, kind: &Profile, met: &[Met]) -> Self {
        const DRAWS: usize = 4000;
        let mut rng = of_study(0x0072_6563_6f76);
        let mut normal = || -> f64 { StandardNormal.sample(&mut rng) };
        let mut sums =
            Self { unaided: 0.0, aided: 0.0, right_advice: 0.0, wrong_advice: 0.0, unaided_where_wrong: 0.0 };
        for _ in 0..DRAWS {
            let person = kind.ability.spread_people * normal();
            let adherence = kind.adherence.spread_people * normal();
            let takes = |probability: f64| logistic(logit(probability) + adherence);
            let (takes_right, takes_wrong) = (takes(kind.adherence.right), takes(kind.adherence.wrong));
            for met in met {
                let alert = &study.dataset.alerts[met.alert];
                let bias = if alert.needs_action() { kind.ability.bias } else { -kind.ability.bias };
                let deviation = kind.ability.spread_alerts * normal();
                let right = logistic(logit(kind.ability.right[alert.difficulty as usize]) + person + deviation + bias);
                let unaided = 1.0 - right;
                let (with_right, with_wrong) = (unaided * (1.0 - takes_right), 1.0 - right * (1.0 - takes_wrong));
                let silent = 1.0 - met.right - met.wrong;
                sums.unaided += unaided;
                sums.aided += met.right * with_right + met.wrong * with_wrong + silent * unaided;
                sums.right_advice += met.right * with_right;
                sums.wrong_advice += met.wrong * with_wrong;
                sums.unaided_where_wrong += met.wrong * unaided;
            }
        }
        let draws = DRAWS as f64;
        let alerts = draws * met.len() as f64;
        let right = draws * met.iter().map(|met| met.right).sum::<f64>();
        let wrong = draws * met.iter().map(|met| met.wrong).sum::<f64>();
        Self {
            unaided: sums.unaided / alerts,
            aided: sums.aided / alerts,
            right_advice: sums.right_advice / right,
            wrong_advice: sums.wrong_advice / wrong,
            unaided_where_wrong: sums.unaided_where_wrong / wrong,
        }
    }
}
