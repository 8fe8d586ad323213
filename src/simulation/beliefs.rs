//! What a synthetic analyst answers when asked.

use rand::RngExt;

use super::analyst::{Analyst, normal};
use crate::study::{About, Construct, Page, Question, Scale};

/// What an answer needs to know of the session.
#[derive(Debug, Clone, Copy)]
pub struct Experience {
    /// Wrong advices that were shown.
    pub wrong_advice: u32,
}

/// What an analyst believes about the change of time, drawn once.
#[derive(Debug, Clone, Copy)]
pub struct SpeedBelief {
    forecast: f64,
    retrospective: f64,
}

impl SpeedBelief {
    /// Draws an analyst's belief: before and afterwards differ by the profile's means alone.
    pub fn draw(analyst: &mut Analyst<'_>) -> Self {
        let shift = (analyst.profile.beliefs.speed_spread * normal(&mut analyst.rng)).exp();
        let beliefs = &analyst.profile.beliefs;
        Self { forecast: beliefs.speed_forecast * shift, retrospective: beliefs.speed_retrospective * shift }
    }

    fn at(self, page: Page) -> f64 {
        if page == Page::Forecast { self.forecast } else { self.retrospective }
    }
}

/// The answer to one question of a page.
pub fn answer(
    analyst: &mut Analyst<'_>,
    speed: SpeedBelief,
    experience: Experience,
    page: Page,
    question: &Question,
) -> f64 {
    let beliefs = &analyst.profile.beliefs;
    let value = match question.id.as_str() {
        "minutes-unaided" => analyst.usual_seconds(),
        "minutes-aided" => analyst.usual_seconds() * speed.at(page),
        "speed-change" => (speed.at(page) - 1.0) * 100.0,
        "number-correct-unaided" | "number-correct-aided" => {
            let arm = usize::from(question.id.ends_with("-aided"));
            let (excess, spread) = (beliefs.number_correct_excess, beliefs.number_correct_spread);
            let right = match page {
                Page::Block(_) => std::mem::take(&mut analyst.right_in_block),
                _ => analyst.right[arm],
            };
            f64::from(right) + excess + spread * normal(&mut analyst.rng)
        }
        "advice-wrong" => {
            f64::from(experience.wrong_advice) * beliefs.advice_wrong_share + 0.5 * normal(&mut analyst.rng)
        }
        "advice-followed" => 2.0 + normal(&mut analyst.rng),
        _ => match &question.construct {
            Some(construct) => item(analyst, construct, &question.scale),
            None => anything(analyst, &question.scale),
        },
    };
    fit(value, &question.scale)
}

/// The answer to an item of an instrument: items of one construct share the analyst's tendency, turned round where they are. What is
/// said of the advice rests on the profile's trust.
fn item(analyst: &mut Analyst<'_>, construct: &Construct, scale: &Scale) -> f64 {
    const SPREAD: f64 = 0.13;
    let (least, most) = scale.bounds();
    let centre = match construct.about {
        About::Advice => (analyst.profile.beliefs.trust - 1.0) / 6.0,
        About::Work => 0.5,
    };
    let share = centre + SPREAD * (analyst.tendency(&construct.name) + normal(&mut analyst.rng));
    let value = least + (most - least) * share;
    if construct.reversed { scale.reverse(value) } else { value }
}

/// An answer that nothing depends on.
fn anything(analyst: &mut Analyst<'_>, scale: &Scale) -> f64 {
    match scale {
        Scale::Choice(options) => f64::from(analyst.rng.random_range(0..options.len() as u32)),
        Scale::Duration => analyst.usual_seconds(),
        Scale::PercentChange => 0.0,
        Scale::Count { .. } | Scale::Rating { .. } | Scale::Agreement { .. } | Scale::Whole { .. } => {
            let (least, most) = scale.bounds();
            f64::midpoint(least, most)
        }
    }
}

/// The nearest answer that the scale accepts.
fn fit(value: f64, scale: &Scale) -> f64 {
    let (least, most) = scale.bounds();
    match scale {
        Scale::Duration => value.round().clamp(1.0, most),
        Scale::Rating { .. } => ((value / 5.0).round() * 5.0).clamp(least, most),
        _ => value.round().clamp(least, most),
    }
}
