//! Whether following changes once advice was wrong.

use std::collections::BTreeMap;

use crate::measures::TrialRow;
use crate::statistics::{Cells, Observation, Weights};
use crate::study::Feedback;

use super::estimate::{Estimate, Unit};
use super::sample::{Basis, Draft, Sample, indicator};

/// How far before and after a wrong advice is looked.
const TRIALS: usize = 3;

/// Right advice followed 1 to 3 advised trials before and after a wrong advice, in the same block, and the change from before to
/// after over all three. Neighbours with wrong advice do not enter: they are followed less for another reason. Whoever gets no
/// feedback learns only from the evidence that the advice was wrong.
pub fn dynamics(sample: &Sample<'_>) -> Vec<Estimate> {
    let (mut before, mut after) = (vec![Vec::new(); TRIALS], vec![Vec::new(); TRIALS]);
    for block in blocks(sample).values() {
        for (place, _) in block.iter().enumerate().filter(|(_, row)| row.advice_correct() == Some(false)) {
            for distance in 1..=TRIALS {
                let earlier = place.checked_sub(distance).and_then(|place| followed(block[place]));
                before[distance - 1].extend(earlier);
                after[distance - 1].extend(block.get(place + distance).and_then(|row| followed(row)));
            }
        }
    }
    let told = has_feedback(sample);
    let mut drafts: Vec<Draft> = Vec::new();
    for (side, trials) in [("before", &before), ("after", &after)] {
        drafts.extend(trials.iter().zip(1..).map(|(events, distance)| at(side, distance, events, told)));
    }
    drafts.push(change(&before, &after, told));
    let all = |trials: &[Vec<Observation>]| trials.concat();
    let conditions = [&before[..], &after[..], &[all(&before), all(&after)]].concat();
    let cells = Cells::new(&conditions);
    sample.jointly(drafts, |weights: &Weights| {
        let mut means = cells.weighted_means(weights);
        let (after, before) = (means.pop().flatten(), means.pop().flatten());
        means.push(after.zip(before).map(|(after, before)| 100.0 * (after - before)));
        means
    })
}

/// Each participant's trials with advice, block by block, in order.
fn blocks<'s>(sample: &'s Sample<'_>) -> BTreeMap<(usize, u32), Vec<&'s TrialRow>> {
    let mut blocks: BTreeMap<(usize, u32), Vec<&TrialRow>> = BTreeMap::new();
    for row in sample.table.rows.iter().filter(|row| row.advice.is_some()) {
        if let (Some(block), Some(_)) = (row.block, row.order) {
            blocks.entry((row.participant, block)).or_default().push(row);
        }
    }
    for rows in blocks.values_mut() {
        rows.sort_by_key(|row| row.order);
    }
    blocks
}

/// Whether right advice was followed; none of wrong advice.
fn followed(row: &TrialRow) -> Option<Observation> {
    let value = row.followed().filter(|_| row.advice_correct() == Some(true)).map(indicator)?;
    Some(Observation { participant: row.participant, item: row.item, value })
}

fn has_feedback(sample: &Sample<'_>) -> bool {
    sample.table.conditions.iter().any(|condition| condition.feedback != Feedback::None)
}

fn at(side: &str, distance: usize, events: &[Observation], told: bool) -> Draft {
    let trials = if distance == 1 { "trial" } else { "trials" };
    Draft {
        id: format!("adherence-{side}-wrong-{distance}"),
        label: format!("Right advice followed {distance} {trials} {side} a wrong advice (pooled share)"),
        unit: Unit::Proportion,
        method: format!(
            "pooled: right advice followed / right advice, {distance} advised {trials} {side} a wrong advice in the same block"
        ),
        basis: Basis::of_events(events),
        undefined: format!("no right advice stands {distance} {trials} {side} a wrong one in a block"),
        notes: notes(told),
    }
}

fn change(before: &[Vec<Observation>], after: &[Vec<Observation>], told: bool) -> Draft {
    Draft {
        id: "adherence-change".into(),
        label: "Right advice followed after a wrong advice minus before (percentage points, pooled)".into(),
        unit: Unit::Points,
        method: format!(
            "pooled share of right advice followed, within {TRIALS} advised trials after a wrong advice minus before"
        ),
        basis: Basis::of(before.iter().chain(after).flatten()),
        undefined: "no right advice stands before a wrong one, or none after".into(),
        notes: notes(told),
    }
}

fn notes(told: bool) -> Vec<String> {
    if told {
        return Vec::new();
    }
    vec!["without feedback there is nothing to notice but what the evidence says".into()]
}
