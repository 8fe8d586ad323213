//! What synthetic analysts are like: the parameters of a profile, read from a file.

use std::path::Path;

use crate::study::{Difficulty, Files, Problem, Problems, TableReader, parse};

/// A kind of analyst. Probabilities are medians over analysts and alerts; spreads are standard deviations on the stated scale.
#[derive(Debug, Clone, PartialEq)]
pub struct Profile {
    /// What the kind is called.
    pub title: String,
    /// How well own verdicts are.
    pub ability: Ability,
    /// How long a decision takes.
    pub time: TimeModel,
    /// What contradicting advice does.
    pub adherence: Adherence,
    /// What is looked at.
    pub evidence: EvidenceModel,
    /// What is believed.
    pub beliefs: Beliefs,
}

/// Probability of a right own verdict.
#[derive(Debug, Clone, PartialEq)]
pub struct Ability {
    /// By difficulty: easy, medium, hard.
    pub right: [f64; 3],
    /// Shift towards "needs action", in logits.
    pub bias: f64,
    /// Between analysts, in logits.
    pub spread_people: f64,
    /// Between alerts, in logits.
    pub spread_alerts: f64,
}

/// Log-normal times.
#[derive(Debug, Clone, PartialEq)]
pub struct TimeModel {
    /// Median seconds for an alert of ordinary length, unaided, at the first position.
    pub median_s: f64,
    /// Time falls as the position to this power.
    pub practice_exponent: f64,
    /// Factor on the time where advice is shown.
    pub with_advice: f64,
    /// A further factor where the advice is wrong.
    pub wrong_advice: f64,
    /// Between analysts, in logs.
    pub spread_people: f64,
    /// Between alerts, in logs.
    pub spread_alerts: f64,
    /// Between trials, in logs.
    pub spread_trials: f64,
    /// Of the effect of advice between analysts, in logs.
    pub spread_effect_people: f64,
    /// Of the effect of advice between alerts, in logs.
    pub spread_effect_alerts: f64,
}

/// Probability of taking an advice that contradicts the own verdict.
#[derive(Debug, Clone, PartialEq)]
pub struct Adherence {
    /// Where the advice is right.
    pub right: f64,
    /// Where it is wrong.
    pub wrong: f64,
    /// Between analysts, in logits.
    pub spread_people: f64,
}

/// Share of the panels that is opened.
#[derive(Debug, Clone, PartialEq)]
pub struct EvidenceModel {
    /// Without advice.
    pub unaided: f64,
    /// With advice.
    pub aided: f64,
}

/// What analysts say about themselves.
#[derive(Debug, Clone, PartialEq)]
pub struct Beliefs {
    /// Believed time with advice over time without, before.
    pub speed_forecast: f64,
    /// The same, afterwards.
    pub speed_retrospective: f64,
    /// Of both between analysts, in logs.
    pub speed_spread: f64,
    /// Believed minus actual number of right decisions in an arm.
    pub number_correct_excess: f64,
    /// Its spread between analysts.
    pub number_correct_spread: f64,
    /// Believed number of wrong suggestions over the actual one.
    pub advice_wrong_share: f64,
    /// Mean stated confidence in percent.
    pub confidence: f64,
    /// Agreement with statements of trust, 1 to 7.
    pub trust: f64,
}

/// Profiles in turn: participant number n is of kind n modulo their number.
#[derive(Debug, Clone, PartialEq)]
pub struct Team {
    /// The kinds.
    pub kinds: Vec<Profile>,
}

impl Team {
    /// Reads a profile, or a mixture that names other profiles beside it.
    pub fn load(files: Files, path: &Path) -> Result<Self, Problems> {
        let mut problems = Problems::none();
        let kinds = read(files, path, &mut problems, Mixtures::Allowed);
        if problems.is_empty() { Ok(Self { kinds }) } else { Err(problems) }
    }

