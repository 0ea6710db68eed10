//! The store from outside, on real files. The tree mirrors the sources.

mod acts;
mod backup;
mod crash;
mod erase;
mod journal;
mod kept_index;
mod many;
mod open;
mod program;
mod room;
mod rules;
mod sorting;
mod table;
mod taken_back;
mod upgrade;
mod world;
