//! The field's own figures over similarities.
//!
//! Owns their computation only: verification accuracy over folds, TAR at FAR, DIR at FPIR, B-cubed. Pure.

use std::collections::HashMap;

/// Folds of the verification protocol: the threshold is chosen on nine and tried on the tenth.
const FOLDS: usize = 10;

/// Mean accuracy over ten folds of pairs `(similarity, is the same person)`.
pub(super) fn verification_accuracy(pairs: &[(f32, bool)]) -> f64 {
    let in_fold = |fold: usize, i: usize| i % FOLDS == fold;
    let folds = (0..FOLDS).map(|fold| {
        let (tried, chosen_on): (Vec<_>, Vec<_>) = pairs.iter().enumerate().partition(|(i, _)| in_fold(fold, *i));
        let threshold = best_threshold(&chosen_on.iter().map(|(_, p)| **p).collect::<Vec<_>>());
        let right = tried.iter().filter(|(_, (s, same))| (*s >= threshold) == *same).count();
        right as f64 / tried.len().max(1) as f64
    });
    folds.sum::<f64>() / FOLDS as f64
}

/// The threshold that gets most pairs right, in the middle of the gap where it lies.
fn best_threshold(pairs: &[(f32, bool)]) -> f32 {
    let mut sorted = pairs.to_vec();
    sorted.sort_by(|a, b| a.0.total_cmp(&b.0));
    // With the threshold below everything all "same" are right; moving it up past a pair changes that pair's side.
    let mut right = sorted.iter().filter(|(_, same)| *same).count() as i64;
    let (mut best, mut threshold) = (right, sorted.first().map_or(0.0, |p| p.0));
    for (i, (s, same)) in sorted.iter().enumerate() {
        right += if *same { -1 } else { 1 };
        if right > best {
            best = right;
            threshold = sorted.get(i + 1).map_or(*s + f32::EPSILON, |next| (s + next.0) / 2.0);
        }
    }
    threshold
}

/// The share of `genuine` at or above the threshold that `far` of `impostors` reach.
pub(super) fn rate_at(genuine: &[f32], impostors: &mut [f32], far: f64) -> f64 {
    let threshold = threshold_at(impostors, far);
    genuine.iter().filter(|s| **s > threshold).count() as f64 / genuine.len().max(1) as f64
}

/// The score that a share `far` of `impostors` exceeds.
pub(super) fn threshold_at(impostors: &mut [f32], far: f64) -> f32 {
    if impostors.is_empty() {
        return f32::NEG_INFINITY;
    }
    let k = ((impostors.len() as f64 * far) as usize).min(impostors.len() - 1);
    *impostors.select_nth_unstable_by(k, |a, b| b.total_cmp(a)).1
}

/// B-cubed precision, recall and F1 of `groups` against `people`, item by item (Bagga and Baldwin 1998).
pub(super) fn b_cubed(groups: &[u64], people: &[usize]) -> (f64, f64, f64) {
    let (mut both, mut of_group, mut of_person) = (HashMap::new(), HashMap::new(), HashMap::new());
    for (g, p) in groups.iter().zip(people) {
        *both.entry((*g, *p)).or_insert(0u64) += 1;
        *of_group.entry(*g).or_insert(0u64) += 1;
        *of_person.entry(*p).or_insert(0u64) += 1;
    }
    let n = groups.len().max(1) as f64;
    let share = |of: &dyn Fn(&(u64, usize)) -> u64| {
        both.iter().map(|(key, c)| (*c as f64).powi(2) / of(key) as f64).sum::<f64>() / n
    };
    let precision = share(&|(g, _)| of_group[g]);
    let recall = share(&|(_, p)| of_person[p]);
    (precision, recall, 2.0 * precision * recall / (precision + recall).max(f64::EPSILON))
}

/// What an owner must do to get every picture under the right name: one naming a person, one for each further group of
/// the same person, one for each picture in a group of somebody else. For each hundred pictures.
pub(super) fn clicks_per_100(groups: &[u64], people: &[usize]) -> f64 {
    let mut members: HashMap<u64, HashMap<usize, u64>> = HashMap::new();
    for (g, p) in groups.iter().zip(people) {
        *members.entry(*g).or_default().entry(*p).or_default() += 1;
    }
    let mut groups_of: HashMap<usize, u64> = HashMap::new();
    let mut wrong = 0;
    for of_group in members.values() {
        // Ties go to the lower number, so that the figure does not depend on the order of a hash map.
        let most = of_group.iter().max_by_key(|(p, c)| (**c, std::cmp::Reverse(**p)));
        let Some((person, count)) = most else { continue };
        *groups_of.entry(*person).or_default() += 1;
        wrong += of_group.values().sum::<u64>() - count;
    }
    let all: std::collections::HashSet<_> = people.iter().collect();
    let further: u64 = groups_of.values().map(|n| n - 1).sum();
    100.0 * (all.len() as u64 + further + wrong) as f64 / people.len().max(1) as f64
}

/// The value below which a share `p` of `values` lies; nearest rank. `None` of nothing.
pub(crate) fn percentile(values: &[f64], p: f64) -> Option<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let rank = ((sorted.len() as f64 * p).ceil() as usize).clamp(1, sorted.len().max(1));
    sorted.get(rank - 1).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn separable_pairs_are_all_right() {
        let pairs: Vec<_> = (0..100).map(|i| if i % 2 == 0 { (0.6, true) } else { (0.1, false) }).collect();
        assert_eq!(verification_accuracy(&pairs), 1.0, "0.35 parts them");
        let half: Vec<_> = (0..100).map(|i| (0.5, i % 4 < 2)).collect();
        assert!((verification_accuracy(&half) - 0.5).abs() < 0.11, "nothing can part equal similarities");
    }

    #[test]
    fn a_rate_is_counted_above_the_impostors_threshold() {
        let mut impostors: Vec<f32> = (0..100).map(|i| i as f32 / 100.0).collect();
        assert_eq!(
            rate_at(&[0.5, 0.95, 0.995], &mut impostors, 0.01),
            1.0 / 3.0,
            "one impostor in a hundred is above 0.98"
        );
    }

    #[test]
    fn b_cubed_of_a_worked_example() {
        // Two people of two pictures each, in one group of three and one of one.
        let (precision, recall, _) = b_cubed(&[1, 1, 1, 2], &[0, 0, 1, 1]);
        assert!((precision - (2.0 / 3.0 + 2.0 / 3.0 + 1.0 / 3.0 + 1.0) / 4.0).abs() < 1e-12, "by hand");
        assert!((recall - (1.0 + 1.0 + 0.5 + 0.5) / 4.0).abs() < 1e-12, "by hand");
        assert_eq!(clicks_per_100(&[1, 1, 1, 2], &[0, 0, 1, 1]), 75.0, "two names and one wrong picture");
    }

    #[test]
    fn percentiles_are_nearest_ranks() {
        let values: Vec<f64> = (1..=20).map(f64::from).collect();
        assert_eq!((percentile(&values, 0.5), percentile(&values, 0.95)), (Some(10.0), Some(19.0)), "of one to twenty");
        assert_eq!(percentile(&[], 0.5), None, "of nothing");
    }
}
