//! The three sentences that a reader takes home, true for every way in which a study can end.

use crate::findings::{AdvicePaths, Findings};
use crate::report::numbers::{finite, percent, points, points_number, rounds_to_nothing};
use crate::report::reading::{Direction, Reading, Wording, estimate};

/// Changes of time.
pub const SPEED: Wording = Wording { less: "faster", more: "slower", size: percent, number: percent };
const RIGHT_DECISIONS: Wording = Wording { less: "fewer", more: "more", size: points, number: points_number };
const WRONG_DECISIONS: Wording = RIGHT_DECISIONS;

/// Speed, accuracy, and the cost of wrong advice.
pub fn three(findings: &Findings) -> [String; 3] {
    [format!("{} {}", believed_speed(findings), measured_speed(findings)), accuracy(findings), wrong_advice(findings)]
}

fn believed_speed(findings: &Findings) -> String {
    let known = [
        ("believed-speed-retrospective", "They believed the suggestions made"),
        ("stated-speed-change", "They said the suggestions made"),
        ("believed-speed-forecast", "Beforehand, they expected the suggestions to make"),
    ];
    let first = known.into_iter().find_map(|(id, opening)| Some((Reading::of(findings, id)?.value, opening)));
    match first {
        Some((value, opening)) if rounds_to_nothing(value) => format!("{opening} no difference to their speed."),
        Some((value, opening)) => {
            format!("{opening} them {} {}.", percent(value), if value < 0.0 { "faster" } else { "slower" })
        }
        None => "What they believed about their speed is not known.".to_owned(),
    }
}

fn measured_speed(findings: &Findings) -> String {
    let Some(speed) = Reading::of(findings, "speed-effect") else {
        return "What the suggestions did to their speed could not be measured.".to_owned();
    };
    let said = if rounds_to_nothing(speed.value) {
        format!("{} {}", percent(speed.value), if speed.value < 0.0 { "faster" } else { "slower" })
    } else {
        speed.said(SPEED)
    };
    match (speed.direction(), speed.range(SPEED)) {
        (Some(Direction::Unclear), Some(range)) => {
            format!("Measured, there was no reliable difference ({range}).")
        }
        (Some(_), Some(range)) => format!("Measured, they were {said} ({range})."),
        _ => format!("In these data they were {said}; how sure that is could not be worked out."),
    }
}

fn accuracy(findings: &Findings) -> String {
    let (aided, unaided) = right_of_hundred(&findings.paths);
    let effect = accuracy_effect(findings);
    match (aided, unaided) {
        (Some(aided), Some(unaided)) => {
            format!("Overall, with suggestions they decided {aided} of 100 alerts correctly, without {unaided}{effect}")
        }
        (Some(aided), None) => format!(
            "Overall, with suggestions they decided {aided} of 100 alerts correctly; nothing was measured without suggestions."
        ),
        (None, Some(unaided)) => format!(
            "Overall, without suggestions they decided {unaided} of 100 alerts correctly; nothing was measured with suggestions."
        ),
        (None, None) => "How many alerts they decided correctly could not be measured.".to_owned(),
    }
}

/// The counts stand before it, the model's like-for-like difference here: the two need not agree to the point.
fn accuracy_effect(findings: &Findings) -> String {
    let Some(effect) = Reading::of(findings, "accuracy-effect") else {
        return "; the difference could not be estimated.".to_owned();
    };
    match (effect.direction(), effect.range(RIGHT_DECISIONS)) {
        (Some(Direction::Unclear), Some(range)) => format!(": on the same alerts, no reliable difference ({range})."),
        (Some(_), Some(range)) => {
            let side = if effect.value < 0.0 { "fewer" } else { "more" };
            format!(": on the same alerts, {} {side} ({range}).", points(effect.value))
        }
        _ => "; how sure the difference is could not be worked out.".to_owned(),
    }
}

fn wrong_advice(findings: &Findings) -> String {
    let followed = match followed_wrong(findings) {
        Some((_, 0)) => {
            return "The AI was never wrong in this study, so what its mistakes cost could not be measured.".to_owned();
        }
        Some((0, cases)) => format!("When the AI was wrong, they followed it in none of {cases} cases"),
        Some((followed, cases)) => format!("When the AI was wrong, they followed it in {followed} of {cases} cases"),
        None => return "What they did when the AI was wrong could not be measured.".to_owned(),
    };
    let Some(bias) = Reading::of(findings, "attributable-bias") else {
        return format!("{followed}; what that cost could not be compared with the same alerts without AI.");
    };
    let side = if bias.value < 0.0 { WRONG_DECISIONS.less } else { WRONG_DECISIONS.more };
    let compared = "wrong decisions than on the same alerts without AI";
    match (bias.direction(), bias.range(WRONG_DECISIONS)) {
        (Some(Direction::Unclear), Some(range)) => {
            format!("{followed}: no reliable difference in wrong decisions from the same alerts without AI ({range}).")
        }
        (Some(_), Some(range)) => format!("{followed}: {} {side} {compared} ({range}).", points(bias.value)),
        _ => format!(
            "{followed}: {} {side} {compared} in these data; how sure that is could not be worked out.",
            points(bias.value)
        ),
    }
}

/// Wrong suggestions that were followed, of all wrong suggestions.
pub fn followed_wrong(findings: &Findings) -> Option<(usize, usize)> {
    let counted = estimate(findings, "over-reliance")
        .and_then(|estimate| finite(estimate.numerator).zip(finite(estimate.denominator)))
        .map(|(followed, cases)| (followed.round() as usize, cases.round() as usize));
    let AdvicePaths { wrong_followed, wrong_overridden, .. } = findings.paths;
    let trials = paths_total(&findings.paths);
    counted.or_else(|| (trials > 0).then_some((wrong_followed, wrong_followed + wrong_overridden)))
}

fn right_of_hundred(paths: &AdvicePaths) -> (Option<u32>, Option<u32>) {
    let aided_right = paths.right_followed + paths.wrong_overridden;
    let aided_wrong = paths.right_overridden + paths.wrong_followed;
    (of_hundred(aided_right, aided_wrong), of_hundred(paths.unaided_right, paths.unaided_wrong))
}

fn of_hundred(right: usize, wrong: usize) -> Option<u32> {
    let all = right + wrong;
    (all > 0).then(|| (100.0 * right as f64 / all as f64).round() as u32)
}

fn paths_total(paths: &AdvicePaths) -> usize {
    paths.right_followed
        + paths.right_overridden
        + paths.wrong_followed
        + paths.wrong_overridden
        + paths.unaided_right
        + paths.unaided_wrong
}

#[cfg(test)]
mod tests;
