"""Makes an INT8 variant of an embedder: quantize.py MODEL CROPS OUT.

MODEL takes [1, 3, 112, 112], CROPS holds aligned crops of 112 x 112 x RGB one after the other. Weights are rounded for each channel, activations by
the range that the calibration crops reach (static quantisation, QDQ form). Half of the crops calibrate, the other half says how near the variant
stays to the original; it is refused where it does not.
"""

import sys
import tempfile
from pathlib import Path

import numpy as np
import onnxruntime as ort
from onnxruntime.quantization import CalibrationDataReader, CalibrationMethod, QuantFormat, QuantType, quantize_static
from onnxruntime.quantization.shape_inference import quant_pre_process

MEAN = np.array([0.485, 0.456, 0.406], np.float32)
STD = np.array([0.229, 0.224, 0.225], np.float32)
# A variant whose embeddings are less alike to the original's than this on average was calibrated badly.
LEAST_ALIKE = 0.98


def fed(crop):
    return ((crop.astype(np.float32) / 255 - MEAN) / STD).transpose(2, 0, 1)[None].copy()


class Crops(CalibrationDataReader):
    """Crops in brighter, darker and noisier light than they were drawn in, as cameras have it."""

    def __init__(self, crops, name):
        random = np.random.default_rng(5)
        self.left = iter([{name: fed(self.lit(crop, random))} for crop in crops])

    @staticmethod
    def lit(crop, random):
        light = crop.astype(np.float32) * random.uniform(0.4, 1.3) + random.uniform(-20, 20)
        return np.clip(light + random.normal(0, random.uniform(0, 12), crop.shape), 0, 255)

    def get_next(self):
        return next(self.left, None)


def session(path):
    return ort.InferenceSession(str(path), providers=["CPUExecutionProvider"])


def main():
    model, crops_file, out = map(Path, sys.argv[1:])
    crops = np.fromfile(crops_file, np.uint8).reshape(-1, 112, 112, 3)
    name = session(model).get_inputs()[0].name
    with tempfile.TemporaryDirectory() as folder:
        prepared = Path(folder) / "prepared.onnx"
        quant_pre_process(str(model), str(prepared), skip_symbolic_shape=True)
        quantize_static(
            str(prepared),
            str(out),
            Crops(crops[::2], name),
            quant_format=QuantFormat.QDQ,
            per_channel=True,
            weight_type=QuantType.QInt8,
            activation_type=QuantType.QUInt8,
            calibrate_method=CalibrationMethod.MinMax,
        )
    original, variant = session(model), session(out)
    alike = []
    for crop in crops[1::2]:
        one, other = (s.run(None, {name: fed(crop)})[0][0] for s in (original, variant))
        alike.append(float(one @ other / np.linalg.norm(one) / np.linalg.norm(other)))
    print(f"{len(alike)} crops that did not calibrate: alike to the original by {np.mean(alike):.4f}, the least {min(alike):.4f}")
    if np.mean(alike) < LEAST_ALIKE:
        out.unlink()
        sys.exit("the variant is too unlike the original and was not kept")


if __name__ == "__main__":
    main()
