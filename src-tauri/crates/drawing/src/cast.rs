//! Who appears on the demo street.
//!
//! Owns names, seeds and parts. Must not draw. The seeds were chosen with the real models from 500 drawn people, so that
//! nobody is taken for anybody else. Nobody here exists.

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
pub const CAST: [Role; 14] = [
    role(1, "Anna Lindqvist", Part::Known, "comes home from work"),
    role(2, "Ben Okafor", Part::Known, "comes home from school"),
    role(3, "Carla Mendes", Part::Known, "brings back a book"),
    role(4, "David Chen", Part::Known, "waters the plants"),
    role(5, "Victor Stahl", Part::Blacklisted, "was told not to come back"),
    role(6, "Elif Demir", Part::Stranger, "delivers a parcel"),
    role(7, "Frank Moreau", Part::Stranger, "asks for the way"),
    role(8, "Grace Whitfield", Part::Stranger, "collects for the fire brigade"),
    role(9, "Hiro Tanaka", Part::Stranger, "reads the meter"),
    role(10, "Ines Carvalho", Part::Stranger, "looks for a lost cat"),
    role(11, "Jonas Weber", Part::Stranger, "hands out leaflets"),
    role(12, "Kamila Nowak", Part::Known, "visits on Sundays"),
    role(13, "Liam Byrne", Part::Known, "mends the roof"),
    role(14, "Mona Haddad", Part::Blacklisted, "left without paying"),
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
