"""Model files beside NumPy and the package safetensors: what gojac writes they read, and what they write gojac reads, bit for bit."""

import subprocess

import numpy
import pytest

safetensors = pytest.importorskip("safetensors.numpy", reason="safetensors is not installed: testbed/setup oracle")

MODEL = """type layer struct{ W, B *ad.Tensor }
type net struct {
	Layers []layer
	Scale  float64
}
"""
ARRAYS = {
    "Layers[0].W": numpy.random.default_rng(1).standard_normal((3, 2)),
    "Layers[0].B": numpy.array([1e-310, -0.0, numpy.inf]),
    "Layers[1].W": numpy.array([[1 / 3, numpy.pi]]),
    "Layers[1].B": numpy.array([]),
    "Scale": numpy.array(2.5),
}
FORMATS = {
    "npz": (lambda file: dict(numpy.load(file)), lambda file, arrays: numpy.savez(file, **arrays)),
    "safetensors": (safetensors.load_file, lambda file, arrays: safetensors.save_file(arrays, file)),
}


def run(gojac, source, folder):
    done = subprocess.run([gojac, "run", "-"], input=source, text=True, capture_output=True, timeout=120, cwd=folder)
    assert done.returncode == 0, done.stderr
    return done.stdout


BLANK = "net{[]layer{{ad.Zeros(3, 2), ad.Zeros(3)}, {ad.Zeros(1, 2), ad.Zeros(0)}}, 0}"


@pytest.mark.parametrize("kind", FORMATS)
def test_round_trip(gojac, tmp_path, kind):
    load, save = FORMATS[kind]
    save(tmp_path / f"theirs.{kind}", ARRAYS)
    source = (
        f'{MODEL}\n// %%\nm := {BLANK}\nif err := nn.Load("theirs.{kind}", &m); err != nil {{\n\tpanic(err)\n}}\n'
        f'if err := nn.Save("ours.{kind}", &m); err != nil {{\n\tpanic(err)\n}}\n'
    )
    run(gojac, source, tmp_path)
    ours = load(tmp_path / f"ours.{kind}")
    assert set(ours) == set(ARRAYS)
    for name, want in ARRAYS.items():
        assert ours[name].dtype == numpy.float64 and ours[name].shape == want.shape, name
        assert ours[name].tobytes() == want.tobytes(), name


@pytest.mark.parametrize("kind", FORMATS)
def test_float32_is_read(gojac, tmp_path, kind):
    arrays = {"W": numpy.random.default_rng(2).standard_normal((2, 2)).astype(numpy.float32)}
    FORMATS[kind][1](tmp_path / f"small.{kind}", arrays)
    source = (
        f'm := struct{{ W *ad.Tensor }}{{ad.Zeros(2, 2)}}\nif err := nn.Load("small.{kind}", &m); err != nil {{\n\tpanic(err)\n}}\n'
        'fmt.Printf("%.17g", m.W.Data())\n'
    )
    assert [float(x) for x in run(gojac, source, tmp_path).strip("[]\n ").split()] == arrays["W"].astype(float).ravel().tolist()


@pytest.mark.parametrize("kind", FORMATS)
def test_what_does_not_fit_is_named(gojac, tmp_path, kind):
    FORMATS[kind][1](tmp_path / f"other.{kind}", {"W": numpy.zeros((2, 3)), "V": numpy.zeros(1, numpy.int64)})
    source = f'm := struct{{ W *ad.Tensor }}{{ad.Zeros(2, 2)}}\nfmt.Print(nn.Load("other.{kind}", &m))\n'
    assert "V" in run(gojac, source, tmp_path)
    FORMATS[kind][1](tmp_path / f"other.{kind}", {"W": numpy.zeros((2, 3))})
    assert "W has shape [2 2] in the model and [2 3] in the file" in run(gojac, source, tmp_path)
