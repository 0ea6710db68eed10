//! The three networks of face-api, as graphs.
//!
//! Owns their layers, as face-api 1.7.15 has them (MIT): a detector after Tiny YOLO v2, a landmark net of dense blocks, and
//! dlib's recognition net, a ResNet of 29 layers. Must not read files.

use super::{
    graph::{Edge, Graph, Value},
    weights::{Tensor, Weights},
};

/// The mean colours that the detector was trained with.
const DETECTOR_MEAN: [f32; 3] = [117.001, 114.697, 97.404];
/// Those of the other two.
const FACE_MEAN: [f32; 3] = [122.782, 117.001, 104.298];

/// Side of the landmark net's input.
pub(super) const LANDMARKS_SIDE: usize = 112;
/// Side of the recognition net's input.
pub(super) const EMBEDDER_SIDE: usize = 150;

/// From a picture of any size whose sides are multiples of 32 to 25 numbers for each cell of 32 pixels.
pub(super) fn detector(weights: &Weights) -> Result<Vec<u8>, String> {
    let mut graph = Graph::new(weights);
    let mut x = graph.picture(DETECTOR_MEAN);
    x = graph.conv_named(&x, "conv0/filters", "conv0/bias", 1, Edge::Valid)?;
    x = graph.leaky(&x);
    for layer in 1..=5 {
        x = graph.pool("MaxPool", &x, 2, 2, Edge::Same);
        x = graph.separable(&x, &format!("conv{layer}"), 1)?;
        x = graph.leaky(&x);
    }
    x = graph.pool("MaxPool", &x, 2, 1, Edge::Same);
    x = graph.conv_named(&x, "conv8/filters", "conv8/bias", 1, Edge::Valid)?;
    Ok(graph.finished("detector", [Err("height"), Err("width")], &x))
}

/// From a face to 68 points, x and y in turn, as shares of the side.
pub(super) fn landmarks(weights: &Weights) -> Result<Vec<u8>, String> {
    let mut graph = Graph::new(weights);
    let mut x = graph.picture(FACE_MEAN);
    for block in 0..4 {
        let name = |layer: usize| format!("dense{block}/conv{layer}");
        let first = match block {
            0 => graph.conv_named(&x, "dense0/conv0/filters", "dense0/conv0/bias", 2, Edge::Same)?,
            _ => graph.separable(&x, &name(0), 2)?,
        };
        // Each layer sees the sum of all before it.
        let mut sum = graph.relu(&first);
        for layer in 1..=3 {
            let seen = if layer == 1 { sum.clone() } else { graph.relu(&sum) };
            let more = graph.separable(&seen, &name(layer), 1)?;
            sum = graph.add(&sum, &more);
        }
        x = graph.relu(&sum);
    }
    x = graph.pool("AveragePool", &x, 7, 2, Edge::Valid);
    x = graph.flat(&x);
    x = graph.connected(&x, "fc/weights", Some("fc/bias"))?;
    Ok(graph.finished("landmarks", [Ok(LANDMARKS_SIDE), Ok(LANDMARKS_SIDE)], &x))
}

/// From a face to 128 numbers.
pub(super) fn embedder(weights: &Weights) -> Result<Vec<u8>, String> {
    let mut graph = Graph::new(weights);
    let mut x = graph.picture(FACE_MEAN);
    x = scaled(&mut graph, weights, &x, "conv32_down", 2, Edge::Valid)?;
    x = graph.relu(&x);
    x = graph.pool("MaxPool", &x, 3, 2, Edge::Valid);
    let (mut side, mut channels) = (35, 32);
    for (name, halves) in BLOCKS {
        let (conv1, conv2) = (format!("{name}/conv1"), format!("{name}/conv2"));
        let (step, edge) = if halves { (2, Edge::Valid) } else { (1, Edge::Same) };
        let mut path = scaled(&mut graph, weights, &x, &conv1, step, edge)?;
        path = graph.relu(&path);
        path = scaled(&mut graph, weights, &path, &conv2, 1, Edge::Same)?;
        if halves {
            let outputs = weights.get(&format!("{conv1}/conv/filters"), 4)?.shape[3];
            let (by_path, by_pool) = ((side - 3) / 2 + 1, side / 2);
            let pooled = graph.pool("AveragePool", &x, 2, 2, Edge::Valid);
            x = graph.padded(&pooled, outputs - channels, 0, 0);
            path = graph.padded(&path, 0, by_pool - by_path, by_pool - by_path);
            (side, channels) = (by_pool, outputs);
        }
        let sum = graph.add(&path, &x);
        x = graph.relu(&sum);
    }
    x = graph.averaged(&x);
    x = graph.connected(&x, "fc", None)?;
    Ok(graph.finished("embedder", [Ok(EMBEDDER_SIDE), Ok(EMBEDDER_SIDE)], &x))
}

/// The residual blocks in order, and whether each halves height and width.
const BLOCKS: [(&str, bool); 14] = [
    ("conv32_1", false),
    ("conv32_2", false),
    ("conv32_3", false),
    ("conv64_down", true),
    ("conv64_1", false),
    ("conv64_2", false),
    ("conv64_3", false),
    ("conv128_down", true),
    ("conv128_1", false),
    ("conv128_2", false),
    ("conv256_down", true),
    ("conv256_1", false),
    ("conv256_2", false),
    ("conv256_down_out", true),
];

/// A convolution followed by a factor and a shift for each channel, which are worked into it.
fn scaled(
    graph: &mut Graph<'_>,
    weights: &Weights,
    x: &Value,
    name: &str,
    step: i64,
    edge: Edge,
) -> Result<Value, String> {
    let filters = weights.get(&format!("{name}/conv/filters"), 4)?;
    let bias = weights.get(&format!("{name}/conv/bias"), 1)?;
    let factors = &weights.get(&format!("{name}/scale/weights"), 1)?.values;
    let shifts = weights.get(&format!("{name}/scale/biases"), 1)?;
    let values = filters.values.chunks_exact(factors.len()).flat_map(|out| out.iter().zip(factors).map(|(v, f)| v * f));
    let filters = Tensor { shape: filters.shape.clone(), values: values.collect() };
    let bias: Vec<f32> =
        bias.values.iter().zip(factors).zip(&shifts.values).map(|((bias, f), shift)| bias * f + shift).collect();
    Ok(graph.conv(x, &filters, &bias, step, edge))
}
