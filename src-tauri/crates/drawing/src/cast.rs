//! Who appears on the demo street.
//!
//! Owns names, seeds and parts. Must not draw. Nobody here exists.
//!
//! The seeds were chosen with the real models from 1,800 drawn people, so that no stranger comes near the doubt that keeps
//! a stranger from being called one (0.34): in three lights each, portraits of a stranger and of an enrolled person have
//! at most 0.27, those of two enrolled people 0.32, of two strangers 0.32, and a person keeps 0.88 with herself. On the
//! street a face at the door has 0.75 to 0.98 with its own portraits and a stranger's at most 0.31 with anybody's.

/// What a member of the cast is to the household.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Part {
    /// Lives here or is a friend: enrolled as known.
    Known,
    /// Must raise an alert: enrolled as blacklisted.
    Blacklisted,
    /// Nobody knows them; the name is for tests only.
    Stranger,
}

/// One person who does not exist.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Role {
    /// What to draw.
    pub seed: u64,
    /// A made-up name.
    pub name: &'static str,
    /// What the person is to the household.
    pub part: Part,
    /// What the person does on the street, in a few words.
    pub errand: &'static str,
}

const fn role(seed: u64, name: &'static str, part: Part, errand: &'static str) -> Role {
    Role { seed, name, part, errand }
}

/// Everybody, the most important of each part first.
pub const CAST: [Role; 9] = [
    role(227, "Anna Lindqvist", Part::Known, "comes home from work"),
    role(2427, "Ben Okafor", Part::Known, "comes home from school"),
    role(836, "Carla Mendes", Part::Known, "brings back a book"),
    role(95, "David Chen", Part::Known, "waters the plants"),
    role(168, "Victor Stahl", Part::Blacklisted, "was told not to come back"),
    role(266, "Emre Demir", Part::Stranger, "delivers a parcel"),
    role(1425, "Frank Moreau", Part::Stranger, "asks for the way"),
    role(1262, "Gustav Renner", Part::Stranger, "reads the meter"),
    role(2231, "Hugo Brandt", Part::Stranger, "looks for a lost cat"),
];

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn everybody_is_somebody_else() {
        let seeds: HashSet<u64> = CAST.iter().map(|role| role.seed).collect();
        let names: HashSet<&str> = CAST.iter().map(|role| role.name).collect();
        assert_eq!((seeds.len(), names.len()), (CAST.len(), CAST.len()), "one seed, one name, one person");
    }
}
