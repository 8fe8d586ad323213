//! The preregistration as a Markdown document.

use crate::assignment::fingerprint;
use crate::commands::design_words::design_rows;
use crate::commands::precision_words::{either_way, number, share_or_none, share_words, unit_words, width_words};
use crate::findings::{Estimate, Precision, Role};
use crate::simulation::Profile;

use super::Registration;
use super::plan_words::{exclusions, kept, multiplicity, questions, randomisation};
use super::sampling::Analysis;

/// The whole document.
pub fn markdown(registration: &Registration<'_>) -> String {
    let study = registration.study;
    let date = registration.date.map(|date| format!("{date}\n\n")).unwrap_or_default();
    let head = format!(
        "# Preregistration: {}\n\n{date}Written by overtrust {} from the files of the study `{}`. To be registered before the first \
         participant enrols.",
        study.title,
        env!("CARGO_PKG_VERSION"),
        study.id.0,
    );
    let sections = [
        head,
        format!("## Question\n\n{}", study.title),
        design(registration),
        measures(registration),
        analysis(registration),
        sample_size(registration),
        identity(registration),
        open_points(),
    ];
    sections.join("\n\n")
}

fn bullets<T: AsRef<str>>(lines: &[T]) -> String {
    lines.iter().map(|line| format!("- {}", line.as_ref())).collect::<Vec<_>>().join("\n")
}

fn table(header: &[&str], rows: &[Vec<String>]) -> String {
    let line = |cells: &[String]| format!("| {} |", cells.join(" | "));
    let header: Vec<String> = header.iter().map(|cell| (*cell).to_owned()).collect();
    let mut lines = vec![line(&header), format!("|{}", "---|".repeat(header.len()))];
    lines.extend(rows.iter().map(|row| line(row)));
    lines.join("\n")
}

fn design(registration: &Registration<'_>) -> String {
    let study = registration.study;
    let mut rows: Vec<String> =
        design_rows(study, &registration.summary).iter().map(|(name, text)| format!("{name}: {text}")).collect();
    rows.push(format!("adviser: {}", study.adviser));
    rows.extend(questions(study).into_iter().map(|(when, asked)| format!("asked {when}: {asked}")));
    format!(
        "## Design\n\n{}\n\nAssignment: participants take the least filled cell of the counterbalancing in the order in which they \
         enrol; everything else is drawn from the study's seed, {}. No participant meets an alert twice.\n\nBlinding: until an alert is \
         closed, no page tells its truth, whether advice is right, or the condition's name. Outcomes can't be looked at before the study \
         is closed.",
        bullets(&rows),
        study.seed,
    )
}

fn measures(registration: &Registration<'_>) -> String {
    let shared = most_common_end(&registration.specimen);
    let told = |estimate: &Estimate| {
        let own = shared.as_ref().and_then(|shared| estimate.method.strip_suffix(&format!("; {shared}")));
        format!("`{}`: {}. Computed as: {}.", estimate.id, estimate.label, own.unwrap_or(&estimate.method))
    };
    let mut parts = vec!["## Measures".to_owned()];
    for (role, heading) in
        [(Role::Primary, "Primary"), (Role::Secondary, "Secondary"), (Role::Exploratory, "Exploratory")]
    {
        let of_role = registration.specimen.iter().filter(|estimate| estimate.role == role);
        // What is declared stands in the document also where the simulated study gave no value.
        let told: Vec<String> =
            of_role.filter(|one| role != Role::Exploratory || one.value.is_some()).map(told).collect();
        if !told.is_empty() {
            parts.push(format!("{heading}:\n\n{}", bullets(&told)));
        }
    }
    let lacking = registration.specimen.iter().filter(|estimate| estimate.value.is_none());
    let lacking: Vec<String> = lacking.map(|estimate| format!("`{}`", estimate.id)).collect();
    if !lacking.is_empty() {
        parts.push(format!("Not given by this design, or too seldom: {}.", lacking.join(", ")));
    }
    parts.extend(shared.map(|shared| format!("Where nothing else is said, the interval is the {shared}.")));
    parts.join("\n\n")
}

/// What most methods end on: how their intervals are made.
fn most_common_end(estimates: &[Estimate]) -> Option<String> {
    let ends: Vec<&str> = estimates.iter().filter_map(|estimate| Some(estimate.method.rsplit_once("; ")?.1)).collect();
    let count = |end: &str| ends.iter().filter(|other| **other == end).count();
    ends.iter().max_by_key(|end| count(end)).map(|end| (*end).to_owned())
}

fn analysis(registration: &Registration<'_>) -> String {
    let study = registration.study;
    let pooled = registration.sampling.scopes[0].condition.is_none();
    let groups = match (study.conditions.len(), pooled) {
        (1, _) => None,
        (_, true) => Some("The conditions are pooled for the estimates above; each is also analysed by itself."),
        (_, false) => {
            Some("The conditions differ in when advice is shown and are never pooled: each is analysed by itself.")
        }
    };
    let kept = kept(study);
    let mut parts = vec![
        format!("## Analysis\n\nPlan: {}. Left out, and counted in the report:\n\n{}", study.plan.title, bullets(&exclusions(study))),
        "Decisions are scored as right or wrong on whether the alert needs action. Participants and alerts both count as samples.".into(),
        multiplicity(&study.plan),
    ];
    parts.splice(1..1, kept);
    parts.extend(groups.map(str::to_owned));
    parts.extend(randomisation(&study.plan));
    parts.push(format!("Seed of the resampling: {}; replicates: {}.", study.plan.seed, study.plan.replicates));
    parts.join("\n\n")
}

