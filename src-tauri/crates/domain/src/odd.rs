//! Who among several is unlike the others.
//!
//! Owns the question that is asked before several are taken for one. Must not know who they are. It is only a question:
//! the owner sees the answer and decides. Method: the one least alike to the rest leaves as long as it is less alike to
//! them than faces of one person are, so that a larger group outvotes a smaller one.

use crate::Similarity;

/// Whoever is less alike than this to the others, on average, is taken for somebody else: as with a face among those of a
/// person (docs/recognition.md, "Contradicting faces").
const SOMEBODY_ELSE: Similarity = Similarity(0.30);
/// Fewer cannot outvote one of them: of two that differ, either may be the odd one.
const ENOUGH_TO_OUTVOTE: usize = 3;

/// The places, rising, of those among `count` who are unlike the others. `alike` says how alike two places are, in either
/// order; `None` where they cannot be compared, which speaks neither for nor against them.
pub fn odd_ones_out(count: usize, alike: impl Fn(usize, usize) -> Option<Similarity>) -> Vec<usize> {
    let mut table = vec![None; count * count];
    for one in 0..count {
        for other in one + 1..count {
            let similarity = alike(one, other).map(|similarity| similarity.0);
            (table[one * count + other], table[other * count + one]) = (similarity, similarity);
        }
    }
    let mut rest: Vec<usize> = (0..count).collect();
    let mut odd = Vec::new();
    while rest.len() >= ENOUGH_TO_OUTVOTE {
        let to_the_rest = |one: usize| {
            let known = rest.iter().filter_map(|other| table[one * count + other]);
            let (sum, number) = known.fold((0.0, 0u32), |(sum, number), similarity| (sum + similarity, number + 1));
            (number > 0).then(|| sum / number as f32)
        };
        let least = rest
            .iter()
            .enumerate()
            .filter_map(|(place, one)| Some((place, to_the_rest(*one)?)))
            .min_by(|a, b| a.1.total_cmp(&b.1));
        match least {
            Some((place, similarity)) if similarity < SOMEBODY_ELSE.0 => odd.push(rest.remove(place)),
            _ => break,
        }
    }
    odd.sort_unstable();
    odd
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Who is who: the same letter is the same person. `?` cannot be compared.
    fn odd(people: &str) -> Vec<usize> {
        let who: Vec<char> = people.chars().collect();
        odd_ones_out(who.len(), |one, other| match (who[one], who[other]) {
            ('?', _) | (_, '?') => None,
            (a, b) => Some(Similarity(if a == b { 0.5 } else { 0.05 })),
        })
    }

    #[test]
    fn the_larger_group_outvotes_the_smaller() {
        for (people, expected) in [
            ("", vec![]),
            ("a", vec![]),
            ("ab", vec![]),
            ("aaa", vec![]),
            ("aab", vec![2]),
            ("baaa", vec![0]),
            ("aabaca", vec![2, 4]),
            ("aaabb", vec![3, 4]),
            ("aaaaaabbb", vec![6, 7, 8]),
            ("aa?b", vec![3]),
            ("a??", vec![]),
        ] {
            assert_eq!(odd(people), expected, "{people}");
        }
    }

    #[test]
    fn somebody_a_little_unlike_the_others_stays() {
        let a_little = |one: usize, other: usize| Some(Similarity(if one == 0 || other == 0 { 0.31 } else { 0.7 }));
        assert_eq!(odd_ones_out(5, a_little), [0usize; 0], "another light, another year");
    }
}
