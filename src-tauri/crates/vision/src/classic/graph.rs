//! Builds an ONNX graph, one operation after the other.
//!
//! Owns how TensorFlow's layers are said in ONNX: height and width last in place of channels last, and `same` padding, which
//! is more at the end where it cannot be even. Must not know any network.

use super::{
    onnx::{
        AttributeProto, DimensionProto, GraphProto, ModelProto, NodeProto, OperatorSetIdProto, TensorProto,
        TensorShapeProto, TensorTypeProto, TypeProto, ValueInfoProto,
    },
    weights::{Tensor, Weights},
};
use prost::Message as _;

const IR_VERSION: i64 = 8;
const OPERATORS: i64 = 13;
const FLOAT: i32 = 1;
const INT64: i32 = 7;

/// The result of an operation, by name.
#[derive(Clone)]
pub(super) struct Value(String);

/// How the edge of a picture is treated.
#[derive(Clone, Copy)]
pub(super) enum Edge {
    /// The result is smaller.
    Valid,
    /// Zeros around it, so that the result is as large as the input divided by the step.
    Same,
}

/// A graph under construction.
pub(super) struct Graph<'a> {
    weights: &'a Weights,
    nodes: Vec<NodeProto>,
    constants: Vec<TensorProto>,
}

type Built = Result<Value, String>;

impl<'a> Graph<'a> {
    pub(super) fn new(weights: &'a Weights) -> Self {
        Self { weights, nodes: Vec::new(), constants: Vec::new() }
    }

    /// The picture: RGB, 0 to 255. What the network wants of it is part of the graph.
    pub(super) fn picture(&mut self, mean: [f32; 3]) -> Value {
        let mean = self.floats(&[1, 3, 1, 1], &mean);
        let centred = self.op("Sub", &[&Value(INPUT.into()), &mean], Vec::new());
        let whole = self.floats(&[1], &[255.0]);
        self.op("Div", &[&centred, &whole], Vec::new())
    }

    /// A convolution with the filters `name` (height, width, in, out) and a bias, each multiplied by `scale` where there is
    /// one.
    pub(super) fn conv(&mut self, x: &Value, filters: &Tensor, bias: &[f32], step: i64, edge: Edge) -> Value {
        let [high, wide, inputs, outputs] = sides(filters);
        let (kernel, shape) = (transposed(filters), [outputs, inputs, high, wide]);
        let (kernel, bias) = (self.floats(&shape, &kernel), self.floats(&[outputs], bias));
        self.op("Conv", &[x, &kernel, &bias], window([high, wide], step, edge, 1))
    }

    /// As [`Self::conv`], by the names of filters and bias.
    pub(super) fn conv_named(&mut self, x: &Value, filters: &str, bias: &str, step: i64, edge: Edge) -> Built {
        let (filters, bias) = (self.weights.get(filters, 4)?, self.weights.get(bias, 1)?);
        Ok(self.conv(x, filters, &bias.values, step, edge))
    }

    /// One filter a channel, then a mixture of the channels.
    pub(super) fn separable(&mut self, x: &Value, name: &str, step: i64) -> Built {
        let depth = self.weights.get(&format!("{name}/depthwise_filter"), 4)?;
        let [high, wide, channels, each] = sides(depth);
        if each != 1 {
            return Err(format!("{name} has {each} filters a channel"));
        }
        let kernel: Vec<f32> =
            (0..channels).flat_map(|c| (0..high * wide).map(move |at| depth.values[at * channels + c])).collect();
        let kernel = self.floats(&[channels, 1, high, wide], &kernel);
        let mixed = self.op("Conv", &[x, &kernel], window([high, wide], step, Edge::Same, channels));
        self.conv_named(&mixed, &format!("{name}/pointwise_filter"), &format!("{name}/bias"), 1, Edge::Valid)
    }

    pub(super) fn pool(&mut self, kind: &'static str, x: &Value, side: usize, step: i64, edge: Edge) -> Value {
        let mut attributes = window([side, side], step, edge, 1);
        attributes.retain(|attribute| attribute.name != "group");
        self.op(kind, &[x], attributes)
    }

    /// Zeros behind the last channel, row and column.
    pub(super) fn padded(&mut self, x: &Value, channels: usize, rows: usize, columns: usize) -> Value {
        if channels + rows + columns == 0 {
            return x.clone();
        }
        let more = [0, 0, 0, 0, 0, channels as i64, rows as i64, columns as i64];
        let raw = more.iter().flat_map(|v| v.to_le_bytes()).collect();
        let more = self.constant(vec![8], INT64, raw);
        self.op("Pad", &[x, &more], Vec::new())
    }

    pub(super) fn relu(&mut self, x: &Value) -> Value {
        self.op("Relu", &[x], Vec::new())
    }

    pub(super) fn leaky(&mut self, x: &Value) -> Value {
        self.op("LeakyRelu", &[x], vec![AttributeProto::float("alpha", 0.1)])
    }

    pub(super) fn add(&mut self, a: &Value, b: &Value) -> Value {
        self.op("Add", &[a, b], Vec::new())
    }

    /// What is left of height and width is averaged.
    pub(super) fn averaged(&mut self, x: &Value) -> Value {
        let mean = self.op("GlobalAveragePool", &[x], Vec::new());
        self.flat(&mean)
    }

