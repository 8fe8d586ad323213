//! What the assignment depends on, as a hash: while it stays the same, every participant's schedule stays the same.

use crate::study::{Role, Study};

/// The hash of everything in a study that decides who sees what. Texts and questions are not part of it.
pub fn fingerprint(study: &Study) -> blake3::Hash {
    let mut lines = vec![format!("seed {} {:?}", study.seed, study.design)];
    if !study.stratify.is_empty() {
        lines.push(format!("stratify {:?}", study.stratify));
    }
    // Another criterion would send those who are in the middle of a session elsewhere.
    if let Some(criterion) = study.conduct.practice {
        lines.push(format!("practice {criterion:?}"));
    }
    lines.extend(study.conditions.iter().map(|condition| format!("{condition:?}")));
    for alert in &study.dataset.alerts {
        let role = match &alert.role {
            Role::Scored { form } => form.as_str(),
            Role::Practice => "practice",
            Role::AttentionCheck => "attention",
        };
        lines.push(format!("alert {} {role} {:?}", alert.id, alert.truth));
        lines.extend(alert.advice.iter().map(|advice| format!("advice {} {}", advice.id, advice.correct)));
    }
    blake3::hash(lines.join("\n").as_bytes())
}