fn sample_size(registration: &Registration<'_>) -> String {
    let Registration { study, team, sampling, summary, .. } = registration;
    let studies = sampling.seeds.end - sampling.seeds.start;
    let name = |analysis: &Analysis| match analysis.condition {
        None if study.conditions.len() > 1 => "all pooled".to_owned(),
        None => "everybody".to_owned(),
        Some(index) => study.conditions[index].name.clone(),
    };
    let row = |analysis: &Analysis| {
        let primary = &analysis.precision[0];
        let [width, range] = width_words(primary);
        let truth = primary.truth.map_or_else(|| "-".into(), number);
        let covered = share_or_none(primary.covering);
        vec![name(analysis), truth, width, range, either_way(primary), covered, share_words(primary.excluding_zero)]
    };
    let header =
        ["analysed", "effect put in", "mean width", "eight of ten widths", "either way", "hold it", "leave out zero"];
    let rows: Vec<Vec<String>> = sampling.scopes.iter().map(row).collect();
    let others = |analysis: &Analysis| {
        let named = name(analysis);
        let row = |precision: &Precision| {
            let [width, range] = width_words(precision);
            vec![named.clone(), format!("`{}`", precision.id), width, range]
        };
        analysis.precision[1..].iter().map(row).collect::<Vec<_>>()
    };
    // Where all are pooled, the conditions by themselves are told of for the primary measure alone.
    let last = if sampling.scopes[0].condition.is_none() { 1 } else { sampling.scopes.len() };
    let other_rows: Vec<Vec<String>> = sampling.scopes[..last].iter().flat_map(others).collect();
    let multiple = if sampling.participants.is_multiple_of(summary.complete_at as u64) { "" } else { "not " };
    format!(
        "## Sample size\n\n{} participants{}. The counterbalancing is complete at {} and at every multiple; the planned number is \
         {multiple}one.\n\nWhat a study of this size can say was computed with {studies} simulated studies (seeds {} to {}), each \
         analysed by this plan. `{}` in {}:\n\n{}\n\nIn brackets: the Monte Carlo error. \"Hold it\" and \"leave out zero\" are shares \
         of {:.0} % intervals.\n\nOther headline estimates, each in its own unit:\n\n{}\n\nThe simulated analysts are assumptions, not \
         a result:\n\n{}",
        sampling.participants,
        if study.conditions.len() > 1 { format!(" in {} conditions", study.conditions.len()) } else { String::new() },
        summary.complete_at,
        sampling.seeds.start,
        sampling.seeds.end - 1,
        study.plan.primary.id(),
        unit_words(study.plan.primary),
        table(&header, &rows),
        100.0 * study.plan.level,
        table(&["analysed", "estimate", "mean width", "eight of ten widths"], &other_rows),
        bullets(&team.kinds.iter().map(assumptions).collect::<Vec<_>>()),
    )
}

/// What a kind of analyst is assumed to be like, as far as effects and widths depend on it.
fn assumptions(kind: &Profile) -> String {
    let Profile { ability, time, adherence, beliefs, .. } = kind;
    let [easy, medium, hard] = ability.right;
    format!(
        "{}: decide rightly alone {easy} / {medium} / {hard} (easy / medium / hard); take right advice against their own verdict {}, wrong \
         advice {}; time with advice x {}, with wrong advice x {} besides; believed beforehand x {}, afterwards x {}. Standard deviations \
         between people {} and alerts {} in logits of being right, {} between people in logits of taking advice; {} and {} in logs of the \
         time, {} between trials, {} and {} of the effect of advice on it.",
        kind.title,
        adherence.right,
        adherence.wrong,
        time.with_advice,
        time.wrong_advice,
        beliefs.speed_forecast,
        beliefs.speed_retrospective,
        ability.spread_people,
        ability.spread_alerts,
        adherence.spread_people,
        time.spread_people,
        time.spread_alerts,
        time.spread_trials,
        time.spread_effect_people,
        time.spread_effect_alerts,
    )
}

fn identity(registration: &Registration<'_>) -> String {
    let study = registration.study;
    let rows = [
        ("study file, with its own instruments", study.hashes.study),
        ("dataset", study.hashes.dataset),
        ("analysis plan", study.hashes.plan),
        ("assignment: seed, design, conditions, alerts", fingerprint(study)),
    ];
    let rows: Vec<Vec<String>> =
        rows.iter().map(|(name, hash)| vec![(*name).to_owned(), format!("`{hash}`")]).collect();
    format!(
        "## What identifies the files\n\n{}\n\nProgram: overtrust {}. The first enrolment writes these hashes into the journal. Where study \
         file, dataset or plan are other ones when the data are analysed, the report says so under its deviations; where the assignment \
         is another one, the program refuses to go on. Between this registration and the first enrolment nothing is compared: then the \
         hashes that the report prints are not these.\n\nThis document can be written again by\n\n```console\n$ {}\n```",
        table(&["what", "BLAKE3"], &rows),
        env!("CARGO_PKG_VERSION"),
        registration.command,
    )
}

fn open_points() -> String {
    let points = [
        "Hypothesis: the expected direction and size of the primary effect, and what would count against it",
        "Who can take part, how they are found, and what they get",
        "When recruiting ends, also where the planned number is not reached",
        "Whether any data of this study exist already, and who has seen them",
        "Ethics: who approved the study",
    ];
    format!("## To be filled in\n\n{}", bullets(&points))
}