    pub(super) fn flat(&mut self, x: &Value) -> Value {
        self.op("Flatten", &[x], Vec::new())
    }

    /// A matrix `name` (in, out), and a bias where there is one.
    pub(super) fn connected(&mut self, x: &Value, matrix: &str, bias: Option<&str>) -> Built {
        let matrix = self.weights.get(matrix, 2)?;
        let matrix = self.floats(&matrix.shape, &matrix.values);
        match bias.map(|bias| self.weights.get(bias, 1)).transpose()? {
            Some(bias) => {
                let bias = self.floats(&bias.shape, &bias.values);
                Ok(self.op("Gemm", &[x, &matrix, &bias], Vec::new()))
            }
            None => Ok(self.op("MatMul", &[x, &matrix], Vec::new())),
        }
    }

    /// The graph as a file. A side of the input without a length has a name.
    pub(super) fn finished(mut self, name: &str, sides: [Result<usize, &str>; 2], result: &Value) -> Vec<u8> {
        self.nodes.push(NodeProto {
            input: vec![result.0.clone()],
            output: vec![OUTPUT.into()],
            op_type: "Identity".into(),
            attribute: Vec::new(),
        });
        let side = |side: &Result<usize, &str>| DimensionProto {
            dim_value: side.ok().map(|length| length as i64),
            dim_param: side.err().map(str::to_owned),
        };
        let [high, wide] = &sides;
        let dim = vec![side(&Err("pictures")), side(&Ok(3)), side(high), side(wide)];
        let graph = GraphProto {
            node: self.nodes,
            name: name.into(),
            initializer: self.constants,
            input: vec![value_info(INPUT, Some(TensorShapeProto { dim }))],
            output: vec![value_info(OUTPUT, None)],
        };
        ModelProto {
            ir_version: IR_VERSION,
            producer_name: "porchlight".into(),
            graph: Some(graph),
            opset_import: vec![OperatorSetIdProto { domain: String::new(), version: OPERATORS }],
        }
        .encode_to_vec()
    }

    fn op(&mut self, kind: &str, inputs: &[&Value], attribute: Vec<AttributeProto>) -> Value {
        let value = Value(format!("v{}", self.nodes.len()));
        self.nodes.push(NodeProto {
            input: inputs.iter().map(|input| input.0.clone()).collect(),
            output: vec![value.0.clone()],
            op_type: kind.into(),
            attribute,
        });
        value
    }

    fn floats(&mut self, shape: &[usize], values: &[f32]) -> Value {
        self.constant(shape.to_vec(), FLOAT, values.iter().flat_map(|v| v.to_le_bytes()).collect())
    }

    fn constant(&mut self, shape: Vec<usize>, data_type: i32, raw_data: Vec<u8>) -> Value {
        let name = format!("c{}", self.constants.len());
        let dims = shape.into_iter().map(|side| side as i64).collect();
        self.constants.push(TensorProto { dims, data_type, name: name.clone(), raw_data });
        Value(name)
    }
}

/// What every network calls its input: `[pictures, 3, height, width]`.
pub(super) const INPUT: &str = "picture";
/// What every network calls its output.
pub(super) const OUTPUT: &str = "answer";

fn value_info(name: &str, shape: Option<TensorShapeProto>) -> ValueInfoProto {
    let tensor_type = Some(TensorTypeProto { elem_type: FLOAT, shape });
    ValueInfoProto { name: name.into(), kind: Some(TypeProto { tensor_type }) }
}

/// The four sides of filters; [`Weights::get`] has counted them.
fn sides(filters: &Tensor) -> [usize; 4] {
    std::array::from_fn(|side| filters.shape[side])
}

/// From height, width, in, out to out, in, height, width.
fn transposed(filters: &Tensor) -> Vec<f32> {
    let [high, wide, inputs, outputs] = sides(filters);
    let mut values = Vec::with_capacity(filters.values.len());
    for out in 0..outputs {
        for input in 0..inputs {
            values.extend((0..high * wide).map(|at| filters.values[(at * inputs + input) * outputs + out]));
        }
    }
    values
}

fn window(kernel: [usize; 2], step: i64, edge: Edge, groups: usize) -> Vec<AttributeProto> {
    let padding = match edge {
        Edge::Valid => "VALID",
        Edge::Same => "SAME_UPPER",
    };
    vec![
        AttributeProto::integers("kernel_shape", &kernel.map(|side| side as i64)),
        AttributeProto::integers("strides", &[step, step]),
        AttributeProto::string("auto_pad", padding),
        AttributeProto::integer("group", groups as i64),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn filters_are_turned_to_channels_first() {
        // One row of two pixels, two channels in, three out: the value tells where it stood.
        let values = (0..12).map(|v| v as f32).collect();
        let filters = Tensor { shape: vec![1, 2, 2, 3], values };
        let turned = transposed(&filters);
        assert_eq!(turned[..4], [0.0, 6.0, 3.0, 9.0], "out 0: in 0 at both pixels, then in 1 at both");
        assert_eq!(turned[4], 1.0, "then out 1");
    }

    #[test]
    fn a_constant_of_zero_is_written_out() {
        let attribute = AttributeProto::float("alpha", 0.0);
        let back = AttributeProto::decode(attribute.encode_to_vec().as_slice()).expect("a message");
        assert_eq!(back.f, Some(0.0), "left out it would be something else than zero");
    }
}
