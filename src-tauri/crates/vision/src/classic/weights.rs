//! Weights as face-api keeps them: one file of numbers and a JSON manifest that says what they are.
//!
//! Owns reading them. Must not know what they are for. Invariant: every number of the file is accounted for, or none is
//! used.
//!
//! An entry is either `f32`, little-endian, or quantised: one byte a number, `byte * scale + min`.

use serde::Deserialize;
use std::collections::HashMap;

#[derive(Deserialize)]
struct Group {
    weights: Vec<Entry>,
}

#[derive(Deserialize)]
struct Entry {
    name: String,
    shape: Vec<usize>,
    dtype: String,
    quantization: Option<Quantization>,
}

#[derive(Deserialize)]
struct Quantization {
    dtype: String,
    scale: f64,
    min: f64,
}

/// Numbers in rows, the last side of the shape running fastest.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Tensor {
    pub(super) shape: Vec<usize>,
    pub(super) values: Vec<f32>,
}

/// All weights of a network by name.
pub(super) struct Weights(HashMap<String, Tensor>);

impl Weights {
    /// Reads `numbers` as `manifest` describes them, or says in words what does not fit.
    pub(super) fn read(manifest: &[u8], numbers: &[u8]) -> Result<Self, String> {
        let groups: Vec<Group> = serde_json::from_slice(manifest).map_err(|error| error.to_string())?;
        let (mut left, mut tensors) = (numbers, HashMap::new());
        for Entry { name, shape, dtype, quantization } in groups.into_iter().flat_map(|group| group.weights) {
            let count: usize = shape.iter().product();
            let width = if quantization.is_some() { 1 } else { 4 };
            let bytes = count.checked_mul(width).and_then(|length| left.split_at_checked(length));
            let Some((bytes, rest)) = bytes else { return Err(format!("it ends within {name}")) };
            left = rest;
            let values: Vec<f32> = match &quantization {
                _ if dtype != "float32" => return Err(format!("{name} is of the unknown kind {dtype}")),
                Some(by) if by.dtype == "uint8" => {
                    // As TensorFlow.js does it: in single precision.
                    bytes.iter().map(|byte| f32::from(*byte) * by.scale as f32 + by.min as f32).collect()
                }
                Some(by) => return Err(format!("{name} is quantised in the unknown way {}", by.dtype)),
                None => bytes.as_chunks::<4>().0.iter().map(|four| f32::from_le_bytes(*four)).collect(),
            };
            if values.iter().any(|value| !value.is_finite()) {
                return Err(format!("{name} has numbers that are none"));
            }
            tensors.insert(name, Tensor { shape, values });
        }
        if left.is_empty() { Ok(Self(tensors)) } else { Err(format!("{} bytes are left over", left.len())) }
    }

    /// The tensor of this name, which must have so many sides.
    pub(super) fn get(&self, name: &str, sides: usize) -> Result<&Tensor, String> {
        let found = self.0.get(name).ok_or_else(|| format!("it has no {name}"))?;
        if found.shape.len() == sides { Ok(found) } else { Err(format!("{name} has the shape {:?}", found.shape)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn manifest(entries: &str) -> Vec<u8> {
        format!(r#"[{{"paths":["a.bin"],"weights":[{entries}]}}]"#).into_bytes()
    }

    const PLAIN: &str = r#"{"name":"a","shape":[2],"dtype":"float32"}"#;
    const BYTES: &str =
        r#"{"name":"b","shape":[3],"dtype":"float32","quantization":{"dtype":"uint8","scale":0.5,"min":-1.0}}"#;

    #[test]
    fn numbers_are_read_as_they_are_and_as_they_were_quantised() {
        let mut numbers = [1.5f32, -2.0].iter().flat_map(|v| v.to_le_bytes()).collect::<Vec<u8>>();
        numbers.extend([0, 1, 255]);
        let weights = Weights::read(&manifest(&format!("{PLAIN},{BYTES}")), &numbers).expect("all fits");
        assert_eq!(weights.get("a", 1).expect("there").values, [1.5, -2.0]);
        assert_eq!(weights.get("b", 1).expect("there").values, [-1.0, -0.5, 126.5]);
        assert!(weights.get("c", 1).is_err() && weights.get("a", 2).is_err(), "nothing is made up");
    }

    #[test]
    fn what_does_not_fit_is_refused() {
        for (entries, length) in [(PLAIN, 7), (PLAIN, 9), (BYTES, 2), ("", 1)] {
            assert!(Weights::read(&manifest(entries), &vec![0; length]).is_err(), "{entries} with {length} bytes");
        }
        assert!(Weights::read(b"not a manifest", &[]).is_err());
        let unknown = BYTES.replace("uint8", "uint16");
        assert!(Weights::read(&manifest(&unknown), &[0; 6]).is_err(), "two bytes a number are not read as one");
        assert!(Weights::read(&manifest(PLAIN), &f32::NAN.to_le_bytes().repeat(2)).is_err(), "no number");
    }
}
