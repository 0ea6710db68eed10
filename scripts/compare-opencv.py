"""One face, crop to verdict: compare-opencv.py PROGRAM MODELS FACES PACK…

Measures OpenCV (alignment) with ONNX Runtime (embedding) and numpy (comparison), one thread, between runs of the program, so that both meet the same
moods of the machine: as it is usually done, by one view of the face; and with the same work that the program does by default, a second look at the
landmarks and four views. Prints JSON: medians in milliseconds, and the program's divided by those of the usual way.
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


# The side of the second look's cut-out, and how many times the face's side it shows.
CUT, AROUND = 160, 2.0
# The turned view, as src-tauri/crates/vision/src/second_view.rs has it.
TURNED = cv2.getRotationMatrix2D((56, 72), -5.0, 1.06)


class Usual:
    """One view of each face."""

    def __init__(self, models, faces):
        cv2.setNumThreads(1)
        options = ort.SessionOptions()
        options.intra_op_num_threads = 1
        path = str(models / "face_embedding_mobilefacenet.onnx")
        self.session = ort.InferenceSession(path, options, providers=["CPUExecutionProvider"])
        self.name = self.session.get_inputs()[0].name
        detector_path = str(models / "face_detection_yunet_n.onnx")
        detector = cv2.FaceDetectorYN.create(detector_path, "", (480, 480), 0.6)
        self.closer = cv2.FaceDetectorYN.create(detector_path, "", (CUT, CUT), 0.3)
        self.seen = []
        for file in sorted(faces.glob("*.png")):
            picture = cv2.imread(str(file))
            detector.setInputSize((picture.shape[1], picture.shape[0]))
            found = detector.detect(picture)[1]
            if found is not None:
                self.seen.append((picture, found[0][:4], found[0][4:14].reshape(5, 2).astype(np.float32)))
        self.gallery = np.stack([self.embedded(*one) for one in self.seen])

    def embedded(self, picture, _box, landmarks):
        return self.direction(self.aligned(picture, landmarks))

    def aligned(self, picture, landmarks):
        to_crop, _ = cv2.estimateAffinePartial2D(landmarks, PLACES, method=cv2.LMEDS)
        return cv2.warpAffine(picture, to_crop, (112, 112))

    def direction(self, crop):
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


class Same(Usual):
    """The landmarks looked at twice, and four views of each face."""

    def embedded(self, picture, box, landmarks):
        crop = self.aligned(picture, self.refined(picture, box, landmarks))
        turned = cv2.warpAffine(crop, TURNED, (112, 112), borderMode=cv2.BORDER_REPLICATE)
        views = [crop, cv2.flip(crop, 1), turned, cv2.flip(turned, 1)]
        both = sum(self.direction(view) for view in views)
        return both / np.linalg.norm(both)

    def refined(self, picture, box, landmarks):
        x, y, w, h = box
        step = AROUND * max(w, h) / CUT
        left, top = x + w / 2 - step * CUT / 2, y + h / 2 - step * CUT / 2
        # Smaller, and mirrored: x there is left + (CUT - 1 - x') step here.
        to_picture = np.array([[-step, 0, left + (CUT - 1) * step], [0, step, top]], np.float32)
        shrunk = cv2.resize(picture, None, fx=1 / step, fy=1 / step, interpolation=cv2.INTER_AREA) if step > 1 else picture
        scale = shrunk.shape[1] / picture.shape[1]
        flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
        found = self.closer.detect(cv2.warpAffine(shrunk, to_picture * scale, (CUT, CUT), flags=flags))[1]
        if found is None:
            return landmarks
        second = found[0][4:14].reshape(5, 2) @ to_picture[:, :2].T + to_picture[:, 2]
        return ((landmarks + second[[1, 0, 2, 4, 3]]) / 2).astype(np.float32)


def program_times(program, files, pack):
    words = [program, "bench", "face", "--json", "--pack", pack, "--pictures", *files]
    report = json.loads(subprocess.run(words, check=True, capture_output=True, text=True).stdout)
    return {model["model"]: model["crop_to_verdict_ms"]["p50"] for model in report["models"]}


def main():
    program, models, faces, packs = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]), sys.argv[4:]
    files = [str(file) for file in sorted(faces.glob("*.png"))]
    usual, same = Usual(models, faces), Same(models, faces)
    python, python_same, ours, careful = [], [], {}, set()
    for _ in range(TURNS):
        python.append(statistics.median(usual.times()))
        python_same.append(statistics.median(same.times()))
        for pack in packs:
            times = program_times(program, files, pack)
            careful.add(f"{pack}: {next(iter(times))}")
            for model, median in times.items():
                ours.setdefault(f"{pack}: {model}", []).append(median)
    python, python_same = statistics.median(python), statistics.median(python_same)
    medians = {name: statistics.median(times) for name, times in ours.items()}
    report = {
        "faces": len(usual.seen),
        "python_ms": round(python, 2),
        "python_same_work_ms": round(python_same, 2),
        "porchlight_ms": {name: round(ms, 2) for name, ms in medians.items()},
        "ratio": {name: round(ms / python, 2) for name, ms in medians.items()},
        "ratio_to_same_work": {name: round(ms / python_same, 2) for name, ms in medians.items() if name in careful},
    }
    print(json.dumps(report, indent=2))


if __name__ == "__main__":
    main()
