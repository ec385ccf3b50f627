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


KINDS = ["f8", "f4", "f2", "i8", "i4", "i2", "i1", "u8", "u4", "u2", "u1", "?", ">f8", ">f4", ">f2", ">i8", ">u2"]


@pytest.mark.parametrize("kind", FORMATS)
def test_every_type_is_read(gojac, tmp_path, kind):
    """Scalars, empties and all ranks, in every type of number; the npz also compressed, in Fortran's order and a view of every second."""
    arrays = {}
    for k, dtype in enumerate(KINDS):
        if kind == "safetensors" and dtype[0] == ">":
            continue
        for rank in range(4):
            a = (numpy.random.default_rng(k).standard_normal((2, 3, 4)[:rank]) * 50).clip(0 if "u" in dtype else -99, 99)
            arrays[f"k{k}r{rank}"] = numpy.asarray(a).astype(dtype)
        arrays[f"k{k}empty"] = numpy.zeros((2, 0), dtype)
    if kind == "npz":
        arrays["fortran"] = numpy.asfortranarray(numpy.random.default_rng(3).standard_normal((2, 3, 4)))
        arrays["view"] = numpy.arange(12.0).reshape(2, 6)[:, ::2]
        numpy.savez_compressed(tmp_path / "all.npz", **arrays)
    else:
        FORMATS[kind][1](tmp_path / f"all.{kind}", arrays)
    blank = ", ".join(f'"{name}": ad.Zeros({", ".join(map(str, a.shape))})' for name, a in arrays.items())
    source = (
        f'm := map[string]*ad.Tensor{{{blank}}}\nif err := nn.Load("all.{kind}", &m); err != nil {{\n\tpanic(err)\n}}\n'
        f'if err := nn.Save("back.{kind}", &m); err != nil {{\n\tpanic(err)\n}}\n'
    )
    run(gojac, source, tmp_path)
    back = FORMATS[kind][0](tmp_path / f"back.{kind}")
    assert set(back) == set(arrays)
    for name, want in arrays.items():
        assert back[name].shape == want.shape and (back[name] == want.astype(float)).all(), name


@pytest.mark.parametrize("kind", FORMATS)
def test_mixed_types_are_written(gojac, tmp_path, kind):
    source = (
        'm := map[string]*ad.Tensor{"a": ad.Vec(0.1).Float32(), "b": ad.Vec(0.1, 0.2), "c": ad.Scalar(3).Float32(), "d": ad.Zeros(0, 2)}\n'
        f'if err := nn.Save("mixed.{kind}", m); err != nil {{\n\tpanic(err)\n}}\n'
    )
    run(gojac, source, tmp_path)
    got = FORMATS[kind][0](tmp_path / f"mixed.{kind}")
    assert {name: (a.dtype.name, a.shape) for name, a in got.items()} == {
        "a": ("float32", (1,)), "b": ("float64", (2,)), "c": ("float32", ()), "d": ("float64", (0, 2)),
    }
    assert got["a"][0] == numpy.float32(0.1) and got["b"].tolist() == [0.1, 0.2] and got["c"] == 3
