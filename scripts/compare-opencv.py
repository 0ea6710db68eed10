"""One face, crop to verdict: compare-opencv.py PROGRAM MODELS FACES PACK…

Measures OpenCV (alignment) with ONNX Runtime (embedding) and numpy (comparison), one view of the face, one thread, between runs of the program, so that
both meet the same moods of the machine. Prints JSON: medians in milliseconds, and the program's divided by Python's.
"""

import json
import statistics
import subprocess
import sys
import time
from pathlib import Path

import cv2
import numpy as np
import onnxruntime as ort

# Where ArcFace crops have eyes, nose and corners of the mouth.
PLACES = np.array([[38.29, 51.70], [73.53, 51.50], [56.03, 71.74], [41.55, 92.37], [70.73, 92.20]], np.float32)
MEAN = np.array([123.675, 116.28, 103.53], np.float32)
STD = np.array([58.395, 57.12, 57.375], np.float32)
ROUNDS = 20
TURNS = 3
KNOWN = 0.4


class Usual:
    def __init__(self, models, faces):
        cv2.setNumThreads(1)
        options = ort.SessionOptions()
        options.intra_op_num_threads = 1
        path = str(models / "face_embedding_mobilefacenet.onnx")
        self.session = ort.InferenceSession(path, options, providers=["CPUExecutionProvider"])
        self.name = self.session.get_inputs()[0].name
        detector = cv2.FaceDetectorYN.create(str(models / "face_detection_yunet_n.onnx"), "", (480, 480), 0.6)
        self.seen = []
        for file in sorted(faces.glob("*.png")):
            picture = cv2.imread(str(file))
            detector.setInputSize((picture.shape[1], picture.shape[0]))
            found = detector.detect(picture)[1]
            if found is not None:
                self.seen.append((picture, found[0][4:14].reshape(5, 2).astype(np.float32)))
        self.gallery = np.stack([self.embedded(*one) for one in self.seen])

    def embedded(self, picture, landmarks):
        to_crop, _ = cv2.estimateAffinePartial2D(landmarks, PLACES, method=cv2.LMEDS)
        crop = cv2.warpAffine(picture, to_crop, (112, 112))
        fed = ((crop[:, :, ::-1].astype(np.float32) - MEAN) / STD).transpose(2, 0, 1)[None]
        numbers = self.session.run(None, {self.name: np.ascontiguousarray(fed)})[0][0]
        return numbers / np.linalg.norm(numbers)

    def times(self):
        times = []
        for _ in range(ROUNDS):
            for i, one in enumerate(self.seen):
                begun = time.perf_counter()
                alike = self.gallery @ self.embedded(*one)
                best = int(alike.argmax())
                is_known = alike[best] >= KNOWN
                times.append((time.perf_counter() - begun) * 1e3)
                assert is_known and best == i
        return times


def program_times(program, files, pack):
    words = [program, "bench", "face", "--json", "--pack", pack, "--pictures", *files]
    report = json.loads(subprocess.run(words, check=True, capture_output=True, text=True).stdout)
    return {model["model"]: model["crop_to_verdict_ms"]["p50"] for model in report["models"]}


def main():
    program, models, faces, packs = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]), sys.argv[4:]
    files = [str(file) for file in sorted(faces.glob("*.png"))]
    usual = Usual(models, faces)
    python, ours = [], {}
    for _ in range(TURNS):
        python.append(statistics.median(usual.times()))
        for pack in packs:
            for model, median in program_times(program, files, pack).items():
                ours.setdefault(f"{pack}: {model}", []).append(median)
    python = statistics.median(python)
    medians = {name: statistics.median(times) for name, times in ours.items()}
    report = {
        "faces": len(usual.seen),
        "python_ms": round(python, 2),
        "porchlight_ms": {name: round(ms, 2) for name, ms in medians.items()},
        "ratio": {name: round(ms / python, 2) for name, ms in medians.items()},
    }
    print(json.dumps(report, indent=2))


if __name__ == "__main__":
    main()