    /// The same analysts, to whom advice does nothing on average: nobody takes it, the time stays the same, and everybody believes so.
    /// People and alerts still differ in how the time changes.
    #[must_use]
    pub fn without_effects(&self) -> Self {
        let mut team = self.clone();
        for kind in &mut team.kinds {
            (kind.time.with_advice, kind.time.wrong_advice) = (1.0, 1.0);
            (kind.adherence.right, kind.adherence.wrong) = (0.0, 0.0);
            (kind.beliefs.speed_forecast, kind.beliefs.speed_retrospective) = (1.0, 1.0);
        }
        team
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Mixtures {
    Allowed,
    Nested,
}

fn read(files: Files, path: &Path, problems: &mut Problems, mixtures: Mixtures) -> Vec<Profile> {
    let file = files.display(path);
    let Some(text) = files.text(path, "a profile of analysts is a TOML file", problems) else { return Vec::new() };
    let table = parse(&file, &text, problems);
    let mut root = TableReader::root(&file, &table, problems);
    let title = root.text("title").map(|title| title.value).unwrap_or_default();
    if mixtures == Mixtures::Allowed && table.get_ref().contains_key("mixture") {
        let names = root.texts("mixture");
        root.finish();
        if names.is_empty() {
            problems.push(Problem::in_file(&file, "`mixture` names no profile"));
        }
        let beside = |name: &str| files.beside(path, &format!("{name}.toml"));
        return names.iter().flat_map(|name| read(files, &beside(name), problems, Mixtures::Nested)).collect();
    }
    let profile = read_profile(title, &mut root);
    root.finish();
    vec![profile]
}

fn read_profile(title: String, root: &mut TableReader<'_, '_>) -> Profile {
    let mut table = root.table("ability");
    let mut right = [0.9, 0.8, 0.65];
    for (tier, (name, _)) in Difficulty::NAMED.iter().enumerate() {
        right[tier] = table.number(name, 0.01..=0.99, right[tier]).value;
    }
    let ability = Ability {
        right,
        bias: table.number("bias", -5.0..=5.0, 0.0).value,
        spread_people: table.number("spread_people", 0.0..=5.0, 0.4).value,
        spread_alerts: table.number("spread_alerts", 0.0..=5.0, 0.5).value,
    };
    table.finish();
    let mut table = root.table("time");
    let time = TimeModel {
        median_s: table.number("median_s", 1.0..=3600.0, 90.0).value,
        practice_exponent: table.number("practice_exponent", -1.0..=1.0, -0.15).value,
        with_advice: table.number("with_advice", 0.1..=10.0, 1.0).value,
        wrong_advice: table.number("wrong_advice", 0.1..=10.0, 1.0).value,
        spread_people: table.number("spread_people", 0.0..=2.0, 0.3).value,
        spread_alerts: table.number("spread_alerts", 0.0..=2.0, 0.25).value,
        spread_trials: table.number("spread_trials", 0.0..=2.0, 0.35).value,
        spread_effect_people: table.number("spread_effect_people", 0.0..=2.0, 0.15).value,
        spread_effect_alerts: table.number("spread_effect_alerts", 0.0..=2.0, 0.08).value,
    };
    table.finish();
    let mut table = root.table("adherence");
    let adherence = Adherence {
        right: table.number("right", 0.0..=1.0, 0.7).value,
        wrong: table.number("wrong", 0.0..=1.0, 0.4).value,
        spread_people: table.number("spread_people", 0.0..=5.0, 0.5).value,
    };
    table.finish();
    let mut table = root.table("evidence");
    let evidence = EvidenceModel {
        unaided: table.number("unaided", 0.0..=1.0, 0.7).value,
        aided: table.number("aided", 0.0..=1.0, 0.5).value,
    };
    table.finish();
    let mut table = root.table("beliefs");
    let beliefs = Beliefs {
        speed_forecast: table.number("speed_forecast", 0.1..=10.0, 0.76).value,
        speed_retrospective: table.number("speed_retrospective", 0.1..=10.0, 0.8).value,
        speed_spread: table.number("speed_spread", 0.0..=2.0, 0.2).value,
        number_correct_excess: table.number("number_correct_excess", -50.0..=50.0, 0.0).value,
        number_correct_spread: table.number("number_correct_spread", 0.0..=50.0, 1.0).value,
        advice_wrong_share: table.number("advice_wrong_share", 0.0..=5.0, 0.6).value,
        confidence: table.number("confidence", 50.0..=100.0, 78.0).value,
        trust: table.number("trust", 1.0..=7.0, 4.5).value,
    };
    table.finish();
    Profile { title, ability, time, adherence, evidence, beliefs }
}
